"""Bounds the derivative of a chain of activations: puts together what the searches of ``activations.analysis`` find."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from gradcheck.activations.analysis import chains, fixed_points
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.escape import find_escape
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.decimals import exact_text
from gradcheck.bounds.float_formats import thresholds
from gradcheck.bounds.plain import enclosure, extremum
from gradcheck.outcome.bound import ChainBounds, Enclosure, Threshold
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

SEARCHED_LAYERS = 24  # of a deeper chain whose values do not contract, the search takes long and seldom ends

FEW_BLOCKS = (2, 3)  # of which the composition may be flatter than the product of the suprema says


@dataclass
class Question:
    """A question about depth, for one chain."""

    chain: Chain
    found: dict[str, Bounds]
    digits: int
    undecided: list[str]
    known: tuple[Supremum, Supremum | NotFound] | None = None
    repelling: Fraction | None = None  # below |B'| at a repelling fixed point that ``behaviour`` found
    route: str = ""  # by which ``behaviour`` decided: reached, attractor, shrinks, repeller
    point: fixed_points.FixedPoint | None = None  # that it found
    place: Fraction | None = None  # the fixed point at which the naive bound is reached

    @property
    def is_free(self) -> bool:
        """Whether the biases may be chosen, as well as the input."""
        return False

    @property
    def sizes(self) -> list[Supremum | NotFound]:
        """sup |f'| of the layers of the block."""
        return [self.found[function.name].size for function in self.chain.layers]

    def block_size(self) -> Supremum | NotFound:
        """The product of the suprema of |w f'| over the block."""
        sizes, failure = [], None
        for size in self.sizes:
            if isinstance(size, NotFound):
                failure = size
            else:
                sizes.append(size)
        if failure is not None:
            return failure
        if any(size.upper is None for size in sizes):
            return Supremum(None, None, attained=False, infinite=1)
        scale = abs(self.chain.weight) ** len(sizes)
        lower = scale * prod((size.lower or Fraction(0)) for size in sizes)
        upper = scale * prod((size.upper or Fraction(0)) for size in sizes)
        exact = scale * prod((size.exact or Fraction(0)) for size in sizes)
        known = all(size.exact is not None for size in sizes)
        missed = any(size.attained is False for size in sizes)
        return Supremum(lower, upper, exact if known else None, False if missed else None)

    def places(self) -> tuple[Fraction, ...]:
        first = self.sizes[0]
        points = () if isinstance(first, NotFound) else tuple(lo for lo, hi in first.places if lo == hi)
        return tuple(point / self.chain.weight for point in points)

    def bounds(self) -> ChainBounds:
        size, n = self.block_size(), self.chain.repeats
        depth = n * len(self.chain.layers)
        if isinstance(size, NotFound):
            return ChainBounds(depth, extremum(size, self.digits, self.undecided, "the naive bound"), None)
        power, tight = self.extremes(size)
        written = None if size.exact is None else (size.exact, n)
        behaviour, reason, rate, fixed_point = self.behaviour(size)
        return ChainBounds(
            depth, extremum(power, self.digits, self.undecided, "", written),
            None if isinstance(tight, NotFound) else extremum(tight, self.digits, self.undecided, "", written),
            self.ratio(tight, power), rate, fixed_point, behaviour, reason, self.thresholds(size),
        )  # fmt: skip

    def extremes(self, size: Supremum) -> tuple[Supremum, Supremum | NotFound]:
        """The naive bound, and the supremum of the composition, which is found once."""
        if self.known is None:
            power = _power(size, self.chain.repeats)
            tight = self.tight(power, size)
            if isinstance(tight, NotFound):
                self.undecided.append(f"the supremum of the composition was not found: {tight.reason}")
            elif tight.upper is not None and power.upper is not None and power.upper < tight.upper:
                tight = replace(tight, upper=power.upper, goal=None, cover=None)
            self.known = power, tight
        return self.known

    def tight(self, power: Supremum, size: Supremum) -> Supremum | NotFound:
        """The supremum of the composition: exactly the naive bound, or by search."""
        if power.exact is not None:
            first = self.sizes[0]
            far = not isinstance(first, NotFound) and any(end in ("oo", "-oo") for end in first.approached)
            sharp = chains.sharp(self.chain, power.exact, size.attained is False, self.places(), far)
            if sharp is not None:
                return sharp
        deep = self.chain.repeats * len(self.chain.layers) > SEARCHED_LAYERS
        found: Supremum | NotFound = NotFound("the chain is deep")
        if not deep or fixed_points.attractor(self.chain, self.digits) is not None:
            found = chains.tight(self.chain, self.digits)
        if isinstance(found, NotFound):
            from gradcheck.activations.analysis.cell_chains import Layer  # seldom needed
            from gradcheck.activations.analysis.value_iteration import steepest

            layers = tuple(Layer(function, self.chain.weight) for function in self.chain.layers)
            other = steepest(layers, self.chain.repeats, (Fraction(0), Fraction(0)), self.digits)
            found = found if isinstance(other, NotFound) and not deep else other
        return found

    def ratio(self, tight: Supremum | NotFound, naive: Supremum) -> Enclosure | None:
        """tight / naive."""
        if isinstance(tight, NotFound) or not tight.lower or not tight.upper or not naive.lower or not naive.upper:
            return None
        return enclosure(tight.lower / naive.upper, tight.upper / naive.lower, self.digits)

    def behaviour(self, size: Supremum) -> tuple[str, str, Enclosure | None, Enclosure | None]:
        """vanishes, bounded, explodes or undecided, for ever more blocks; why; the rate and its fixed point."""
        reached = self.reached_at_every_depth(size)
        if reached is not None and size.exact is not None:
            return self._as_naive(size.exact, *reached)
        attractor = None if size.upper is None else fixed_points.attractor(self.chain, self.digits)
        if attractor is not None:
            self.route, self.point = "attractor", attractor
            rate = enclosure(*fixed_points.per_layer(self.chain, attractor.slope, self.digits), self.digits)
            reason = "every orbit converges to one attracting fixed point"
            return "vanishes", reason, rate, self._point(attractor)
        if size.upper is not None and size.upper <= 1:
            self.route = "shrinks"
        if size.upper is not None and size.upper < 1:
            return "vanishes", "each block shrinks the derivative by a factor below 1", None, None
        if size.upper == 1:
            return "bounded", "at most 1 at every depth", None, None
        repeller = fixed_points.repeller(self.chain, self.digits)
        if repeller is not None:
            self.repelling = fixed_points.ends(repeller.slope, 64 + 4 * self.digits)[0]
            self.route, self.point = "repeller", repeller
            reason = "the derivative grows like a power at a repelling fixed point"
            return "explodes", reason, None, self._point(repeller)
        shrunk = self._shrunk()
        if shrunk is not None:
            return *shrunk, None, None
        escape = find_escape(self.chain)
        if escape is not None:
            source = escape.source.replace("oo", "∞")
            reason = f"values drift away from {source} by steps that grow from 0: so does the supremum, without bound"
            return "explodes", reason, None, None
        return "undecided", "no attracting or repelling fixed point settles it", None, None

    def _shrunk(self) -> tuple[str, str] | None:
        """Conclude from a few blocks whose composition has slopes of at most 1."""
        for count in FEW_BLOCKS:
            found = chains.tight(Chain(self.chain.layers, count, self.chain.weight), min(self.digits, 15))
            if isinstance(found, NotFound) or found.upper is None or found.upper > 1:
                continue
            if found.upper < 1:
                zero = "the derivative is 0" if found.upper == 0 else "it is shrunk by a factor below 1"
                return "vanishes", f"after {count} repetitions {zero}"
            return "bounded", f"{count} repetitions do not enlarge the derivative"
        return None

    def _as_naive(
        self, size: Fraction, why: str, place: Fraction | None
    ) -> tuple[str, str, Enclosure | None, Enclosure | None]:
        self.route, self.place = "reached", place
        word = "vanishes" if size < 1 else "bounded" if size == 1 else "explodes"
        ends = (size, size) if len(self.chain.layers) == 1 else (
            fixed_points.per_layer(self.chain, ball(size), self.digits)
        )  # fmt: skip
        point = None if place is None else enclosure(place, place, self.digits)
        return word, f"the naive bound is the supremum at every depth: {why}", enclosure(*ends, self.digits), point

    def _point(self, found: fixed_points.FixedPoint) -> Enclosure:
        return enclosure(*fixed_points.ends(found.point, 64 + 4 * self.digits), self.digits)

    def reached_at_every_depth(self, size: Supremum) -> tuple[str, Fraction | None] | None:
        """Why the naive bound is the supremum for every number of blocks, and at which fixed point; None: not known."""
        if size.exact is None:
            return None
        once = Chain(self.chain.layers, 1, self.chain.weight)
        beside: str | None = None
        for orbit in chains.orbits(once, 1, self.places()):
            if abs(orbit.slope) == size.exact and chains.is_fixed(once, orbit.start, orbit.side):
                at = f"it is reached at the fixed point {exact_text(orbit.start)}"
                if not orbit.meets_kink:
                    return at, orbit.start
                beside = beside or at + ("+" if orbit.side > 0 else "-")
        if beside is not None:
            return beside, None
        return ("it is approached at infinity", None) if chains.escapes(once, size.exact) else None

    def thresholds(self, size: Supremum) -> tuple[Threshold, ...]:
        """The depths at which the gradient leaves the floating-point formats."""
        return thresholds(size.lower, size.upper, self.growth(size), len(self.chain.layers))

    def growth(self, size: Supremum) -> Fraction | None:
        """A number of which the n-th power is reached or exceeded by the supremum of n blocks, for every n."""
        if size.exact is not None and self.reached_at_every_depth(size) is not None:
            return size.exact
        return self.repelling


def _power(size: Supremum, n: int) -> Supremum:
    if size.lower is None or size.upper is None:
        return size
    exact = None if size.exact is None else size.exact**n
    return Supremum(size.lower**n, size.upper**n, exact)
