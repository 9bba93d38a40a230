"""A point at which a relation of one real variable fails, found by the search for a cover.

Where branch and bound meets a cell on which the relation certainly fails, it reports a point of it; the simplest
rational number nearby at which the kernel confirms the failure becomes the counterexample.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.engines.counterexample import refutes
from gradcheck.engines.enclosure import Failure, find_cover
from gradcheck.engines.inequalities import real_variable
from gradcheck.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.propositions import Relation

DENOMINATORS = (1, 2, 3, 4, 5, 10, 20, 50, 100, 1000, 10**4, 10**6, 10**9, 10**12)


def search_violation(goal: Goal) -> Counterexample | None:
    """A confirmed counterexample for a relation of one real variable, None when there is none to be found."""
    variable = real_variable(goal)
    if variable is None or not isinstance(goal.claim, Relation) or goal.claim.op == "=" or goal.claim.left.shape:
        return None
    found = find_cover(goal.claim, variable, domain_of(goal, variable), goal.definitions)
    if not isinstance(found, Failure) or found.witness is None:
        return None
    near = (found.witness.limit_denominator(bound) for bound in DENOMINATORS)
    for value in dict.fromkeys((*near, Fraction(found.witness))):
        candidate = Counterexample(((variable, value),))
        if refutes(goal, candidate):
            return candidate
    return None
