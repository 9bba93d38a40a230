"""Searches for proofs of inequalities: sums of squares, certificates, monotonicity, chains, norms of matrices."""
