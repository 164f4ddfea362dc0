"""The documents that a course's commands bring."""
