"""The checkers of the rules that need more than logic: covers, extrema, limits, balls, matrices, named facts."""
