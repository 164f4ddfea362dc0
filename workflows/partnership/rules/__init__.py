"""The rules of the partnership programme, by theme: pure functions over messages and the rulebook.

Each returns what it says, or all its breaches with rule ID, reason and way out; none raises for
unlawful input.
"""
