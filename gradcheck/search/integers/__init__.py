"""Searches for proofs of relations in one integer: through the reals, or split between two integers."""
