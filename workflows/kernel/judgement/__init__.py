"""The gate and the clock: from a case file and an act to a new file, or to a refusal."""
