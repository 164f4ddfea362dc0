"""How the world reaches cases, and how they are run.

client     what a service imports: the typed client, its answers, the published contract
runtime    what a deployed worker imports: settings, connection, migrations, what it serves
forms      the forms for the registers beside the cases
cli        the command line
embedded   the whole stack on one machine
rehearsal  years in seconds, on the real engine

`client`, `runtime` and `forms` know none of the other three.
"""
