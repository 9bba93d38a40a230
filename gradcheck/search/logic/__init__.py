"""Searches by the form of a claim: connectives, quantifiers, cases, induction, lemmas, and earlier steps.

Also determines which condition is missing, and whether assumptions contradict each other.
"""
