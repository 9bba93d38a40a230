"""Reads documents: Markdown, LaTeX, notebooks, reStructuredText and docstrings, to derivations with places.

    file → carriers (regions with places) → declarations and displays → steps of a Derivation

Nothing here runs code or proves anything.  What is not understood is a finding with its place, never a pass.
"""
