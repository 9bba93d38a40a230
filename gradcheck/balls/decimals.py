"""Rationals as decimal strings, rounded outwards."""

from __future__ import annotations

from fractions import Fraction


def decimal(value: Fraction, digits: int, up: bool) -> str:
    """Return the nearest decimal of that many significant digits that is not below (``up``) or not above the value.

    >>> decimal(Fraction(1, 3), 4, up=True), decimal(Fraction(1, 4), 4, up=True), decimal(Fraction(-1, 3), 4, up=True)
    ('0.3334', '0.25', '-0.3333')
    """
    if value == 0:
        return "0"
    exponent = _exponent(abs(value))
    scaled = value * Fraction(10) ** (digits - 1 - exponent)
    number = -((-scaled.numerator) // scaled.denominator) if up else scaled.numerator // scaled.denominator
    if abs(number) == 10**digits:
        number, exponent = number // 10, exponent + 1
    figures = str(abs(number)).rjust(digits, "0")
    if scaled.denominator == 1:
        figures = figures.rstrip("0") or "0"
    return ("-" if value < 0 else "") + _placed(figures, exponent)


def _placed(figures: str, exponent: int) -> str:
    """Return the figures with the first one worth 10**exponent."""
    if not -5 <= exponent < max(len(figures), 16):
        tail = f".{figures[1:]}" if len(figures) > 1 else ""
        return f"{figures[0]}{tail}e{exponent}"
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + figures
    whole, rest = figures[: exponent + 1].ljust(exponent + 1, "0"), figures[exponent + 1 :]
    return f"{whole}.{rest}" if rest else whole


def _exponent(value: Fraction) -> int:
    """Return the integer e with 10**e <= value < 10**(e + 1)."""
    guess = (value.numerator.bit_length() - value.denominator.bit_length()) * 30103 // 100000
    while Fraction(10) ** guess > value:
        guess -= 1
    while Fraction(10) ** (guess + 1) <= value:
        guess += 1
    return guess


def interval(lo: Fraction, hi: Fraction, digits: int) -> tuple[str, str]:
    """Return decimals with the interval between them."""
    return decimal(lo, digits, up=False), decimal(hi, digits, up=True)


def exact_text(value: Fraction) -> str:
    """Return the rational as a fraction, or as a finite decimal where that is shorter."""
    plain = str(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1 or value.denominator < 10**9:
        return plain
    finite = decimal(value, len(plain), up=True)
    return finite if len(finite) < len(plain) and "e" not in finite else plain
