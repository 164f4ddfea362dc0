"""What the review's main path calls."""
