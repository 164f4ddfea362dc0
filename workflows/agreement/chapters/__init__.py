"""What the agreement's main way calls."""
