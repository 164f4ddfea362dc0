"""What the review's main way calls."""
