"""Functions whose derivative is a trigonometric polynomial: sin(omega x), x + sin(x)**2 and their like.

    f'(x) = c + sum a_k cos(k g x) + b_k sin(k g x),      k = 1, ..., n,      with rational a_k, b_k, g

is periodic, so it has no limit at infinity, but with u = tan(g x/2) it is a rational function R(u) of u in R, by
cos(k t) + i sin(k t) = (1 + i u)**(2 k)/(1 + u**2)**k.  The kernel checks f'(x) = R(sin(g x/2)/cos(g x/2)) as a
normal form where the cosine is not 0; at the other points f' is continuous, and so the limit of R for u -> oo.  tan
takes every value, so the extrema of f' are those of R, and each is attained in every period.  Refuses (None) others.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm

from flint import ctx

from gradcheck.activations.analysis.pieces import Activation, X
from gradcheck.balls.arithmetic import ball, between
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (  # fmt: skip
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    as_term,
    free_symbols,
)
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.cells import midpoint
from gradcheck.search.covers.closed_forms import Closed
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_supremum
from gradcheck.search.covers.univariate import Function, Supremum, negated

U = Symbol("u")
MAX_HARMONICS = 12
Wave = dict[Fraction, tuple[Fraction, Fraction]]  # frequency >= 0: the coefficients of cosine and sine
ZERO, ONE = Fraction(0), Fraction(1)


def periodic_bounds(function: Activation, digits: int) -> tuple[Supremum, Supremum] | None:
    """Return the infimum and the supremum of f', if f' is a trigonometric polynomial that is not constant."""
    if function.cuts:
        return None
    slope = derivative(function.formula, X)
    wave = None if slope is None else _wave(slope)
    frequencies = [] if wave is None else [f for f, pair in wave.items() if f and any(pair)]
    if wave is None or not frequencies:
        return None
    base = Fraction(gcd(*(f.numerator for f in frequencies)), lcm(*(f.denominator for f in frequencies)))
    if max(frequencies) / base > MAX_HARMONICS:
        return None
    rational = _in_tangent(wave, base)
    if not _is_the_derivative(function.formula, rational, base):
        return None
    found = []
    for sign in (-1, 1):
        term = rational if sign > 0 else Neg(rational)
        supremum = find_supremum(Function(term, U), digits)
        if isinstance(supremum, NotFound):
            return None
        placed = _placed(supremum, base, digits)
        found.append(negated(placed) if sign < 0 else placed)
    return found[0], found[1]


def _wave(term: Term) -> Wave | None:
    """Return the trigonometric polynomial that the term is, or None."""
    if X not in free_symbols(term):
        return _closed(term)
    match term:
        case Add(terms=parts):
            return _total([_wave(part) for part in parts])
        case Neg(term=inner):
            return _product(_wave(inner), {ZERO: (-ONE, ZERO)})
        case Mul(factors=factors):
            result: Wave | None = {ZERO: (ONE, ZERO)}
            for factor in factors:
                result = _product(result, _wave(factor))
            return result
        case Div(numerator=top, denominator=Num(value=value)) if value:
            return _product(_wave(top), {ZERO: (1 / value, ZERO)})
        case Pow(base=base, exponent=Num(value=power)) if power.denominator == 1 and 0 < power <= MAX_HARMONICS:
            return _wave(Mul((base,) * int(power))) if power > 1 else _wave(base)
        case Apply(function="sin" | "cos"):
            angle = _frequency(term.args[0])
            if angle is None:
                return None
            if term.function == "cos":
                return {abs(angle): (ONE, ZERO)}
            return {abs(angle): (ZERO, ONE if angle > 0 else -ONE)}
    return None


def _closed(term: Term) -> Wave | None:
    """Return a rational number as a constant wave; None for another term."""
    try:
        return {ZERO: (exact_jet(term, X, ZERO, 0)[0], ZERO)}
    except Undefined:
        return None


def _frequency(angle: Term) -> Fraction | None:
    """Return the rational c of an angle c x, not 0."""
    match angle:
        case Symbol():
            return ONE
        case Neg(term=inner):
            found = _frequency(inner)
            return None if found is None else -found
        case Mul(factors=(Num(value=value), inner)) if value:
            found = _frequency(inner)
            return None if found is None else value * found
        case Div(numerator=inner, denominator=Num(value=value)) if value:
            found = _frequency(inner)
            return None if found is None else found / value
    return None


def _total(parts: list[Wave | None]) -> Wave | None:
    total: Wave = {}
    for part in parts:
        if part is None:
            return None
        for frequency, (a, b) in part.items():
            c, d = total.get(frequency, (ZERO, ZERO))
            total[frequency] = (a + c, b + d)
    return total


def _product(left: Wave | None, right: Wave | None) -> Wave | None:
    """Return the product, by 2 cos p cos q = cos(p - q) + cos(p + q) and its like."""
    if left is None or right is None:
        return None
    parts: list[Wave | None] = []
    for p, (a, b) in left.items():
        for q, (c, d) in right.items():
            high, low = p + q, p - q
            parts.append({high: ((a * c - b * d) / 2, (a * d + b * c) / 2)})
            sign = 1 if low >= 0 else -1
            parts.append({abs(low): ((a * c + b * d) / 2, sign * (b * c - a * d) / 2)})
    total = _total(parts)
    if total is not None and ZERO in total:
        total[ZERO] = (total[ZERO][0], ZERO)
    return total


def _in_tangent(wave: Wave, base: Fraction) -> Term:
    """Return R(u) over one denominator, a power of 1 + u**2."""
    highest = int(max(f for f, pair in wave.items() if any(pair)) / base)
    total = [ZERO] * (2 * highest + 1)
    for frequency, (a, b) in wave.items():
        k = int(frequency / base)
        if k > highest:
            continue
        real, imaginary = _power_of_one_plus_iu(2 * k)
        rest = _power_of_one_plus_square(highest - k)
        for part, coefficient in ((real, a), (imaginary, b)):
            for i, x in enumerate(part):
                for j, y in enumerate(rest):
                    if coefficient * x * y:
                        total[i + j] += coefficient * x * y
    parts = [Num(c) * U**power if power else Num(c) for power, c in enumerate(total) if c]
    top = parts[0] if len(parts) == 1 else Add(tuple(parts)) if parts else Num(ZERO)
    return Div(top, (1 + U**2) ** highest)


def _power_of_one_plus_iu(n: int) -> tuple[list[int], list[int]]:
    """Return the coefficients of the real and the imaginary part of (1 + i u)**n."""
    real, imaginary = [1] + [0] * n, [0] * (n + 1)
    for _ in range(n):
        shifted = [0, *real[:-1]], [0, *imaginary[:-1]]
        real, imaginary = (
            [a - b for a, b in zip(real, shifted[1], strict=True)],
            [a + b for a, b in zip(imaginary, shifted[0], strict=True)],
        )
    return real, imaginary


def _power_of_one_plus_square(n: int) -> list[int]:
    result = [1]
    for _ in range(n):
        result = [a + b for a, b in zip([*result, 0, 0], [0, 0, *result], strict=True)]
    return result


def _is_the_derivative(formula: Term, rational: Term, base: Fraction) -> bool:
    """Whether the kernel accepts f'(x) = R(tan(g x/2)) wherever the tangent is defined."""
    angle = Num(base / 2) * X
    sine, cosine = Apply("sin", (angle,)), Apply("cos", (angle,))
    claim = Relation("=", Derivative(formula, X), replace_symbols(rational, {U: sine / cosine}))
    goal = Goal(claim, (Relation("!=", cosine, as_term(0)),), ())
    try:
        check(goal, ByNormalForm(), Trail())
    except (Rejected, ArithmeticError):
        return False
    return True


def _placed(found: Supremum, base: Fraction, digits: int) -> Supremum:
    """Return the supremum of R over u as one over x, which is attained: f' is continuous and periodic."""
    places, terms = [], []
    for lo, hi in found.places:
        if lo == hi and abs(lo) <= 1 and lo.denominator == 1:
            terms.append(_multiple_of_pi(lo / (2 * base)))
        else:
            bits = 64 + 4 * digits
            with ctx.workprec(bits):
                around = between(lo, hi).atan() * 2 / ball(base)
                places.append((midpoint(around.lower(), bits), midpoint(around.upper(), bits)))
    attained = bool(found.places) or bool(set(found.approached) & {"oo", "-oo"})
    if not found.places and attained:
        terms.append(_multiple_of_pi(1 / base))
    closed = Closed(None if found.exact is None else Num(found.exact), tuple(terms), _multiple_of_pi(2 / base))
    return replace(
        found, attained=True if attained else None, places=tuple(places), approached=(), goal=None, cover=None,
        closed=closed,
    )  # fmt: skip


def _multiple_of_pi(factor: Fraction) -> Term:
    """Return a rational times pi, as a person writes it."""
    if not factor:
        return Num(ZERO)
    pi: Term = Const("pi")
    top = pi if abs(factor.numerator) == 1 else Num(Fraction(abs(factor.numerator))) * pi
    whole = top if factor.denominator == 1 else Div(top, Num(Fraction(factor.denominator)))
    return Neg(whole) if factor < 0 else whole
