"""Recorded proofs: what a search found for the steps of a derivation, kept in a file beside its module.

A record is a hint.  The kernel checks what it says as if the search had found it a moment ago, and what the kernel
rejects, or what no longer belongs to the step, is searched for again: a wrong, old or forged record costs time and
nothing else.
"""
