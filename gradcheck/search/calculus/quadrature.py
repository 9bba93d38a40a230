"""Relations of numbers that contain means over normal variables without a closed form: by quadrature.

Decides relations that hold with a margin, for functions that are smooth between a few kinks and do not outgrow the
density.  Undecided: equations, other symbols, laws whose parameters are no rational numbers, margins below 10^-15.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import isqrt

from gradcheck.kernel.evidence import ByQuadrature, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation, Normal, RandomVariable
from gradcheck.language.syntax.terms import Num, free_symbols
from gradcheck.search.tactic import Search

NAME = "quadrature"
GRIDS = ((9, 24, 8, 64), (9, 64, 16, 96), (12, 128, 20, 128))  # standard deviations, cells to a side, order, bits


def by_quadrature(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the relation with finer and finer cells of one size, around the mean of the law."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "=" or claim.left.shape or free_symbols(claim) or goal.rewrites:
        return
    if not any(isinstance(node, Expectation) for node in walk(claim)):
        return
    laws = {node.law for node in walk(claim) if isinstance(node, RandomVariable)}
    law = next(iter(laws), None)
    if len(laws) != 1 or not isinstance(law, Normal):
        return
    if not isinstance(law.mean, Num) or not isinstance(law.variance, Num) or law.variance.value <= 0:
        return
    spread = Fraction(isqrt(int(law.variance.value * 4**20)) + 1, 2**20)
    for reach, cells, order, precision in GRIDS:
        cuts = tuple(law.mean.value + spread * Fraction(reach * k, cells) for k in range(-cells, cells + 1))
        found = ByQuadrature(cuts, order, precision)
        if search.accepts(goal, found):
            yield found
            return
