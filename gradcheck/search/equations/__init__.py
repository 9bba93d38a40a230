"""Searches for proofs of equations: normal forms, rewriting by hypotheses, matrices, and sums of powers."""
