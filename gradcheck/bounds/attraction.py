"""Proves bounds for every number of blocks B where every orbit converges to the one fixed point x* of B.

On an interval [a, b] around x*, with a number N of blocks after which all values are there, and S >= |y_N'|:

    a <= B(z) <= b and |B'(z)| <= R for a <= z <= b                                       (covers)
    a <= y_N(x) <= b and |y_N'(x)| <= S for every x                                       (covers of the line)
    |d y_(N + n)/dx| <= S R**n for every n and x                                          (induction)
    |y_(N + n)(u) - v| <= S R**n |u - v| for every n and u, and a fixed point v in [a, b] (mean value theorem)

With |d y_n/dx| >= q**n at the fixed point (``fixed_orbit``) the n-th root of the supremum is between q and R in the
limit: the rate.  No member deep in the sequence is ever brought into a normal form: there N is a symbol, as is R, and
both are replaced in the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from gradcheck.activations.analysis.chains import Chain, member
from gradcheck.activations.analysis.pieces import X
from gradcheck.bounds.fixed_orbit import LINE, block_at, block_slope, cover, cover_of_size, within
from gradcheck.bounds.fixed_orbit import N as COUNT
from gradcheck.bounds.one_layer import Z, established
from gradcheck.kernel.evidence import (
    ByConjunction,
    ByCut,
    ByFact,
    ByHypothesis,
    ByInduction,
    ByMeanValue,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    ByStep,
    ByTransitivity,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal
from gradcheck.language.author import absolute, natural, real
from gradcheck.language.syntax.propositions import And, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Derivative, Num, Pow, Symbol, Term, as_term

M = natural("m")  # the number of blocks after which the values are in [a, b]
R, S, FACTOR = real("R"), real("S"), real("E")
U, V, OTHER = real("u"), real("v"), Symbol(f"{Z.name}'", "real")
ONE = as_term(1)


@dataclass(frozen=True)
class Trap:
    """[a, b] with |B'| <= ``slope`` there, all values in it after ``start`` blocks, and |y_start'| <= ``steepest``."""

    lo: Fraction
    hi: Fraction
    slope: Fraction
    start: int
    steepest: Fraction

    def holds(self, index: Term, most: Term) -> And:
        """y_index is in [a, b], and |y_index'| <= most."""
        y = member(index)
        return And((*within(self.lo, self.hi, y), Relation("<=", absolute(Derivative(y, X)), most)))

    def fits(self) -> tuple[Relation, ...]:
        """Return the conditions on R and S."""
        zero = as_term(0)
        return Relation(">", R, zero), Relation(">=", R, Num(self.slope)), Relation(">", S, zero)


def prove_attraction(chain: Chain, trap: Trap, stays: Established | None, bits: int) -> Iterator[Established]:
    """The bound of the derivative, then the convergence to a fixed point, as far as the kernel accepts them.

    ``stays`` says that y_n(x) = x at the fixed point (``fixed_orbit.prove_steepness``).
    """
    general = _every_start(chain, trap, bits)
    arrives = None if general is None else _arrives(chain, trap, bits)
    if general is None or arrives is None:
        return
    values = ((R, Num(trap.slope)), (S, Num(trap.steepest)), (M, as_term(trap.start)))
    least = Num(trap.steepest) * Pow(Num(trap.slope), COUNT)
    claim = Relation("<=", absolute(Derivative(member(M + COUNT), X)), least)
    goal = Goal(replace_symbols(claim, dict(values[2:])), (), chain.definitions, (general, arrives))
    proof = ByStep("every start", values, (ByStep("arrives", (), (), ByHypothesis()),), ByHypothesis())
    steep = established(goal, proof, "steepest")
    if steep is None:
        return
    yield steep
    near = None if stays is None else _converges(chain, trap, steep, stays)
    if near is not None:
        yield near


def _arrives(chain: Chain, trap: Trap, bits: int) -> Established | None:
    """a <= y_N <= b and |y_N'| <= S on the whole line."""
    y, definitions = member(as_term(trap.start)), chain.definitions
    steep = Relation("<=", absolute(Derivative(y, X)), Num(trap.steepest))
    goal = Goal(trap.holds(as_term(trap.start), Num(trap.steepest)), (), definitions)
    wanted = (*within(trap.lo, trap.hi, y), steep)
    first = cover(wanted[0], X, LINE, bits, definitions)
    if first is None:
        return None
    found = established(goal, ByConjunction((first, first, first)), "arrives")  # the same cells may do for all
    if found is not None:
        return found
    others = [cover(relation, X, LINE, bits, definitions) for relation in wanted[1:]]
    parts = tuple(part for part in (first, *others) if part is not None)
    return established(goal, ByConjunction(parts), "arrives") if len(parts) == len(wanted) else None


def _every_start(chain: Chain, trap: Trap, bits: int) -> Established | None:
    """y_(m + n) is in [a, b] and |y_(m + n)'| <= S R**n, where y_m is there and |y_m'| <= S."""
    slope, image, definitions = block_slope(chain, Z), block_at(chain, Z), chain.definitions
    if slope is None:
        return None
    inside, domain = within(trap.lo, trap.hi, Z), (trap.lo, True, trap.hi, True)
    kept = within(trap.lo, trap.hi, image)
    covers = [cover(relation, Z, domain, bits) for relation in kept]
    size = cover_of_size(slope, trap.slope, Z, domain, bits)
    if size is None or covers[0] is None or covers[1] is None:
        return None
    trapped = established(Goal(And(kept), inside, definitions), ByConjunction((covers[0], covers[1])), "trapped")
    limit = Num(trap.slope)
    flat = established(Goal(Relation("<=", absolute(slope), limit), inside, definitions), size, "flat")
    if trapped is None or flat is None:
        return None
    y, begin = member(M + COUNT), member(M)
    steep, at, power = absolute(Derivative(y, X)), absolute(replace_symbols(slope, {Z: y})), S * Pow(R, COUNT)
    gap = at * (power - steep) + (limit - at) * power + (R - limit) * power
    lo, hi = Num(trap.lo), Num(trap.hi)
    base = (begin - lo, hi - begin, S - absolute(Derivative(begin, X)))
    following = replace_symbols(image, {Z: y})
    step: Evidence = ByConjunction((ByPositivity(following - lo), ByPositivity(hi - following), ByPositivity(gap)))
    for name in ("flat", "trapped"):
        step = ByStep(name, ((Z, y),), (ByHypothesis(), ByHypothesis()), step)
    given = (*trap.fits(), trap.holds(M, S))
    goal = Goal(trap.holds(M + COUNT, power), given, definitions, (trapped, flat))
    proof = ByInduction(COUNT, 0, ByConjunction(tuple(map(ByPositivity, base))), step)
    return established(goal, proof, "every start")


def _converges(chain: Chain, trap: Trap, steep: Established, stays: Established) -> Established | None:
    """|y_(N + n)(u) - v| <= S R**n |u - v| for a fixed point v, by the mean value theorem."""
    index, definitions = as_term(trap.start) + COUNT, chain.definitions
    most = Num(trap.steepest) * Pow(Num(trap.slope), COUNT)
    far = absolute(U - V)
    by_hypothesis = ByHypothesis()
    steepness = absolute(Derivative(_value(index, OTHER), OTHER))
    below = ByFact("order", (by_hypothesis, by_hypothesis), (steepness, most, FACTOR))
    slope = ByStep(steep.name, ((X, OTHER),), (), below)
    claim = Relation("<=", absolute(_value(index, U) - _value(index, V)), FACTOR * far)
    goal = Goal(claim, (Relation("<=", most, FACTOR),), definitions, (steep,))
    apart, put_in = established(goal, ByMeanValue(_value(index, Z), Z, (slope,)), "apart"), _put_in(chain)
    if apart is None or put_in is None:
        return None
    fixed = tuple(replace_symbols(one, {X: V}) for one in stays.assumptions)
    distance = replace_symbols(put_in.claim, {M: index, FACTOR: most})
    near = ByStep(apart.name, ((FACTOR, most),), (), by_hypothesis)
    same = ByStep(stays.name, ((X, V), (COUNT, index)), (), by_hypothesis)
    proof = ByStep(put_in.name, ((M, index), (FACTOR, most)), (ByConjunction((near, same)),), by_hypothesis)
    return established(Goal(distance, fixed, definitions, (apart, stays, put_in)), proof, "converges")


def _value(index: Term, at: Symbol) -> Term:
    return replace_symbols(member(index), {X: at})


def _put_in(chain: Chain) -> Established | None:
    """|y_m(u) - v| <= E |u - v| from |y_m(u) - y_m(v)| <= E |u - v| and y_m(v) = v."""
    same, moved, far = Relation("=", _value(M, V), V), absolute(_value(M, U) - V), FACTOR * absolute(U - V)
    between = absolute(_value(M, U) - _value(M, V))
    equal = Relation("=", moved, between)
    proof = ByCut(equal, ByRewriting((same,), ByNormalForm()), ByTransitivity(equal, ByHypothesis()))
    given = And((Relation("<=", between, far), same))
    return established(Goal(Relation("<=", moved, far), (given,), chain.definitions), proof, "put in")
