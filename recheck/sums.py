"""Sums over indices, taken apart into products that share no index; Kronecker deltas; substitution."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import (
    ATOMS,
    RANGES,
    SUMS,
    Atom,
    as_quotient,
    atom,
    below,
    constant,
    index_atoms,
    keyed,
    powered,
    single,
)
from recheck.nodes import NEG, ZERO, number
from recheck.part import Part
from recheck.polynomials import ONE, Quotient, p_times
from recheck.refusal import Unread, Wrong

if TYPE_CHECKING:
    from recheck.atoms import Env, Places
    from recheck.nodes import Node
    from recheck.polynomials import Poly

MAX_BOUND = 5  # indices of one sum


class Sums(Part):
    """Sums over indices of any range."""

    def index(self, lo: Quotient, hi: Quotient) -> int:
        """Return a new index that runs from lo to hi."""
        found = atom("index", len(RANGES) + 1)
        RANGES[found] = lo, hi
        return found

    def contracted(self, side: Node, body: Callable[..., Any], env: Env) -> Quotient:
        k = self.index(constant(1), self.of(side, (), env))
        return self.total([k], body(as_quotient(k)))

    def sum_over(
        self,
        symbol: Node,
        body: Node,
        lo: Quotient,
        hi: Quotient,
        places: Places,
        env: Env,
    ) -> Quotient:
        length = (hi - lo).constant()
        if length is not None:
            if length.denominator != 1 or length < -1:
                raise Wrong("a sum that ends before it begins")
            if symbol not in body.free and not body.shape:
                return self.of(body, places, env).scaled(length + 1)
            if length > 400:
                raise Unread("a long sum")
            total = constant(0)
            for step in range(int(length) + 1):
                total = total + self.of(body, places, {**env, symbol: lo + constant(step)})
            return total
        if self.has_last(lo, hi):
            last = self.of(body, places, {**env, symbol: hi})
            return self.sum_over(symbol, body, lo, hi - constant(1), places, env) + last
        k = self.index(lo, hi)
        return self.total([k], self.of(body, places, {**env, symbol: as_quotient(k)}))

    def has_last(self, lo: Quotient, hi: Quotient) -> bool:
        """Whether the last index is taken out: there is one certainly, and a constant number of more."""
        length = hi - lo + constant(1)
        shift = length.num.get((), Fraction(0)) if length.den == ONE else Fraction(0)
        return 0 < shift <= 8 and shift.denominator == 1 and not self.sign(length - constant(shift)) & NEG

    def total(self, bound: list[int], body: Quotient) -> Quotient:
        """Return the sum of the body over the bound indices, its summands one by one."""
        inside = {a for a in below(Quotient(body.den)) if a in bound}
        num, den = body.num, body.den
        if inside:
            if len(den) == 1:
                ((mono, _),) = den.items()
                num, den = p_times(num, {tuple((a, -e) for a, e in mono): Fraction(1)}), ONE
            else:
                num, den = p_times(num, {((atom("inverse", Quotient(den)), 1),): Fraction(1)}), ONE
        total = constant(0)
        for mono, c in num.items():
            total = total + self.contraction(list(bound), mono).scaled(c)
        return total / Quotient(den)

    def contraction(self, bound: list[int], mono: tuple[Any, ...]) -> Quotient:
        """Return the sum of one product, taken apart into sums that share no index; sums inside of it are merged."""
        outside, factors = constant(1), []
        for place, (a, e) in enumerate(mono):
            mine = index_atoms(Atom(a)) & set(bound)
            if not mine:
                outside = outside * as_quotient(a, e)
            elif ATOMS[a][0] == "sum" and isinstance(e, int) and 0 < e <= 4 and not index_atoms(ATOMS[a][1][2]) & mine:
                rest = Quotient({mono[:place] + mono[place + 1 :]: Fraction(1)})
                for _ in range(e):
                    inner, body = self.opened(a)
                    bound, rest = bound + inner, rest * body
                return self.total(bound, rest)
            else:
                factors.append((a, e))
        if any(index_atoms(RANGES[k]) & set(bound) for k in bound):
            raise Unread("a sum whose ends depend on another index")
        for place, (a, _) in enumerate(factors):
            if ATOMS[a][0] == "delta":
                for one, other in (ATOMS[a][1], ATOMS[a][1][::-1]):
                    k = single(one)
                    if k in bound and k not in below(other) and self.within(other, k):
                        rest = constant(1)
                        for b, e in factors[:place] + factors[place + 1 :]:
                            rest = rest * as_quotient(b, e)
                        left = [b for b in bound if b != k]
                        image = self.substitute(rest, {k: other})
                        return outside * (self.total(left, image) if left else image)
        if len(bound) > MAX_BOUND:
            raise Unread("a sum over many indices")
        todo = list(bound)
        while todo:
            group, parts = {todo[0]}, []
            grown = True
            while grown:
                parts = [f for f in factors if index_atoms(Atom(f[0])) & group]
                grown_group = group | {b for f in parts for b in index_atoms(Atom(f[0])) if b in bound}
                grown, group = grown_group != group, grown_group
            todo = [b for b in todo if b not in group]
            if not parts:
                lo, hi = RANGES[group.pop()]
                outside = outside * (hi - lo + constant(1))
            else:
                outside = outside * self.summed(sorted(group), parts)
        return outside

    def opened(self, a: int, images: dict[int, Quotient] | None = None) -> tuple[Any, ...]:
        """Return new bound indices for a sum, and its body."""
        bound, parts, ranges = ATOMS[a][1]
        new = [self.index(*(self.substitute(end, images or {}) for end in ends)) for ends in ranges]
        renamed = {b.number: as_quotient(k) for b, k in zip(bound, new, strict=True)}
        body = constant(1)
        for part, e in parts:
            body = body * self.substitute(self.image(part.number, e, images or {}), renamed)
        return new, body

    def within(self, q: Quotient, k: int) -> bool:
        """Whether the number certainly lies in the range of the index."""
        lo, hi = RANGES[k]
        own = single(q)
        if own in RANGES and RANGES[own][0].key() == lo.key() and RANGES[own][1].key() == hi.key():
            return True
        return not self.sign(q - lo) & NEG and not self.sign(hi - q) & NEG

    def summed(self, bound: list[int], parts: list[Any]) -> Quotient:
        """Return the atom of a sum of one product: an equal one, up to the names of the indices, if there is any."""
        free = frozenset(k for a, _ in parts for k in index_atoms(Atom(a))) - set(bound)
        signature = len(bound), free, tuple(sorted((ATOMS[a][0], str(e)) for a, e in parts))
        for other, its_bound, its_parts, found in SUMS:
            for order in itertools.permutations(bound) if other == signature else ():
                pairs = list(zip(order, its_bound, strict=True))
                if all(keyed(RANGES[a]) == keyed(RANGES[b]) for a, b in pairs):
                    images = {a: as_quotient(b) for a, b in pairs}
                    if {(self.substitute(as_quotient(a), images).key(), e) for a, e in parts} == its_parts:
                        return as_quotient(found)
        found = atom(
            "sum", tuple(map(Atom, bound)), tuple((Atom(a), e) for a, e in parts), tuple(RANGES[b] for b in bound)
        )
        SUMS.append((signature, bound, {(as_quotient(a).key(), e) for a, e in parts}, found))
        return as_quotient(found)

    def delta(self, i: Quotient, j: Quotient) -> Quotient:
        gap = (i - j).constant()
        if gap is not None:
            return constant(int(gap == 0))
        if not self.sign(i - j) & ZERO:
            return constant(0)
        return as_quotient(atom("delta", *sorted((i, j), key=lambda q: sorted(str(item) for item in q.num.items()))))

    def substitute(self, q: Quotient, images: dict[int, Quotient]) -> Quotient:
        """Return the normal form with quotients in the place of atoms, at any depth."""
        if not images or images.keys().isdisjoint(below(q)):
            return q

        def of(poly: Poly) -> Quotient:
            total = constant(0)
            for mono, c in poly.items():
                part = constant(c)
                for a, e in mono:
                    part = part * self.image(a, e, images)
                total = total + part
            return total

        return of(q.num) / of(q.den)

    def image(self, a: int, e: int, images: dict[int, Quotient]) -> Quotient:
        if a in images:
            return powered(images[a], e)
        if images.keys().isdisjoint(below(Atom(a))):
            return as_quotient(a, e)
        head, data = ATOMS[a]

        def move(item: Any) -> Any:
            return (
                self.substitute(item, images)
                if isinstance(item, Quotient)
                else tuple(map(move, item))
                if type(item) is tuple
                else item
            )

        if head == "exp":
            return self.exp(move(data[0]).scaled(Fraction(e)))
        if head == "sum":
            return powered(self.total(*self.opened(a, images)), e)
        if head == "matrix":
            return powered(self.moved_matrix(a, images), e)
        if head == "value":
            raise Unread("a substitution in a limit, extremum or integral")
        made = {
            "log": self.log, "root": self.root, "abs": self.abs, "sign": self.sign_, "erf": self.erf, "atan": self.atan,
            "sin": self.sin, "cos": self.cos, "delta": self.delta, "mean": self.mean,
            "choice": lambda op, gap, one, other: self.choice(op, gap, lambda: one, lambda: other),
            "inverse": lambda inner: constant(1) / inner, "power": self.power_of,
        }.get(head)  # fmt: skip
        moved = tuple(map(move, data))
        if head in ("member", "slope"):
            return powered((self.member_at if head == "member" else self.slope_at)(*moved), e)
        return powered(made(*moved) if made else as_quotient(atom(head, *moved)), e)

    def power_of(self, base: Quotient, exponent: Quotient) -> Quotient:
        n = exponent.constant()
        return (
            self.power(base, number(1), exponent)
            if n is None or n.denominator == 1
            else self.root(base, n.denominator).power(n.numerator)
        )
