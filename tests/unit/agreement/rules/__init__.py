"""The rules of cooperation agreements as values."""
