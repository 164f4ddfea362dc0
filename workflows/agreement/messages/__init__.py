"""The documents that an agreement's commands bring."""
