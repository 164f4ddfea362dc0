"""Partnership programmes played through the gate."""
