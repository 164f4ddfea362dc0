"""The documents that the review's commands bring."""
