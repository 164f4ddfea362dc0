"""The textbook review played through the gate, and what plays it."""
