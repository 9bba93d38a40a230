"""Signs: what is certainly positive, negative or zero, sound and incomplete.

A sign is a set of possibilities, written as a mask: NEGATIVE | ZERO_ONLY | POSITIVE; ``ANY`` is undecided.
``sign_of`` combines, for a quotient in lowest terms,
    the irreducible factors, each by the hypotheses (``ring.facts``), and else by
    interval arithmetic with open and closed ends over the atoms,
    |atan(q)| < pi/2,
    logarithms by products, roots and absolute values by squares (``comparisons``),
    one-variable polynomials on the interval of their variable, by counting real roots,
    a ball, for constants.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, prod
from typing import Any, NamedTuple

from flint import arb, ctx

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.eigenvalues import enclose_spectrum
from gradcheck.algebra.polynomial import ONE, Polynomial, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.realroots import polynomial_signs
from gradcheck.algebra.ring import Ring

FURTHER: list[Callable[[Ring, Quotient], int]] = []  # the methods of ``comparisons``, asked after those of this file
MAX_CROSS_TERMS = 64  # of p q, which is looked up for p/q
MAX_BITS = 200_000  # of the ends of an interval that is raised to a power
NEGATIVE, ZERO_ONLY, POSITIVE = 1, 2, 4
DECIDED = (POSITIVE, NEGATIVE, ZERO_ONLY)
NONNEGATIVE, NONPOSITIVE, NONZERO, ANY = 6, 3, 5, 7

# the signs of left - right where the relation holds, and of what a condition of a normal form is about
WANTED = {"=": ZERO_ONLY, "!=": NONZERO, "<=": NONPOSITIVE, "<": NEGATIVE, ">=": NONNEGATIVE, ">": POSITIVE}
KINDS = {"nonzero": NONZERO, "positive": POSITIVE, "nonnegative": NONNEGATIVE}


def within(sign: int, wanted: int) -> bool:
    """Whether every possibility of the sign is among the wanted ones."""
    return sign & ~wanted == 0


def product(left: int, right: int) -> int:
    """Return the sign of a product."""
    result = ZERO_ONLY if (left | right) & ZERO_ONLY else 0
    if (left & POSITIVE and right & POSITIVE) or (left & NEGATIVE and right & NEGATIVE):
        result |= POSITIVE
    if (left & POSITIVE and right & NEGATIVE) or (left & NEGATIVE and right & POSITIVE):
        result |= NEGATIVE
    return result


def power(sign: int, exponent: int) -> int:
    """Return the sign of an integer power."""
    if exponent == 0:
        return POSITIVE
    if exponent % 2:
        return sign
    return (sign & ZERO_ONLY) | (POSITIVE if sign & NONZERO else 0)


def opposite(sign: int) -> int:
    """Return the sign of the negative."""
    return (sign & ZERO_ONLY) | (POSITIVE if sign & NEGATIVE else 0) | (NEGATIVE if sign & POSITIVE else 0)


def of_number(value: Fraction) -> int:
    """Return the sign of a rational number."""
    return POSITIVE if value > 0 else NEGATIVE if value < 0 else ZERO_ONLY


class Interval(NamedTuple):
    """An interval of the real line; None is an infinite end, an open end is not attained."""

    lo: Fraction | None = None
    hi: Fraction | None = None
    lo_open: bool = False
    hi_open: bool = False

    def sign(self) -> int:
        result = ANY
        if self.lo is not None and (lowest := self.lo.numerator) >= 0:
            result &= POSITIVE if lowest or self.lo_open else NONNEGATIVE
        if self.hi is not None and (highest := self.hi.numerator) <= 0:
            result &= NEGATIVE if highest or self.hi_open else NONPOSITIVE
        return result

    def meet(self, other: Interval) -> Interval:
        """Return the intersection (of two intervals that both contain the value)."""
        if self is WHOLE or other is WHOLE:
            return other if self is WHOLE else self
        lo, lo_open = _tighter(self.lo, self.lo_open, other.lo, other.lo_open, 1)
        hi, hi_open = _tighter(self.hi, self.hi_open, other.hi, other.hi_open, -1)
        return Interval(lo, hi, lo_open, hi_open)

    def __add__(self, other: Interval) -> Interval:  # type: ignore[override]
        lo = self.lo + other.lo if self.lo is not None and other.lo is not None else None
        hi = self.hi + other.hi if self.hi is not None and other.hi is not None else None
        return Interval(lo, hi, self.lo_open or other.lo_open, self.hi_open or other.hi_open)

    def scaled(self, factor: Fraction) -> Interval:
        lo = None if self.lo is None else self.lo * factor
        hi = None if self.hi is None else self.hi * factor
        ends = (lo, hi, self.lo_open, self.hi_open) if factor > 0 else (hi, lo, self.hi_open, self.lo_open)
        return Interval(*ends)

    def bits(self) -> int:
        """Return the size of the ends."""
        ends = [end for end in (self.lo, self.hi) if end is not None]
        return max((max(end.numerator.bit_length(), end.denominator.bit_length()) for end in ends), default=1)

    def power(self, exponent: int) -> Interval:
        """Return the numbers x**exponent, for a positive exponent."""
        lo = None if self.lo is None else self.lo**exponent
        hi = None if self.hi is None else self.hi**exponent
        if exponent % 2 or (self.lo is not None and self.lo >= 0):
            return Interval(lo, hi, self.lo_open, self.hi_open)
        if self.hi is not None and self.hi <= 0:
            return Interval(hi, lo, self.hi_open, self.lo_open)
        if lo is None or hi is None:
            return Interval(Fraction(0))
        is_open = (self.lo_open or lo < hi) and (self.hi_open or hi < lo)
        return Interval(Fraction(0), max(lo, hi), False, is_open)

    def times_nonnegative(self, other: Interval) -> Interval:
        """Return the product of two intervals of nonnegative numbers."""
        lo = self.lo * other.lo if self.lo and other.lo else ENDS[0]
        lo_open = (self.lo_open or other.lo_open) and (lo.numerator > 0 or (_positive(self) and _positive(other)))
        hi = None if self.hi is None or other.hi is None else self.hi * other.hi
        return Interval(lo, hi, lo_open, (self.hi_open or other.hi_open) and hi is not None and hi.numerator > 0)


ENDS = Fraction(0), Fraction(1)
ORIGIN, UNIT = Interval(ENDS[0], ENDS[0]), Interval(ENDS[1], ENDS[1])  # the points 0 and 1
WHOLE = Interval()
OF_SIGN = {
    POSITIVE: Interval(ENDS[0], None, True),
    NONNEGATIVE: Interval(ENDS[0]),
    NEGATIVE: Interval(None, ENDS[0], False, True),
    NONPOSITIVE: Interval(None, ENDS[0]),
    ZERO_ONLY: Interval(ENDS[0]),
}


def _positive(interval: Interval) -> bool:
    return within(interval.sign(), POSITIVE)


def _tighter(
    a: Fraction | None, a_open: bool, b: Fraction | None, b_open: bool, direction: int
) -> tuple[Fraction | None, bool]:
    if a is None or b is None:
        return (b, b_open) if a is None else (a, a_open)
    if a == b:
        return a, a_open or b_open
    return (a, a_open) if (a > b if direction > 0 else a < b) else (b, b_open)


def sign_of(ring: Ring, value: Quotient) -> int:
    """Return the possible signs of a quotient under the hypotheses of the ring."""
    key = ("sign", value.key, ring.epoch)
    found = ring.decided.get(key)
    if found is None:
        ring.decided[key] = ANY, ()  # a question that depends on itself learns nothing
        try:
            with ring.noting_facts() as facts:
                sign = product(_polynomial(ring, value.num), _polynomial(ring, value.den) & NONZERO) or ANY
                if sign & (sign - 1) and value.den is not ONE and len(value.num) * len(value.den) <= MAX_CROSS_TERMS:
                    sign = (sign & _fact(ring, value.num * value.den)) or sign  # p/q has the sign of p q
        except BaseException:
            del ring.decided[key]
            raise
        found = ring.decided[key] = sign, tuple(facts)
    sign, used = found
    ring.facts_used.update(dict.fromkeys(used))
    ring.unsettled += bool(sign & (sign - 1))
    return int(sign)


def _polynomial(ring: Ring, polynomial: Polynomial) -> int:
    if polynomial.is_constant():
        return of_number(rational_number(polynomial.leading_coefficient()))
    sign = _fact(ring, polynomial)
    if within(sign, POSITIVE) or within(sign, NEGATIVE):
        return sign
    content, factors = polynomial.factor()
    result = of_number(content)
    for part, exponent in factors:
        result = product(result, power(_irreducible(ring, part), exponent))
    return (result & sign) or ANY


def _fact(ring: Ring, polynomial: Polynomial) -> int:
    leading = polynomial.leading_coefficient()
    sign = ring.facts.get(polynomial.monic().key, ANY)
    return sign if leading > 0 else opposite(sign)


def _irreducible(ring: Ring, polynomial: Polynomial) -> int:
    sign = _fact(ring, polynomial)
    if within(sign, POSITIVE) or within(sign, NEGATIVE):
        return sign
    value = Quotient(polynomial, ONE, ring.relations)
    for method in (ring.pattern_sign, _by_interval, _by_forms, _angle, *FURTHER):
        sign = sign if sign in DECIDED else sign & method(ring, value)
    sign = sign if sign in DECIDED else _one_variable(ring, value, sign)
    return (sign if sign in DECIDED else sign & _constant(ring, value)) or ANY


def constant_term(polynomial: Polynomial) -> Fraction:
    """Return the summand without generators."""
    return rational_number(polynomial.coefficients.get(0, 0))


def is_whole(atom: Atom) -> bool:
    """Whether the atom is an integer: an index, a width, or a symbol of such a sort."""
    return atom.head in ("index", "width") or (atom.head == "symbol" and bool(atom.data[0].is_integer))


@dataclass(frozen=True)
class Form:
    """A polynomial in several generators up to its constant term, monic: what hypotheses bound beside single atoms."""

    terms: frozenset[tuple[int, Any]]
    degree: int = field(compare=False)


MAX_FORMS = 12


def form_of(polynomial: Polynomial) -> Form:
    """Return the form of a monic polynomial."""
    terms = frozenset((monomial, value) for monomial, value in polynomial.coefficients.items() if monomial)
    return Form(terms, polynomial.degree)


def _by_interval(ring: Ring, value: Quotient) -> int:
    return enclose_interval(ring, value).sign()


def _by_forms(ring: Ring, value: Quotient) -> int:
    """Return the sign of p from one bounded form f: p = c f + q, where q is enclosed by its atoms.

    So W + 2 - j > 0 from W - j >= 0, and m - 1 > 0 from m - i > 0 and i = 1.
    """
    table, found = value.num.coefficients, Interval()
    alike = form_of(value.num.monic())  # its other constant first
    others = [place for place in ring.bounds if isinstance(place, Form) and place != alike]
    for form in [*([alike] if alike in ring.bounds else []), *others][:MAX_FORMS]:
        shared = [(monomial, number) for monomial, number in form.terms if monomial in table]
        if not shared or len(form.terms) > len(table) + 2:
            continue
        monomial, number = max(shared, key=lambda item: item[0])
        factor = rational_number(table[monomial]) / rational_number(number)
        if any(ring.slots[slot].head == "index" or ring.slots[slot].indices for slot in _foreign(form, value)):
            continue  # that an index lies in its range holds inside of its sum only, which may be empty
        rest = value - Quotient(_polynomial_of(form), ONE, ring.relations).scaled(factor)
        whole = not rest.is_zero and all(map(is_whole, ring.atoms_of(rest)))  # i <= n from i <= j and j <= n
        left = enclose_interval(ring, rest).meet(OF_SIGN.get(_fact(ring, rest.num), WHOLE) if whole else WHOLE)
        found = found.meet(ring.bounds[form].scaled(factor) + left)
    return found.sign()


def _foreign(form: Form, value: Quotient) -> set[int]:
    """Return the generators of the form that the quotient has not."""
    return set(_polynomial_of(form).slots()) - set(value.slots())


def _polynomial_of(form: Form) -> Polynomial:
    return Polynomial(dict(form.terms), form.degree, all(type(value) is int for _, value in form.terms))


def enclose_interval(ring: Ring, value: Quotient) -> Interval:
    """Return an interval that contains the polynomial ``value``, from the intervals of its atoms."""
    total: Interval | None = None
    for powers, coefficient in value.num.terms():
        term: Interval | None = UNIT
        intervals = [(atom_interval(ring, ring.slots[slot]), exponent) for slot, exponent in powers]
        for interval, exponent in intervals:
            term = _power_times(term, interval, exponent)
        if term is None:
            sign = POSITIVE
            for interval, exponent in intervals:
                sign = product(sign, power(interval.sign(), exponent))
            term = OF_SIGN.get(sign, WHOLE)
        scaled = term if coefficient == 1 else term.scaled(rational_number(coefficient))
        total = scaled if total is None else total + scaled
    return ORIGIN if total is None else total


def _power_times(term: Interval | None, interval: Interval, exponent: int) -> Interval | None:
    if term is None:
        return None
    if exponent == 1 and (term is UNIT or term == UNIT):
        return interval
    if not within(term.sign(), NONNEGATIVE) or not within(interval.sign(), NONNEGATIVE):
        return None
    while True:  # by squares, since the exponent is a number that somebody wrote
        if exponent % 2:
            term = term.times_nonnegative(interval)
        exponent //= 2
        if not exponent:
            return term
        interval = interval.times_nonnegative(interval)


def atom_interval(ring: Ring, atom: Atom) -> Interval:
    """Return the known range of one atom: by its kind, and by hypotheses on it alone."""
    zero, one = ENDS
    interval: Interval = ring.bounds.get(atom, WHOLE)
    if atom.head in ("exp", "abs", "root") or _is_gram(atom):
        interval = interval.meet(OF_SIGN[POSITIVE if atom.head == "exp" else NONNEGATIVE])
        if atom.head in ("abs", "root") and within(sign_of(ring, atom.data[0]), NONZERO):
            interval = interval.meet(OF_SIGN[POSITIVE])
        if atom.head == "exp":
            sign = sign_of(ring, atom.data[0])
            if within(sign, NONPOSITIVE):
                interval = interval.meet(Interval(zero, one, True, within(sign, NEGATIVE)))
            elif within(sign, NONNEGATIVE):
                interval = interval.meet(Interval(one, None, within(sign, POSITIVE)))
    elif atom.head in ("spectral", "spectrum") and atom.data[0] != "largest_eigenvalue":
        interval = interval.meet(Interval(zero))
    elif atom.head == "symbol" and (least := atom.data[0].least) is not None:
        interval = interval.meet(Interval(ENDS[least]))
    elif atom.head == "width":
        interval = interval.meet(Interval(one))
    elif atom.head == "index" and atom in ring.ranges:
        interval = interval.meet(Interval(ring.ranges[atom][0].constant()))
    elif atom.head == "delta":
        interval = Interval(zero, one)
    elif atom.head == "pi":
        interval = Interval(Fraction(333, 106), Fraction(355, 113), True, True)
    elif atom.head in ("sin", "cos", "sign"):
        interval = interval.meet(Interval(-one, one))
    elif atom.head in ("erf", "atan"):
        bound = one if atom.head == "erf" else Fraction(2)
        interval = interval.meet(Interval(-bound, bound, True, True))
        interval = interval.meet(OF_SIGN.get(sign_of(ring, atom.data[0]), WHOLE))
    elif atom.head == "log":
        interval = interval.meet(OF_SIGN.get(sign_of(ring, atom.data[0] - ring.constant(1)), WHOLE))
    return interval.meet(OF_SIGN.get(_fact(ring, ring.generator(atom).num), WHOLE))


def _is_gram(atom: Atom) -> bool:
    """Whether the atom is a sum of squares by its form: a contraction all of whose exponents are even."""
    if atom.head == "sum":
        return all(exponent % 2 == 0 or factor.head in ("exp", "abs", "root") or _is_gram(factor)
                   for factor, exponent in atom.data[1])  # fmt: skip
    return atom.head == "cumulant" and atom.data[1] == 2


def _angle(ring: Ring, value: Quotient) -> int:
    """Return the sign of a pi + b atan(q) with |a| >= |b|/2, which is that of a, since |atan(q)| < pi/2."""
    parts = {}
    for powers, number in value.num.terms():
        if len(powers) != 1 or powers[0][1] != 1 or ring.slots[powers[0][0]].head not in ("pi", "atan"):
            return ANY
        parts[ring.slots[powers[0][0]].head] = rational_number(number)
    if len(value.num.coefficients) != 2 or len(parts) != 2 or 2 * abs(parts["pi"]) < abs(parts["atan"]):
        return ANY
    return of_number(parts["pi"])


def _one_variable(ring: Ring, value: Quotient, sign: int) -> int:
    """Return the sign as narrowed by counting real roots; for a linear polynomial the interval is already exact."""
    slots = value.slots()
    if len(slots) != 1:
        return sign
    numbers = coefficients(value.num, slots[0])
    if len(numbers) <= 2:
        return sign
    interval = atom_interval(ring, ring.slots[slots[0]])
    step = gcd(*(exponent for exponent, number in enumerate(numbers) if number))
    if step > 1 and step * interval.bits() <= MAX_BITS:
        numbers, interval = numbers[::step], interval.power(step)
    left = sign & polynomial_signs(numbers, interval.lo, interval.hi, interval.lo_open, interval.hi_open)
    if left != sign:
        ring.facts_used["sturm"] = None
    return left


def coefficients(polynomial: Polynomial, slot: int) -> list[Any]:
    """Return the coefficients of a polynomial in one generator, constant first."""
    found: dict[int, Any] = {dict(powers).get(slot, 0): coefficient for powers, coefficient in polynomial.terms()}
    return [found.get(degree, 0) for degree in range(max(found, default=0) + 1)]


def _constant(ring: Ring, value: Quotient) -> int:
    for bits in (64, 256, 1024):
        ball = constant_ball(ring, value, bits)
        if ball is None:
            return ANY
        if ball > 0 or ball < 0:
            ring.facts_used["ball-arithmetic"] = None
            return POSITIVE if ball > 0 else NEGATIVE
    return ANY


def constant_ball(ring: Ring, value: Quotient, bits: int) -> Any:
    """Return a ball that contains a quotient of constants (pi, logarithms and roots of numbers ...),
    None for others.
    """
    before, ctx.prec = ctx.prec, bits
    try:
        images = {}
        for slot in value.slots():
            image = _atom_ball(ring, ring.slots[slot], bits)
            if image is None:
                return None
            images[slot] = image
        return _evaluate(value.num, images) / _evaluate(value.den, images)
    finally:
        ctx.prec = before


def _evaluate(polynomial: Polynomial, images: dict[int, Any]) -> Any:
    total = arb(0)
    for powers, coefficient in polynomial.terms():
        total += prod((images[slot] ** exponent for slot, exponent in powers), start=arb(coefficient))
    return total


def _atom_ball(ring: Ring, atom: Atom, bits: int) -> Any:
    if atom.head == "pi":
        return arb.pi()
    if atom.head == "spectrum":
        rows = [[constant_ball(ring, entry, bits) for entry in row] for row in atom.data[1]]
        return None if any(ball is None for row in rows for ball in row) else enclose_spectrum(atom.data[0], rows, bits)
    if atom.head not in ("exp", "log", "root", "abs", "erf", "sin", "cos", "atan"):
        return None
    inner = constant_ball(ring, atom.data[0], bits)
    if inner is None:
        return None
    if atom.head == "root":
        return inner.root(atom.data[1])
    if atom.head in ("exp", "sin", "cos"):
        return getattr(inner / atom.data[1], atom.head)()
    return abs(inner) if atom.head == "abs" else getattr(inner, atom.head)()
