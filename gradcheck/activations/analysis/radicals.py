"""Roots of polynomials of one generator by radicals, and fractions shown in whole numbers."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, isqrt, lcm

from gradcheck.activations.analysis.pieces import X
from gradcheck.algebra.polynomial import ONE, Polynomial, monomial, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show, show_atom
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Term

LARGEST_RADICAND = 10**12
HIGHEST_ROOT = 6


def cleared(ring: Ring, value: Quotient, divide: bool = True) -> tuple[Quotient, Fraction]:
    """Return a polynomial times a positive factor that makes its coefficients whole, and coprime where ``divide``."""
    numbers = [rational_number(c) for _, c in value.num.terms()]
    bottom = lcm(*(number.denominator for number in numbers))
    common = gcd(*(int(number * bottom) for number in numbers)) if divide else 1
    factor = Fraction(bottom, common or 1)
    return value.scaled(factor), factor


def show_whole(ring: Ring, value: Quotient) -> Term:
    """Return the fraction with whole coefficients, a minus sign in front where the numerator has no other."""
    top, factor = cleared(ring, Quotient(value.num, ONE, ring.relations), divide=False)
    bottom, other = cleared(ring, Quotient(value.den, ONE, ring.relations), divide=False)
    ratio = factor / other  # value = (top / bottom) / ratio
    top, bottom = top.scaled(Fraction(ratio.denominator)), bottom.scaled(Fraction(ratio.numerator))
    numbers = [rational_number(c) for _, c in (*top.num.terms(), *bottom.num.terms())]
    common = gcd(*(int(number) for number in numbers)) or 1
    top, bottom = top.scaled(Fraction(1, common)), bottom.scaled(Fraction(1, common))
    negative = bool(list(top.num.terms())) and all(rational_number(c) < 0 for _, c in top.num.terms())
    shown = show(ring, -top if negative else top)
    result = shown if bottom.constant() == 1 else Div(shown, show(ring, bottom))
    if isinstance(result, Div) and isinstance(result.numerator, Num) and isinstance(result.denominator, Num):
        result = Num(result.numerator.value / result.denominator.value)
    if negative:
        return Num(-result.value) if isinstance(result, Num) else Neg(result)
    return result


def shown_forms(ring: Ring, value: Quotient) -> list[Term]:
    """Return the fraction as one, and as a sum of the fractions of its summands."""
    bottom = Quotient(value.den, ONE, ring.relations)
    parts = []
    for powers, c in value.num.terms():
        parts.append(show_whole(ring, Quotient(monomial(powers, c), ONE, ring.relations) / bottom))
    positive_first = sorted(parts, key=lambda part: isinstance(part, Neg))
    return [show_whole(ring, value), *([Add(tuple(positive_first))] if len(parts) > 1 else [])]


def rationalised(ring: Ring, value: Quotient) -> Quotient:
    """Return the fraction without the square root of a number in its denominator, where there is a single one."""
    slots = value.den.slots()
    if len(slots) != 1 or ring.slots[slots[0]].head != "root" or ring.slots[slots[0]].data[1] != 2:
        return value
    root, bottom = slots[0], Quotient(value.den, ONE, ring.relations)
    conjugate = ring.constant(0)
    for powers, c in value.den.terms():
        sign = -1 if dict(powers).get(root, 0) % 2 else 1
        part = ring.generator(ring.slots[root]) ** dict(powers).get(root, 0)
        conjugate = conjugate + part.scaled(sign * rational_number(c))
    norm = (bottom * conjugate).constant()
    if not norm:
        return value
    return (Quotient(value.num, ONE, ring.relations) * conjugate).scaled(1 / norm)


def square_root(value: Fraction) -> tuple[Fraction, int]:
    """Return k and m with sqrt(value) = k sqrt(m), m without square factors as far as small primes show."""
    radicand, k = value.numerator * value.denominator, Fraction(1, value.denominator)
    whole = isqrt(radicand)
    if whole * whole == radicand:
        return k * whole, 1
    for prime in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31):
        while radicand % (prime * prime) == 0:
            radicand, k = radicand // (prime * prime), k * prime
    return k, radicand


def roots_of(ring: Ring, p: Polynomial, parts: dict[int, Quotient]) -> Iterator[Term]:
    """Yield real roots of a polynomial in x or in one exponential alone, by radicals and their logarithms.

    ``parts`` are its coefficients.  A proposal need not be a root; the kernel checks it.
    """
    atom = ring.slots[p.slots()[0]]
    numbers = {k: part.constant() or Fraction(0) for k, part in parts.items()}
    step = gcd(*numbers)
    if not step or max(numbers) > 2 * step:
        return
    c, b, a = (numbers.get(k * step, Fraction(0)) for k in range(3))
    for base in _quadratic(a, b, c):
        if atom.head == "exp":
            exponent = show_atom(ring, atom)
            rate = _rate(exponent.args[0]) if isinstance(exponent, Apply) else None
            if rate:
                yield _scaled(1 / (rate * step), Apply("log", (base,)))
        elif atom.head == "symbol":
            yield from _radicals(base, step)


def _quadratic(a: Fraction, b: Fraction, c: Fraction) -> list[Term]:
    """Return the roots of a w**2 + b w + c."""
    if not a:
        return [Num(-c / b)] if b else []
    inside = b * b - 4 * a * c
    if inside < 0 or inside.numerator * inside.denominator > LARGEST_RADICAND:
        return []
    k, m = square_root(inside)
    middle, radius = -b / (2 * a), k / (2 * a)
    if m == 1:
        return [Num(middle + radius), Num(middle - radius)]
    bottom = lcm(middle.denominator, radius.denominator)
    found: list[Term] = []
    for sign in (1, -1):
        whole, factor = Num(middle * bottom), sign * radius * bottom
        root = _scaled(abs(factor), Apply("sqrt", (Num(Fraction(m)),)))
        signed = root if factor > 0 else Neg(root)
        top = signed if not whole.value else Add((whole, signed))
        found.append(top if bottom == 1 else Div(top, Num(Fraction(bottom))))
    return found


def _radicals(base: Term, step: int) -> Iterator[Term]:
    """Yield the real numbers with the power ``step`` equal to the base."""
    if step == 1:
        yield base
    elif step == 2:
        root: Term = Apply("sqrt", (base,))
        if isinstance(base, Num):
            if base.value < 0:
                return
            k, m = square_root(base.value)
            root = Num(k) if m == 1 else _scaled(k, Apply("sqrt", (Num(Fraction(m)),)))
        yield root
        yield Num(-root.value) if isinstance(root, Num) else Neg(root)
    elif isinstance(base, Num) and step <= HIGHEST_ROOT:
        positive = Pow(Num(abs(base.value)), Num(Fraction(1, step)))
        if step % 2:
            yield positive if base.value > 0 else Neg(positive)
        elif base.value > 0:
            yield positive
            yield Neg(positive)


def _scaled(factor: Fraction, term: Term) -> Term:
    """Return a rational multiple, as a person writes it."""
    top = term if abs(factor.numerator) == 1 else Mul((Num(Fraction(abs(factor.numerator))), term))
    whole = top if factor.denominator == 1 else Div(top, Num(Fraction(factor.denominator)))
    return Neg(whole) if factor < 0 else whole


def _rate(exponent: Term) -> Fraction | None:
    """Return c of c x, or None."""
    if exponent is X:
        return Fraction(1)
    if isinstance(exponent, Mul) and len(exponent.factors) == 2 and exponent.factors[1] is X:
        number = exponent.factors[0]
        return number.value if isinstance(number, Num) else None
    return None


def times(factor: Fraction, term: Term) -> Term:
    """Return the term times a rational, numbers in front put together."""
    if isinstance(term, Num):
        return Num(factor * term.value)
    if isinstance(term, Neg):
        return Neg(times(factor, term.term))
    if isinstance(term, Mul) and isinstance(term.factors[0], Num):
        number, rest = factor * term.factors[0].value, term.factors[1:]
        inner = rest[0] if len(rest) == 1 else Mul(rest)
        return inner if number == 1 else _scaled(number, inner) if number.numerator == 1 else Mul((Num(number), *rest))
    return term if factor == 1 else _scaled(factor, term)
