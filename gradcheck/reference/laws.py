"""Laws with their parameters as numbers: outcomes with their weights, and moments.

Where only moments of a law are known, a concrete law with these moments is taken:
a claim for all such laws includes it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.random import Bernoulli, Exponential, Normal, Uniform
from gradcheck.language.syntax.terms import Term
from gradcheck.reference.elementary import sqrt
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.numbers import exact, over, sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial
from gradcheck.reference.tensors import Tensor

Points = list[tuple[Any, Any]]  # outcomes with their weights


def law_at(e: Evaluator, law: Any, place: tuple[int, ...]) -> Any:
    """Return the law of one entry with its parameters as numbers; they must be admissible."""

    def at(term: Term) -> Any:
        found = e.value(term)
        return found[place] if type(found) is Tensor else found

    if isinstance(law, Bernoulli):
        p = at(law.p)
        if _below(p, 0) or _below(1, p):
            raise CannotTell("no such law")
        return "bernoulli", p
    if isinstance(law, Uniform):
        lo, hi = at(law.lo), at(law.hi)
        if not _below(lo, hi):
            raise CannotTell("no such law")
        return "uniform", lo, hi
    if isinstance(law, Exponential):
        rate = at(law.rate)
        if not _below(0, rate):
            raise CannotTell("no such law")
        return "exponential", rate
    mean, variance = at(law.mean), at(law.variance)
    if _below(variance, 0):
        raise CannotTell("no such law")
    if isinstance(law, Normal):
        return "normal", mean, variance
    symmetric = law.symmetric or e.instance.seed % 2 == 0
    return "symmetric" if symmetric else "skewed", mean, variance


def _below(one: Any, two: Any) -> bool:
    """Whether one < two; at the edge of the admissible values a law has no neighbours on one side,
    so nothing moves there.
    """
    return sign(one - two) < 0


def is_continuous(law: Any) -> bool:
    return law[0] in ("uniform", "exponential") or (law[0] == "normal" and not (exact(law[2]) and law[2] == 0))


def weighted(law: Any) -> Points:
    """Return the outcomes of a finite law; NotPolynomial for one with a density."""
    if law[0] == "bernoulli":
        points = [(1, law[1]), (0, 1 - law[1])]
    elif law[0] == "normal" and exact(law[2]) and law[2] == 0:
        points = [(law[1], 1)]
    elif law[0] in ("normal", "uniform", "exponential"):
        raise NotPolynomial("a law with infinitely many outcomes")
    else:
        deviation = sqrt(law[2])
        if exact(deviation) and deviation == 0:
            points = [(law[1], 1)]
        elif law[0] == "symmetric":
            points = [(law[1] - deviation, Fraction(1, 2)), (law[1] + deviation, Fraction(1, 2))]
        else:
            points = [(law[1] - deviation * Fraction(1, 2), Fraction(4, 5)), (law[1] + 2 * deviation, Fraction(1, 5))]
    return [(value, weight) for value, weight in points if not (exact(weight) and weight == 0)]


def moment(law: Any, power: int) -> Any:
    """Return the mean of the power of an entry."""
    if power == 0:
        return 1
    if law[0] == "bernoulli":
        return law[1]
    if law[0] == "uniform":
        total: Any = 0
        for k in range(power + 1):
            total = total + law[1] ** k * law[2] ** (power - k)
        return over(total, power + 1)
    if law[0] == "exponential":
        product: Any = 1
        for k in range(1, power + 1):
            product = over(product * k, law[1])
        return product
    if law[0] == "normal":
        before, last = 1, law[1]
        for k in range(1, power):
            before, last = last, law[1] * last + k * law[2] * before
        return last
    if law[0] == "symmetric":
        found: Any = 0
        for k in range(0, power + 1, 2):
            found = found + _choose(power, k) * law[1] ** (power - k) * law[2] ** (k // 2)
        return found
    result: Any = 0
    for value, weight in weighted(law):
        result = result + weight * value**power
    return result


def _choose(n: int, k: int) -> int:
    found = 1
    for i in range(k):
        found = found * (n - i) // (i + 1)
    return found
