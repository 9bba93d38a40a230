"""Evaluates a statement at the exact values of a counterexample, and decides whether it is false there.

``valuation`` is the entry; the other modules handle one kind of value or assumption each.
"""
