"""The rules of the textbook review as values."""
