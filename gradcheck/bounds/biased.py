"""Bounds chains z -> f(w z + b) whose biases are arbitrary numbers of an interval, another one in each layer.

The supremum is taken over the inputs and all biases.  What decides:

    one end       the least, or the greatest, bias is shown to be best in every layer: a chain with one bias is left
    steered       biases of the interval lead from one steepest place to the next: the naive bound is the supremum
    escape        some bias lets the values grow to where the slope is steepest
    cells         else the supremum is enclosed by value iteration (``analysis.value_iteration``)
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product

from flint import ctx

from gradcheck.activations.analysis import chains, fixed_points
from gradcheck.activations.analysis.affine import affine
from gradcheck.activations.analysis.cell_chains import Layer
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.extreme_bias import best_end
from gradcheck.activations.analysis.pieces import X
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.activations.analysis.value_iteration import steepest
from gradcheck.balls.arithmetic import ball, between
from gradcheck.balls.decimals import exact_text
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.jets import jet
from gradcheck.balls.series import Undefined
from gradcheck.bounds.depth import Question
from gradcheck.outcome.bound import Enclosure
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

MAX_COMBINATIONS = 64
Place = tuple[Fraction, Fraction]


@dataclass
class BiasedQuestion(Question):
    """``chain`` has the weights in its layers and no biases; ``inside`` are the extrema of f' without the weights."""

    layers: tuple[Layer, ...] = ()
    bias: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    inside: tuple[Bounds, ...] = ()
    steepest_found: Supremum | None = None

    @property
    def is_free(self) -> bool:
        return True

    def tight(self, power: Supremum, size: Supremum) -> Supremum | NotFound:
        depth = self.chain.repeats * len(self.layers)
        if depth == 1 and power.lower is not None:
            return Supremum(power.lower, power.upper, power.exact, size.attained)
        if power.upper is None:
            one = chains.tight(Chain(self.with_bias(self.bias[0]).layers, self.chain.repeats), self.digits)
            unbounded = isinstance(one, NotFound) or one.upper is None
            return one if unbounded else NotFound("the derivative of one layer is not bounded")
        if power.lower is not None and self.reached_at_every_depth(size) is not None:
            attained = True if self.is_steered() else None
            return Supremum(power.lower, power.upper, power.exact, attained)
        found: Supremum | NotFound = NotFound("no end of the interval is best")
        end = best_end(self.layers, self.bias)
        if end is not None:
            found = chains.tight(Chain(self.with_bias(end).layers, self.chain.repeats), self.digits)
        if not isinstance(found, NotFound) and end is not None:
            found = replace(found, goal=None, cover=None, regions=(f"the bias {exact_text(end)} in every layer",))
        if isinstance(found, NotFound):
            found = steepest(self.layers, self.chain.repeats, self.bias, self.digits)
        self.steepest_found = None if isinstance(found, NotFound) else found
        return found

    def reached_at_every_depth(self, size: Supremum) -> tuple[str, Fraction | None] | None:
        if self.is_steered():
            return "biases of the interval lead from one steepest place to the next", None
        if size.exact is None:
            return None
        for bias in self.samples:
            if chains.escapes(self.with_bias(bias), size.exact):
                return "it is approached at infinity", None
        return None

    def behaviour(self, size: Supremum) -> tuple[str, str, Enclosure | None, Enclosure | None]:
        if size.exact is not None or not self.is_steered():
            reached = None if size.exact is None else self.reached_at_every_depth(size)
            if size.exact is not None and reached is not None:
                return self._as_naive(size.exact, *reached)
        elif size.lower is not None and size.lower > 1:
            self.repelling = size.lower
            return "explodes", "biases of the interval lead from one steepest place to the next", None, None
        if size.upper is not None and size.upper < 1:
            return "vanishes", "each block shrinks the derivative by a factor below 1", None, None
        found = self.steepest_found
        if found is not None and found.upper is not None and found.upper < 1:
            count = self.chain.repeats * len(self.layers)
            return (
                "vanishes",
                f"{count} layers shrink the derivative by a factor below 1, whatever the biases",
                None,
                None,
            )
        if size.upper == 1:
            return "bounded", "at most 1 at every depth", None, None
        for bias in self.samples:
            repeller = fixed_points.repeller(self.with_bias(bias), self.digits)
            if repeller is not None:
                self.repelling = fixed_points.ends(repeller.slope, 64 + 4 * self.digits)[0]
                reason = (
                    f"the derivative grows like a power at a repelling fixed point, for all biases {exact_text(bias)}"
                )
                return "explodes", reason, None, self._point(repeller)
        return "undecided", "neither a bound below 1 nor a repelling fixed point was found", None, None

    @property
    def samples(self) -> tuple[Fraction, ...]:
        """Some biases of the interval."""
        lo, hi = self.bias
        return lo, hi, (lo + hi) / 2

    def with_bias(self, bias: Fraction) -> Chain:
        """One block, every layer with this bias."""
        return Chain(tuple(affine(layer.function, layer.weight, bias) for layer in self.layers), 1)

    def is_steered(self) -> bool:
        """Whether p_(k+1) - w_(k+1) f_k(p_k) is a bias of the interval, for places p_k where |f_k'| is greatest."""
        places = [self._places(layer, found) for layer, found in zip(self.layers, self.inside, strict=True)]
        for count, chosen in enumerate(product(*places)):
            if count == MAX_COMBINATIONS:
                return False
            if all(
                self._leads(layer, chosen[k], self.layers[(k + 1) % len(chosen)].weight, chosen[(k + 1) % len(chosen)])
                for k, layer in enumerate(self.layers)
            ):
                return True
        return False

    def _places(self, layer: Layer, found: Bounds) -> list[Place]:
        """Intervals that each contain a place where |f'| is greatest, as far as that is certain."""
        size = found.size
        if isinstance(size, NotFound) or not size.attained:
            return []
        if size.exact is None:  # of several places, equally high as far as the digits go, only some need be right
            return list(size.places) if len(size.places) == 1 else []
        function = layer.function
        insides = [piece.inside for piece in function.pieces]
        likely = [lo for lo, hi in size.places if lo == hi] + insides
        steep = []
        for place in dict.fromkeys(likely):
            try:
                terms = [
                    piece.term for piece in function.pieces
                    if (piece.lo is None or piece.lo < place) and (piece.hi is None or place < piece.hi)
                ]  # fmt: skip
                slope = exact_jet(terms[0], X, place, 1)[1] if terms else function.slope_at_cut(place)
            except Undefined:
                continue
            if slope is not None and abs(slope) == size.exact:
                steep.append((place, place))
        return steep

    def _leads(self, layer: Layer, start: Place, weight: Fraction, goal: Place) -> bool:
        bits = 128 + 4 * self.digits
        with ctx.workprec(bits):
            try:
                value = exact_jet(layer.function.formula, X, start[0], 0)[0] if start[0] == start[1] else None
            except Undefined:
                value = None
            if value is not None and goal[0] == goal[1]:
                return self.bias[0] <= goal[0] - weight * value <= self.bias[1]
            try:
                (found,) = jet(layer.function.formula, X, between(*start), 0, (), bits)
            except Undefined:
                return False
            needed = between(*goal) - ball(weight) * found
            return bool(needed >= ball(self.bias[0]) and needed <= ball(self.bias[1]))
