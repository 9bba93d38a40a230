"""Searches for counterexamples, shrinks them, and finds out where a statement has no value."""
