"""What the commands do. Everything heavy is imported here, when a command needs it."""
