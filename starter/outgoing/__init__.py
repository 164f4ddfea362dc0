"""What leaves the house, letters and calls to subscribers: beside the worker, behind the cases."""
