"""Asymptotic expansions of normal forms, as a variable u tends to infinity.

    f = sum of c_g g + O(rest)      g = exp(r4 u^4 + r3 u^3 + r2 u^2 + r1 u) u^a log(u)^b,  rationals r4, ..., b

The scales g are ordered lexicographically by (r4, r3, r2, r1, a, b), which is the order of their growth; the
coefficients c_g are normal forms without u.  ``rest`` is None where the sum is f itself, eventually.  Everything
follows from sums and products, and for d -> 0 from the Taylor series of 1/(1 + d), exp(d), log(1 + d), (1 + d)^r,
sin(d), cos(d), atan(d) and erf(d), cut off after d^(K - 1) with a remainder O(d^K), and

    exp(v + c + d) = exp(v) exp(c) exp(d)             v a rational combination of u^4, ..., u and log(u)
    exp(v) = O(exp(-u^k)), O(u^-9), O(log(u)^-9)      v -> -oo faster than u^k, than log(u), than log(log(u))
    log(c g (1 + d)) = log(c) + log(g) + log(1 + d)   c > 0
    sin, cos, sign = O(1)                             of anything
    atan(v) = s (pi/2 - atan(s/v)), erf(v) = s - s O(exp(-v^2))       v -> s oo
    atan(c + d) = atan(c) + atan(d/(1 + c^2 + c d)),  erf(c + d) = erf(c) + O(d)

Of what grows or decays between the scales, as 2^u does, there is the limit and the sign (``tendency``).

A statement about an expansion holds for all u beyond some number.  Refused (``Unsupported``): a leading coefficient
that may vanish or whose sign is needed and not known, growth outside of the scales, other functions of u.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.polynomial import ONE, Polynomial, monomial
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import ANY, NEGATIVE, NONZERO, POSITIVE, ZERO_ONLY, sign_of, within
from gradcheck.algebra.trigonometry import cosine_and_sine

Growth = tuple[Fraction, ...]
HIGHEST = 4
ZERO = Fraction(0)
LEVEL: Growth = (ZERO,) * (HIGHEST + 2)
POWER, LOG = HIGHEST, HIGHEST + 1  # the places of the exponents a and b
FAST_DECAY = Fraction(-9)  # the power of u that stands for anything that decays faster than all of them
MAX_KEPT = 16
MAX_SUMMANDS = 200
LARGEST_POWER = 40


def scale(place: int, exponent: Fraction | int) -> Growth:
    """Return the scale with one exponent."""
    return (*LEVEL[:place], Fraction(exponent), *LEVEL[place + 1 :])


def times(left: Growth, right: Growth) -> Growth:
    """Return the product of two scales."""
    return tuple(a + b for a, b in zip(left, right, strict=True))


def to_power(growth: Growth, exponent: Fraction | int) -> Growth:
    """Return a power of a scale."""
    return tuple(part * exponent for part in growth)


@dataclass(frozen=True)
class Expansion:
    """Coefficients by scale, and the scale of the remainder; see the module."""

    terms: dict[Growth, Quotient]
    rest: Growth | None = None

    def leading(self) -> Growth | None:
        """Return a scale g such that the expansion is O(g); None for 0."""
        return max((*self.terms, *(() if self.rest is None else (self.rest,))), default=None)


def tidy(terms: dict[Growth, Quotient], rests: Iterable[Growth | None]) -> Expansion:
    """Return the terms without those that vanish or are O(remainder);
    of many terms the least ones go into the remainder.
    """
    known = [rest for rest in rests if rest is not None]
    rest = max(known, default=None)
    kept = sorted((g for g, c in terms.items() if not c.is_zero and (rest is None or g > rest)), reverse=True)
    if len(kept) > MAX_KEPT:
        rest = kept[MAX_KEPT]
    return Expansion({g: terms[g] for g in kept[:MAX_KEPT]}, rest)


class Expander:
    """Expansions in one ring, as the symbol of ``variable`` tends to infinity; series are cut off after ``order``."""

    def __init__(self, ring: Ring, variable: Atom, order: int) -> None:
        self.ring, self.variable, self.order = ring, variable, order
        self.known: dict[object, Expansion] = {}
        self.one = self.constant(ring.constant(1))

    def constant(self, value: Quotient) -> Expansion:
        return Expansion({} if value.is_zero else {LEVEL: value})

    def varies(self, value: Quotient) -> bool:
        """Whether u occurs in the value."""
        return self.variable in self.ring.atoms_within(value)

    def add(self, *parts: Expansion) -> Expansion:
        terms: dict[Growth, Quotient] = {}
        for part in parts:
            for growth, value in part.terms.items():
                terms[growth] = terms[growth] + value if growth in terms else value
        return tidy(terms, [part.rest for part in parts])

    def multiply(self, left: Expansion, right: Expansion) -> Expansion:
        terms: dict[Growth, Quotient] = {}
        for growth, value in left.terms.items():
            for other, factor in right.terms.items():
                both, product = times(growth, other), value * factor
                terms[both] = terms[both] + product if both in terms else product
        rests = [
            times(one.rest, top)
            for one, other in ((left, right), (right, left))
            if one.rest is not None and (top := other.leading()) is not None
        ]
        return tidy(terms, rests)

    def scaled(self, value: Expansion, factor: Fraction) -> Expansion:
        return self.multiply(value, self.constant(self.ring.constant(factor)))

    def power(self, value: Expansion, exponent: int) -> Expansion:
        """Return a positive integer power."""
        if len(value.terms) == 1 and value.rest is None:
            ((growth, coefficient),) = value.terms.items()
            return Expansion({to_power(growth, exponent): coefficient**exponent})
        if exponent > LARGEST_POWER:
            raise Unsupported("a power too large to be expanded")
        result = self.one
        for _ in range(exponent):
            result = self.multiply(result, value)
        return result

    def split(self, value: Expansion) -> tuple[dict[Growth, Quotient], Quotient, Expansion]:
        """Return the parts that tend to infinity, to a number, and to 0."""
        if value.rest is not None and value.rest >= LEVEL:
            raise Unsupported("a part of the term is not known closely enough")
        large = {g: c for g, c in value.terms.items() if g > LEVEL}
        small = {g: c for g, c in value.terms.items() if g < LEVEL}
        return large, value.terms.get(LEVEL, self.ring.constant(0)), Expansion(small, value.rest)

    def factored(self, value: Expansion) -> tuple[Growth, Quotient, Expansion]:
        """Return g, c and d of c g (1 + d), c certainly not 0 and d -> 0."""
        growth = value.leading()
        if growth is None or growth not in value.terms:
            raise Unsupported("the leading term is not known")
        coefficient = value.terms[growth]
        if not within(sign_of(self.ring, coefficient), NONZERO):
            raise Unsupported("a leading coefficient may vanish")
        part = Expansion({to_power(growth, -1): self.ring.constant(1) / coefficient})
        rest = Expansion({g: c for g, c in value.terms.items() if g != growth}, value.rest)
        return growth, coefficient, self.multiply(rest, part)

    def series(self, d: Expansion, coefficient: Callable[[int], Fraction]) -> Expansion:
        """Return the sum of coefficient(k) d^k over k < order, with the remainder O(d^order), for d -> 0."""
        top = d.leading()
        result, power = self.constant(self.ring.constant(coefficient(0))), self.one
        if top is None:
            return result
        if top >= LEVEL:
            raise Unsupported("what a series is taken in does not tend to 0")
        for k in range(1, self.order):
            power = self.multiply(power, d)
            result = self.add(result, self.scaled(power, coefficient(k)))
        return self.add(result, Expansion({}, to_power(top, self.order)))

    def inverse(self, value: Expansion) -> Expansion:
        growth, coefficient, d = self.factored(value)
        head = Expansion({to_power(growth, -1): self.ring.constant(1) / coefficient})
        return self.multiply(head, self.series(d, lambda k: Fraction((-1) ** k)))

    def exponential(self, value: Expansion) -> Expansion:
        large, middle, small = self.split(value)
        rates = list(LEVEL)
        for growth, coefficient in large.items():
            rate, place = coefficient.constant(), place_of(growth)
            if rate is None or place is None:
                return self.decay(value)
            rates[place] = rate
        head = Expansion({tuple(rates): elementary.exp(self.ring, middle)})
        return self.multiply(head, self.series(small, lambda k: Fraction(1, factorial(k))))

    def decay(self, value: Expansion) -> Expansion:
        """Return exp(v) = O(g) for v -> -oo that is no combination of the logarithms of scales."""
        growth, coefficient, _ = self.factored(value)
        if not within(sign_of(self.ring, coefficient), NEGATIVE):
            raise Unsupported("an exponential grows too fast")
        for power in range(HIGHEST, 0, -1):
            if growth > scale(POWER, power):
                return Expansion({}, scale(HIGHEST - power, -1))
        if growth > scale(LOG, 1):
            return Expansion({}, scale(POWER, FAST_DECAY))
        if growth > LEVEL:  # a power of log(u), which log(log(u)) does not reach: u^-a for a > 0
            return Expansion({}, scale(LOG, FAST_DECAY))
        raise Unsupported("an exponential decays too slowly")

    def logarithm(self, value: Expansion) -> Expansion:
        growth, coefficient, d = self.factored(value)
        if not within(sign_of(self.ring, coefficient), POSITIVE):
            raise Unsupported("a logarithm of something that is not known to be positive")
        head = self.add(self.logarithm_of_scale(growth), self.constant(elementary.log(self.ring, coefficient)))
        return self.add(head, self.series(d, lambda k: Fraction((-1) ** (k + 1), k) if k else ZERO))

    def logarithm_of_scale(self, growth: Growth) -> Expansion:
        if growth[LOG]:
            raise Unsupported("a logarithm of a logarithm")
        terms = {scale(POWER, HIGHEST - place): self.ring.constant(growth[place]) for place in range(HIGHEST)}
        return tidy({**terms, scale(LOG, 1): self.ring.constant(growth[POWER])}, ())

    def root(self, value: Expansion, degree: int) -> Expansion:
        growth, coefficient, d = self.factored(value)
        if not within(sign_of(self.ring, coefficient), POSITIVE):
            raise Unsupported("a root of something that is not known to be positive")
        exponent = Fraction(1, degree)
        head = Expansion({to_power(growth, exponent): elementary.root(self.ring, coefficient, degree)})
        return self.multiply(head, self.series(d, lambda k: binomial(exponent, k)))

    def wave(self, value: Expansion, name: str) -> Expansion:
        """Return sin(c + d) = sin(c) cos(d) + cos(c) sin(d), and likewise for cos."""
        large, middle, small = self.split(value)
        if large:
            raise Unsupported("an oscillation")
        cosine, sine = cosine_and_sine(self.ring, middle)
        even = self.series(small, lambda k: ZERO if k % 2 else Fraction((-1) ** (k // 2), factorial(k)))
        odd = self.series(small, lambda k: Fraction((-1) ** (k // 2), factorial(k)) if k % 2 else ZERO)
        first, second = (sine, cosine) if name == "sin" else (cosine, -sine)
        return self.add(self.multiply(self.constant(first), even), self.multiply(self.constant(second), odd))

    def arctangent(self, value: Expansion) -> Expansion:
        large, middle, small = self.split(value)
        if large:
            sign = self.direction(value)
            small = self.inverse(self.scaled(value, sign))
            half = self.constant(self.ring.generator(self.ring.atom("pi")).scaled(sign / 2))
            return self.add(half, self.scaled(self.series(small, odd_arctangent), -sign))
        base = self.constant(self.ring.constant(1) + middle * middle)
        ratio = self.multiply(small, self.inverse(self.add(base, self.multiply(self.constant(middle), small))))
        known = self.constant(elementary.odd_function(self.ring, "atan", middle))
        return self.add(known, self.series(ratio, odd_arctangent))

    def error_function(self, value: Expansion) -> Expansion:
        large, middle, small = self.split(value)
        if large:
            self.ring.facts_used["error-function-tail"] = None
            bound = self.exponential(self.scaled(self.multiply(value, value), Fraction(-1))).leading()
            return self.add(self.constant(self.ring.constant(self.direction(value))), Expansion({}, bound))
        if not middle.is_zero:
            return self.add(
                self.constant(elementary.odd_function(self.ring, "erf", middle)), Expansion({}, small.leading())
            )
        root = elementary.root(self.ring, self.ring.generator(self.ring.atom("pi")), 2)
        factor = self.constant(self.ring.constant(2) / root)
        return self.multiply(factor, self.series(small, odd_error_function))

    def direction(self, value: Expansion) -> Fraction:
        """Return 1 or -1, the sign that the expansion has eventually."""
        sign = self.eventual_sign(value)
        if sign not in (POSITIVE, NEGATIVE):
            raise Unsupported("the sign of a leading coefficient is not known")
        return Fraction(1 if sign == POSITIVE else -1)

    def eventual_sign(self, value: Expansion) -> int:
        """Return the possible signs for all large u."""
        growth = value.leading()
        if growth is None:
            return ZERO_ONLY
        sign = sign_of(self.ring, value.terms[growth]) if growth in value.terms else ANY
        return sign if within(sign, NONZERO) else ANY

    def tendency(self, value: Quotient) -> Expansion:
        """Return an expansion that has the limit and the eventual sign of the value: its own, or c u or c/u.

        These two stand for what grows or decays between the scales, as 2^u does: c exp(v) (1 + o(1)), v -> oo or -oo.
        """
        try:
            return self.expand(value)
        except Unsupported:
            (above, v), (below, w) = map(self._leading, (value.num, value.den))
            exponent = self.add(v, self.scaled(w, Fraction(-1)))
            growth = exponent.leading()
            if growth is None or growth <= LEVEL:
                raise
            return Expansion({scale(POWER, self.direction(exponent)): above / below})

    def _leading(self, polynomial: Polynomial) -> tuple[Quotient, Expansion]:
        """Return c, certainly not 0, and v with polynomial = c exp(v) (1 + o(1))."""
        summands = self._summands(polynomial)
        for _, common in summands:
            with suppress(Unsupported):
                growth, coefficient, _ = self.factored(self._total(summands, self.scaled(common, Fraction(-1))))
                return coefficient, self.add(common, self.logarithm_of_scale(growth))
        raise Unsupported("which summand grows the fastest is not known")

    def expand(self, value: Quotient) -> Expansion:
        """Return the expansion of a normal form."""
        if not self.varies(value):
            return self.constant(value)
        found = self.known.get(value.key)
        if found is None:
            found = self.known[value.key] = self._quotient(value)
        return found

    def _quotient(self, value: Quotient) -> Expansion:
        """Return the expansion of a quotient, whose exponents are combined before their growth is determined.

        A common factor exp(v) of numerator and denominator that no scale expresses cancels.
        """
        top, bottom = (self._summands(side) for side in (value.num, value.den))
        try:
            above = self._total(top, None)
            return above if value.den is ONE else self.multiply(above, self.inverse(self._total(bottom, None)))
        except Unsupported:
            common = next((v for _, v in reversed([*top, *bottom]) if v.terms), None)
            if common is None:
                raise
        shift = self.scaled(common, Fraction(-1))
        return self.multiply(self._total(top, shift), self.inverse(self._total(bottom, shift)))

    def _total(self, summands: list[tuple[Expansion, Expansion]], shift: Expansion | None) -> Expansion:
        parts = []
        for part, exponent in summands:
            inside = exponent if shift is None else self.add(exponent, shift)
            parts.append(part if inside.leading() is None else self.multiply(part, self.exponential(inside)))
        return self.add(*parts)

    def _summands(self, polynomial: Polynomial) -> list[tuple[Expansion, Expansion]]:
        """Return the summands as (factor, v), each standing for factor exp(v)."""
        found = []
        for powers, number in polynomial.terms():
            rest, part, exponent = [], self.one, Expansion({})
            for slot, count in powers:
                atom = self.ring.slots[slot]
                if not self.varies(self.ring.generator(atom)):
                    rest.append((slot, count))
                elif atom.head == "exp":
                    inside = self.scaled(self.expand(atom.data[0]), Fraction(count, atom.data[1]))
                    exponent = self.add(exponent, inside)
                else:
                    part = self.multiply(part, self.power(self.atom(atom), count))
            coefficient = Quotient(monomial(rest, number), ONE, self.ring.relations)
            found.append((self.multiply(self.constant(coefficient), part), exponent))
            if len(found) > MAX_SUMMANDS:
                raise Unsupported("a sum too long to be expanded")
        return found

    def atom(self, atom: Atom) -> Expansion:
        """Return the expansion of an atom in which u occurs."""
        if atom is self.variable:
            return Expansion({scale(POWER, 1): self.ring.constant(1)})
        key = ("atom", atom)
        if key not in self.known:
            self.known[key] = self._function(atom)
        return self.known[key]

    def _function(self, atom: Atom) -> Expansion:
        head = atom.head
        if head not in ("log", "root", "abs", "sign", "sin", "cos", "atan", "erf"):
            raise Unsupported(f"the growth of {head} is not known")
        try:
            inside = self.expand(atom.data[0])
            if head in ("sin", "cos"):
                return self.wave(self.scaled(inside, Fraction(1, atom.data[1])), head)
            if head == "root":
                return self.root(inside, atom.data[1])
            if head == "abs":
                return self.scaled(inside, self.direction(inside))
            if head == "sign":
                return self.constant(self.ring.constant(self.direction(inside)))
            return {"log": self.logarithm, "atan": self.arctangent, "erf": self.error_function}[head](inside)
        except Unsupported:
            if head in ("log", "root", "abs"):
                raise
            return Expansion({}, LEVEL)


def place_of(growth: Growth) -> int | None:
    """Return the place of the exponent for which the scale is the logarithm: u^k of the rate r_k, log(u) of a."""
    if growth == scale(LOG, 1):
        return POWER
    return next((HIGHEST - k for k in range(1, HIGHEST + 1) if growth == scale(POWER, k)), None)


def factorial(k: int) -> int:
    """Return 1 * 2 * ... * k."""
    return 1 if k == 0 else k * factorial(k - 1)


def binomial(exponent: Fraction, k: int) -> Fraction:
    """Return the coefficient of d^k in (1 + d)^exponent."""
    return Fraction(1) if k == 0 else binomial(exponent, k - 1) * (exponent - k + 1) / k


def odd_arctangent(k: int) -> Fraction:
    """Return the coefficient of d^k in atan(d)."""
    return Fraction((-1) ** (k // 2), k) if k % 2 else ZERO


def odd_error_function(k: int) -> Fraction:
    """Return the coefficient of d^k in sqrt(pi)/2 erf(d)."""
    return Fraction((-1) ** (k // 2), factorial(k // 2) * k) if k % 2 else ZERO
