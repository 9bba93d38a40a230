"""Signs by the hints of a certificate, and by the factors of a term."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import constant, single
from recheck.intervals import opposite, power_sign, product, signs_of_row
from recheck.nodes import ANY, NEG, POS, ZERO, value_of
from recheck.part import Part
from recheck.polynomials import ONE, RELATIONS, Quotient, monic
from recheck.refusal import Unread, Wrong, need

if TYPE_CHECKING:
    from recheck.nodes import Node
    from recheck.polynomials import Poly


# demands that a term has a value under the hypotheses: entered by the file that knows when it has one
DEFINED: list[Callable[..., None]] = []


class Hints(Part):
    """Checks hints about signs."""

    def hint(self, poly: Poly) -> int:
        """Return the sign that a hint of the certificate shows, checked; ANY without one."""
        key = monic(poly)
        if key in self.open:
            return ANY  # a question that depends on itself learns nothing
        self.open.add(key)
        try:
            while True:
                for kind, term, place in self.hints_for(key):
                    mask = self.shown(key, kind, term, place)
                    if mask != ANY:
                        return mask
                more = self.statement.ask and self.statement.ask(self, poly)
                if not more:
                    return ANY
                self.statement.hints.append(more)
        finally:
            self.open.discard(key)

    def hints_for(self, key: frozenset[Any]) -> list[Any]:
        """Return the hints about the polynomial of this key, or its negative."""
        while self.read < len(self.statement.hints):
            hint = self.statement.hints[self.read]
            self.read += 1
            try:
                num = self.of(hint[1]).num
            except (Unread, Wrong):
                continue  # it is meant for other hypotheses
            if num:
                for same in (monic(num), monic({mono: -c for mono, c in num.items()})):
                    self.hinted.setdefault(same, []).append(hint)
        return self.hinted.get(key, [])

    def shown(self, key: frozenset[Any], kind: str, term: Node, place: Node | None) -> int:
        """Return the signs of the polynomial of this key that a hint shows; ANY where it does not help here."""
        try:
            for part in (term, place):
                if part is not None:
                    DEFINED[0](self, part)
            q = self.of(term)
            mask, den = HINTS[kind](self, term, q, place), self.p_sign(q.den)
        except (Unread, Wrong):
            return ANY
        if den not in (POS, NEG):
            return ANY
        return mask if (den == POS) == (monic(q.num) == key) else opposite(mask)

    def visible(self, term: Node, value: Callable[..., Any] | None = None) -> int:
        """Return the signs that a term may have by its factors and summands, as it is written.

        ``value`` gives normal forms of its parts.
        """
        kind, args = term.kind, term.args
        if kind == "Mul":
            mask = POS
            for part in args[0]:
                mask = product(mask, self.visible(part, value))
            return mask
        if kind == "Add":
            masks = [self.visible(part, value) for part in args[0]]
            for side in (POS, NEG):
                if not any(mask & ~(side | ZERO) for mask in masks):
                    return side if side in masks else ZERO if set(masks) == {ZERO} else side | ZERO
            return self.sign((value or self.of)(term))
        if kind == "Neg":
            return opposite(self.visible(args[0], value))
        if kind == "Div":
            return product(self.visible(args[0], value), self.visible(args[1], value) & ~ZERO)
        n = value_of(args[1]) if kind == "Pow" else None
        if n is not None and n.denominator == 1:
            return power_sign(self.visible(args[0], value), int(n))
        if kind == "Norm" or kind == "Variance":
            return ZERO | POS
        if kind == "Expectation":
            inner = self.visible(args[0], value)
            return inner if not inner & NEG else ANY
        return self.sign((value or self.of)(term))

    def by_roots(self, term: Node, q: Quotient, place: Node) -> int:
        """Return the signs of a polynomial of one atom on the interval of the atom, by Sturm's theorem."""
        a = single(self.of(place))
        if (
            a is None
            or q.den != ONE
            or any(m and (len(m) > 1 or m[0][0] != a or not isinstance(m[0][1], int)) for m in q.num)
        ):
            raise Wrong("no polynomial of one atom")
        degree = max((m[0][1] for m in q.num if m), default=0)
        row = [q.num.get(((a, k),) if k else (), Fraction(0)) for k in range(degree + 1)]
        return signs_of_row(row, self.interval(a))

    def by_squares(self, term: Node, q: Quotient, place: Node) -> int:
        """b + a w, where w is a root or an absolute value and a, b differ in sign, has the sign of b**2 - a**2 w**2."""
        w: Any = single(self.of(place))
        need(w in RELATIONS and RELATIONS[w][0] == 2 and q.den == ONE, "no square root")
        parts: list[Poly] = [{}, {}]
        for mono, c in q.num.items():
            parts[dict(mono).get(w, 0)][tuple(x for x in mono if x[0] != w)] = c
        b, a = map(Quotient, parts)
        gap = b * b - a * a * Quotient(RELATIONS[w][1])
        if not (self.sign(b) & NEG or self.sign(a) & POS):
            return self.sign(gap)
        return opposite(self.sign(gap)) if not (self.sign(b) & POS or self.sign(a) & NEG) else ANY

    def by_exponentials(self, term: Node, q: Quotient, place: Node) -> int:
        """A sum of logarithms, or what ``place`` times it is, has the sign of its exponential less 1."""
        return self.sign(self.exp(q.scaled(place.args[0])) - constant(1)) if place.args[0] > 0 else ANY

    def by_logarithms(self, term: Node, q: Quotient, place: Node) -> int:
        """A - B has the sign of u, where A and B are positive and exp(u) = A/B."""
        above, under = self.of(term.args[0][0]), -self.of(term.args[0][1])
        need(self.sign(above) == POS and self.sign(under) == POS, "a logarithm of what may not be positive")
        gap = self.of(place)
        need(not (self.exp(gap) * under - above).num, "another logarithm")
        return self.sign(gap)


HINTS: dict[str, Callable[..., int]] = {
    "product": lambda forms, term, q, place: forms.visible(term), "sturm": Hints.by_roots, "squares": Hints.by_squares,
    "exponentials": Hints.by_exponentials, "logarithms": Hints.by_logarithms,
}  # fmt: skip
