"""The processes: deterministic, without I/O."""
