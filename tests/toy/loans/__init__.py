"""A library's loans: a process that lives in this folder alone, to show that one can."""
