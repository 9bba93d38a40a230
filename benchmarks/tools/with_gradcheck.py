"""gradcheck: the search and the check by the kernel of ``gradcheck prove``, and the extrema of ``gradcheck bound``.

Both without the worker process of the commands, since the comparison has a process of its own for every item.
"""

from __future__ import annotations

import sys

from benchmarks.derivatives import Slope
from benchmarks.inequalities import Inequality
from benchmarks.tools import PROVED, REFUTED, UNDECIDED, Enclosure
from gradcheck.activations.registry import ENTRIES
from gradcheck.bounds.answer import BoundRequest, bound_chain
from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import decide, prove_at_once
from gradcheck.runtime.child import RECURSION_LIMIT
from gradcheck.search.driver import search_finding


def settle(inequality: Inequality) -> str:
    """The verdict on an inequality."""
    sys.setrecursionlimit(RECURSION_LIMIT)  # as in a worker
    claim, given = read_claim(inequality.line())
    goal, step = Goal(claim, given), Step("claim", claim, given)
    verdict = prove_at_once(goal, step) or decide(goal, search_finding(goal, step))
    if verdict is None:
        return UNDECIDED
    return PROVED if isinstance(verdict, Proved) else REFUTED


def enclose(slope: Slope) -> Enclosure:
    """The enclosure of the supremum, to 15 digits."""
    sys.setrecursionlimit(RECURSION_LIMIT)
    function = slope.function if slope.function in ENTRIES else slope.term()
    (answer,) = bound_chain(BoundRequest((function,))).functions
    return Enclosure(answer.supremum.lower, answer.supremum.upper)
