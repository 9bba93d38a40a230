"""Ordered products of matrices over a symbolic range, entry by entry.

The atom of an entry of body(hi) @ ... @ body(lo) holds the normal form of an entry of the body over three bound indices
(row, column, number of the factor), named above everything inside, so that equal bodies are one atom.  A rising
product is the transpose of the falling product of the transposes.

The factor of number k has c(k) columns and c(k + 1) rows, c a normal form over the number of the factor that the atom
holds beside the body: a constant for square factors, n(k - 1) for a chain of layers of widths n.  In the body the row
ranges over 1 .. c(k + 1) and the column over 1 .. c(k); body(k + 1) and body(k) are multiplied by a sum over
1 .. c(k + 1).  So products of factors of other widths are other atoms.

    no factors: the identity      a number of factors: written out
    product(lo .. hi) = body(hi) @ ... @ body(hi - c + 1) @ product(lo .. hi - c)
        where hi - lo + 1 = g + c, g without a constant term, c > 0, if g >= 0

Each needs hi >= lo - 1.  Refused: factors that are random, derivatives by what a factor depends on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import constant_part, contract, level_of
from gradcheck.algebra.hypotheses import record
from gradcheck.algebra.kinds import BOUND
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported, told
from gradcheck.algebra.signs import NONNEGATIVE, Interval, enclose_interval
from gradcheck.algebra.substitution import delta, renamed, substitute
from gradcheck.algebra.sufficiency import suffices
from gradcheck.language.syntax.arrays import OrderedProduct
from gradcheck.language.syntax.terms import Symbol, Term

MAX_FACTORS = 24
MAX_SPLIT = 12

Pair = tuple[Quotient, Quotient]
Bound = tuple[Atom, Atom, Atom]  # row, column, number of the factor
Columns = Callable[[Quotient], Quotient]  # how many the factor of a number has


def entry_of_product(
    lowering: Any, term: OrderedProduct, indices: tuple[Quotient, ...], scope: Mapping[Symbol, Quotient]
) -> Quotient:
    """Return the normal form of an entry of an ordered product:
    written out, or from an entry of a factor at fresh indices.
    """
    ring: Ring = lowering.ring
    lo, hi = lowering.scalar(term.lo, scope), lowering.scalar(term.hi, scope)
    lowering.length(term.shape[0], scope)  # also of a product without factors, the size is one
    rows, columns = term.body.shape

    def side(number: Quotient) -> Quotient:
        width: Quotient = lowering.length(rows if term.rising else columns, {**scope, term.index: number})
        return width

    if (hi - lo).constant() is not None:
        factors = numbers(ring, lo, hi)

        def entry(number: Quotient, i: Quotient, j: Quotient) -> Quotient:
            value: Quotient = lowering.entry(term.body, (i, j), {**scope, term.index: number})
            return value

        ordered = factors if term.rising else factors[::-1]

        def over(number: Quotient, body: Callable[[Quotient], Quotient]) -> Quotient:
            value: Quotient = lowering.over(columns, body, {**scope, term.index: number})
            return value

        return written_out(ring, ordered, entry, indices, over)
    bound = fresh_indices(ring, lo, hi, side)
    row, column, place = map(ring.generator, bound)
    factor = (column, row) if term.rising else (row, column)
    body = lowering.entry(term.body, factor, {**scope, term.index: place})
    first, last = indices[::-1] if term.rising else indices
    return ordered_product(ring, body, bound, (lo, hi), side, (first, last), term)


def ordered_product(
    ring: Ring, body: Quotient, bound: Bound, bounds: Pair, side: Columns, entry: Pair, written: Term | None = None
) -> Quotient:
    """Return the entry of the falling product of the body,
    which is given over the ``bound`` indices and has ``side`` columns.

    ``written`` is the term as an author wrote it, for the reader alone.
    """
    if ring.families(body):
        raise Unsupported("an ordered product of random matrices")
    lo, hi = bounds
    row, column, place = bound

    def factor(number: Quotient, i: Quotient, j: Quotient) -> Quotient:
        return substitute(ring, body, {place: number, row: i, column: j})

    def over(number: Quotient, summand: Callable[[Quotient], Quotient]) -> Quotient:
        return _over(ring, side(number), summand)

    count = hi - lo + ring.constant(1)
    if count.constant() is not None:
        return written_out(ring, numbers(ring, lo, hi)[::-1], factor, entry, over)
    split = max(constant_part(count), 0)
    left = count - ring.constant(split)
    (suffices if split else Ring.require)(ring, "nonnegative", left, told(ring, ">=", left))
    if split > MAX_SPLIT:
        raise TooLarge(f"an ordered product with {split} factors to write out")

    def rest(i: Quotient, j: Quotient) -> Quotient:
        atom = _atom(ring, body, bound, (lo, hi - ring.constant(split)), side, (i, j))
        if written is not None:
            ring.known.setdefault(("written", atom.data[0]), written)
        return ring.generator(atom)

    return written_out(ring, [hi - ring.constant(k) for k in range(split)], factor, entry, over, rest)


def numbers(ring: Ring, lo: Quotient, hi: Quotient) -> list[Quotient]:
    """Return the numbers of the factors of a product, where it is known how many there are."""
    count = (hi - lo + ring.constant(1)).constant()
    if count is None or count.denominator != 1 or count < 0:
        raise Unsupported("an ordered product of fewer than no factors")
    if count > MAX_FACTORS:
        raise TooLarge(f"an ordered product with {count} factors to write out")
    return [lo + ring.constant(k) for k in range(int(count))]


def written_out(
    ring: Ring,
    factors: list[Quotient],
    entry: Callable[[Quotient, Quotient, Quotient], Quotient],
    places: tuple[Quotient, ...],
    over: Callable[[Quotient, Callable[[Quotient], Quotient]], Quotient],
    rest: Callable[[Quotient, Quotient], Quotient] | None = None,
) -> Quotient:
    """Return an entry of the product of the factors from left to right; ``entry`` is that of the factor of a number.

    ``over`` sums over the columns of the factor of a number; ``rest`` is what follows the factors.
    """
    known: dict[object, Quotient] = {}

    def product(first: int, i: Quotient, j: Quotient) -> Quotient:
        if first == len(factors):
            return delta(ring, i, j) if rest is None else rest(i, j)
        if first == len(factors) - 1 and rest is None:
            return entry(factors[first], i, j)
        key = (first, i.key, j.key)
        if key not in known:
            known[key] = over(factors[first], lambda s: entry(factors[first], i, s) * product(first + 1, s, j))
        return known[key]

    first, last = places
    return product(0, first, last)


def _over(ring: Ring, side: Quotient, body: Callable[[Quotient], Quotient]) -> Quotient:
    """Return the sum of body(s) over 1 <= s <= side."""
    number = side.constant()
    if number is not None:
        return sum((body(ring.constant(s)) for s in range(1, int(number) + 1)), ring.constant(0))
    index = ring.index()
    ring.ranges[index] = (ring.constant(1), side)
    return contract(ring, body(ring.generator(index)), index, ring.constant(1), side)


def _atom(ring: Ring, body: Quotient, bound: Bound, bounds: Pair, side: Columns, entry: Pair) -> Atom:
    level = max(level_of(ring, body), level_of(ring, side(ring.generator(bound[2]))))
    names = tuple(ring.atom("index", -(level + 1 + position)) for position in range(len(bound)))
    inside = ring.atom("body", renamed(ring, body, bound, names))
    columns = ring.atom("body", side(ring.generator(names[2])))
    free = (inside.indices | columns.indices) - set(names)
    return ring.atom("product", inside, names, *bounds, columns, entry, indices=free)


def open_product(ring: Ring, atom: Atom) -> tuple[Quotient, Bound]:
    """Return the body of a product over fresh indices, which know their ranges."""
    inside, names, lo, hi, _, _ = atom.data
    row, column, place = fresh_indices(ring, lo, hi, columns_of(ring, atom))
    return renamed(ring, inside.data[0], names, (row, column, place)), (row, column, place)


def columns_of(ring: Ring, atom: Atom) -> Columns:
    """Return the number of columns of the factor of a number, for the atom of an entry of a product."""
    _, names, _, _, columns, _ = atom.data
    return lambda number: substitute(ring, columns.data[0], {names[2]: number})


def fresh_indices(ring: Ring, lo: Quotient, hi: Quotient, side: Columns) -> Bound:
    """Return indices for the rows, the columns and the numbers of the factors of a product."""
    row, column, place = ring.index(), ring.index(), ring.index()
    number = ring.generator(place)
    ring.ranges[row] = ring.constant(1), side(number + ring.constant(1))
    ring.ranges[column] = ring.constant(1), side(number)
    ring.ranges[place] = (lo, hi)
    ring.bounds[place] = Interval(enclose_interval(ring, lo).lo)
    for gap in (number - lo, hi - number):
        record(ring, gap.num, NONNEGATIVE)
    return row, column, place


def substitute_in_product(ring: Ring, atom: Atom, mapping: Mapping[Atom, Quotient]) -> Quotient:
    """Return the image of the atom when other atoms are replaced, also inside its factors."""
    inside, names, *bounds, _, entry = atom.data
    lo, hi, i, j = (substitute(ring, item, mapping) for item in (*bounds, *entry))
    anywhere = ring.index()
    before = columns_of(ring, atom)(ring.generator(anywhere))
    columns = substitute(ring, before, mapping)

    def side(number: Quotient) -> Quotient:
        return substitute(ring, columns, {anywhere: number})

    bound = fresh_indices(ring, lo, hi, side)
    body = renamed(ring, inside.data[0], names, bound)
    image = substitute(ring, body, mapping)
    pairs = ((image, body), (columns, before), *zip((lo, hi, i, j), (*bounds, *entry), strict=True))
    if all(new.key == old.key for new, old in pairs):
        return ring.generator(atom)
    return ordered_product(ring, image, bound, (lo, hi), side, (i, j))


BOUND["product"] = substitute_in_product
