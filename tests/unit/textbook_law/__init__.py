"""What several processes of the textbook regulation share."""
