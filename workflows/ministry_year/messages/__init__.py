"""Documents of the Ministry's year, in the order of the regulation."""
