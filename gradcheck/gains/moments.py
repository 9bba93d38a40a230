"""Encloses means over a normal variable by rigorous integrals.

For z ~ N(0, q) and a function f of one real variable, cut into smooth pieces,

    E z^k g(z) = integral of x^k g(x) e^(-x^2/(2 q)) / sqrt(2 pi q) dx,    g = f, f^2 or f'^2.

The line is parted into two tails, bounded by ``tails``, and the pieces between; on each piece g is shown to be defined
(in balls, cell by cell) and integrated by the adaptive Gauss-Legendre quadrature of Arb, whose error bounds are
rigorous for integrands that say where they are holomorphic (``balls.holomorphic``).  The cuts are a null set, so kinks
and jumps do no harm.  Everything happens in x = s y with s a power of 2 near sqrt(q), so that no scale is special.

Refused (``Diverges``): integrals that are shown to be infinite.  ``Unbounded``: those that are not shown to be finite.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import isqrt
from typing import Any

from flint import acb, arb, ctx

from gradcheck.activations.analysis.pieces import Activation, X
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.holomorphic import NOT_FINITE, Holomorphic
from gradcheck.balls.interpreter import Interpreter
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.gains.tails import Tail, bound_of_tail, diverges
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Term, number_of

Ball = Any
MAX_CELLS = 4_000  # in which a piece is shown to be defined
MAX_TAILS = 14  # places for the tails to begin


class Unbounded(ValueError):
    """The integral is not shown to be finite, or its integrand not to be defined."""


class Diverges(Unbounded):
    """The integral is infinite."""


@dataclass(frozen=True)
class Mean:
    """The mean of x^moment f^(order)(x)^power."""

    order: int = 0
    power: int = 2
    moment: int = 0

    @property
    def label(self) -> str:
        f = "f'(z)" if self.order else "f(z)"
        return f"E {f}" + ("^2" if self.power == 2 else "")


@dataclass(frozen=True)
class Section:
    """One piece of f(s y), on lo < y < hi."""

    lo: Fraction
    hi: Fraction
    term: Term


def scale_of(variance: Ball) -> Fraction:
    """A power of 2 within a factor 2 of sqrt(variance)."""
    middle = Fraction(str(variance.mid().str(20, radius=False)))
    if middle <= 0:
        raise ValueError("the variance must be positive")
    root = Fraction(isqrt(int(middle * 4**200)), 2**200)
    exponent = root.numerator.bit_length() - root.denominator.bit_length()
    return Fraction(2) ** exponent


def enclose_mean(function: Activation, mean: Mean, variance: Ball, precision: int, size: Ball | None = None) -> Ball:
    """The mean for z ~ N(0, q), for every q in the ball ``variance``, with an error near 2^-precision times ``size``.

    Unbounded (or Diverges) where it is not shown to exist.
    """
    scale = scale_of(variance)
    with ctx.workprec(precision + 30):
        q = variance / ball(scale * scale)
        if not q > 0:
            raise ValueError("the variance must be positive")
        factor = 1 / (2 * arb.pi() * q).sqrt()
        goal = arb(2) ** -precision * (1 if size is None else size.abs_upper() / _unit(mean, scale))
        start, outside = _tails(function, mean, scale, _rates(q), goal)
        total = arb(0, (outside * factor).abs_upper())
        for section in _sections(function, scale, start):
            if not _is_zero(section.term, mean.order):
                total = total + _integral(section, mean, q, goal) * factor
        return total * _unit(mean, scale)


def _unit(mean: Mean, scale: Fraction) -> Ball:
    """What x^k (f')^p is, when y^k (d/dy f(s y))^p is 1."""
    return ball(scale) ** mean.moment / ball(scale) ** (mean.order * mean.power)


def _rates(q: Ball) -> tuple[Fraction, Fraction]:
    """Short rational numbers with all 1/(2 q) between them, for q of the order of 1."""
    rate = 1 / (2 * q)
    below = int((rate.lower() * 2**40).lower().floor().unique_fmpz())
    above = int((rate.upper() * 2**40).upper().ceil().unique_fmpz())
    return Fraction(below, 2**40), Fraction(above, 2**40)


def _scaled(term: Term, scale: Fraction) -> Term:
    return term if scale == 1 else replace_symbols(term, {X: Num(scale) * X})


@lru_cache(maxsize=256)
def _pieces(function: Activation, scale: Fraction) -> tuple[tuple[Fraction | None, Fraction | None, Term], ...]:
    return tuple(
        (
            None if piece.lo is None else piece.lo / scale,
            None if piece.hi is None else piece.hi / scale,
            _scaled(piece.term, scale),
        )
        for piece in function.pieces
    )


def _tails(
    function: Activation, mean: Mean, scale: Fraction, rates: tuple[Fraction, Fraction], goal: Ball
) -> tuple[Fraction, Ball]:
    """Return where the tails begin, and a bound of the integral of |y^k g(s y)| e^(-y^2/(2 q)) over both.

    The integrand is largest for the least rate 1/(2 q), and infinite for all if it is for the largest.
    """
    pieces = _pieces(function, scale)
    least = max((abs(cut) for _, cut, _ in pieces if cut is not None), default=Fraction(0))
    bits = 8 - int(goal.log().lower().floor().unique_fmpz()) * 10 // 7
    width = isqrt(int(max(bits, 8) / rates[0] * Fraction(7, 10))) + 2
    start = max(Fraction(width), Fraction(-(-least // 1) + 1))
    reason = "they decay too slowly"
    for _ in range(MAX_TAILS):
        total, known = arb(0), True
        for side, (_, _, term) in ((-1, pieces[0]), (1, pieces[-1])):
            if _is_zero(term, mean.order):
                continue
            tail = Tail(term, start, side)
            try:
                total = total + bound_of_tail(tail.integrand(mean.order, mean.power, mean.moment, rates[0]))
            except Undefined as problem:
                known, reason = False, str(problem)
                if _is_infinite(tail, mean, rates[1]):
                    raise Diverges(f"{mean.label} is infinite: the activation grows too fast") from None
        if known and total < goal:
            return start, total
        start = start * 3 / 2 + 1
    raise Unbounded(f"its tails are not shown to be finite: {reason}")


def _is_infinite(tail: Tail, mean: Mean, rate: Fraction) -> bool:
    try:
        return mean.power % 2 == 0 and diverges(tail.integrand(mean.order, mean.power, mean.moment, rate))
    except Undefined:
        return False


def _sections(function: Activation, scale: Fraction, start: Fraction) -> list[Section]:
    found = []
    for lo, hi, term in _pieces(function, scale):
        left, right = -start if lo is None else max(lo, -start), start if hi is None else min(hi, start)
        if left < right:
            found.append(Section(left, right, term))
    return found


def _is_zero(term: Term, order: int) -> bool:
    value = number_of(term)
    return value is not None and (order > 0 or value == 0)


@lru_cache(maxsize=256)
def _defined(term: Term, lo: Fraction, hi: Fraction, order: int) -> None:
    """Raise Unbounded unless the term has finite values, and at order 1 a bounded derivative, on all of [lo, hi]."""
    todo, cells = [(lo, hi)], 0
    while todo:
        left, right = todo.pop()
        cells += 1
        try:
            jet_over(term, X, left, right, order)
        except Undefined as reason:
            if cells > MAX_CELLS or right - left < (hi - lo) / 2**40:
                what = "the derivative is" if order else "the function is"
                raise Unbounded(f"{what} not shown to be defined and bounded between its kinks: {reason}") from None
            middle = (left + right) / 2
            todo += [(left, middle), (middle, right)]


def _integral(section: Section, mean: Mean, q: Ball, goal: Ball) -> Ball:
    """The integral of y^k g(s y) e^(-y^2/(2 q)) over the section, in t = (y - lo)/(hi - lo), whose ends are exact."""
    _defined(section.term, section.lo, section.hi, mean.order)
    lo, width, order = acb(ball(section.lo)), acb(ball(section.hi - section.lo)), mean.order
    minus_half_q = -1 / (2 * q)
    plain, holomorphic = (Interpreter(Holomorphic(analytic), {}, (), X) for analytic in (False, True))

    def integrand(t: Any, analytic: bool) -> Any:
        y = lo + width * t
        interpreter = holomorphic if analytic else plain
        interpreter.begin({X: y})
        try:
            series = interpreter.series(section.term, order)
        except Undefined:
            return NOT_FINITE
        value = series[order] if order < len(series) else acb(0)
        result = (y * y * minus_half_q).exp()
        for factor, times in ((value, mean.power), (y, mean.moment)):
            for _ in range(times):
                result = result * factor
        return result

    found = acb.integral(integrand, 0, 1, rel_tol=arb(2) ** -(ctx.prec - 4), abs_tol=goal / width.real) * width
    if not found.is_finite():
        raise Unbounded("the integrand is not analytic enough to be enclosed")
    return found.real
