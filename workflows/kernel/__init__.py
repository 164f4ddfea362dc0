"""What every case stands on; it knows no process."""
