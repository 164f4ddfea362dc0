"""Tests of the textbook review: rules, messages, rulebook."""
