"""Tests of textbooks in use."""
