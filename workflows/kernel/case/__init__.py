"""What a case is made of: its file, its messages, the rows it writes, how it says no."""
