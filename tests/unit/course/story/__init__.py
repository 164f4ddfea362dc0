"""Courses played through the gate, and what plays them."""
