"""How the world reaches cases: typed client, command line, embedded stack, rehearsal."""
