"""Evaluates any statement at values of everything that is free in it, by the definitions of its terms alone.

Nothing here is shared with what searches for proofs or checks them, which never imports it: only the terms are.  Values
are rational numbers where that is possible, else numbers of 50 digits with a bound on their error; what they do not
decide is reported as unknown, never guessed.
"""

from gradcheck.reference.choice import instances
from gradcheck.reference.disagreement import disagreement
from gradcheck.reference.instance import Instance
from gradcheck.reference.judging import Verdict
from gradcheck.reference.statements import truth

__all__ = ["Instance", "Verdict", "disagreement", "instances", "truth"]
