"""Registers of courses alone: people, and the accounts of institutions."""
