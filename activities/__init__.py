"""The outside world: PostgreSQL and mail. Nothing here decides, and all of it can run twice.

journal    what is kept of cases, and what is promised to them
registers  what all processes share
course, agreement
           registers of one process
post       notices, letters, mail
"""
