"""The forms for the registers beside the cases: each act is judged, then done or refused."""
