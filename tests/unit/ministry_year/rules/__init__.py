"""The rules as values."""
