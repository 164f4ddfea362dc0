"""The running case: the only folder of the kernel that knows Temporal."""
