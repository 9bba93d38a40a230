"""``gradcheck bound``: the derivative of an activation, and what depth makes of it.

Every number comes out of a cover that ``kernel.cover`` has checked, of exact rational arithmetic, or of balls.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from flint import arb, ctx

from gradcheck.balls.arithmetic import ball
from gradcheck.bound_outcome import (
    BoundOutcome,
    ChainBounds,
    Enclosure,
    Extremum,
    FunctionBounds,
    SymbolicBound,
    Threshold,
)
from gradcheck.engines import chains
from gradcheck.engines.activations import Activation, X, activation, of_formula, values_agree
from gradcheck.engines.chains import Chain
from gradcheck.engines.decimals import exact_text, interval
from gradcheck.engines.differentiate import derivative
from gradcheck.engines.enclosure import Failure
from gradcheck.engines.extrema import Supremum
from gradcheck.engines.slopes import Bounds, slope_bounds
from gradcheck.language.author import absolute, natural
from gradcheck.language.node import Node
from gradcheck.language.propositions import Relation
from gradcheck.language.terms import Derivative, Num, Pow, Symbol, Term, Where, as_term
from gradcheck.language.text import render_text
from gradcheck.verdict import Formula

FORMATS = (("float16", "2^-14", 14), ("bfloat16", "2^-126", 126), ("float32", "2^-126", 126))
MOST_LAYERS = 20_000
MOST_DIGITS = 500


@dataclass(frozen=True)
class BoundRequest:
    """Names of activations or formulas in x, innermost layer first.

    ``layers`` is a number (the names repeat in turn until there are so many layers), a letter for a symbolic number,
    or None: then several names are one layer each.  A layer maps z to f(weight z).
    """

    names: tuple[str | Term, ...]
    layers: int | str | None = None
    digits: int = 15
    weight: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("name at least one activation")
        if not 1 <= self.digits <= MOST_DIGITS:
            raise ValueError(f"the number of digits must be between 1 and {MOST_DIGITS}")
        if self.weight <= 0:
            raise ValueError("the weight |w| must be positive")
        if isinstance(self.layers, int) and not 1 <= self.layers <= MOST_LAYERS:
            raise ValueError(f"the number of layers must be between 1 and {MOST_LAYERS}")
        if isinstance(self.layers, int) and self.layers % len(self.names):
            raise ValueError(f"{self.layers} layers can't be made of {len(self.names)} names in turn")
        if isinstance(self.layers, str) and not (self.layers.isidentifier() and self.layers != X.name):
            raise ValueError(f"{self.layers!r} is neither a number of layers nor a letter for one")


def bound_chain(request: BoundRequest) -> BoundOutcome:
    """Answer the request; ValueError for an unknown name or a formula that is no activation."""
    started = time.monotonic()
    layers = tuple(
        activation(name) if isinstance(name, str) else of_formula(render_text(name), name) for name in request.names
    )
    found = {function.name: slope_bounds(function, request.digits) for function in layers}
    undecided: list[str] = []
    functions = []
    for function in {layer.name: layer for layer in layers}.values():
        functions.append(_function(function, found[function.name], request.digits, undecided))
    depth = request.layers if request.layers is not None else len(layers) if len(layers) > 1 else None
    chain: ChainBounds | None = None
    symbolic: SymbolicBound | None = None
    if depth is not None:
        repeats = depth // len(layers) if isinstance(depth, int) else 1
        question = _Question(Chain(layers, repeats, request.weight), found, request.digits, undecided)
        if isinstance(depth, str):
            symbolic = question.symbolic(depth)
        else:
            chain = question.bounds()
    return BoundOutcome(
        tuple(layer.name for layer in layers), request.layers, request.digits, exact_text(request.weight),
        tuple(functions), chain, symbolic, tuple(undecided), time.monotonic() - started,
    )  # fmt: skip


def formula(node: Node) -> Formula:
    """The three spellings of a term or proposition."""
    from gradcheck.language.latex import render_latex
    from gradcheck.language.pretty import render_pretty

    return Formula(render_text(node), render_latex(node), render_pretty(node))


def _function(function: Activation, bounds: Bounds, digits: int, undecided: list[str]) -> FunctionBounds:
    infimum, supremum = (
        extremum(value, digits, undecided, f"the {word} of the derivative of {function.name}")
        for value, word in ((bounds.infimum, "infimum"), (bounds.supremum, "supremum"))
    )
    kinks = tuple(exact_text(kink) for kink in function.kinks)
    return FunctionBounds(
        function.name, formula(function.definition), formula(_derivative(function)), infimum, supremum, kinks
    )  # fmt: skip


def _derivative(function: Activation) -> Term:
    """The derivative for display, each piece compared with the true one at a few points before it is shown."""
    shown: list[Term] = []
    for piece in function.pieces:
        term = derivative(piece.term, X)
        middle = (
            piece.lo + 1 if piece.lo is not None else piece.hi - 1 if piece.hi is not None else Fraction(1, 7)
        )  # fmt: skip
        points = (middle, middle + Fraction(1, 1000), middle - Fraction(1, 1000))
        if term is None or not values_agree(term, Derivative(piece.term, X), points):
            return Derivative(function.formula, X)
        shown.append(term)
    result = shown[-1]
    for cut, term in zip(function.cuts[::-1], shown[-2::-1], strict=True):
        result = Where(Relation("<", X, Num(cut)), term, result)
    return result


def extremum(value: Supremum | Failure, digits: int, undecided: list[str], what: str) -> Extremum:
    """A found extremum as plain data; a failure is [-oo, oo], and a question left open."""
    if isinstance(value, Failure):
        undecided.append(f"{what} was not found: {value.reason}")
        return Extremum("-oo", "oo", reason=value.reason)
    if value.lower is None or value.upper is None:
        word = "oo" if value.upper is None else "-oo"
        if value.upper is None and value.lower is not None:
            return Extremum(interval(value.lower, value.lower, digits)[0], word)
        return Extremum(word, word, attained=False, at=value.approached, reason="unbounded")
    lower, upper = interval(value.lower, value.upper, digits)
    places = tuple(_place(lo, hi, digits) for lo, hi in value.places) or value.approached
    reason = f"for {' and '.join(value.regions)}" if value.regions else ""
    if value.exact is None:
        return Extremum(lower, upper, None, value.attained, places, "enclosure", None, reason)
    shown = () if value.regions else places
    return Extremum(
        lower, upper, exact_text(value.exact), value.attained, shown, "exact", formula(as_term(value.exact)), reason
    )  # fmt: skip


def _place(lo: Fraction, hi: Fraction, digits: int) -> str:
    if lo == hi:
        return exact_text(lo)
    return "[" + ", ".join(interval(lo, hi, digits)) + "]"


@dataclass
class _Question:
    """What depth does, asked of one chain."""

    chain: Chain
    found: dict[str, Bounds]
    digits: int
    undecided: list[str]

    @property
    def sizes(self) -> list[Supremum | Failure]:
        """sup |f'| of the layers of the block."""
        return [self.found[function.name].size for function in self.chain.layers]

    def block_size(self) -> Supremum | Failure:
        """The product of the suprema of |w f'| over the block."""
        sizes, failure = [], None
        for size in self.sizes:
            if isinstance(size, Failure):
                failure = size
            else:
                sizes.append(size)
        if failure is not None:
            return failure
        if any(size.upper is None for size in sizes):
            return Supremum(None, None, attained=False)
        scale = self.chain.weight ** len(sizes)
        lower = scale * prod((size.lower or Fraction(0)) for size in sizes)
        upper = scale * prod((size.upper or Fraction(0)) for size in sizes)
        exact = scale * prod((size.exact or Fraction(0)) for size in sizes)
        known = all(size.exact is not None for size in sizes)
        missed = any(size.attained is False for size in sizes)
        return Supremum(lower, upper, exact if known else None, False if missed else None)

    def places(self) -> tuple[Fraction, ...]:
        first = self.sizes[0]
        points = () if isinstance(first, Failure) else tuple(lo for lo, hi in first.places if lo == hi)
        return tuple(point / self.chain.weight for point in points)

    def bounds(self) -> ChainBounds:
        size = self.block_size()
        n = self.chain.repeats
        if isinstance(size, Failure):
            naive = extremum(size, self.digits, self.undecided, "the naive bound")
            return ChainBounds(n * len(self.chain.layers), naive, None, reason=size.reason)
        power = _power(size, n)
        naive = extremum(power, self.digits, self.undecided, "the naive bound")
        tight = self.tight(power, size)
        shown = None if isinstance(tight, Failure) else extremum(tight, self.digits, self.undecided, "")
        if isinstance(tight, Failure):
            self.undecided.append(f"the supremum of the composition was not found: {tight.reason}")
        behaviour, reason, rate, fixed_point = self.behaviour(size)
        return ChainBounds(
            n * len(self.chain.layers), naive, shown, self.ratio(tight, power), rate, fixed_point, behaviour, reason,
            self.thresholds(size),
        )  # fmt: skip

    def tight(self, power: Supremum, size: Supremum) -> Supremum | Failure:
        if power.exact is not None:
            sharp = chains.sharp(self.chain, power.exact, size.attained is False, self.places())
            if sharp is not None:
                return sharp
        return chains.tight(self.chain, self.digits)

    def ratio(self, tight: Supremum | Failure, naive: Supremum) -> Enclosure | None:
        """tight / naive."""
        if isinstance(tight, Failure) or not tight.lower or not tight.upper or not naive.lower or not naive.upper:
            return None
        return Enclosure(*interval(tight.lower / naive.upper, tight.upper / naive.lower, self.digits))

    def behaviour(self, size: Supremum) -> tuple[str, str, Enclosure | None, Enclosure | None]:
        """vanishes, bounded, explodes or undecided, for ever more blocks; why; the rate and its fixed point."""
        attractor = chains.attractor(self.chain, self.digits)
        if attractor is not None:
            rate = Enclosure(*interval(*chains.per_layer(self.chain, attractor.slope, self.digits), self.digits))
            point = Enclosure(*interval(*chains.ends(attractor.point, 64 + 4 * self.digits), self.digits))
            return "vanishes", "every orbit converges to one attracting fixed point", rate, point
        reached = self.reached_at_every_depth(size)
        exact = size.exact if reached else None
        rate = None
        if exact is not None:
            ends = chains.per_layer(self.chain, ball(exact), self.digits)
            rate = Enclosure(*interval(*((exact, exact) if len(self.chain.layers) == 1 else ends), self.digits))
        if size.upper is not None and size.upper < 1:
            return "vanishes", "each block shrinks the derivative by a factor below 1", rate, None
        if exact is not None and exact > 1:
            return "explodes", f"the naive bound is the supremum at every depth: {reached}", rate, None
        if size.upper == 1:
            return "bounded", f"at most 1 at every depth{f', and 1 is the supremum: {reached}' if reached else ''}", rate, None
        repeller = chains.repeller(self.chain, self.digits)
        if repeller is not None:
            point = Enclosure(*interval(*chains.ends(repeller.point, 64 + 4 * self.digits), self.digits))
            reason = f"the derivative grows without bound at the repelling fixed point in [{point.lower}, {point.upper}]"
            return "explodes", reason, None, None
        return "undecided", "no attracting or repelling fixed point settles it", None, None

    def reached_at_every_depth(self, size: Supremum) -> str:
        """Why the naive bound is the supremum for every number of blocks; empty when that is not known."""
        if size.exact is None:
            return ""
        once = Chain(self.chain.layers, 1, self.chain.weight)
        for orbit in chains.orbits(once, 1, self.places()):
            if abs(orbit.slope) == size.exact and chains.is_fixed(once, orbit.start, orbit.side):
                side = "" if not orbit.meets_kink else "+" if orbit.side > 0 else "-"
                return f"it is reached at the fixed point {exact_text(orbit.start)}{side}"
        return "it is approached at infinity" if chains.escapes(once, size.exact) else ""

    def thresholds(self, size: Supremum) -> tuple[Threshold, ...]:
        return tuple(Threshold(name, text, self._first_depth(size, bits)) for name, text, bits in FORMATS)

    def _first_depth(self, size: Supremum, bits: int) -> int | None:
        """The least n with size**(n/m) < 2**-bits, m the layers of the block; None when there is none, or many names."""
        if size.upper is None or size.upper >= 1 or not size.lower or len(self.chain.layers) != 1:
            return None
        with ctx.workprec(200):
            guesses = [arb(bits) * arb(2).log() / -ball(end).log() for end in (size.lower, size.upper)]
        floors = [(guess - arb(1) / 2**40).floor().unique_fmpz() for guess in guesses]
        depths = set()
        for floor, end in zip(floors, (size.lower, size.upper), strict=True):
            if floor is None or floor > 10**6:
                return None
            n = max(int(floor), 1)
            while not end**n < Fraction(1, 2**bits):
                n += 1
            depths.add(n)
        return depths.pop() if len(depths) == 1 else None

    def symbolic(self, letter: str) -> SymbolicBound | None:
        if len(self.chain.layers) != 1:
            raise ValueError("a symbolic number of layers takes one activation")
        size = self.block_size()
        if isinstance(size, Failure) or size.upper is None:
            self.undecided.append("there is no bound for every depth: the derivative of one layer is not bounded")
            return None
        n, bound = natural(letter), Num(size.exact if size.exact is not None else _rounded_up(size.upper, self.digits))
        behaviour, reason, rate, fixed_point = self.behaviour(size)
        layer = self.chain.layer(self.chain.layers[0].formula)
        claim = Relation("<=", absolute(Derivative(chains.member(n), X)), Pow(bound, n))
        base = Relation("<=", absolute(Derivative(layer, X)), bound)
        step = Relation("<=", absolute(Derivative(chains.member(n + 1), X)), bound * Pow(bound, n))
        return SymbolicBound(
            letter, formula(Pow(bound, n)), formula(claim), formula(base), formula(step), behaviour, reason, rate,
            fixed_point, self.thresholds(size), self.is_sharp(size),
        )  # fmt: skip

    def is_sharp(self, size: Supremum) -> bool | None:
        """Whether size**n is the supremum for every n: yes, or no already for two layers, or not known."""
        if self.reached_at_every_depth(size):
            return True
        twice = chains.tight(Chain(self.chain.layers, 2, self.chain.weight), min(self.digits, 15))
        if isinstance(twice, Failure) or twice.upper is None or size.lower is None:
            return None
        return False if twice.upper < size.lower**2 else None


def _power(size: Supremum, n: int) -> Supremum:
    if size.lower is None or size.upper is None:
        return size
    exact = None if size.exact is None else size.exact**n
    return Supremum(size.lower**n, size.upper**n, exact)


def _rounded_up(value: Fraction, digits: int) -> Fraction:
    return Fraction(interval(value, value, digits)[1])


__all__ = ["BoundRequest", "Symbol", "bound_chain"]
