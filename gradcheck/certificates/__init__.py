"""Certificates: proofs written out for the second reader, which shares no code with gradcheck.

``making`` writes them, with the ``hints`` that the reader asks for; ``reader`` finds that reader and runs it in a
process of its own.  Nothing here makes a verdict, and no maker of verdicts imports it.
"""
