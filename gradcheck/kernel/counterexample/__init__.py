"""Evaluates a statement at the exact values of a counterexample, and decides whether it is false there.

``checking`` is the entry, ``values`` evaluates terms, ``valuation`` propositions; the other modules handle one kind of
value or assumption each.
"""
