"""Defines terms, propositions, laws and definitions: interned immutable trees that keep what was written.

Part of what the kernel trusts.  Nothing here evaluates, simplifies or proves anything.
"""
