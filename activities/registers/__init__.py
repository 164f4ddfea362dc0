"""The registers that all processes share: editions, calendar, queue, bans, figures, numbers."""
