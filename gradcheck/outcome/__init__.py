"""Holds the results of a run as frozen plain data: ``run`` (steps and derivations), ``bound``, ``gain``, ``events``.

Provers write it, reports read it, and it can be pickled and stored.
"""
