"""Proves bounds along the orbit that stays at a fixed point x* of a block B, for every number n of blocks.

    there is an x with lo <= x <= hi and B(x) = x                              (intermediate values)
    |d y_n/dx| >= q**n at every such x, from |B'| >= q on [lo, hi]             (induction)
    d y_n/dx = s**n at a rational x = p with B(p) = p and B'(p) = s            (induction)

So the supremum over all inputs is at least q**n; and where s**n is as large as the product of the suprema of the
layers, that bound is sharp at every depth.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.activations.analysis.chains import Chain, member
from gradcheck.activations.analysis.pieces import X
from gradcheck.bounds.one_layer import Z, established
from gradcheck.kernel.evidence import (
    ByConjunction,
    ByCover,
    ByEvaluation,
    ByFact,
    ByHypothesis,
    ByInduction,
    ByIntermediateValue,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    ByStep,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rules.cover import Domain
from gradcheck.language.author import absolute, natural, real
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Exists, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Derivative, Num, Pow, Symbol, Term, as_term
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.enclosure import find_cover

N, SLOPE = natural("n"), real("S")
ONE = as_term(1)
LINE: Domain = (None, False, None, False)


def block_at(chain: Chain, at: Term) -> Term:
    """B at a term."""
    return replace_symbols(chain.block, {X: at})


def block_slope(chain: Chain, at: Term) -> Term | None:
    """B' at a term, written out; None for a block with pieces, or of several layers, whose normal forms grow."""
    if len(chain.layers) != 1 or chain.has_cuts:
        return None
    written = derivative(chain.block, X)
    return None if written is None else replace_symbols(written, {X: at})


def cover(
    claim: Relation, variable: Symbol, domain: Domain, bits: int, definitions: tuple[Definition, ...] = ()
) -> ByCover | None:
    """A cover that proves the claim on the domain."""
    found = find_cover(claim, variable, domain, definitions, precision=bits)
    return found if isinstance(found, ByCover) else None


def cover_of_size(
    term: Term, most: Fraction, variable: Symbol, domain: Domain, bits: int, definitions: tuple[Definition, ...] = ()
) -> Evidence | None:
    """|term| <= most."""
    below = cover(Relation(">=", term, Num(-most)), variable, domain, bits, definitions)
    above = cover(Relation("<=", term, Num(most)), variable, domain, bits, definitions)
    return None if below is None or above is None else ByFact("absolute-value", (below, above), (term, Num(most)))


def within(lo: Fraction, hi: Fraction, x: Term) -> tuple[Relation, Relation]:
    """lo <= x <= hi."""
    return Relation("<=", Num(lo), x), Relation("<=", x, Num(hi))


def prove_fixed_point(chain: Chain, lo: Fraction, hi: Fraction, bits: int) -> Established | None:
    """There is an x in [lo, hi] with B(x) = x."""
    claim = Exists(X, And((*within(lo, hi, X), Relation("=", chain.block, X))))
    inside, at = (ByHypothesis(), ByHypothesis()), ByEvaluation(bits)
    for low, high in ((lo, hi), (hi, lo)):
        found = established(Goal(claim), ByIntermediateValue(low, high, at, at, inside), "fixed point")
        if found is not None:
            return found
    return None


def prove_steepness(chain: Chain, lo: Fraction, hi: Fraction, least: Fraction, bits: int) -> Established | None:
    """y_n = x and |d y_n/dx| >= q**n for every n and every x in [lo, hi] with B(x) = x, where |B'| >= q on [lo, hi]."""
    slope = block_slope(chain, Z)
    if slope is None or least <= 0:
        return None
    definitions, n, q = chain.definitions, N, real("Q")
    goal = Goal(Relation(">=", absolute(slope), Num(least)), within(lo, hi, Z), definitions)
    steep = established(goal, _steep(slope, least, (lo, True, hi, True), bits), "steep")
    if steep is None:
        return None
    size, here = absolute(Derivative(member(n), X)), absolute(replace_symbols(slope, {Z: X}))
    stays, fixed = Relation("=", member(n), X), Relation("=", chain.block, X)
    given = (*within(lo, hi, X), fixed, Relation(">", q, as_term(0)), Relation("<=", q, Num(least)))
    rest = here * (size - Pow(q, n)) + (here - Num(least)) * Pow(q, n) + (Num(least) - q) * Pow(q, n)
    same, larger = ByNormalForm(((ONE, fixed),)), ByPositivity(rest)
    step = ByConjunction((ByRewriting((stays,), same), ByRewriting((stays,), larger)))
    claim = And((stays, Relation(">=", size, Pow(q, n))))
    proof = ByInduction(n, 0, ByConjunction((ByNormalForm(), BySign())), ByStep("steep", ((Z, X),), (), step))
    general = established(Goal(claim, given, definitions, (steep,)), proof, "every q")
    if general is None:
        return None
    here_q = Goal(replace_symbols(claim, {q: Num(least)}), given[:3], definitions, (general,))
    return established(here_q, ByStep("every q", ((q, Num(least)),), (), ByHypothesis()), "steepness")


def _steep(slope: Term, least: Fraction, domain: Domain, bits: int) -> Evidence | None:
    """|slope| >= least, by its sign on the domain."""
    return cover(Relation(">=", absolute(slope), Num(least)), Z, domain, bits)


def prove_reached(chain: Chain, place: Fraction, slope: Fraction) -> Established | None:
    """y_n = p and d y_n/dx = s**n at x = p, for every n."""
    if len(chain.layers) != 1:
        return None
    n, s, definitions = N, SLOPE, chain.definitions
    at, is_s = Relation("=", X, Num(place)), Relation("=", s, Num(slope))
    stays, steep = Relation("=", member(n), Num(place)), Relation("=", Derivative(member(n), X), Pow(s, n))
    base = ByConjunction((ByRewriting((at,), ByNormalForm()), ByRewriting((at,), ByNormalForm())))
    step = ByRewriting((stays, steep, is_s), ByNormalForm())
    whole = ByInduction(n, 0, base, ByConjunction((step, step)))
    general = established(Goal(And((stays, steep)), (at, is_s), definitions), whole, "every s")
    if general is None:
        return None
    claim = replace_symbols(And((stays, steep)), {s: Num(slope)})
    proof = ByStep("every s", ((s, Num(slope)),), (ByHypothesis(), ByNormalForm()), ByHypothesis())
    return established(Goal(claim, (at,), definitions, (general,)), proof, "reached")
