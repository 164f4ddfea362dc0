"""Registers of the textbook regulation."""
