"""The rules of courses as values."""
