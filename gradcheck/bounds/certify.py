"""Has the kernel prove each line that ``bound`` prints over depth, from the same numbers that are printed.

    naive       the product of the suprema bounds the derivative for every depth                   (``induction``)
    tight       |dy/dx| <= upper for every x, |dy/dx| >= lower at one x: the supremum is between   (covers, a value)
    sharp       the naive bound is reached at a fixed point, or no longer from two blocks on       (``fixed_orbit``)
    rate        q**n <= sup |dy/dx| <= S R**n, q and R the ends of the rate, and convergence       (``attraction``)
    behaviour   whichever of these it follows from

None for a line means that no kernel has checked it: it then rests on balls, or on exact rational arithmetic, alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from flint import ctx

from gradcheck.activations.analysis import chains, fixed_points
from gradcheck.activations.analysis.chains import DEPTH, Chain, member
from gradcheck.activations.analysis.pieces import X
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.decimals import decimal, interval
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.bounds.attraction import Trap, prove_attraction
from gradcheck.bounds.depth import Question
from gradcheck.bounds.every_depth import prove_for_every_depth
from gradcheck.bounds.fixed_orbit import block_at, prove_fixed_point, prove_reached, prove_steepness
from gradcheck.bounds.induction import Constants
from gradcheck.bounds.one_layer import established
from gradcheck.bounds.plain import formula
from gradcheck.bounds.slack import prove_slack
from gradcheck.kernel.dependencies import TRUST
from gradcheck.kernel.evidence import ByEvaluation, ByFact, ByNormalForm, ByRewriting
from gradcheck.kernel.goal import Established, Goal
from gradcheck.language.author import absolute, natural
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num
from gradcheck.outcome.bound import ChainBounds, Checked, Enclosure, Statement
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.peaks import bits_for
from gradcheck.search.covers.univariate import Supremum

LINES = ("naive", "tight", "rate", "behaviour")
Lines = tuple[tuple[str, Checked], ...]
MAX_WORK = 4_000  # cells of a cover times layers
UNFOLDED = 3  # layers of which the kernel brings the derivative into normal form
MAX_BLOCKS = 300  # before all values are close to the fixed point


@dataclass
class Certifier:
    """The proofs for one chain; ``sizes`` are sup |f'| of its layers, without the weight."""

    chain: Chain
    sizes: tuple[Supremum, ...]
    digits: int

    @property
    def bits(self) -> int:
        return bits_for(self.digits)

    def naive(self, most: Fraction) -> Checked | None:
        """A bound for every depth that is at most ``most`` for the depth of the chain."""
        uppers = tuple(size.upper for size in self.sizes if size.upper is not None)
        if len(uppers) < len(self.chain.layers) or not all(uppers):
            return None
        figures = self.digits + 6 + len(str(self.chain.repeats * len(uppers)))
        rounded = tuple(
            size.exact if size.exact is not None else Fraction(decimal(upper, figures, up=True))
            for size, upper in zip(self.sizes, uppers, strict=True)
        )
        for constants in dict.fromkeys((rounded, uppers)):
            least = prod(constants, start=abs(self.chain.weight) ** len(uppers))
            if least**self.chain.repeats <= most:
                proof = prove_for_every_depth(self.chain, Constants(constants, least, natural("n")), self.bits)
                return None if proof.proved is None else self.told((proof.proved,), proof.where)
        return None

    def told(self, proofs: tuple[Established, ...], where: tuple[Relation, ...] = ()) -> Checked:
        """Return the statements as plain data."""
        laws = where or (Relation("=", member(DEPTH + 1), block_at(self.chain, member(DEPTH))),)
        return Checked(
            tuple(Statement(formula(one.claim), tuple(map(formula, one.assumptions))) for one in proofs),
            max((one.trust for one in proofs), key=TRUST.index),
            tuple(dict.fromkeys(fact for one in proofs for fact in one.facts)),
            tuple(map(formula, laws)),
        )

    def tight(self, found: Supremum, shown: tuple[str, str]) -> Checked | None:
        """Prove that the supremum of so many layers is between the two numbers that are shown."""
        upper = self._upper(found, Fraction(shown[1]) if found.exact is None else found.exact)
        lower = None if upper is None else self._lower(found, Fraction(shown[0]))
        return None if upper is None or lower is None else self.told((upper, lower))

    def _upper(self, found: Supremum, most: Fraction) -> Established | None:
        cells = sum(len(one.cells) for one in (found.cover, found.opposite) if one is not None)
        if found.goal is None or found.cover is None or found.opposite is None or self.chain.has_cuts:
            return None
        if cells * self.chain.repeats * len(self.chain.layers) > MAX_WORK:
            return None
        covers = (found.opposite, found.cover) if found.goal.left is self.chain.slope else (found.cover, found.opposite)
        claim = Relation("<=", absolute(self.chain.slope), Num(most))
        return established(
            Goal(claim, (), self.chain.definitions),
            ByFact("absolute-value", covers, (self.chain.slope, Num(most))),
            "upper",
        )

    def _lower(self, found: Supremum, least: Fraction) -> Established | None:
        for lo, hi in found.places:
            at = Relation("=", X, Num((lo + hi) / 2))
            claim = Relation(">=", absolute(self.chain.slope), Num(least))
            goal = Goal(claim, (at,), self.chain.definitions)
            known = established(goal, ByRewriting((at,), ByEvaluation(self.bits + 64)), "lower")
            if known is not None:
                return known
        return None

    def sharp(self, place: Fraction, size: Fraction) -> Checked | None:
        """Prove that size**n is reached at a rational fixed point for every n."""
        orbit = chains.follow(Chain(self.chain.layers, 1, self.chain.weight), place, 1, 1)
        if orbit is None or orbit.meets_kink or abs(orbit.slope) != size:
            return None
        proof = prove_reached(self.chain, place, orbit.slope)
        return None if proof is None else self.told((proof,))

    def slack(self, base: Fraction) -> Checked | None:
        """Prove that base**n is above the supremum by a factor from two blocks on."""
        uppers = [size.upper for size in self.sizes if size.upper is not None]
        least = prod(uppers, start=abs(self.chain.weight) ** len(uppers))
        proof = prove_slack(self.chain, min(least, base), base, self.digits, self.bits)
        return None if proof is None else self.told((proof,))

    def value(self, found: Supremum) -> Checked | None:
        """Prove that the derivative of a few layers has exactly the size ``found.exact`` somewhere."""
        if self.chain.has_cuts or self.chain.repeats * len(self.chain.layers) > UNFOLDED:
            return None
        for lo, hi in found.places:
            if found.exact is None or lo != hi:
                continue
            at, size = Relation("=", X, Num(lo)), absolute(self.chain.slope)
            goal = Goal(Relation("=", size, Num(found.exact)), (at,), self.chain.definitions)
            known = established(goal, ByRewriting((at,), ByNormalForm()), "value")
            if known is not None:
                return self.told((known,))
        return None

    def repels(self, point: fixed_points.FixedPoint, least: Fraction) -> Checked | None:
        """Prove that there is a fixed point at which |dy/dx| >= least**n for every n."""
        found = self._stationary(point, least)
        return None if found is None else self.told(found)

    def _stationary(self, point: fixed_points.FixedPoint, least: Fraction) -> tuple[Established, Established] | None:
        lo, hi = self._around(point)
        there = prove_fixed_point(self.chain, lo, hi, self.bits + 64)
        steep = None if there is None else prove_steepness(self.chain, lo, hi, least, self.bits)
        return None if there is None or steep is None else (there, steep)

    def attracts(self, point: fixed_points.FixedPoint, rate: Enclosure) -> Checked | None:
        """Prove that the n-th root of the supremum tends to a number within the rate, and all orbits converge."""
        slopes = tuple(Fraction(end) ** len(self.chain.layers) for end in (rate.lower, rate.upper))
        below = self._stationary(point, slopes[0])
        trap = None if below is None else self._trap(point, slopes[1])
        if below is None or trap is None:
            return None
        above = tuple(prove_attraction(self.chain, trap, below[1], self.bits))
        return self.told((*below, *above)) if len(above) == 2 else None

    def _trap(self, point: fixed_points.FixedPoint, slope: Fraction) -> Trap | None:
        """An interval around the fixed point with |B'| <= slope, and a number of blocks that lead everything there."""
        lo, hi = self._around(point)
        uppers = [size.upper for size in self.sizes]
        if slope >= 1 or any(upper is None for upper in uppers):
            return None
        steepest = prod((upper for upper in uppers if upper is not None), start=abs(self.chain.weight) ** len(uppers))
        centre = Fraction(decimal((lo + hi) / 2, self.digits + 14, up=True))
        for radius in self._radii():
            ends = centre - radius, centre + radius
            if not (ends[0] < lo and hi < ends[1] and self._is_flat(*ends, slope)):
                continue
            start = fixed_points.blocks_into(self.chain, *ends, self.bits, MAX_BLOCKS)
            if start is not None:
                return Trap(*ends, slope, start, Fraction(decimal(2 * steepest**start, 3, up=True)))
        return None

    def _around(self, point: fixed_points.FixedPoint) -> tuple[Fraction, Fraction]:
        """Decimals with the fixed point between them, a little closer than those that are shown."""
        ends = fixed_points.ends(point.point, self.bits)
        lo, hi = interval(*ends, self.digits + 8)
        return Fraction(lo), Fraction(hi)

    def _radii(self) -> Iterator[Fraction]:
        for figures in (0, 1, 2, 4, 7):
            yield Fraction(1, 10 ** (self.digits + figures))

    def _is_flat(self, lo: Fraction, hi: Fraction, slope: Fraction) -> bool:
        try:
            with ctx.workprec(self.bits):
                found = jet_over(self.chain.block, X, lo, hi, 1, (), self.bits)[1]
                return bool(abs(found) <= ball(slope))
        except Undefined:
            return False


def certified_bounds(question: Question) -> ChainBounds:
    """The bounds of a chain with a number of layers, and what the kernel proved of their lines."""
    found, size = question.bounds(), question.block_size()
    if isinstance(size, NotFound):
        return found
    _, tight = question.extremes(size)
    return replace(found, checked=checks(question, size, found, tight))


def checks(question: Question, size: Supremum, chain: ChainBounds, tight: Supremum | NotFound) -> Lines:
    """Prove the lines of a chain with a number of layers; nothing if biases are chosen freely."""
    own = certifier(question)
    if own is None or size.upper is None:
        return ()
    shown = Fraction(chain.naive.upper) if size.exact is None else size.exact**question.chain.repeats
    naive = own.naive(shown)
    found = asymptotics(own, question, size, chain.rate, naive)
    sharp = found.pop("sharp", None)
    found["naive"] = naive
    if not isinstance(tight, NotFound) and chain.tight is not None:
        if tight.exact is not None and tight.exact == shown:
            found["tight"] = joined(naive, sharp or own.value(tight))
        elif tight.exact is None and tight.upper is not None:
            found["tight"] = own.tight(tight, (chain.tight.lower, chain.tight.upper))
    return tuple((line, proof) for line in LINES if (proof := found.get(line)) is not None)


def certifier(question: Question) -> Certifier | None:
    """None for chains with freely chosen biases, and where a supremum is not known."""
    sizes = tuple(one for one in question.sizes if isinstance(one, Supremum))
    if question.is_free or len(sizes) < len(question.chain.layers):
        return None
    return Certifier(question.chain, sizes, question.digits)


def asymptotics(
    own: Certifier, question: Question, size: Supremum, rate: Enclosure | None, naive: Checked | None
) -> dict[str, Checked | None]:
    """The lines ``sharp``, ``rate`` and ``behaviour``; ``naive`` is what the kernel proved for every depth."""
    found: dict[str, Checked | None] = {}
    point = question.point
    match question.route:
        case "reached" if size.exact is not None:
            found["sharp"] = None if question.place is None else own.sharp(question.place, size.exact)
            found["rate"] = joined(naive, found["sharp"])
            found["behaviour"] = found["sharp"] if size.exact > 1 else naive
        case "attractor" if point is not None and rate is not None:
            found["rate"] = found["behaviour"] = own.attracts(point, rate)
        case "shrinks":
            found["behaviour"] = naive
        case "repeller" if point is not None and question.repelling is not None:
            least = Fraction(decimal(question.repelling, question.digits, up=False))
            found["behaviour"] = own.repels(point, least if least > 1 else question.repelling)
    return found


def joined(*proofs: Checked | None) -> Checked | None:
    """Join the proofs; None unless each was found."""
    known = [one for one in proofs if one is not None]
    if len(known) < len(proofs):
        return None
    return Checked(
        tuple(dict.fromkeys(statement for one in known for statement in one.statements)),
        max((one.trust for one in known), key=TRUST.index),
        tuple(dict.fromkeys(fact for one in known for fact in one.facts)),
        tuple(dict.fromkeys(law for one in known for law in one.where)),
    )
