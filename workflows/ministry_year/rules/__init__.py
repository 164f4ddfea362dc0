"""Rules of the Ministry's year: pure functions."""
