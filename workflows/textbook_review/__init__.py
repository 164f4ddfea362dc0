"""Textbook review: messages, rules, rulebook and the story."""
