"""Proves the Lipschitz bound for every depth, with kinks and for blocks of several layers.

    |y_n - z_n| <= C**n |y_0 - z_0| for every n >= 0,

for what any two inputs y_0 and z_0 lead to, so that |d y_n/d y_0| <= C**n wherever the derivative exists.  From
|f(a) - f(b)| <= c |a - b| of every layer, in three parts, so that nothing nested is ever normalised:

    every constant   from |v(k) - u(k)| <= |w| c |v'(k) - u'(k)| for every k, layer by layer, the bound by induction
    layer j          these inequalities, from the law of each layer
    every depth      the bound, from the laws of all layers

Where each layer has a bias of its own in every repetition, f(w (y + s)) with s = b/w any number, the two inputs have
the same biases, which fall out of the differences.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from math import prod

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import Activation
from gradcheck.bounds.induction import C, Constants, Induction, prove_at, weighted
from gradcheck.bounds.one_layer import A, B, established, prove_lipschitz, value_of
from gradcheck.kernel.evidence import (
    ByCases,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByInduction,
    ByPositivity,
    ByRewriting,
    BySign,
    ByStep,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal
from gradcheck.language.author import absolute, natural, real
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.terms import Num, Pow, Symbol, Term, Where, as_term

P, Q = real("p"), real("q")
ZERO = as_term(0)
BLOCK, WITHIN = ("y", "z"), ("abcdfgh", "ABCDFGH")  # the values of the two inputs after a block, and within one


def prove_differences(chain: Chain, constants: Constants, bits: int, biased: bool = False) -> Induction:
    """|y_n - z_n| <= C**n |y_0 - z_0| for every n; ``biased``: with any biases of the layers."""
    n = constants.n
    k, i = (natural(name) for name in [name for name in ("k", "i", "j") if name != n.name][:2])
    y, z = Orbit(chain, 0, biased), Orbit(chain, 1, biased)
    far = absolute(y.after(ZERO) - z.after(ZERO))
    gaps = [absolute(y.after(index) - z.after(index)) for index in (ZERO, n, n + 1)]
    result = Induction(
        Relation("<=", gaps[1], constants.power * far),
        Relation("<=", gaps[0], Num(constants.block) ** ZERO * far),
        Relation("<=", gaps[2], Num(constants.block) * constants.power * far),
        lipschitz=True, where=y.laws(k),
    )  # fmt: skip
    factors = [abs(chain.weight) * least for least in constants.layers]
    shrinking = [_shrinking(y, z, (j, i), factor) for j, factor in enumerate(factors)]
    lemmas = [ForAll((i,), relation) for relation in shrinking]
    least, general = constants.least(chain.weight), Pow(C, n)
    parts = [least * (general * far - gaps[1]), (C - least) * general * far]
    for j in range(len(factors)):
        inequality = _shrinking(y, z, (j, n), factors[j])
        parts.append(Num(prod(factors[j + 1 :], start=Fraction(1))) * (inequality.right - inequality.left))
    step: Evidence = ByPositivity(sum(parts[1:], start=parts[0]))
    for lemma in lemmas:
        step = ByForallElimination(lemma, (n,), step)
    bounded = Goal(Relation("<=", gaps[1], general * far), tuple(lemmas))
    whole = prove_at(bounded, ByInduction(n, 0, BySign(), step), constants, chain.weight)
    laws = [(ForAll((k,), one), ForAll((k,), other)) for one, other in zip(y.laws(k), z.laws(k), strict=True)]
    layers = _layers(chain, constants, bits, list(zip(shrinking, laws, strict=True)), (y, z), i)
    if whole is None or layers is None:
        return result
    sides = tuple(ByForallIntroduction(ByStep(layer.name, (), (), ByHypothesis())) for layer in layers)
    goal = Goal(result.claim, tuple(law for pair in laws for law in pair), (), (whole, *layers))
    return replace(result, proved=established(goal, ByStep(whole.name, (), sides, ByHypothesis()), "differences"))


@dataclass(frozen=True)
class Orbit:
    """The values that an input leads to: after(k) blocks, and value(j, k) after j more layers."""

    chain: Chain
    side: int
    biased: bool = False

    def after(self, k: Term) -> Term:
        return Sequence(BLOCK[self.side], (), k, ())

    def value(self, layer: int, k: Term) -> Term:
        several = len(self.chain.layers)
        if layer in (0, several):
            return self.after(k + 1 if layer else k)
        names = WITHIN[self.side]
        name = names[layer - 1] if several <= len(names) + 1 else f"{names[0]}{layer}"
        return Sequence(name, (), k, ())

    def shift(self, layer: int, k: Term) -> Sequence | None:
        """The bias of a layer over its weight."""
        several = len(self.chain.layers) > 1
        return Sequence(f"s{layer + 1}" if several else "s", (), k, ()) if self.biased else None

    def laws(self, k: Term) -> tuple[Relation, ...]:
        """State what each layer does."""
        return tuple(
            Relation("=", self.value(j + 1, k), weighted(self.chain, value_of(function, self.argument(j, k))))
            for j, function in enumerate(self.chain.layers)
        )

    def argument(self, layer: int, k: Term) -> Term:
        """Return what the layer is applied to."""
        shift = self.shift(layer, k)
        return self.value(layer, k) if shift is None else self.value(layer, k) + shift


def _shrinking(y: Orbit, z: Orbit, place: tuple[int, Term], factor: Fraction) -> Relation:
    """|w f(v) - w f(u)| <= |w| c |v - u| at a layer, by the names of the values."""
    before, after = (absolute(y.value(j, place[1]) - z.value(j, place[1])) for j in (place[0], place[0] + 1))
    return Relation("<=", after, Num(factor) * before)


def _layers(
    chain: Chain,
    constants: Constants,
    bits: int,
    wanted: list[tuple[Relation, tuple[ForAll, ForAll]]],
    orbits: tuple[Orbit, Orbit],
    i: Symbol,
) -> list[Established] | None:
    """The inequality of every layer of the block, from its law for both inputs."""
    known: dict[str, Established | None] = {}
    found: list[Established] = []
    for j, (function, least) in enumerate(zip(chain.layers, constants.layers, strict=True)):
        if function.name not in known:
            known[function.name] = _named(function, chain, least, bits)
        lemma = known[function.name]
        if lemma is None:
            return None
        (y, z), (claim, laws) = orbits, wanted[j]
        at = [orbit.argument(j, i) for orbit in (y, z)]
        bindings = ((P, y.value(j + 1, i)), (Q, z.value(j + 1, i)), (A, at[0]), (B, at[1]))
        end: Evidence = ByHypothesis()
        if y.biased:  # what is the same on both sides falls out of the difference
            end = ByPositivity(Num(abs(chain.weight) * least) * absolute(at[0] - at[1]) - claim.left)
        proof: Evidence = ByStep(lemma.name, bindings, (), end)
        for law in laws:
            proof = ByForallElimination(law, (i,), proof)
        layer = established(Goal(claim, laws, (), (lemma,)), proof, f"layer {j + 1}")
        if layer is None:
            return None
        found.append(layer)
    return found


def _named(function: Activation, chain: Chain, least: Fraction, bits: int) -> Established | None:
    """|p - q| <= |w| c |s - t| where p = w f(s) and q = w f(t), from the Lipschitz bound of f."""
    lemma = prove_lipschitz(function, least, (), bits)
    if lemma is None:
        return None
    size, (first, second) = Num(abs(chain.weight)), (value_of(function, at) for at in (A, B))
    given = Relation("=", P, weighted(chain, first)), Relation("=", Q, weighted(chain, second))
    claim = Relation("<=", absolute(P - Q), Num(abs(chain.weight) * least) * absolute(A - B))
    slack = size * (Num(least) * absolute(A - B) - absolute(first - second))
    evidence: Evidence = ByStep(lemma.name, (), (), ByRewriting(given, ByPositivity(slack)))
    if any(isinstance(node, Where) for node in walk(function.formula)):  # which branch applies must be known
        for at, cut in product((A, B), function.cuts):
            evidence = ByCases(at - Num(cut), evidence, evidence, evidence)
    return established(Goal(claim, given, (), (lemma,)), evidence, function.name)
