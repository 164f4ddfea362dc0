"""The rules of the partnership programme as values."""
