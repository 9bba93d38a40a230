"""Dimensions that depend on an integer: the widths n(0), n(1), ..., n(L) of the layers of a network.

``n = widths("n")`` is an arbitrary function from the integers to the positive integers; nothing else is known about it.
``n(k)`` is an integer term that may stand wherever a dimension may: as a side of an array, as the end of a sum.

When two widths are equal.  The index of a width is a polynomial in integer symbols with integer coefficients, and is
kept in one canonical form, so that n(k + 1 - 1) is n(k) and n(i + 0) is n(i).  n(p) and n(q) are one term exactly when
p and q are one polynomial, and this is when n(p) = n(q) for every n and all values of the symbols.  Shapes agree only
if their sides are the same terms: a matrix of n(k) by n(k - 1) can't be multiplied from the left by one of
n(k - 1) by n(k - 2), though it could be if all layers had one width.  What holds for some widths is not a statement.

``HERE`` is the index of a member in the sides of its sequence: A = sequence("A", lambda k: (n(k), n(k - 1))) keeps the
sides n(HERE) and n(HERE - 1), and the member A(j) has the shape n(j) by n(j - 1).  So one name still has one shape, as
a function of the index.

What may stand for k.  The size of an array X is fixed with its name, so a symbol in the sides of X can't be replaced
by something else: there is one X.  A member A(k) of a sequence, or zeros(n(k)), is a function of k that is what it is
at every k; it may be instantiated at k = j, and proved by induction over k.  ``sizing_symbols`` distinguishes the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.node import Node, spelled, walk
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Pow, Symbol, Term, as_term, free_symbols

MAX_TERMS = 64  # of the polynomial in an index

Monomial = tuple[Term, ...]


class Here(Term):
    """The index of the member whose sides these are; it stands nowhere else."""

    fields = ()


HERE = Here()


class Width(Term):
    """The positive integer name(index), for an arbitrary function ``name`` of the integers."""

    name: str
    index: Term

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        name, index = values
        if not isinstance(name, str) or not name:
            raise ValueError("a sequence of widths needs a name")
        return name, canonical(index)


def widths(name: str) -> Callable[[object], Width]:
    """Return an arbitrary sequence of dimensions: ``n = widths("n")``, then ``n(k)`` is the k-th, at least 1."""
    return lambda index: Width(name, as_term(index))


def canonical(index: Term) -> Term:
    """Return the index with its monomials in one order, each once;
    TypeError for what is no polynomial over the integers.
    """
    found = _polynomial(index)
    parts = []
    for monomial, coefficient in sorted(found.items(), key=lambda item: (not item[0], item[1] < 0, spelled(item[0]))):
        factors: tuple[Term, ...] = monomial
        if abs(coefficient) != 1 or not monomial:
            factors = (Num(Fraction(abs(coefficient))), *monomial)
        part = factors[0] if len(factors) == 1 else Mul(factors)
        parts.append(Neg(part) if (coefficient < 0 and monomial) or coefficient < 0 < len(found) - 1 else part)
    if not parts:
        return Num(Fraction(0))
    if len(found) == 1 and () in found:
        return Num(Fraction(found[()]))
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _polynomial(term: Term) -> dict[Monomial, int]:
    match term:
        case Num(value=value) if value.denominator == 1:
            return {(): int(value)} if value else {}
        case Here() | Width():
            return {(term,): 1}
        case Symbol() if term.is_integer:
            return {(term,): 1}
        case Neg(term=inner):
            return {monomial: -coefficient for monomial, coefficient in _polynomial(inner).items()}
        case Add(terms=parts):
            total: dict[Monomial, int] = {}
            for part in parts:
                _add(total, _polynomial(part))
            return total
        case Pow(base=base, exponent=Num(value=value)) if value in range(1, MAX_TERMS):
            return _polynomial(Mul((base,) * int(value)))
        case Mul(factors=factors):
            product: dict[Monomial, int] = {(): 1}
            for factor in factors:
                product = _times(product, _polynomial(factor))
            return product
    raise TypeError("the index of a width is an integer term; declare it with natural() or integer()")


def _add(total: dict[Monomial, int], other: dict[Monomial, int]) -> None:
    for monomial, coefficient in other.items():
        total[monomial] = total.get(monomial, 0) + coefficient
        if not total[monomial]:
            del total[monomial]


def _times(left: dict[Monomial, int], right: dict[Monomial, int]) -> dict[Monomial, int]:
    if len(left) * len(right) > MAX_TERMS:
        raise TypeError("the index of a width is too long")
    product: dict[Monomial, int] = {}
    for first, a in left.items():
        for second, b in right.items():
            _add(product, {tuple(sorted((*first, *second), key=spelled)): a * b})
    return product


def at_index(side: Term, index: Term) -> Term:
    """Return the side of the member of this index: HERE replaced by the index."""
    match side:
        case Here():
            return index
        case Width(name=name, index=inner):
            return Width(name, at_index(inner, index))
        case Neg(term=inner):
            return Neg(at_index(inner, index))
        case Add(terms=parts):
            return Add(tuple(at_index(part, index) for part in parts))
        case Mul(factors=factors):
            return Mul(tuple(at_index(factor, index) for factor in factors))
    return side


def sizing_symbols(*nodes: Node) -> set[Symbol]:
    """Return the symbols on which the size of some named array depends.

    Arrays, sequences and random variables are known by name, so one name must keep one size: such a symbol can't be
    instantiated, inducted on, or bound by a limit.  The index of a member of a sequence, and of a width in the shape
    of a term that has no name, is none of them.
    """
    found: set[Symbol] = set()
    for node in nodes:
        for part in walk(node):
            if hasattr(part, "name"):
                for side in getattr(part, "sides", ()):
                    found |= free_symbols(side)
            for side in getattr(part, "shape", ()):
                found |= {part for part in outside_widths(side) if isinstance(part, Symbol)}
    return found


def outside_widths(side: Node) -> Iterator[Node]:
    """Yield the nodes of a side that are not inside of a width."""
    yield side
    if not isinstance(side, Width):
        for child in side.children():
            yield from outside_widths(child)
