"""An accepted textbook in use: printed, taught, priced, kept up to date, until its term ends."""
