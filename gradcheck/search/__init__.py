"""Searches for evidence: ``tactics`` lists what is tried for a proof, ``driver`` runs the whole search for one claim.

A search may use SymPy, floating point and heuristics, and may be wrong: the kernel checks whatever it returns.
"""
