"""What the course's main way calls."""
