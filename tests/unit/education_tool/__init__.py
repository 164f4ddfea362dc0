"""Tests of the review of education tools."""
