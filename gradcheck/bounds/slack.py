"""Proves that the bound C**n is not sharp: |d y_n/dx| <= K C**n for every n >= 2, with K < 1.

From |d y_2/dx| <= U < C**2 (covers) and |B'| <= C, by induction from n = 2 on, with K >= U/C**2.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.activations.analysis import chains
from gradcheck.activations.analysis.chains import Chain, member
from gradcheck.activations.analysis.pieces import X
from gradcheck.balls.decimals import decimal
from gradcheck.bounds.fixed_orbit import LINE, N, block_slope, cover_of_size
from gradcheck.bounds.one_layer import Z, established, prove_slope_of
from gradcheck.kernel.evidence import ByFact, ByHypothesis, ByInduction, ByPositivity, ByStep
from gradcheck.kernel.goal import Established, Goal
from gradcheck.language.author import absolute, real
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Derivative, Num, Pow, as_term
from gradcheck.search.covers.enclosure import NotFound

C, K = real("C"), real("K")
ONE, TWO, FIGURES = as_term(1), as_term(2), 6


def prove_slack(chain: Chain, least: Fraction, base: Fraction, digits: int, bits: int) -> Established | None:
    """The claim for C = base, which is at least ``least`` >= |B'|; None where U is not below C**2."""
    slope, definitions = block_slope(chain, Z), chain.definitions
    twice = None if slope is None else chains.tight(Chain(chain.layers, 2, chain.weight), min(digits, 15))
    if slope is None or twice is None or isinstance(twice, NotFound) or twice.upper is None:
        return None
    most = Fraction(decimal(twice.upper, FIGURES, up=True))
    factor = Fraction(decimal(most / base**2, FIGURES, up=True))
    if factor >= 1:
        return None
    second = Derivative(member(TWO), X)
    size = cover_of_size(second, most, X, LINE, bits, definitions)
    if twice.cover is not None and twice.opposite is not None and size is None:
        size = ByFact("absolute-value", (twice.opposite, twice.cover), (second, Num(most)))
    two = established(Goal(Relation("<=", absolute(second), Num(most)), (), definitions), size, "two")
    flat = prove_slope_of(slope, least, definitions, bits)
    if two is None or flat is None:
        return None
    power, limit, steep = K * Pow(C, N), Num(least), absolute(Derivative(member(N), X))
    at = absolute(replace_symbols(slope, {Z: member(N)}))
    gap = at * (power - steep) + (limit - at) * power + (C - limit) * power
    begin = ByPositivity(ONE * (K * Pow(C, TWO) - Num(most)) + ONE * (Num(most) - absolute(second)))
    proof = ByInduction(N, 2, ByStep("two", (), (), begin), ByStep(flat.name, ((Z, member(N)),), (), ByPositivity(gap)))
    fits = tuple(Relation(">", one, as_term(0)) for one in (C, K))
    fits = (*fits, Relation(">=", C, limit), Relation("<=", Num(most), K * Pow(C, TWO)))
    goal = Goal(Relation("<=", steep, power), (Relation(">=", N, TWO), *fits), definitions, (two, flat))
    general = established(goal, proof, "every constant")
    if general is None:
        return None
    claim = replace_symbols(goal.claim, {C: Num(base), K: Num(factor)})
    end = ByStep(general.name, ((C, Num(base)), (K, Num(factor))), (), ByHypothesis())
    whole = Goal(claim, goal.hypotheses[:1], definitions, (general,))
    return established(whole, end, "slack")
