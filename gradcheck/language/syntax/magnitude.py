"""The size of a power that someone wrote down, found without computing it.

Refuses exponents beyond 10,000, powers of numbers with more than 4,000 digits, and towers such as ``9**9**9`` or
``(x**9000)**9000``.  A power whose exponent has variables is never refused.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, log10

from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Pow, Term

MAX_DIGITS = 4_000  # of a number that somebody writes down

MAX_EXPONENT = 10_000
SMALL = 50  # digits up to which a number is computed exactly


def absurd_power(base: Term, exponent: Term) -> str:
    """Return why base**exponent is refused as absurdly large, or ''."""
    digits = digits_of(exponent)
    if digits is None:
        return ""
    power = abs(closed_value(exponent)) if digits <= SMALL else None
    if power is None or power > MAX_EXPONENT or power * degree(base) > MAX_EXPONENT:
        return f"the exponent is beyond {MAX_EXPONENT:,}"
    size = digits_of(base)
    too_long = size is not None and size * float(power) > MAX_DIGITS
    return f"the power has more than {MAX_DIGITS:,} digits" if too_long else ""


def digits_of(term: Term) -> float | None:
    """Return a bound on the digits of numerator and denominator together; None when the term is not made of numbers."""
    if isinstance(term, Num):
        return log10(max(abs(term.value.numerator), 1)) + log10(term.value.denominator)
    if isinstance(term, Neg):
        return digits_of(term.term)
    if isinstance(term, Pow):
        base, exponent = digits_of(term.base), digits_of(term.exponent)
        if base is None or exponent is None:
            return None
        return base * float(abs(closed_value(term.exponent))) if exponent <= SMALL else float("inf")
    if isinstance(term, Add | Mul | Div):
        sizes = [digits_of(part) for part in term.children() if isinstance(part, Term)]
        known = [size for size in sizes if size is not None]
        return sum(known) + len(known) if len(known) == len(sizes) else None
    return None


def closed_value(term: Term) -> Fraction:
    """Return the value of a term made of small numbers; a root counts as the power above it, a division by 0 as 0."""
    if isinstance(term, Num):
        return term.value
    if isinstance(term, Neg):
        return -closed_value(term.term)
    parts = [closed_value(part) for part in term.children() if isinstance(part, Term)]
    if isinstance(term, Add):
        return sum(parts, Fraction(0))
    if isinstance(term, Mul):
        product = Fraction(1)
        for part in parts:
            product *= part
        return product
    left, right = parts
    if isinstance(term, Div):
        return left / right if right else Fraction(0)
    if left == 0:
        return Fraction(int(right == 0))
    return Fraction(left ** int(right)) if right.denominator == 1 else max(abs(left), 1 / abs(left)) ** ceil(abs(right))


def degree(term: Term) -> Fraction:
    """Return the degree of the term as a polynomial in whatever it is built of, or more."""
    if isinstance(term, Num):
        return Fraction(0)
    if isinstance(term, Pow):
        digits = digits_of(term.exponent)
        power = abs(closed_value(term.exponent)) if digits is not None and digits <= SMALL else Fraction(1)
        return degree(term.base) * power
    if isinstance(term, Neg | Add | Mul | Div):
        parts = [degree(part) for part in term.children() if isinstance(part, Term)]
        return max(parts, default=Fraction(0)) if isinstance(term, Neg | Add) else sum(parts, Fraction(0))
    return Fraction(1)
