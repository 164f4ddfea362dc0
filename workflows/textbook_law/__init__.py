"""What the processes of the textbook regulation share: the draft, fees, bans, sets, staff."""
