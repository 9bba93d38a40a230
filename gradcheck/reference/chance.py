"""Means over laws: by moments for polynomials, else over all outcomes, or by an integral over one entry.

Two random entries of different names, indices or places are independent.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable, Variance
from gradcheck.language.syntax.terms import free_symbols
from gradcheck.reference import numerics
from gradcheck.reference.elementary import exp, pi, sqrt
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.indeterminates import Polynomial, letter
from gradcheck.reference.infinitesimals import Moving
from gradcheck.reference.instance import SMALL
from gradcheck.reference.laws import is_continuous, law_at, moment, weighted
from gradcheck.reference.numbers import approximate, magnitude, over, settled, sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial, Tie
from gradcheck.reference.tensors import Tensor, places

Key = tuple[str, tuple[int, ...], tuple[int, ...]]  # name, index, place
MAX_OUTCOMES = 200
FIRST_LETTER = 10
TAIL, LONG_TAIL = 14, 80  # of a normal law, in deviations, and of an exponential one, in means


class Asked(Exception):
    """The value of a random entry is needed, and the outcome does not say what it is."""

    def __init__(self, key: Key, law: Any) -> None:
        super().__init__(key)
        self.key, self.law = key, law


class Moments:
    """The laws of random entries, each of which is represented by a letter."""

    def __init__(self) -> None:
        self.letters: dict[Key, int] = {}
        self.laws: dict[int, Any] = {}

    def entry(self, key: Key, law: Any) -> Any:
        number = self.letters.setdefault(key, FIRST_LETTER + len(self.letters))
        self.laws[number] = law
        return letter(number)


class Outcome:
    """Every random entry has one value; Asked for one that is not listed."""

    def __init__(self, values: dict[Key, Any]) -> None:
        self.values = values

    def entry(self, key: Key, law: Any) -> Any:
        if key not in self.values:
            raise Asked(key, law)
        return self.values[key]


def random_term(e: Evaluator, term: RandomVariable | RandomSequence) -> Any:
    """Return the value of something random: inside of a mean by the current outcome,
    elsewhere an outcome of the instance.
    """
    if any(symbol in e.bound for symbol in free_symbols(term.law)):
        raise CannotTell("a law that depends on a bound variable")
    index = (e.whole(term.index),) if isinstance(term, RandomSequence) else ()
    chance = e.chance if e.chance is not None else _Instance(e)
    if not term.shape:
        return chance.entry((term.name, index, ()), law_at(e, term.law, ()))
    sides = e.sides(term.shape)
    return Tensor(sides, [chance.entry((term.name, index, p), law_at(e, term.law, p)) for p in places(sides)])


class _Instance:
    """Random entries outside of a mean: a statement is about every outcome, so also about that of the instance."""

    def __init__(self, e: Evaluator) -> None:
        self.instance = e.instance

    def entry(self, key: Key, law: Any) -> Any:
        given = self.instance.outcomes
        if key in given:
            return settled(given[key])
        choice = self.instance.draw(len(SMALL), "outcome", *key)
        if law[0] == "normal":
            return law[1] + SMALL[choice] if sign(law[2]) else law[1]
        if law[0] == "uniform":
            return law[1] + over((law[2] - law[1]) * (choice % 3), 2)
        if law[0] == "exponential":
            return over(choice % 4, law[1])
        points = weighted(law)
        return points[choice % len(points)][0]


def expectation(e: Evaluator, term: Expectation) -> Any:
    return mean(e, lambda: e.value(term.body))


def variance(e: Evaluator, term: Variance) -> Any:
    centre = mean(e, lambda: e.value(term.body))

    def squares() -> Any:
        found = e.value(term.body)
        if type(found) is not Tensor:
            return (found - centre) ** 2
        gaps = [one - middle for one, middle in zip(found.entries, centre.entries, strict=True)]
        return Tensor(found.sides, [gap**2 for gap in gaps])

    return mean(e, squares)


def mean(e: Evaluator, body: Callable[[], Any]) -> Any:
    """Return the mean of a body, by moments if it is a polynomial in what is random."""
    kept = e.chance
    moments = Moments()
    try:
        e.chance = moments
        with e.apart():
            try:
                found = body()
            except (NotPolynomial, Tie):
                found = None
        if found is None:
            return _over_outcomes(e, body)
        return _each(found, lambda one: _by_moments(one, moments))
    finally:
        e.chance = kept


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    return value.each(change) if type(value) is Tensor else change(value)


def _by_moments(value: Any, moments: Moments) -> Any:
    if not isinstance(value, Polynomial):
        return value
    total: Any = 0
    for monomial, coefficient in value.terms.items():
        part, rest = coefficient, []
        for number, power in monomial:
            if number in moments.laws:
                part = moment(moments.laws[number], power) * part
            else:
                rest.append((number, power))
        total = total + (Polynomial({tuple(rest): 1}) * part if rest else part)
    return settled(total)


def _over_outcomes(e: Evaluator, body: Callable[[], Any]) -> Any:
    todo: list[tuple[dict[Key, Any], Any]] = [({}, 1)]
    found: list[tuple[Any, Any]] = []
    count = 0
    while todo:
        values, weight = todo.pop()
        count += 1
        if count > MAX_OUTCOMES:
            raise CannotTell("too many outcomes")
        e.chance = Outcome(values)
        try:
            with e.apart():
                found.append((weight, body()))
        except Asked as question:
            if is_continuous(question.law):
                if values:
                    raise CannotTell("a mean over several entries of which one is continuous") from None
                return _continuous(e, body, question)
            todo += [({**values, question.key: v}, weight * w) for v, w in weighted(question.law)]
    first = found[0][1]
    if type(first) is Tensor:
        entries = [_total([(w, one.entries[k]) for w, one in found]) for k in range(len(first.entries))]
        return Tensor(first.sides, entries)
    return _total(found)


def _total(found: list[tuple[Any, Any]]) -> Any:
    total: Any = 0
    for weight, value in found:
        total = total + weight * value
    return settled(total)


def _continuous(e: Evaluator, body: Callable[[], Any], question: Asked) -> Any:
    """Return the mean over one entry with a density;
    where the body has no value at one outcome, there is no mean.
    """
    name, one, two = (*question.law, 0)[:3]
    if isinstance(one, Moving | Polynomial) or isinstance(two, Moving | Polynomial):
        raise CannotTell("a law that moves")

    def at(x: Any) -> Any:
        e.chance = Outcome({question.key: x})
        with e.apart():
            found = body()
        if type(found) is Tensor:
            raise CannotTell("a mean of an array over a continuous entry")
        return found

    deviation: Any = sqrt(two) if name == "normal" else 0
    outcomes = [one, one + deviation, one - deviation, 0] if name == "normal" else [one, two, over(one + two, 2)]
    if name == "exponential":
        outcomes = [0, over(1, one), over(2, one)]
    try:
        for outcome in outcomes:
            at(outcome)
        if name == "uniform":
            return over(numerics.quadrature(e, at, one, two), two - one)
        if name == "exponential":
            decaying: Callable[[Any], Any] = lambda z: at(over(z, one)) * exp(-z)  # noqa: E731
            for far in (LONG_TAIL, 3 * LONG_TAIL):
                if magnitude(approximate(decaying(far)).raw) > -100:
                    raise CannotTell("a mean that may be infinite")
            return numerics.quadrature(e, decaying, 0, LONG_TAIL)
        scale = over(1, sqrt(2 * pi()))
        density: Callable[[Any], Any] = lambda z: scale * exp(-(z * z) * Fraction(1, 2))  # noqa: E731
        for far in (TAIL, -TAIL, 3 * TAIL, -3 * TAIL):
            if magnitude(approximate(at(one + deviation * far) * density(far)).raw) > -100:
                raise CannotTell("a mean that may be infinite")
        return numerics.quadrature(e, lambda z: at(one + deviation * z) * density(z), -TAIL, TAIL)
    except Asked:
        raise CannotTell("a mean over several entries of which one is continuous") from None
