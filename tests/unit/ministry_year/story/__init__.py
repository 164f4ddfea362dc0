"""The story at the gate."""
