"""Claims about one real number that fail only at a single irrational point: log(x)/x < exp(-1) at exp(1).

Strict inequalities whose sides touch, and x with l != r where the sides are equal.  The point is found in balls and
recognised (``closed_points``); the result is only a proposal.
Undecided: points of another form; those of l != r are then given as an interval (``roots``).
"""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols
from gradcheck.search.inequalities.one_variable import comparison, is_pointwise, real_variable
from gradcheck.search.inequalities.touching import touching_number
from gradcheck.search.refutation.closed_points import closed_terms
from gradcheck.search.refutation.roots import isolated

MAX_POINTS = 4
MAX_TERMS = 3  # for one point


def points_of_failure(goal: Goal) -> list[Counterexample]:
    """Return candidate counterexamples, each a point at which the sides seem to be equal.

    At one that is not rational a proof is still needed.
    """
    claim, variable = comparison(goal), real_variable(goal)
    about = set().union(*map(free_symbols, (goal.claim, *goal.hypotheses)))
    if claim is None or variable is None or about != {variable} or goal.definitions or not is_pointwise(claim):
        return []
    numbers: list[Fraction] = []
    if claim.op == "!=":
        numbers = [
            (lo + hi) / 2 for lo, hi in islice(isolated(goal, claim.left - claim.right, variable, {}), MAX_POINTS)
        ]
    elif claim.op == "<":
        number = touching_number(goal, Relation("<=", claim.left, claim.right), variable)
        numbers = [] if number is None else [number]
    terms = [term for number in numbers for term in islice(closed_terms(number), MAX_TERMS)]
    found = [term for term in terms if not isinstance(term, Symbol)]
    return [Counterexample(((variable, term.value),)) if isinstance(term, Num)
            else Counterexample((), points=((variable, term),)) for term in found]  # fmt: skip
