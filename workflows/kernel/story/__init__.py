"""The vocabulary in which a regulation is told, and how a telling is read."""
