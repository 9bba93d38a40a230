"""Two evaluators that share nothing with the algebra: loops over terms, and loops over the atoms of normal forms.

A term with random variables is evaluated at one outcome; its mean is the weighted sum over all outcomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.polynomial import rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.language.syntax import arrays, random, terms
from gradcheck.language.syntax.terms import Num, Symbol, Term

Indices = tuple[int, ...]


@dataclass(frozen=True)
class Point:
    """Values of symbols, and of the entries of arrays and random variables."""

    symbols: dict[Symbol, Fraction]
    entries: dict[tuple[str, Indices], Fraction]

    def side(self, term: Term) -> range:
        return range(1, int(evaluate(term, self)) + 1)


def evaluate(term: Any, at: Point, place: Indices = ()) -> Fraction:
    """One entry of a term, by its definition."""
    match term:
        case Num():
            return Fraction(term.value)
        case Symbol():
            return at.symbols[term]
        case terms.Add():
            return sum((evaluate(part, at, place) for part in term.terms), Fraction(0))
        case terms.Neg():
            return -evaluate(term.term, at, place)
        case terms.Mul():
            result = Fraction(1)
            for part in term.factors:
                result *= evaluate(part, at, place if part.shape else ())
            return result
        case terms.Pow(base=arrays.Norm(array=inner), exponent=Num(value=power)) if power == 2:
            places = product(*(at.side(side) for side in inner.shape))
            return sum((evaluate(inner, at, p) ** 2 for p in places), Fraction(0))
        case terms.Pow():
            return evaluate(term.base, at) ** int(evaluate(term.exponent, at))
        case arrays.Array() | random.RandomVariable():
            return at.entries[term.name, place]
        case arrays.Transpose():
            return evaluate(term.matrix, at, place[::-1])
        case arrays.Hadamard():
            return evaluate(term.left, at, place) * evaluate(term.right, at, place)
        case arrays.Ones():
            return Fraction(1)
        case arrays.Diag():
            return evaluate(term.vector, at, place[:1]) if place[0] == place[1] else Fraction(0)
        case arrays.Diagonal():
            return evaluate(term.matrix, at, place * 2)
        case arrays.MatMul():
            cut = len(term.left.shape) - 1
            return sum(
                (
                    evaluate(term.left, at, (*place[:cut], k)) * evaluate(term.right, at, (k, *place[cut:]))
                    for k in at.side(term.left.shape[-1])
                ),
                Fraction(0),
            )
    raise NotImplementedError(type(term).__name__)


def mean(term: Term, at: Point, kept: tuple[str, tuple[Term, ...], Symbol], place: Indices = ()) -> Fraction:
    """The mean over the outcomes of a mask of independent Bernoulli entries: its name, sides and probability."""
    name, sides, p = kept
    cells = list(product(*(at.side(side) for side in sides)))
    total = Fraction(0)
    for outcome in product((0, 1), repeat=len(cells)):
        weight = Fraction(1)
        for value in outcome:
            weight *= at.symbols[p] if value else 1 - at.symbols[p]
        entries = at.entries | {(name, cell): Fraction(value) for cell, value in zip(cells, outcome, strict=True)}
        total += weight * evaluate(term, Point(at.symbols, entries), place)
    return total


def value_of(ring: Ring, form: Quotient, at: Point, names: dict[Atom, int]) -> Fraction:
    """A normal form at the values, every contraction summed out."""

    def polynomial(side: Any) -> Fraction:
        total = Fraction(0)
        for powers, coefficient in side.terms():
            part = rational_number(coefficient)
            for slot, exponent in powers:
                part *= _atom(ring, ring.slots[slot], at, names) ** exponent
            total += part
        return total

    return polynomial(form.num) / polynomial(form.den)


def _atom(ring: Ring, atom: Atom, at: Point, names: dict[Atom, int]) -> Fraction:
    def index(item: Any) -> int:
        return int(_atom(ring, item, at, names) if isinstance(item, Atom) else value_of(ring, item, at, names))

    match atom.head:
        case "symbol":
            return at.symbols[atom.data[0]]
        case "index":
            return Fraction(names[atom])
        case "entry" | "random":
            return at.entries[atom.data[0], tuple(index(item) for item in atom.data[1])]
        case "delta":
            return Fraction(index(atom.data[0]) == index(atom.data[1]))
        case "sum":
            ranges, factors, bound = atom.data
            return sum(
                (_product(ring, factors, at, names | chosen) for chosen in _choices(ranges, bound, index)), Fraction(0)
            )
    raise NotImplementedError(atom.head)


def _product(ring: Ring, factors: Any, at: Point, names: dict[Atom, int]) -> Fraction:
    result = Fraction(1)
    for atom, exponent in factors:
        result *= _atom(ring, atom, at, names) ** exponent
    return result


def _choices(ranges: Any, bound: Any, index: Callable[[Any], int]) -> Iterator[dict[Atom, int]]:
    for values in product(*(range(index(lo), index(hi) + 1) for lo, hi in ranges)):
        yield dict(zip(bound, values, strict=True))
