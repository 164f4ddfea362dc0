"""The outside world: PostgreSQL and mail. Nothing here decides, and all of it can run twice."""
