"""The pages, by what they are for."""
