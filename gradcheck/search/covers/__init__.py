"""Searches for covers: cells or boxes on which balls decide a relation, and suprema found by branch and bound."""
