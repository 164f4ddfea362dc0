"""The stack on one machine: PostgreSQL, Temporal, mail and worker from one command."""
