"""Numbers for the symbols of a claim about integrals, means, limits or extrema, so that it is one about numbers.

    E(exp(a*Z)) = exp(a**2)                  a = 2: the mean is a number, which lies in a ball
    integral(exp(-c*x), x, 0, oo) = c        c = 2

A negation with symbols in it needs an antiderivative; with numbers quadrature decides it.  The numbers meet the
assumptions and are not simple ones, at which a wrong formula often holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, product

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation, Variance
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Num, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.search.refutation.candidates import is_model
from gradcheck.search.refutation.pools import interval_of

KINDS = (Integral, Limit, Extremum, Expectation, Variance)
OTHERS = (Array, Sequence, Uninterpreted)  # which get no values here
VALUES = tuple(Fraction(v) for v in ("2", "1/2", "3", "-1/2", "3/2", "-2", "1/3", "5"))
SHARES = tuple(Fraction(v) for v in ("1/3", "3/4"))  # of an interval
MAX_CHOICES, MAX_SYMBOLS = 200, 3


def at_numbers(goal: Goal, most: int = 2) -> Iterator[Counterexample]:
    """Yield values of the symbols of such a claim, as points at which its negation is to be proved."""
    kinds = {type(node) for part in (goal.claim, *goal.hypotheses) for node in walk(part)}
    symbols = sorted(set().union(*map(free_symbols, (goal.claim, *goal.hypotheses))), key=lambda s: s.name)
    if not isinstance(goal.claim, Relation) or kinds.isdisjoint(KINDS) or not kinds.isdisjoint(OTHERS):
        return
    if not 1 <= len(symbols) <= MAX_SYMBOLS or any(symbol.is_integer for symbol in symbols) or goal.definitions:
        return
    pools = []
    for symbol in symbols:
        lo, hi = interval_of(goal, symbol)
        inside = [] if lo is None or hi is None else [lo + (hi - lo) * share for share in SHARES]
        pools.append([*inside, *VALUES])
    found = 0
    chosen = sorted(product(*(enumerate(pool) for pool in pools)), key=lambda choice: sum(place for place, _ in choice))
    for choice in islice(chosen, MAX_CHOICES):
        values = [value for _, value in choice]
        if len(set(map(abs, values))) < len(values):
            continue
        scalars = tuple(zip(symbols, values, strict=True))
        if is_model(goal, Counterexample(scalars)):
            yield Counterexample((), points=tuple((symbol, Num(value)) for symbol, value in scalars))
            found += 1
            if found == most:
                return
