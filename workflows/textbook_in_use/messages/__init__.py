"""Documents of a book in use, in the order of the regulation."""
