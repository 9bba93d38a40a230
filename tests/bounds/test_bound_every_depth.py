"""``bound --layers n``: every activation has a bound for every depth that the kernel proved, and no smaller one has."""

from __future__ import annotations

import random
from fractions import Fraction
from math import prod

import mpmath
import pytest
from flint import arb

from gradcheck.activations.analysis.affine import affine
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import X, activation, of_formula
from gradcheck.activations.registry import ENTRIES
from gradcheck.balls.jets import enclose
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.bounds.every_depth import prove_for_every_depth
from gradcheck.bounds.induction import Constants, Induction
from gradcheck.bounds.plain import formula
from gradcheck.language.author import absolute, exp, maximum, minimum, natural, sqrt, where
from gradcheck.language.syntax.terms import Term
from gradcheck.outcome.bound import SymbolicBound
from tests.activations.oracle import ORACLES

Q = Fraction
ONE = Q(1)
N = natural("n")
KINKED = ("relu", "leaky_relu", "elu", "selu", "softsign")
SUPREMA = {
    "sigmoid": Q(1, 4), "tanh": Q(1), "relu": Q(1), "leaky_relu": Q(1), "elu": Q(1), "softplus": Q(1),
    "silu": Q("1.09983932012887"), "x*tanh(x)": Q("1.19967864025774"), "selu": Q("1.75809934084738"),
    "gelu": Q("1.128904145186"), "mish": Q("1.0885"), "softsign": Q(1), "logsigmoid": Q(1), "identity": Q(1),
}  # fmt: skip


def ask(*names: str | Term, layers: str = "n", digits: int = 15, weight: Fraction = ONE) -> SymbolicBound:
    found = bound_chain(BoundRequest(names, layers, digits, weight))
    assert found.undecided == ()
    assert found.symbolic is not None
    return found.symbolic


def prove(names: tuple[str, ...], weight: Fraction, least: tuple[Fraction, ...], block: Fraction) -> Induction:
    chain = Chain(tuple(activation(name) for name in names), 1, weight)
    return prove_for_every_depth(chain, Constants(least, block, N), 128)


def test_the_names_are_known() -> None:
    assert set(SUPREMA) <= set(ENTRIES)


@pytest.mark.parametrize("name", SUPREMA)
def test_the_bound_and_its_near_misses(name: str) -> None:
    weight, c = Q(-3, 2), SUPREMA[name]
    found = prove((name,), weight, (c,), c * abs(weight))
    assert found.proved is not None
    assert found.lipschitz == (name in (*KINKED, "gelu"))
    assert prove((name,), weight, (c * Q(999, 1000),), c * abs(weight) * Q(999, 1000)).proved is None
    assert prove((name,), weight, (c,), c * abs(weight) * Q(999, 1000)).proved is None
    assert prove((name,), weight * Q(1001, 1000), (c,), c * abs(weight)).proved is None


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "silu", "x*tanh(x)", "selu", "relu"])
def test_what_is_said(name: str) -> None:
    half = ask(name, weight=Q(1, 2), digits=30)
    assert half.proved
    assert half.trust == ("enclosure" if name in ("silu", "x*tanh(x)") else "exact")
    assert half.statement == ("differences" if name in KINKED else "derivative")
    assert "induction" in half.facts
    assert half.where


@pytest.mark.parametrize(
    "names",
    [
        ("sigmoid", "tanh"), ("relu", "silu"), ("selu", "elu", "leaky_relu"),
        ("sigmoid", "tanh", "relu", "softplus"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("weight", [Q(1), Q(-3, 2)])
def test_chains_of_several_names(names: tuple[str, ...], weight: Fraction) -> None:
    least = tuple(SUPREMA[name] for name in names)
    block = prod(least, start=abs(weight) ** len(names))
    assert prove(names, weight, least, block).proved is not None
    assert prove(names, weight, least, block * Q(999, 1000)).proved is None
    smaller = (least[0] * Q(999, 1000), *least[1:])
    assert prove(names, weight, smaller, block * Q(999, 1000)).proved is None


@pytest.mark.parametrize(
    ("formula", "bound"),
    [
        (maximum(X, 0) - minimum(X, 0) / 3, "1"), (absolute(X - 1) + absolute(X + 1), "2**n"),
        (where(X < 0, exp(X) - 1, X), "1"), (minimum(maximum(X, 0), 6), "1"), (sqrt(X**2 + 1), "1"),
        (X / (2 + absolute(X)), "(1/2)**n"), (where(2 * X < 1, X, 1 - X), "1"),
    ],
)  # fmt: skip
def test_formulas(formula: Term, bound: str) -> None:
    found = ask(formula)
    assert found.proved
    assert found.bound.text == bound


def test_a_jump_has_no_lipschitz_bound() -> None:
    jump = of_formula("jump", where(X < 0, X, X + 1))
    found = prove_for_every_depth(Chain((jump,), 1), Constants((Q(1),), Q(1), N), 64)
    assert found.proved is None
    outcome = bound_chain(BoundRequest((jump.formula,), "n"))
    assert outcome.symbolic is None
    assert any("no bound" in question for question in outcome.undecided)


def test_the_thresholds_of_several_names_are_of_whole_repetitions() -> None:
    found = ask("sigmoid", "tanh", layers="2n")
    assert [(item.layers, item.repetitions) for item in found.thresholds] == [
        (8, 4), (16, 8), (16, 8), (128, 64), (128, 64), (1024, 512),
    ]  # fmt: skip
    chain = bound_chain(BoundRequest(("sigmoid", "tanh"), 10)).chain
    assert chain is not None
    assert [(item.layers, item.repetitions) for item in chain.thresholds] == [
        (8, 4), (16, 8), (16, 8), (128, 64), (128, 64), (1024, 512),
    ]  # fmt: skip


@pytest.mark.parametrize("letter", ["k", "j", "i", "u", "a", "C", "p", "f"])
def test_any_letter(letter: str) -> None:
    assert ask("relu", layers=letter).proved
    assert ask("relu", "tanh", "elu", layers=f"3{letter}").proved


@pytest.mark.parametrize("names", [("relu",), ("selu", "tanh"), ("silu",), ("leaky_relu", "elu", "sigmoid")])
def test_orbits_keep_to_the_bound(names: tuple[str, ...]) -> None:
    """An oracle of its own: values and differences of random inputs, in balls."""
    drawn = random.Random(7)
    for _ in range(10):
        weight = Q(drawn.randint(-30, 30) or 1, 10)
        chain = Chain(tuple(activation(name) for name in names), 1, weight)
        block = prod((SUPREMA[name] for name in names), start=abs(weight) ** len(names))
        values = [arb(drawn.randint(-400, 400)) / 100 for _ in range(2)]
        first, factor = abs(values[0] - values[1]), arb(1)
        for _ in range(6):
            values = [enclose(chain.block, {X: value}, (), 128) for value in values]
            factor *= arb(block.numerator) / block.denominator
            assert not abs(values[0] - values[1]) > factor * first


@pytest.mark.parametrize("name", ["silu", "gelu", "quick_gelu", "mish", "x*tanh(x)", "snake"])
def test_values_that_drift_away_make_the_supremum_grow_without_bound(name: str) -> None:
    found = ask(name)
    assert found.proved
    assert (found.behaviour, "drift away" in found.reason) == ("explodes", True)
    if name in ("mish", "x*tanh(x)"):
        return
    f, up = ORACLES[name], name == "snake"
    starts = ("0.1", "0.01", "0.001") if up else ("1.2", "1.8", "2.4") if "gelu" in name else ("1.5", "2.5", "3.5")
    slopes = []
    for start in starts:  # they take longer and longer to drift down to 1/2, or up to 1 from 0
        x, slope, steepest = mpmath.mpf(start), mpmath.mpf(1), mpmath.mpf(1)
        while (x < 1) if up else (x > mpmath.mpf(1) / 2):
            slope *= mpmath.diff(f, x)
            x = f(x)
            steepest = max(steepest, abs(slope))
        slopes.append(steepest)
    assert slopes == sorted(slopes)
    assert slopes[-1] > 2 * slopes[0]


@pytest.mark.parametrize(
    ("name", "weight", "behaviour"),
    [("relu", Q(-2), "vanishes"), ("leaky_relu", Q(-3), "vanishes"), ("leaky_relu", Q(-9), "vanishes"),
     ("leaky_relu", Q(-10), "bounded"), ("leaky_relu", Q(-11), "undecided"), ("gelu", Q(-1), "vanishes"),
     ("tanh", Q(1), "bounded")],
)  # fmt: skip
def test_two_repetitions_may_settle_what_one_does_not(name: str, weight: Fraction, behaviour: str) -> None:
    """Of leaky_relu with slope 1/100, two layers with the weight -10 have the slopes 100/100 = 1 and 1."""
    assert ask(name, weight=weight).behaviour == behaviour


@pytest.mark.parametrize(
    ("names", "weights", "layers"),
    [(("sigmoid",), (Q(2),), "n"), (("tanh",), (Q(-3),), "n"), (("elu",), (Q(1, 2),), "n"),
     (("sigmoid", "tanh"), (Q(2), Q(-3)), "2n")],
)  # fmt: skip
def test_any_biases_at_every_depth(names: tuple[str, ...], weights: tuple[Fraction, ...], layers: str) -> None:
    request = BoundRequest(names, layers, weights=weights, bias=(Q(-1), Q(1)))
    found = bound_chain(request).symbolic
    assert found is not None
    assert found.proved
    assert all("s" in law.text for law in found.where)
    assert found.checked == ()
    chain = Chain(tuple(affine(activation(name), weight, Q(0)) for name, weight in zip(names, weights, strict=True)), 1)
    steep = tuple(SUPREMA[name] * abs(weight) for name, weight in zip(names, weights, strict=True))
    good = prove_for_every_depth(chain, Constants(steep, prod(steep), N), 128, biased=True)
    assert good.proved is not None
    assert all("+ s" in law.text for law in map(formula, good.where))
    for scale in (Q(999, 1000), Q(1, 2)):
        less = (steep[0] * scale, *steep[1:])
        assert prove_for_every_depth(chain, Constants(less, prod(less), N), 128, biased=True).proved is None
