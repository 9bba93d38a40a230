"""Means of polynomials in random entries, by cumulants."""

from __future__ import annotations

import itertools
from fractions import Fraction
from math import factorial

from recheck.atoms import ATOMS, Atom, as_quotient, atom, constant
from recheck.nodes import make
from recheck.polynomials import Quotient
from recheck.refusal import Unread


class Chance:
    """Means over random variables."""

    def mean(self, q):
        """Return the mean of a polynomial in random entries; Unread where it may have none.

        By cumulants over the partitions of its factors; what is not computed is the mean of a product, as an atom.
        """
        if not self.varies(q):
            return q
        if self.varies(Quotient(q.den)):
            raise Unread("a mean of a quotient with a random divisor")
        total = constant(0)
        for mono, c in q.num.items():
            total = total + self.mean_of_product(mono).scaled(c)
        return total / Quotient(q.den)

    def mean_of_product(self, mono):
        fixed, factors = constant(1), []
        for place, (a, e) in enumerate(mono):
            if not self.varies(Atom(a)):
                fixed = fixed * as_quotient(a, e)
            elif ATOMS[a][0] == "sum" and isinstance(e, int) and 0 < e <= 4:
                rest, bound = Quotient({mono[:place] + mono[place + 1 :]: Fraction(1)}), []
                for _ in range(e):
                    inner, body = self.opened(a)
                    bound, rest = bound + inner, rest * body
                return self.total(bound, self.mean(rest))
            else:
                factors.append((a, e))
        while factors:
            group, grown = [factors.pop()], True
            while grown:
                near = [f for f in factors if any(self.dependent(f[0], g[0]) for g in group)]
                group, grown, factors = group + near, bool(near), [f for f in factors if f not in near]
            fixed = fixed * self.mean_of_group(sorted(group))
        return fixed

    def mean_of_group(self, group):
        """Return the mean of a product of factors that may depend on one another."""
        if all(ATOMS[a][0] == "random" and isinstance(e, int) and e > 0 for a, e in group):
            result, entries = constant(1), [ATOMS[a][1] for a, e in group for _ in range(e)]
            for name in dict.fromkeys(node for node, _ in entries):
                result = result * self.moment(name, [places for node, places in entries if node is name])
            return result
        if not all(isinstance(e, int) and e > 0 and self.has_moments(a) for a, e in group):
            raise Unread("a mean of this function of a random variable")
        return as_quotient(atom("mean", Quotient({tuple(group): Fraction(1)})))

    def moment(self, name, places):
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

    def cumulant(self, name, order, places):
        law = name.args[-1]

        def of(p):
            return self.of(p, places if p.shape else ())

        first, second = of(law.args[0]), of(law.args[1]) if len(law.args) > 1 else None
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
            bernoulli = [0, 0, Fraction(1, 6), Fraction(0), Fraction(-1, 30), Fraction(0), Fraction(1, 42)]
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


def partitions(items):
    if not items:
        yield []
        return
    first, rest = items[0], items[1:]
    for size in range(len(rest) + 1):
        for block in itertools.combinations(rest, size):
            for others in partitions([item for item in rest if item not in block]):
                yield [[first, *block], *others]
