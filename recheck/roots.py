"""Roots of normal forms: of a product with parts >= 0 the product of theirs, of a number that of its primes."""

from __future__ import annotations

from fractions import Fraction

from recheck.atoms import ATOMS, as_quotient, atom, constant
from recheck.factors import content
from recheck.nodes import NEG, POS
from recheck.part import Part
from recheck.polynomials import ONE, RELATIONS, Quotient, exact_root, whole
from recheck.refusal import Unread

LARGEST = 10**8  # of larger numbers the primes are not looked for


class Roots(Part):
    """Roots of numbers >= 0."""

    def root(self, q: Quotient, degree: int) -> Quotient:
        """Return the root of a number >= 0, square factors of known sign taken out."""
        if q.den != ONE:
            den = Quotient(q.den)
            above = Quotient(q.num)
            if self.sign(den) == NEG:
                above, den = -above, -den
            if self.sign(den) != POS:
                raise Unread("a root of a quotient whose divisor has no known sign")
            for _ in range(degree - 1):
                above = above * den
            return self.root(above, degree) / den
        if len(q.num) == 1:
            ((mono, value),) = q.num.items()
            if value < 0:
                return self.root_atom(q, degree)
            outside, inside = self.root_of_number(value, degree), constant(1)
            if outside is None:
                outside, inside = constant(1), constant(value)
            for a, e in mono:
                base = as_quotient(a)
                if ATOMS[a][0] == "exp":
                    outside = outside * as_quotient(a, whole(Fraction(e) / degree))
                elif self.sign(base) & NEG == 0:
                    outside = outside * base.power(e // degree)
                    if e % degree:
                        outside = outside * self.root_atom(base, degree).power(e % degree)
                elif degree == 2 and e % 2 == 0:
                    outside = outside * self.abs(base.power(e // 2))
                else:
                    inside = inside * base.power(e)
            return outside if inside.constant() == 1 else outside * self.root_atom(inside, degree)
        common, rest = content(q.num)
        if common and self.p_sign({common: Fraction(1)}) == POS:
            return self.root(Quotient({common: Fraction(1)}), degree) * self.root(Quotient(rest), degree)
        return self.root_atom(q, degree)

    def root_of_number(self, value: Fraction, degree: int) -> Quotient | None:
        """Return the root of a rational number as a product of roots of primes; None for a large one."""
        top, bottom = exact_root(value.numerator, degree), exact_root(value.denominator, degree)
        if top and bottom:
            return constant(Fraction(top, bottom))
        rest = value.numerator * value.denominator ** (degree - 1)
        if rest > LARGEST:
            return None
        found, prime = constant(Fraction(1, value.denominator)), 2
        while rest > 1:
            prime = prime if prime * prime <= rest else rest
            while rest % prime == 0:
                found, rest = found * self.root_atom(constant(prime), degree), rest // prime
            prime += 1
        return found

    def root_atom(self, q: Quotient, degree: int) -> Quotient:
        if q.constant() == 0:
            return constant(0)
        found = atom("root", q, degree)
        if q.den == ONE:
            RELATIONS.setdefault(found, (degree, q.num))
        return as_quotient(found)
