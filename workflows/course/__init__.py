"""Course lifecycle: messages, rules, rulebook and the story."""
