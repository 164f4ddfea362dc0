"""The chapters of the Ministry's year."""
