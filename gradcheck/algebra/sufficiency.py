"""Conditions that suffice for a step of normalisation, and that the term itself does not demand.

If a statement is true, its terms have values: 1/x demands x != 0.  This does not imply the further conditions of a
step.  A sum to n + 2 is one to n and two terms more where n >= 0, and the sum has a value for n = -2, too; the
derivative of sqrt(x**4 + y**4) by x is 0 at x = y = 0, where the chain rule divides by 0; x**(n - k) = x**n / x**k
needs x != 0.  So nothing is learnt from the normal form of a hypothesis for which such a condition is not settled.
"""

from __future__ import annotations

from collections.abc import Iterable

from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Condition, Ring
from gradcheck.algebra.signs import KINDS, sign_of, within
from gradcheck.language.syntax.propositions import Proposition


class Sufficient(Condition):
    """A condition of a step; see the module."""


def suffices(ring: Ring, kind: str, quotient: Quotient, shown: Proposition) -> None:
    """Record a condition under which a step is valid, as ``Ring.require`` records what a term demands."""
    ring.conditions.append(Sufficient(kind, quotient, shown))


def is_faithful(ring: Ring, conditions: Iterable[Condition]) -> bool:
    """Whether a normal form with these conditions equals its term wherever that has a value."""
    return all(
        within(sign_of(ring, one.quotient), KINDS.get(one.kind, 0)) for one in conditions if isinstance(one, Sufficient)
    )
