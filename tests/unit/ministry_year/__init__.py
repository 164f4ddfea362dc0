"""Tests of the Ministry's year."""
