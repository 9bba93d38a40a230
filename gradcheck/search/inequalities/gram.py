"""Sums of squares with weights: exact Gram matrices for a polynomial, found near floating point ones.

    target = sum over blocks of weight * p^T Q p + sum of multiples of polynomials that vanish,

with p the basis of the block and Q positive semidefinite and rational.  The matrices with this property are an affine
family, which exact elimination gives; the interior of the cone is sought along the central path (``semidefinite``) and
the parameters are rounded.  A polynomial with zeros has no Gram matrix inside: then the vectors that all matrices
nearly annihilate are rounded, and the bases are replaced by what is orthogonal to them (facial reduction).  Q = L D L^T
over the rationals shows the squares.  Undecided: polynomials whose certificates all need irrational numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from gradcheck.search.inequalities.semidefinite import Entry, Point, follow_path

Powers = tuple[int, ...]
Poly = dict[Powers, Fraction]
Weighted = tuple[Fraction, Poly]  # c and p: c p^2

MAX_UNKNOWNS = 420
MAX_PARAMETERS = 110  # of a family, unless the caller says less
MAX_ROUNDS = 5
COARSE = (1, 2, 3, 4, 6, 12)  # denominators of parameters
FINE = (24, 60, 120, 1000, 10**5, 10**8)
NEARLY = 0.2  # least eigenvalues from which on simple parameters are tried
ENOUGH = 4  # points inside, after which others are
FRACTIONS = 120  # denominators of vectors that are annihilated
CLOSE = 2e-3  # how far from such a vector a floating point one may be
SINGULAR = 3e-4  # pivots below are taken for 0, where the path ended at 0
HEAVY = 1e4  # the weight from which on that is believed
AT_ZERO = 4.0  # the least eigenvalue tends to 0 if it is at most so many times the size over the weight


class Touching(Exception):
    """The polynomial seems to be 0 somewhere, although a strict certificate was asked for."""


@dataclass(frozen=True)
class Block:
    """A weight that is not negative, and the polynomials whose squares it multiplies."""

    weight: Poly
    basis: tuple[Poly, ...]


@dataclass(frozen=True)
class Certificate:
    """For each block the squares with their weights, and the multiples of the polynomials that vanish."""

    squares: tuple[tuple[Weighted, ...], ...]
    multiples: tuple[Fraction, ...]


def times(left: Poly, right: Poly) -> Poly:
    """Return the product."""
    result: Poly = {}
    for a, u in left.items():
        for b, v in right.items():
            key = tuple(map(int.__add__, a, b))
            result[key] = result.get(key, Fraction(0)) + u * v
    return {key: value for key, value in result.items() if value}


def plus(left: Poly, right: Poly, scale: Fraction | int = 1) -> Poly:
    """Return left + scale * right."""
    result = dict(left)
    for key, value in right.items():
        result[key] = result.get(key, Fraction(0)) + scale * value
    return {key: value for key, value in result.items() if value}


def search_squares(
    target: Poly,
    blocks: list[Block],
    vanishing: list[Poly],
    strict: list[int] | None = None,
    most: int = MAX_PARAMETERS,
) -> Certificate | None:
    """Return an exact certificate, or None; if ``strict`` blocks are given, one of them must occur in it.

    Raise Touching where apparently none of them can.
    """
    for _ in range(MAX_ROUNDS):
        family = _family(target, blocks, vanishing, strict)
        if family is None or len(family.turns) > most:
            return None
        last: Point | None = None
        inside = 0
        for point in follow_path(family.sizes, family.base, family.directions):
            found = family.rounded(point, COARSE) if point.least > -NEARLY else None
            if found is not None:
                return found
            last, inside = point, inside + (point.least > 0)
            if inside == ENOUGH:
                return family.rounded(point, FINE)
        if last is not None and last.least > 0:
            return family.rounded(last, FINE)
        if last is None or last.weight < HEAVY or -last.least * last.weight > AT_ZERO * sum(family.sizes):
            return None
        smaller = family.reduced(last)
        if smaller is None:
            return None
        blocks = smaller
        if strict is not None and not any(blocks[b].basis for b in strict):
            raise Touching
    return None


def _family(target: Poly, blocks: list[Block], vanishing: list[Poly], strict: list[int] | None) -> _Family | None:
    """Return all symmetric matrices with the identity; None if there are none, or if the family is too large."""
    columns: list[Poly] = list(vanishing)
    places: list[tuple[int, int, int] | None] = [None] * len(vanishing)
    for b, block in enumerate(blocks):
        weighted = [times(block.weight, p) for p in block.basis]
        for i in range(len(block.basis)):
            for j in range(i, len(block.basis)):
                product = times(weighted[i], block.basis[j])
                columns.append(product if i == j else plus({}, product, 2))
                places.append((b, i, j))
    if len(columns) > MAX_UNKNOWNS:
        return None
    rows = sorted({key for column in (*columns, target) for key in column})
    index = {key: i for i, key in enumerate(rows)}
    entries = [[fmpq(0)] * (len(columns) + 1) for _ in rows]
    for c, column in enumerate((*columns, target)):
        for key, value in column.items():
            entries[index[key]][c] = fmpq(value.numerator, value.denominator)
    reduced, rank = fmpq_mat(entries).rref()
    table = [[(c, reduced[r, c]) for c in range(len(columns) + 1) if reduced[r, c] != 0] for r in range(rank)]
    if any(row[0][0] == len(columns) for row in table):
        return None
    pivots = {row[0][0] for row in table}
    free = [c for c in range(len(columns)) if c not in pivots]
    start = [Fraction(0)] * len(columns)
    turns: dict[int, list[tuple[int, Fraction]]] = {c: [(c, Fraction(1))] for c in free}
    for row in table:
        pivot = row[0][0]
        for c, number in row[1:]:
            value = Fraction(int(number.p), int(number.q))
            if c == len(columns):
                start[pivot] = value
            else:
                turns[c].append((pivot, -value))
    moving = [turn for turn in turns.values() if any(places[c] is not None for c, _ in turn)]
    return _Family(blocks, len(vanishing), places, start, moving, strict)


class _Family:
    def __init__(
        self,
        blocks: list[Block],
        count: int,
        places: list[tuple[int, int, int] | None],
        start: list[Fraction],
        turns: list[list[tuple[int, Fraction]]],
        strict: list[int] | None,
    ) -> None:
        self.strict = strict
        self.blocks, self.count, self.places, self.start, self.turns = blocks, count, places, start, turns
        self.sizes = [len(block.basis) for block in blocks]
        self.base = self._entries(enumerate(start))
        self.directions = [self._entries(turn) for turn in turns]

    def _entries(self, values: Iterable[tuple[int, Fraction]]) -> list[Entry]:
        found: list[Entry] = []
        for column, value in values:
            place = self.places[column]
            if place is not None and value:
                found.append((*place, float(value)))
        return found

    def rounded(self, point: Point, denominators: tuple[int, ...]) -> Certificate | None:
        """Return the certificate at parameters near those of the point, simple ones first."""
        for bound in denominators:
            y = [Fraction(v).limit_denominator(bound) for v in point.parameters]
            values = list(self.start)
            for number, turn in zip(y, self.turns, strict=True):
                for column, value in turn:
                    values[column] += number * value
            squares = [self._squares(b, values) for b in range(len(self.blocks))]
            known = [tuple(found) for found in squares if found is not None]
            if len(known) == len(squares) and (self.strict is None or any(known[b] for b in self.strict)):
                return Certificate(tuple(known), tuple(values[: self.count]))
        return None

    def _squares(self, number: int, values: list[Fraction]) -> list[Weighted] | None:
        """Return the squares of one block, by Q = L D L^T; None if it is not positive semidefinite."""
        basis, size = self.blocks[number].basis, self.sizes[number]
        rest = [[Fraction(0)] * size for _ in range(size)]
        for place, value in zip(self.places, values, strict=True):
            if place is not None and place[0] == number:
                rest[place[1]][place[2]] = rest[place[2]][place[1]] = value
        found: list[Weighted] = []
        for i in range(size):
            pivot = rest[i][i]
            if pivot < 0 or (pivot == 0 and any(rest[i][i + 1 :])):
                return None
            if pivot == 0:
                continue
            ratios = [rest[i][j] / pivot for j in range(i, size)]
            square: Poly = {}
            for ratio, polynomial in zip(ratios, basis[i:], strict=True):
                square = plus(square, polynomial, ratio)
            found.append((pivot, square))
            for j in range(i + 1, size):
                ratio = ratios[j - i]
                if ratio:
                    for k in range(j, size):
                        rest[j][k] -= ratio * pivot * ratios[k - i]
                        rest[k][j] = rest[j][k]
        return found

    def reduced(self, point: Point) -> list[Block] | None:
        """Return the blocks without the vectors that the matrices at the end of the path annihilate;
        None if there are none.
        """
        matrices = [[[0.0] * n for _ in range(n)] for n in self.sizes]
        for scale, entries in zip((1.0, *point.parameters), (self.base, *self.directions), strict=True):
            for b, i, j, value in entries:
                matrices[b][i][j] += scale * value
                if i != j:
                    matrices[b][j][i] += scale * value
        result, changed = [], False
        for block, matrix in zip(self.blocks, matrices, strict=True):
            basis = _orthogonal(block.basis, matrix)
            if basis is None:
                return None
            changed |= len(basis) < len(block.basis)
            result.append(Block(block.weight, basis))
        return result if changed and any(block.basis for block in result) else None


def _orthogonal(basis: tuple[Poly, ...], matrix: list[list[float]]) -> tuple[Poly, ...] | None:
    """Return a basis of the complement of the annihilated vectors, by elimination with the largest pivots first;
    or None.
    """
    size = len(basis)
    largest = max((matrix[i][i] for i in range(size)), default=0.0)
    rest = [[*row, *(float(i == j) for j in range(size))] for i, row in enumerate(matrix)]
    left, chosen = set(range(size)), list[int]()
    while left:
        pivot = max(left, key=lambda i: rest[i][i])
        if rest[pivot][pivot] <= SINGULAR * max(largest, 1e-3):
            break
        left.remove(pivot)
        chosen.append(pivot)
        scale = rest[pivot][pivot]
        rest[pivot] = [value / scale for value in rest[pivot]]
        for i in range(size):
            if i != pivot and rest[i][pivot]:
                ratio = rest[i][pivot]
                rest[i] = [a - ratio * b for a, b in zip(rest[i], rest[pivot], strict=True)]
    result = []
    for i in sorted(chosen):
        polynomial = dict(basis[i])
        for j in left:
            number = Fraction(rest[i][j]).limit_denominator(FRACTIONS)
            if abs(float(number) - rest[i][j]) > CLOSE * max(1.0, abs(rest[i][j])):
                return None
            polynomial = plus(polynomial, basis[j], number)
        result.append(polynomial)
    return tuple(result)


def monomials(count: int, lowest: int, highest: int) -> Iterator[Powers]:
    """Yield the monomials in so many variables of a degree between the two, high ones first."""
    for degree in range(highest, lowest - 1, -1):
        yield from _of_degree(count, degree)


def _of_degree(count: int, degree: int) -> Iterator[Powers]:
    if count == 1:
        yield (degree,)
        return
    for first in range(degree, -1, -1):
        for rest in _of_degree(count - 1, degree - first):
            yield (first, *rest)
