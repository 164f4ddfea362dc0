"""Tests of the course lifecycle."""
