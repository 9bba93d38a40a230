"""Claims about one real number that fail only at a single irrational point: log(x)/x < exp(-1) at exp(1).

Strict inequalities whose sides touch, and x with l != r where the sides are equal.  The point is found in balls and
recognised as exp, log or a square root of a rational number, or such a multiple of pi; the result is only a proposal.
Undecided: points of another form; those of l != r are then given as an interval (``roots``).
"""

from __future__ import annotations

from itertools import islice

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols
from gradcheck.search.inequalities.one_variable import comparison, is_pointwise, real_variable
from gradcheck.search.inequalities.touching import recognise, touching_point
from gradcheck.search.refutation.roots import isolated

MAX_POINTS = 4


def points_of_failure(goal: Goal) -> list[Counterexample]:
    """Return candidate counterexamples, each a point at which the sides seem to be equal; a proof is still needed."""
    claim, variable = comparison(goal), real_variable(goal)
    about = set().union(*map(free_symbols, (goal.claim, *goal.hypotheses)))
    if claim is None or variable is None or about != {variable} or goal.definitions or not is_pointwise(claim):
        return []
    if claim.op == "!=":
        ends = islice(isolated(goal, claim.left - claim.right, variable, {}), MAX_POINTS)
        found = [recognise((lo + hi) / 2) for lo, hi in ends]
    else:
        found = [touching_point(goal, Relation("<=", claim.left, claim.right), variable)] if claim.op == "<" else []
    return [Counterexample((), points=((variable, term),)) for term in found if term is not None
            and not isinstance(term, Num | Symbol)]  # fmt: skip
