"""The law of education tools as plain functions, one module per theme.

A rule takes messages, dates and the case's rulebook, and gives back a value or all breaches it
found as `Reason`s. It never raises for unlawful input, asks no clock and does no I/O.
"""
