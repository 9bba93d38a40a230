"""Laws with finitely many values for the random variables of a counterexample.

A law of mean m and variance v with values in the rationals, whatever v is:

    m - a, m + v/a              with probabilities v/(v + a^2), a^2/(v + a^2)         (any a > 0)
    m - s, m, m + s             with probabilities v/(2 s^2), 1 - v/s^2, v/(2 s^2)    (any s with s^2 >= v)

The second is symmetric.  Only the kernel says whether a law is admissible and the claim fails under it.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import product

from gradcheck.algebra.outcomes import Points
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.random import Bernoulli, Independent, RandomSequence, RandomVariable, Uncorrelated

STEPS = tuple(Fraction(v) for v in (2, 1, Fraction(1, 2), 3, 4))
MAX_TRIALS = 4
AHEAD = 3  # members of a random sequence beyond the largest integer of the counterexample

Family = RandomVariable | RandomSequence


def finite_laws(mean: Fraction, variance: Fraction, symmetric: bool) -> list[Points]:
    """Return laws of this mean and variance; unsymmetric ones first, where they are allowed."""
    if variance < 0:
        return []
    if variance == 0:
        return [((mean, Fraction(1)),)]
    found: list[Points] = []
    for a in () if symmetric else STEPS:
        total = variance + a**2
        found.append(((mean - a, variance / total), (mean + variance / a, a**2 / total)))
    for s in STEPS:
        middle = 1 - variance / s**2
        if middle >= 0:
            sides = ((mean - s, (1 - middle) / 2), (mean + s, (1 - middle) / 2))
            found.append((*sides, (mean, middle)) if middle else sides)
    return found


def families_of(goal: Goal) -> list[Family]:
    """Return the random variables of a goal whose laws a counterexample may choose, and masks."""
    nodes = (goal.claim, *goal.hypotheses, *goal.definitions)
    found = {part.name: part for node in nodes for part in walk(node) if isinstance(part, RandomVariable)}
    sequences = {part.name: part for node in nodes for part in walk(node) if isinstance(part, RandomSequence)}
    both: list[Family] = [*found.values(), *sequences.values()]
    return [f for f in both if isinstance(f.law, Independent | Uncorrelated | Bernoulli)]


def with_laws(goal: Goal, candidate: Counterexample, families: list[Family]) -> Iterator[Counterexample]:
    """Yield the candidate with laws for its random variables, and outcomes where they stand outside of means."""
    generator = random.Random(7)
    free = random_names(goal.claim, goal.definitions)
    for trial in range(MAX_TRIALS):
        laws, outcomes = [], []
        try:
            for position, family in enumerate(families):
                choices = _choices(goal, candidate, family, trial + position)
                laws += [(family.name, place, points) for place, points in choices.items()]
                if family.name in free:
                    for place in _places(goal, candidate, family):
                        points = choices.get(place) or choices[()]
                        outcomes.append((family.name, place, generator.choice(points)[0]))
        except (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError):
            return
        yield replace(candidate, laws=tuple(laws), outcomes=tuple(outcomes))
        if not free and all(isinstance(f.law, Bernoulli) for f in families):
            return


def _choices(goal: Goal, candidate: Counterexample, family: Family, trial: int) -> dict[tuple[int, ...], Points]:
    """Return a law for the whole family, or one for each entry where the parameters depend on the entry."""
    values, law = Valuation(goal, candidate), family.law
    if isinstance(law, Bernoulli):
        p = values.number(law.p)
        if p is None:
            raise Rejected("no rational probability")
        return {(): tuple((v, m) for v, m in ((Fraction(1), p), (Fraction(0), 1 - p)) if m)}
    found = {}
    for place in _places(goal, candidate, family) if law.mean.shape or law.variance.shape else [()]:
        mean, variance = (
            values.number(term, place[-len(term.shape) :] if term.shape else ()) for term in (law.mean, law.variance)
        )
        if mean is None or variance is None:
            raise Rejected("the mean or the variance is not rational")
        laws = finite_laws(mean, variance, law.symmetric)
        found[place] = laws[trial % len(laws)]
    return found


def _places(goal: Goal, candidate: Counterexample, family: Family) -> list[tuple[int, ...]]:
    values = Valuation(goal, candidate)
    sides = [range(1, int(values.number(side) or 0) + 1) for side in family.sides]
    if isinstance(family, RandomSequence):
        top = max((int(v) for s, v in candidate.scalars if s.is_integer), default=0)
        sides.insert(0, range(-1, top + AHEAD + 1))
    return list(product(*sides))
