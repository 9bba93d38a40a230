"""Searches for counterexamples, simplifies them, and determines where a statement has no value."""
