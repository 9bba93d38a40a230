"""Integrals, limits, suprema and infima: exact for polynomials, else numeric and possibly undecided.

Evaluation at single points can show that the body has no value there, hence that the whole has none; a supremum is at
least the value at a sample.  Integrals and limits are accepted only where two ways to compute them agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Symbol, Term, free_symbols
from gradcheck.reference import numerics
from gradcheck.reference.evaluator import Evaluator, plain
from gradcheck.reference.indeterminates import Polynomial, at_point, between, coefficients, leading_sign, letter
from gradcheck.reference.numbers import sign
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue, OutOfWork, Tie

LETTER = 0  # that of the bound variable; random entries have others
INSIDE = (Fraction(1, 2), Fraction(1, 4), Fraction(3, 4), Fraction(1, 10), Fraction(9, 10), Fraction(1, 100))
FAR = (0, 1, -1, Fraction(1, 2), Fraction(-1, 2), 2, -2, 10, -10)
MAX_POINTS = 60


@dataclass(frozen=True)
class Unbounded:
    """What stands alone as a side and is infinite: oo or -oo."""

    sign: int


@dataclass(frozen=True)
class AtLeast:
    """A supremum (``sign`` 1) with a known value of the body as a lower bound, or an infimum (-1) with an upper one."""

    sample: Any
    sign: int


def _powers(e: Evaluator, body: Term, variable: Symbol) -> list[Any] | None:
    """Return the coefficients of the body as a polynomial in the variable; None if it is none."""
    if variable not in free_symbols(body):
        return [e.value(body)]
    try:
        with e.binding(variable, letter(LETTER)):
            return coefficients(e.value(body), LETTER)
    except (NotPolynomial, Tie):
        return None


def _at(e: Evaluator, body: Term, variable: Symbol, point: Any) -> Any:
    with e.binding(variable, point):
        return e.value(body)


def _ends(e: Evaluator, term: Integral | Extremum) -> tuple[Any, Any]:
    """Return the ends; an undefined one takes precedence over an undecided one."""
    lo, hi = e.end(term.lo), e.end(term.hi)
    for end in (lo, hi):
        if not isinstance(end, str) and not plain(end):
            raise CannotTell("an end that moves") if not isinstance(end, Polynomial) else NotPolynomial("an end")
    return lo, hi


def _is_before(lo: Any, hi: Any) -> int:
    """Return -1 if lo < hi, 0 if they are equal, 1 if lo > hi."""
    if lo == hi and isinstance(lo, str):
        return 0
    if lo == "-oo" or hi == "oo":
        return -1
    if lo == "oo" or hi == "-oo":
        return 1
    return sign(lo - hi)


def _points(lo: Any, hi: Any) -> list[Any]:
    """Return points inside of an open interval, the most useful first."""
    if isinstance(lo, str) and isinstance(hi, str):
        return list(FAR)
    if isinstance(hi, str):
        return [point for point in FAR if sign(point - lo) > 0] + [lo + abs(step) for step in FAR if step]
    if isinstance(lo, str):
        return [point for point in FAR if sign(hi - point) > 0] + [hi - abs(step) for step in FAR if step]
    inner = [point for point in FAR[:5] if sign(point - lo) > 0 and sign(hi - point) > 0]
    return inner + [lo + (hi - lo) * part for part in INSIDE]


def _samples(e: Evaluator, body: Term, variable: Symbol, points: list[Any], whole: str) -> list[Any]:
    """Return the values at the points where they can be determined; raise NoValue where the body has none."""
    found = []
    for point in points:
        try:
            found.append(_at(e, body, variable, point))
        except NoValue as reason:
            raise NoValue(reason.part, f"{reason.why}, inside of {whole}", reason.at) from None
        except OutOfWork:
            raise
        except CannotTell:
            continue
    return found


def integral(e: Evaluator, term: Integral) -> Any:
    """Return an integral that is a number; ``integral_alone`` also returns an infinite one."""
    found = integral_alone(e, term)
    if isinstance(found, Unbounded):
        raise NoValue(term, "the integral is infinite")
    return found


def integral_alone(e: Evaluator, term: Integral) -> Any:
    lo, hi = _ends(e, term)
    order = _is_before(lo, hi)
    if order > 0 or (order == 0 and isinstance(lo, str)):
        raise NoValue(term, "the lower end of the integral is above the upper one")
    if order == 0:
        return 0
    powers = _powers(e, term.body, term.variable)
    if powers is not None:
        if not isinstance(lo, str) and not isinstance(hi, str):
            return between(powers, lo, hi)
        return _improper(term, powers, lo, hi)
    _samples(e, term.body, term.variable, _points(lo, hi), "the integral")
    return numerics.quadrature(e, lambda point: _at(e, term.body, term.variable, point), lo, hi)


def _improper(term: Integral, powers: list[Any], lo: Any, hi: Any) -> Any:
    if all(not sign(power) for power in powers):
        return 0
    right = leading_sign(powers) if hi == "oo" else 0
    left = leading_sign(powers) * (-1 if len(powers) % 2 == 0 else 1) if lo == "-oo" else 0
    if right and left and right != left:
        raise NoValue(term, "the integral does not converge")
    return Unbounded(right or left)


def extremum(e: Evaluator, term: Extremum) -> Any:
    found = extremum_alone(e, term)
    if isinstance(found, Unbounded):
        raise NoValue(term, f"the {term.kind} is infinite")
    if isinstance(found, AtLeast):
        raise CannotTell(f"a {term.kind}")
    return found


def extremum_alone(e: Evaluator, term: Extremum) -> Any:
    """Return a number, an infinity, or what samples show of the extremum."""
    lo, hi = _ends(e, term)
    if _is_before(lo, hi) >= 0:
        raise NoValue(term, f"the interval of the {term.kind} is empty")
    outward = 1 if term.kind == "sup" else -1
    if term.variable.is_integer:
        return _over_integers(e, term, lo, hi, outward)
    powers = _powers(e, term.body, term.variable)
    if powers is not None and len(powers) == 1:
        return powers[0]
    if powers is not None and len(powers) == 2:
        end = hi if sign(powers[1]) == outward else lo
        return Unbounded(outward) if isinstance(end, str) else at_point(powers, end)
    return _best(_samples(e, term.body, term.variable, _points(lo, hi), f"the {term.kind}"), outward)


def _best(values: list[Any], outward: int) -> AtLeast:
    best: Any = None
    for one in values:
        if plain(one) and (best is None or _exceeds(one, best, outward)):
            best = one
    if best is None:
        raise CannotTell("no sample of an extremum can be told")
    return AtLeast(best, outward)


def _exceeds(one: Any, best: Any, outward: int) -> bool:
    try:
        return sign(one - best) == outward
    except CannotTell:
        return False


def _over_integers(e: Evaluator, term: Extremum, lo: Any, hi: Any, outward: int) -> Any:
    least = term.variable.least
    inside = [k for k in range(-MAX_POINTS, MAX_POINTS + 1) if (least is None or k >= least) and _between(k, lo, hi)]
    finite = not isinstance(hi, str) and (not isinstance(lo, str) or least is not None)
    covered = finite and all(isinstance(end, str) or sign(MAX_POINTS - abs(end)) > 0 for end in (lo, hi))
    if not inside:
        if covered:
            raise NoValue(term, f"no integer lies inside of the interval of the {term.kind}")
        raise CannotTell("integers far out")
    values = _samples(e, term.body, term.variable, inside if covered else inside[:12], f"the {term.kind}")
    best = _best(values, outward)
    if not covered or len(values) < len(inside) or any(not plain(one) for one in values):
        return best
    return best.sample


def _between(k: int, lo: Any, hi: Any) -> bool:
    return (isinstance(lo, str) or sign(k - lo) > 0) and (isinstance(hi, str) or sign(hi - k) > 0)


def limit(e: Evaluator, term: Limit) -> Any:
    found = limit_alone(e, term)
    if isinstance(found, Unbounded):
        raise NoValue(term, "the limit is infinite")
    return found


def limit_alone(e: Evaluator, term: Limit) -> Any:
    """Return a limit that is a number or an infinity."""
    point = e.end(term.point)
    if not isinstance(point, str) and not plain(point):
        if isinstance(point, Polynomial):
            raise NotPolynomial("the point of a limit")
        raise CannotTell("a point that moves")
    powers = _powers(e, term.body, term.variable)
    if powers is not None:
        if not isinstance(point, str):
            return at_point(powers, point)
        if len(powers) == 1:
            return powers[0]
        return Unbounded(leading_sign(powers) * (-1 if point == "-oo" and len(powers) % 2 == 0 else 1))
    return numerics.approach(e, term, point, lambda place: _at(e, term.body, term.variable, place))
