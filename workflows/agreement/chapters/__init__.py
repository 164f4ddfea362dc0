"""What the agreement's main path calls."""
