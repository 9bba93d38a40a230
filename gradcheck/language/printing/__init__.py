"""Prints terms and propositions: as ASCII text, LaTeX, Python, and two-dimensional layout in Unicode."""
