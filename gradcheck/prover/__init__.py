"""Proves one step or one derivation: searches, has the kernel check, tries to refute, and puts the result into words.

``prove`` is the entry; ``confirmation`` evaluates proved statements once more by other means.
"""
