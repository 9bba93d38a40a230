"""Means of polynomials in random entries, by cumulants."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from fractions import Fraction
from math import factorial
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, Atom, as_quotient, atom, below, constant
from recheck.dependence import BOUNDED
from recheck.nodes import make
from recheck.part import Part
from recheck.polynomials import Quotient
from recheck.refusal import Unread

if TYPE_CHECKING:
    from recheck.atoms import Places
    from recheck.nodes import Node


class Chance(Part):
    """Means over random variables."""

    def mean(self, q: Quotient) -> Quotient:
        """Return the mean of a polynomial in random entries; Unread where it may have none.

        By cumulants over the partitions of its factors; what is not computed is the mean of a product, as an atom.
        """
        return self.mean_of_sum([], q) if self.varies(q) else q

    def mean_of_sum(self, bound: list[int], q: Quotient) -> Quotient:
        """Return the mean of the sum of q over the bound indices.

        Means of products of entries come first: they say which indices are equal in the functions that stay.
        """
        if self.varies(Quotient(q.den)):
            raise Unread("a mean of a quotient with a random divisor")
        total = constant(0)
        for mono, c in q.num.items():
            fixed, opened = constant(1), constant(1)
            factors: list[Any] = []
            inner: list[int] = []
            for a, e in mono:
                if not self.varies(Atom(a)):
                    fixed = fixed * as_quotient(a, e)
                elif ATOMS[a][0] == "sum" and isinstance(e, int) and 0 < e <= 4:
                    for _ in range(e):
                        more, body = self.opened(a)
                        inner, opened = inner + more, opened * body
                else:
                    factors.append((a, e))
            fixed = fixed.scaled(c) / Quotient(q.den)
            if inner:
                rest = fixed * opened * Quotient({tuple(factors): Fraction(1)})
                total = total + self.mean_of_sum(bound + inner, rest)
                continue
            groups = self.groups(factors)
            plain = [g for g in groups if all(ATOMS[a][0] == "random" and isinstance(e, int) and e > 0 for a, e in g)]
            for group in plain:
                entries = [ATOMS[a][1] for a, e in group for _ in range(e)]
                for name in dict.fromkeys(node for node, _ in entries):
                    fixed = fixed * self.moment(name, [places for node, places in entries if node is name])
            for group in groups if not plain or not bound else ():
                fixed = fixed if group in plain else fixed * self.mean_of_function(sorted(group))
            if plain and bound and len(plain) < len(groups):
                left = {tuple(sorted(f for g in groups if g not in plain for f in g)): Fraction(1)}
                total = total + self.mean(self.total(bound, fixed * Quotient(left)))
            else:
                total = total + (self.total(bound, fixed) if bound else fixed)
        return total

    def groups(self, factors: list[Any]) -> list[Any]:
        """Return the factors in groups, which are independent of one another."""
        factors, found = list(factors), []
        while factors:
            group, grown = [factors.pop()], True
            while grown:
                near = [f for f in factors if any(self.dependent(f[0], g[0]) for g in group)]
                group, grown, factors = group + near, bool(near), [f for f in factors if f not in near]
            found.append(group)
        return found

    def mean_of_function(self, group: list[Any]) -> Quotient:
        """Return the mean of a product of functions that may depend on one another.

        Of one entry x, symmetric about 0: E f(x) = E (f(x) + f(-x))/2; and of a normal one of variance v, n odd,
        E |x|**n = (2/pi)**(1/2) 2**((n - 1)/2) ((n - 1)/2)! v**(n/2).
        """
        if not all(isinstance(e, int) and e > 0 for _, e in group) or not self.integrable(group):
            raise Unread("a mean of this function of a random variable")
        value = Quotient({tuple(group): Fraction(1)})
        parts, entries = list(below(value)), list(self.varying(value))
        laws = [ATOMS[a][1][0].args[-1] for a in entries if ATOMS[a][0] == "random"]
        if any(self.statement.is_random(*law.args[:2]) for law in laws):
            raise Unread("a law that is random itself")
        if len(laws) == len(entries) == 1 and not any(ATOMS[a][0] in ("sum", "matrix", "mean") for a in parts):
            x, (name, places) = as_quotient(entries[0]), ATOMS[entries[0]][1]
            (law,) = laws
            cut = places[1:] if name.kind == "RandomSequence" else places
            is_even = law.kind == "Normal" or (law.kind in ("Independent", "Uncorrelated") and law.args[2])
            if is_even and not self.parameter(law.args[0], cut).num:
                even = (value + self.substitute(value, {entries[0]: -x})).scaled(Fraction(1, 2))
                if even.key() != value.key():
                    return self.mean(even)
                size = self.abs(x).num
                n = sum(e for a, e in group if {((a, 1),): Fraction(1)} in (x.num, size))
                if law.kind == "Normal" and n % 2 and n == sum(e for _, e in group):
                    deviation = self.root(self.parameter(law.args[1], cut), 2).power(n)
                    scale = self.root(constant(2) / as_quotient(atom("pi")), 2)
                    return scale * deviation.scaled(Fraction(2 ** (n // 2) * factorial(n // 2)))
        return as_quotient(atom("mean", value))

    def integrable(self, group: list[Any]) -> bool:
        """Whether a product of functions has a mean: all moments exist, or those up to the second, which suffice."""
        return all(self.has_moments(a) for a, _ in group) or sum(self.degree(a) * e for a, e in group) <= 2

    def degree(self, a: int) -> int:
        """Return a bound d with |f| <= c (1 + |x|**d) for an atom f of random entries x; a large one without any."""
        head, data = ATOMS[a]
        if not self.varies(Atom(a)) or head in BOUNDED:
            return 0
        if head == "random":
            return 1
        if head == "abs" and not self.varies(Quotient(data[0].den)):
            exponents = [e for mono in data[0].num for _, e in mono]
            if all(isinstance(e, int) and e > 0 for e in exponents):
                return max(sum(self.degree(b) * e for b, e in mono) for mono in data[0].num)
        return 3

    def parameter(self, term: Node, places: Places) -> Quotient:
        return self.of(term, places if term.shape else ())

    def moment(self, name: Node, places: list[Any]) -> Quotient:
        if len(places) > 6:
            raise Unread("a high moment")
        if self.statement.is_random(*name.args[-1].args[:2]):
            raise Unread("a law that is random itself")
        cut = name.kind == "RandomSequence"
        total = constant(0)
        for partition in partitions(list(range(len(places)))):
            part = constant(1)
            for block in partition:
                first = places[block[0]]
                part = part * self.cumulant(name, len(block), first[1:] if cut else first)
                for other in block[1:]:
                    part = part * self.together(places[other], first)
            total = total + part
        return total

    def cumulant(self, name: Node, order: int, places: Places) -> Quotient:
        law = name.args[-1]

        first, second = (self.parameter(p, places) for p in (law.args[0], law.args[min(1, len(law.args) - 1)]))
        if law.kind == "Bernoulli":
            value = first
            p = atom("symbol", make("Symbol", "<p>", "real"))
            x, value = as_quotient(p), as_quotient(p)
            for _ in range(order - 1):
                value = x * (constant(1) - x) * self.derivative(value, (p, None, ()))
            return self.substitute(value, {p: first})
        if law.kind == "Exponential":
            return constant(factorial(order - 1)) / first.power(order)
        if law.kind == "Uniform":
            width = second - first
            bernoulli = [
                Fraction(0),
                Fraction(0),
                Fraction(1, 6),
                Fraction(0),
                Fraction(-1, 30),
                Fraction(0),
                Fraction(1, 42),
            ]
            return (
                (first + second).scaled(Fraction(1, 2))
                if order == 1
                else width.power(order).scaled(bernoulli[order] / order)
            )
        if order <= 2:
            return first if order == 1 else second
        if law.kind == "Normal":
            return constant(0)
        if law.kind == "Independent":
            if law.args[2] and order % 2:
                return constant(0)
            return as_quotient(atom("cumulant", name, order))
        raise Unread("a moment of uncorrelated entries of an order above two")


def partitions(items: list[int]) -> Iterator[Any]:
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for size in range(len(rest) + 1):
        for block in itertools.combinations(rest, size):
            for others in partitions([item for item in rest if item not in block]):
                yield [[first, *block], *others]
