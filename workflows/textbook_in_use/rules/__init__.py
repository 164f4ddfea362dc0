"""The law on books in use as pure functions, one module a theme.

Facts and the rulebook in, a value or all breaches out; no clock, no I/O.
"""
