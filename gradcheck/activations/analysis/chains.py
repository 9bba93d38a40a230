"""Compositions of activations: the supremum of |dy/dx| of n layers, and its behaviour for n -> oo.

A chain repeats a block of layers; y_n is a sequence defined by a recurrence, so that jets cost linear time in n and
nothing nested is built.  What decides:

    sharpness     the product of the layers' suprema is reached at a rational orbit, or approached at infinity
    search        else the supremum is enclosed (``extrema``)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache

from gradcheck.activations.analysis.pieces import Activation, Piece, X, of_formula
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.balls import germs
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.extended import tail_jet
from gradcheck.balls.series import Undefined
from gradcheck.balls.tails import limit_of
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Derivative, Neg, Num, Symbol, Term
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_supremum
from gradcheck.search.covers.univariate import Function, Supremum

DEPTH = Symbol("k", "natural")
MAX_PIECED_LAYERS = 12


def member(index: Term) -> Sequence:
    """Return y_index as a function of x."""
    return Sequence("y", (), index, (X,))


@dataclass(frozen=True)
class Chain:
    """``repeats`` times the block of layers, innermost first; a layer maps z to f(weight z)."""

    layers: tuple[Activation, ...]
    repeats: int
    weight: Fraction = Fraction(1)

    def layer(self, term: Term) -> Term:
        return term if self.weight == 1 else replace_symbols(term, {X: Num(self.weight) * X})

    @property
    def block(self) -> Term:
        result: Term = X
        for function in self.layers:
            result = replace_symbols(self.layer(function.formula), {X: result})
        return result

    @property
    def definitions(self) -> tuple[Definition, ...]:
        earlier = member(DEPTH - 1)
        return (
            Initial(member(Num(Fraction(0))), X),
            Recurrence(member(DEPTH), replace_symbols(self.block, {X: earlier}), 1),
        )

    @property
    def slope(self) -> Derivative:
        """Return dy/dx of the whole chain."""
        return Derivative(member(Num(Fraction(self.repeats))), X)

    @property
    def has_cuts(self) -> bool:
        return any(function.cuts for function in self.layers)

    def function(self, sign: int = 1) -> Function:
        return Function(
            self.slope if sign > 0 else Neg(self.slope), X, None, None, self.definitions, self.has_cuts
        )  # fmt: skip


@dataclass(frozen=True)
class Orbit:
    """An exact orbit from ``start`` (seen from ``side`` where it meets a kink): the derivative along it."""

    start: Fraction
    side: int
    slope: Fraction
    meets_kink: bool


def advance(chain: Chain, start: Fraction, side: int) -> tuple[Fraction, int, Fraction, bool] | None:
    """Return one block from a rational point: the value, the side from which it is reached, the slope,
    whether at a kink.
    """
    value, slope, kink = start, Fraction(1), False
    for function in chain.layers:
        argument = value * chain.weight
        side = side if chain.weight > 0 else -side
        kink = kink or (argument in function.cuts and function.slope_at_cut(argument) is None)
        try:
            value, factor = exact_jet(_piece(function, argument, side).term, X, argument, 1)
        except Undefined:
            return None
        slope *= factor * chain.weight
        side = side if factor > 0 else -side
        if factor == 0:
            return value, 0, slope, kink
    return value, side, slope, kink


def follow(chain: Chain, start: Fraction, side: int, repeats: int) -> Orbit | None:
    """Return the derivative of ``repeats`` blocks at start, or just beside it, if everything is rational."""
    value, moving, slope, kink = start, side, Fraction(1), False
    for done in range(repeats):
        step = advance(chain, value, moving)
        if step is None or step[0].denominator.bit_length() > 4000:
            return None
        slope, kink = slope * step[2], kink or step[3]
        if slope == 0:
            break
        if step[:2] == (value, moving):
            slope *= step[2] ** (repeats - done - 1)
            break
        value, moving = step[:2]
    return Orbit(start, side, slope, kink)


def is_fixed(chain: Chain, start: Fraction, side: int) -> bool:
    """Whether the block maps the point to itself, keeping the side where the point is a kink."""
    step = advance(chain, start, side)
    return step is not None and step[0] == start and (step[1] == side or not step[3])


def _piece(function: Activation, value: Fraction, side: int) -> Piece:
    for piece in function.pieces:
        above = piece.lo is None or value > piece.lo or (value == piece.lo and side > 0)
        if above and (piece.hi is None or value < piece.hi or (value == piece.hi and side < 0)):
            return piece
    raise Undefined("no piece contains the value")


def orbits(chain: Chain, repeats: int, places: tuple[Fraction, ...] = ()) -> Iterator[Orbit]:
    """Yield exact orbits from likely places, from both sides."""
    cuts = tuple(cut / chain.weight for cut in chain.layers[0].cuts)
    for start in dict.fromkeys([*places, Fraction(0), Fraction(1), Fraction(-1), *cuts]):
        for side in (1, -1):
            found = follow(chain, start, side, repeats)
            if found is not None:
                yield found


def sharp(
    chain: Chain, naive: Fraction, missed: bool, places: tuple[Fraction, ...], at_infinity: bool
) -> Supremum | None:
    """Return the naive bound as the exact supremum, if an exact orbit or a limit at infinity reaches it.

    ``missed`` says that some layer does not attain its own supremum, ``at_infinity`` that it is worth looking there.
    """
    beside: Orbit | None = None
    for orbit in orbits(chain, chain.repeats, places):
        if abs(orbit.slope) == naive and not orbit.meets_kink:
            return Supremum(naive, naive, naive, True, ((orbit.start, orbit.start),))
        if abs(orbit.slope) == naive:
            beside = beside or orbit
    if beside is not None:
        end = f"{beside.start}{'+' if beside.side > 0 else '-'}"
        return Supremum(naive, naive, naive, False if missed else None, (), (end,))
    if not at_infinity:
        return None
    for name, lo, hi in (("oo", Fraction(8), None), ("-oo", None, Fraction(-8))):
        limit = slope_limit(chain, lo, hi)
        if limit is not None and abs(limit) == naive:
            return Supremum(naive, naive, naive, False if missed else None, (), (name,))
    return None


def slope_limit(chain: Chain, lo: Fraction | None, hi: Fraction | None) -> Fraction | None:
    """Return the limit of dy/dx at an infinite end, where it is a known rational."""
    try:
        (germ,) = tail_jet(chain.slope, X, lo, hi, 0, chain.definitions)
        limit = limit_of(germ)
    except Undefined:
        return None
    return None if limit is None else limit.exact


def escapes(chain: Chain, size: Fraction) -> bool:
    """Whether the block tends to oo at oo with B' -> +-size there (or both at -oo), so that every depth has size**n."""
    for lo, hi in ((Fraction(8), None), (None, Fraction(-8))):
        try:
            value, slope = tail_jet(chain.block, X, lo, hi, 1)
            limit = limit_of(slope)
        except Undefined:
            continue
        grows = bool(value.terms) and germs.growth(value.lead()) > germs.growth(germs.CONSTANT)
        same_end = value.relative.lo > 0 if hi is None else value.relative.hi < 0
        if grows and same_end and limit is not None and limit.exact is not None and abs(limit.exact) == size:
            return True
    return False


@lru_cache(maxsize=256)
def tight(chain: Chain, digits: int) -> Supremum | NotFound:
    """Return the supremum of |dy/dx| by search, with checked covers for both signs."""
    if chain.has_cuts and chain.repeats * len(chain.layers) <= MAX_PIECED_LAYERS:
        in_pieces = _tight_in_pieces(chain, digits)
        if in_pieces is not None:
            return in_pieces
    signs = sorted((1, -1), key=lambda sign: -_best_sample(chain.function(sign)))
    result: Supremum | NotFound = NotFound("no sample of the derivative could be taken")
    for sign in signs:
        result = find_supremum(chain.function(sign), digits)
        if isinstance(result, NotFound) or result.upper is None:
            return result
        other = chain.function(-sign).prove("<=", result.upper, (result.cover.precision if result.cover else 64))
        if not isinstance(other, NotFound):
            return replace(result, opposite=other[1])
        if other.witness is None:
            return other
    return NotFound("the suprema of both signs contradict each other")


def _tight_in_pieces(chain: Chain, digits: int) -> Supremum | None:
    """Return the same for a few layers with kinks, from the smooth pieces of the composition."""
    nested: Term = X
    for _ in range(chain.repeats):
        nested = replace_symbols(chain.block, {X: nested})
    try:
        size = slope_bounds(of_formula("composition", nested), digits).size
    except ValueError:
        return None
    return None if isinstance(size, NotFound) else size


def _best_sample(f: Function) -> int:
    """Return 1 when f is positive at one of a few samples, else 0."""
    for point in (Fraction(0), Fraction(1, 3), Fraction(-1, 3), Fraction(2), Fraction(-2)):
        try:
            if f.jet(point, 0)[0] > 0:
                return 1
        except Undefined:
            continue
    return 0
