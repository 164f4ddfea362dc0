"""The chapters of a book in use; each follows one article from its documents."""
