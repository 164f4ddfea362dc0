"""What the course's main path calls."""
