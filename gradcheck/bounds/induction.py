"""Proves the bound for every depth by induction over the number n of blocks of layers.

    one layer without kinks   |d y_n/dx| <= C**n         from |f'(z)| <= c for every z, C = |w| c
    all others                |y_n - z_n| <= C**n |y_0 - z_0|   (``differences``)

A layer is z -> w f(z), which takes what f is applied to from layer to layer: w times the values, which have the same
bounds.  So nothing is ever scaled inside of f.

Not proved: a constant that is too small, and an activation for which the kernel accepts no bound of one layer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from math import prod

from gradcheck.activations.analysis import chains
from gradcheck.activations.analysis.chains import DEPTH, Chain
from gradcheck.activations.analysis.pieces import X
from gradcheck.bounds.one_layer import Z, established, prove_slope, slope_of
from gradcheck.kernel.evidence import ByHypothesis, ByInduction, ByPositivity, ByStep, Evidence
from gradcheck.kernel.goal import Established, Goal
from gradcheck.language.author import absolute, natural, real
from gradcheck.language.syntax.definitions import Definition, Initial, Recurrence
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Derivative, Num, Pow, Symbol, Term, as_term, free_symbols

ONE = as_term(1)
C = real("C")


@dataclass(frozen=True)
class Constants:
    """c of every layer of the block, C of the block, at least the product of |w| c, and the symbol n."""

    layers: tuple[Fraction, ...]
    block: Fraction
    n: Symbol

    @property
    def power(self) -> Pow:
        return Pow(Num(self.block), self.n)

    def least(self, weight: Fraction) -> Num:
        """The product of |w| c."""
        return Num(prod(self.layers, start=abs(weight) ** len(self.layers)))


@dataclass(frozen=True)
class Induction:
    """A claim for every n, what it says at the start, and the step to n + 1; ``proved`` is what the kernel proved.

    ``lipschitz``: the claim is on differences and not on the derivative; ``where`` says what the layers do.
    """

    claim: Relation
    base: Relation
    step: Relation
    lipschitz: bool = False
    where: tuple[Relation, ...] = ()
    proved: Established | None = None


def prove_derivative(chain: Chain, constants: Constants, bits: int) -> Induction | None:
    """|d y_n/dx| <= C**n for every n >= 1; None where there are several layers in a block, or kinks."""
    if len(chain.layers) != 1 or chain.has_cuts:
        return None
    (function,), (least,) = chain.layers, constants.layers
    n, power, weight = constants.n, constants.power, chain.weight
    slope, following = (absolute(Derivative(chains.member(index), X)) for index in (n, n + 1))
    result = Induction(
        Relation("<=", slope, power),
        Relation("<=", absolute(Derivative(weighted(chain, function.formula), X)), Num(constants.block)),
        Relation("<=", following, Num(constants.block) * power),
        where=(_law(chain, natural("k" if n.name != "k" else "j")),),
    )
    definitions = _definitions(chain)
    lemma = prove_slope(function, least, definitions, bits)
    if lemma is None:
        return result
    least_block, general = constants.least(weight), Pow(C, n)

    def evidence(start: Term, factor: Term, limit: Term) -> Evidence | None:
        """|w f'(start)| factor <= C limit, from factor <= limit."""
        at, size = slope_of(function, start), Num(abs(weight))
        if at is None:
            return None
        gap = size * absolute(at) * (limit - factor) + size * (Num(least) - absolute(at)) * limit
        bindings = ((Z, start),) if Z in free_symbols(lemma.claim) else ()
        return ByStep(function.name, bindings, (), ByPositivity(gap + (C - least_block) * limit))

    base, step = evidence(X, ONE, ONE), evidence(chains.member(n), slope, general)
    if base is None or step is None:
        return result
    goal = Goal(Relation("<=", slope, general), (Relation(">=", n, ONE),), definitions, (lemma,))
    return replace(result, proved=prove_at(goal, ByInduction(n, 1, base, step), constants, weight))


def weighted(chain: Chain, value: Term) -> Term:
    """w times the value."""
    return value if chain.weight == 1 else Num(chain.weight) * value


def _law(chain: Chain, k: Term) -> Relation:
    """What a layer does."""
    value = replace_symbols(chain.layers[0].formula, {X: chains.member(k)})
    return Relation("=", chains.member(k + 1), weighted(chain, value))


def _definitions(chain: Chain) -> tuple[Definition, ...]:
    after = _law(chain, DEPTH - 1).right
    return Initial(chains.member(as_term(0)), X), Recurrence(chains.member(DEPTH), after, 1)


def prove_at(goal: Goal, evidence: Evidence, constants: Constants, weight: Fraction) -> Established | None:
    """The goal, which is for every C > 0 that is at least the product of |w| c, at the C of the block.

    A power of a symbol has a simple normal form, and one of a long number need not.
    """
    enough = (Relation(">", C, as_term(0)), Relation(">=", C, constants.least(weight)))
    general = established(replace(goal, hypotheses=goal.hypotheses + enough), evidence, "every constant")
    if general is None:
        return None
    claim = replace_symbols(goal.claim, {C: Num(constants.block)})
    at = ByStep(general.name, ((C, Num(constants.block)),), (), ByHypothesis())
    return established(Goal(claim, goal.hypotheses, goal.definitions, (general,)), at, "every depth")
