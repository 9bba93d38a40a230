"""Signs of normal forms: by the hypotheses, by intervals, and by the hints of a certificate."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, RANGES, constant
from recheck.factors import sign_by_factors
from recheck.intervals import OF_SIGN, Interval, opposite, power_sign, product
from recheck.linear import combined
from recheck.nodes import ANY, LEAST, NEG, POS, ZERO
from recheck.numerics import signs as signs_of_numbers
from recheck.part import Part
from recheck.polynomials import ONE, Quotient, p_times, spend

if TYPE_CHECKING:
    from recheck.polynomials import Poly
from recheck.polynomials import outline

MAX_CROSS = 64  # terms of p q, which is looked up for p/q
MAX_NESTED = 3  # atoms inside of atoms whose intervals are asked for
MAX_DEPTH = 12  # polynomials whose signs are asked for one inside of another


class Signs(Part):
    """What is certainly positive, negative or zero."""

    def sign(self, q: Quotient) -> int:
        """Return the possible signs of a quotient: of p/q, where it is not seen so, that of p q."""
        mask = product(self.p_sign(q.num), self.p_sign(q.den) & ~ZERO) or ANY
        if mask not in (POS, NEG, ZERO) and q.den != ONE and len(q.num) * len(q.den) <= MAX_CROSS:
            mask &= self.bounded(p_times(q.num, q.den))
        return mask or ANY

    def bounded(self, poly: Poly) -> int:
        """Return the signs that hypotheses about this very polynomial leave."""
        shape = outline(poly)
        if shape is None:
            return ANY
        form, offset, factor = shape
        mask = self.bounds.get(form, Interval()).plus(Interval(offset, offset)).sign()
        mask &= ~ZERO if (form, offset) in self.nonzero else ANY
        return mask if factor > 0 else opposite(mask)

    def p_sign(self, poly: Poly) -> int:
        """Return the possible signs of a polynomial; what is found is kept until more is known."""
        key = frozenset(poly.items())
        found = self.signs.get(key) or self.signs.get((key, self.asked))
        if found is None:
            if key in self.working or len(self.working) > MAX_DEPTH:
                return ANY
            self.working.add(key)
            try:
                found = self.sign_of_poly(poly)
            finally:
                self.working.discard(key)
            self.signs[key if not self.asked or found in (POS, NEG, ZERO) else (key, self.asked)] = found
        return found

    def sign_of_poly(self, poly: Poly) -> int:
        if not poly:
            return ZERO
        shape = outline(poly)
        if shape is None:
            return POS if poly[()] > 0 else NEG
        if self.universal:
            self.instantiate(poly)
        if self.arrays:
            self.instantiate_entries(poly)
        form, offset, factor = shape
        mask = self.enclosed(form).plus(Interval(offset, offset)).sign()
        if (form, offset) in self.nonzero:
            mask &= ~ZERO
        if len(poly) == 1:
            sign = POS
            for a, e in next(iter(poly)):
                sign = product(sign, power_sign(self.interval(a).sign() & ~self.excluded(a), e))
            mask &= sign
        mask = (mask if factor > 0 else opposite(mask)) or ANY
        itself: Any = self
        for more in (
            signs_of_numbers,
            lambda poly: sign_by_factors(itself, poly),
            lambda poly: combined(itself, poly, 2 if len(poly) < 5 else 1).sign(),
            self.hint,
        ):
            if mask not in (POS, NEG, ZERO):
                mask = mask & more(poly) or mask  # hypotheses that contradict each other leave none: nothing is learnt
        return mask

    def excluded(self, a: int) -> int:
        return ZERO if (frozenset({(((a, 1),), Fraction(1))}), Fraction(0)) in self.nonzero else 0

    def enclosed(self, form: frozenset[Any]) -> Interval:
        """Return an interval for a polynomial without constant term: by hypotheses, and by its atoms."""
        spend(20 * len(form))
        total = Interval(Fraction(0), Fraction(0))
        for mono, c in form:
            part: Interval | None = Interval(Fraction(1), Fraction(1))
            sign = POS
            for a, e in mono:
                inner = self.interval(a)
                sign = product(sign, power_sign(inner.sign() & ~self.excluded(a), e))
                for _ in range(e if isinstance(e, int) and 0 < e < 9 and part else 0):
                    part = part.times(inner) if part and not inner.sign() & NEG else None
                part = part if isinstance(e, int) and 0 < e < 9 else None
            if len(mono) == 1 and mono[0][1] == 1:
                part = self.interval(mono[0][0])
            total = total.plus((part or OF_SIGN.get(sign, Interval())).scaled(c))
        return total.meet(self.bounds.get(form, Interval()))

    def interval(self, a: int) -> Interval:
        """Return the numbers that an atom may be, by its kind and by the hypotheses."""
        known = self.signs.get((a, self.asked))
        if known is not None:
            return known
        found = self.bounds.get(frozenset({(((a, 1),), Fraction(1))}), Interval())
        head, data = ATOMS[a]
        if a in self.asked or len(self.asked) >= MAX_NESTED:
            return found
        outside = self.asked
        self.asked = outside | {a}
        try:
            found = found.meet(self.by_kind(a, head, data))
        finally:
            self.asked = outside
        self.signs[a, outside] = found
        return found

    def by_kind(self, a: int, head: str, data: tuple[Any, ...]) -> Interval:
        zero, one = Fraction(0), Fraction(1)
        if head == "symbol" and data[0].args[1] in LEAST:
            return Interval(Fraction(LEAST[data[0].args[1]]))
        if head == "width" or (head == "matrix" and data[0] in ("operator_norm", "smallest_singular_value")):
            return Interval(one if head == "width" else zero)
        if head == "index":
            lo, hi = RANGES[a]
            low, high = (
                self.enclosed(outline(q.num)[0])
                .plus(Interval(outline(q.num)[1], outline(q.num)[1]))
                .scaled(abs(outline(q.num)[2]))
                if q.den == ONE and outline(q.num) and outline(q.num)[2] > 0
                else Interval(q.constant(), q.constant())
                for q in (lo, hi)
            )
            return Interval(low.lo, high.hi)
        if head == "exp":
            sign = self.sign(data[0])
            return Interval(
                zero if sign & NEG else one,
                None if sign & POS else one,
                bool(sign & NEG) or not sign & ZERO,
                bool(sign & ZERO == 0),
            )
        if head in ("root", "abs"):
            return OF_SIGN[POS if not self.sign(data[0]) & ZERO else ZERO | POS]
        if head in ("sin", "cos", "sign"):
            return Interval(-one, one)
        if head == "erf":
            return Interval(-one, one, True, True).meet(OF_SIGN.get(self.sign(data[0]), Interval()))
        if head == "atan":
            return Interval(Fraction(-1571, 1000), Fraction(1571, 1000)).meet(
                OF_SIGN.get(self.sign(data[0]), Interval())
            )
        if head == "log":
            return OF_SIGN.get(self.sign(data[0] - constant(1)), Interval())
        if head == "pi":
            return Interval(Fraction(314159, 100000), Fraction(314160, 100000), True, True)
        if head == "choice":
            return OF_SIGN.get(self.sign(data[2]) | self.sign(data[3]), Interval())
        if head == "delta":
            return Interval(zero, one)
        if head == "inverse":
            return OF_SIGN.get(self.sign(data[0]), Interval())
        if head == "power":
            sign = self.sign(data[0])
            whole_even = data[1].den == ONE and all(c % 2 == 0 for c in data[1].num.values())
            return (
                OF_SIGN[POS if sign == POS or (whole_even and not sign & ZERO) else ZERO | POS]
                if whole_even or not sign & NEG
                else Interval()
            )
        if head == "sum":
            sign = POS
            for part, e in data[1]:
                sign = product(sign, power_sign(self.interval(part.number).sign() & ~self.excluded(part.number), e))
            filled = all(not self.sign(hi - lo) & NEG for lo, hi in data[2])
            if not sign & NEG or not sign & POS:
                return OF_SIGN[sign if filled else sign | ZERO]
        return Interval()
