"""Registers of education tools."""
