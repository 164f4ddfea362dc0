"""What every case is built on; it knows no process."""
