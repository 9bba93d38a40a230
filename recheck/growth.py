"""How normal forms grow as a symbol u tends to infinity.

The scale is exp(r4 u**4 + ... + r1 u) u**a log(u)**b, its exponents (r4, r3, r2, r1, a, b) are normal forms without u.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, Atom, as_quotient, atom, below, constant
from recheck.nodes import NEG, POS, ZERO, make
from recheck.polynomials import Quotient
from recheck.refusal import Unread

if TYPE_CHECKING:
    from recheck.atoms import Places
    from recheck.forms import Forms
    from recheck.nodes import Node
    from recheck.polynomials import Poly

ZEROS = (constant(0),) * 6
POWER, LOG = 4, 5  # places of the exponents a and b


def scale(place: int, value: Quotient) -> Places:
    return (*ZEROS[:place], value, *ZEROS[place + 1 :])


class Growth:
    """Leading terms of normal forms in u, as u tends to infinity."""

    def __init__(self, forms: Forms, u: Node) -> None:
        self.forms, self.u = forms, atom("symbol", u)

    def compare(self, one: Places, other: Places) -> int:
        """Return 1, 0 or -1 for a scale that is larger, equal or smaller; Unread where that is open."""
        for a, b in zip(one, other, strict=True):
            gap = a - b
            sign = self.forms.sign(gap) if gap.num else ZERO
            if sign in (POS, NEG):
                return 1 if sign == POS else -1
            if sign != ZERO:
                raise Unread("growths of open order")
        return 0

    def moves(self, item: Atom | Quotient) -> bool:
        return self.u in below(item)

    def leading(self, q: Quotient) -> tuple[Any, ...]:
        """Return (g, c) with q = c g + o(g); c is a normal form without u, and may be 0."""
        top, under = self.sum(q.num), self.sum(q.den)
        return self.product([(top, 1), (under, -1)])

    def sum(self, poly: Poly) -> tuple[Any, ...]:
        best, total = ZEROS, constant(0)
        for place, (mono, c) in enumerate(poly.items()):
            g, part = self.product([(self.atom(a), e) for a, e in mono])
            order = self.compare(g, best) if place else 1
            best, total = (g, constant(0)) if order > 0 else (best, total)
            total = total + part.scaled(c) if order >= 0 else total
        return best, total

    def product(self, factors: list[Any]) -> tuple[Any, ...]:
        g, c = ZEROS, constant(1)
        for (own, part), e in factors:
            if e < 0 and self.forms.sign(part) & ZERO:
                raise Unread("a leading coefficient that may be 0")
            g = tuple(a + b.scaled(Fraction(e)) for a, b in zip(g, own, strict=True))
            c = c * self.powered(part, e)
        return g, c

    def powered(self, q: Quotient, e: Fraction | int) -> Quotient:
        if q.constant() == 1:
            return q
        return q.power(e) if isinstance(e, int) else self.forms.exp(self.forms.log(q).scaled(Fraction(e)))

    def atom(self, a: int) -> tuple[Any, ...]:
        """Return the leading term of an atom."""
        head, data = ATOMS[a]
        if a == self.u:
            return scale(POWER, constant(1)), constant(1)
        if not self.moves(Atom(a)):
            return ZEROS, as_quotient(a)
        if head == "power" and not self.moves(data[0]) and self.forms.sign(data[0]) == POS:
            return self.exponential(data[1] * self.forms.log(data[0]))
        if head == "exp":
            return self.exponential(data[0])
        if head not in ("abs", "root", "erf", "atan", "sin", "cos", "log"):
            raise Unread(f"the growth of {head}")
        g, c = self.leading(data[0])
        if head == "abs":
            return g, self.forms.abs(c)
        side, sign = self.compare(g, ZEROS), self.forms.sign(c)
        if head == "root" and sign == POS:
            return tuple(part.scaled(Fraction(1, data[1])) for part in g), self.forms.root(c, data[1])
        if head == "log" and sign == POS:
            return self.logarithm(g, c)
        if side <= 0 and head in ("erf", "atan", "sin", "cos"):
            return ZEROS, getattr(self.forms, head)(c if side == 0 else constant(0))
        if side > 0 and head in ("erf", "atan") and sign in (POS, NEG):
            far = constant(1) if head == "erf" else self.forms.of(make("Const", "pi")).scaled(Fraction(1, 2))
            return ZEROS, far if sign == POS else -far
        raise Unread(f"the growth of {head}")

    def exponential(self, q: Quotient) -> tuple[Any, ...]:
        """exp(q) where q is r u**k, or tends to a number."""
        for k in range(1, 5):
            rate = q / as_quotient(self.u).power(k)
            if not self.moves(rate):
                return scale(4 - k, rate), constant(1)
        g, c = self.leading(q)
        side = self.compare(g, ZEROS)
        if side > 0:
            raise Unread("an exponential that grows in another way")
        return ZEROS, self.forms.exp(c if side == 0 else constant(0))

    def logarithm(self, g: Places, c: Quotient) -> tuple[Any, ...]:
        """log(c g + o(g)) = log(c) + log(g) + o(1), c > 0."""
        for place, rate in enumerate(g):
            if rate.num:
                if place == LOG:
                    raise Unread("a logarithm of a logarithm")
                return scale(POWER, constant(4 - place)) if place < POWER else scale(LOG, constant(1)), rate
        return ZEROS, self.forms.log(c)

    def limit(self, q: Quotient) -> Quotient | int:
        """Return the number that q tends to, a normal form; 1 or -1 for oo or -oo."""
        g, c = self.leading(q)
        side = self.compare(g, ZEROS)
        if side <= 0:
            return c if side == 0 else constant(0)
        sign = self.forms.sign(c)
        if sign not in (POS, NEG):
            raise Unread("a leading coefficient that may be 0")
        return 1 if sign == POS else -1


def same(forms: Forms, one: Quotient | int, other: Quotient | int) -> bool | None:
    """Return whether two results of ``limit`` are certainly the same (True) or differ (False); None where open."""
    if not isinstance(one, Quotient) or not isinstance(other, Quotient):
        return one is other if isinstance(one, Quotient) == isinstance(other, Quotient) else False
    gap = one - other
    sign = forms.sign(gap) if gap.num else ZERO
    return True if sign == ZERO else None if sign & ZERO else False
