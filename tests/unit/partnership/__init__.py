"""Tests of the partnership programme."""
