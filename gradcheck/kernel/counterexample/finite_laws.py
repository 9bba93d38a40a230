"""Laws with finitely many values, for counterexamples: each must have all that the statement assumes of the variable.

    Independent(mean, variance)    one law for all entries, with exactly this mean and variance
    Uncorrelated(mean, variance)   a law for each entry, the entries taken to be independent
    symmetric                      the law is its own mirror image about the mean
    Bernoulli(p)                   the values 1 and 0 with probabilities p and 1 - p

A counterexample cannot replace other laws; they stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcheck.algebra.outcomes import Points
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import Ring
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import And, Relation
from gradcheck.language.syntax.random import Bernoulli, Independent, Uncorrelated

Place = tuple[int, ...]


class FiniteLaws:
    """The laws of a counterexample; ``exact`` puts its values into a normal form."""

    def __init__(self, witness: Counterexample, exact: Callable[[Ring, Quotient], Quotient]) -> None:
        self.exact = exact
        self.given: dict[tuple[str, Place], Points] = {(name, place): points for name, place, points in witness.laws}
        self.outcomes: dict[tuple[str, Place], Fraction] = {(name, place): v for name, place, v in witness.outcomes}
        if len(self.given) != len(witness.laws) or len(self.outcomes) != len(witness.outcomes):
            raise Rejected("an entry has two laws or two values")
        for points in self.given.values():
            _check_points(points)

    def support(self, ring: Ring, name: str, indices: tuple[Quotient, ...]) -> Points | None:
        """Return the values of an entry with their probabilities; None where the counterexample gives no law."""
        place = tuple(whole(self.exact(ring, index)) for index in indices)
        points = self.given.get((name, place), self.given.get((name, ())))
        if points is not None:
            self._check(ring, name, place, indices, points)
        return points

    def value(self, ring: Ring, name: str, indices: tuple[Quotient, ...]) -> Fraction | None:
        """Return the value of an entry that stands outside of means."""
        points = self.support(ring, name, indices)
        value = self.outcomes.get((name, tuple(whole(self.exact(ring, index)) for index in indices)))
        if points is None or value is None:
            return None
        if value not in dict(points):
            raise Rejected("an outcome that its law does not have")
        return value

    def _check(self, ring: Ring, name: str, place: Place, indices: tuple[Quotient, ...], points: Points) -> None:
        law = ring.laws[name]
        if isinstance(law, Bernoulli):
            p = self.exact(ring, ring.parameter(law.p, indices)).constant()
            if p is None or {v: m for v, m in ((Fraction(1), p), (Fraction(0), 1 - p)) if m} != dict(points):
                raise Rejected(f"{name} has another law")
            return
        if not isinstance(law, Independent | Uncorrelated):
            raise Rejected(f"the law of {name} is given")
        alike = isinstance(law, Independent) and not (law.mean.shape or law.variance.shape)
        if alike and (name, place) in self.given and place:
            raise Rejected(f"the entries of {name} have one law")
        mean, variance = (
            self.exact(ring, ring.parameter(term, indices)).constant() for term in (law.mean, law.variance)
        )
        centre = sum((value * chance for value, chance in points), Fraction(0))
        spread = sum((value**2 * chance for value, chance in points), Fraction(0)) - centre**2
        if mean != centre or variance != spread:
            raise Rejected(f"the law of {name} has another mean or variance")
        if law.symmetric and {2 * centre - value: chance for value, chance in points} != dict(points):
            raise Rejected(f"the law of {name} is not symmetric")


def _check_points(points: Points) -> None:
    if any(chance <= 0 for _, chance in points) or sum((chance for _, chance in points), Fraction(0)) != 1:
        raise Rejected("the probabilities are positive and add up to 1")
    if len({value for value, _ in points}) != len(points):
        raise Rejected("a value has two probabilities")


def whole(value: Quotient) -> int:
    """Return the integer that an index is; raise Rejected where it is none."""
    number = value.constant()
    if number is None or number.denominator != 1:
        raise Rejected("an index has no value")
    return int(number)


def check_certain(goal: Goal) -> None:
    """Raise Rejected unless the claim states relations for every outcome alike, and nothing is assumed of outcomes."""
    if any(random_names(hypothesis, goal.definitions) for hypothesis in goal.hypotheses):
        raise Rejected("something is assumed of random terms, for some outcomes only")
    parts = goal.claim.parts if isinstance(goal.claim, And) else (goal.claim,)
    if not all(isinstance(part, Relation) for part in parts):
        raise Rejected("the claim is not about every outcome")
