"""What pytest leaves alone: the peer is imported in an environment of its own."""

collect_ignore = ["durable.py"]
