"""What the main path of a tool review calls."""
