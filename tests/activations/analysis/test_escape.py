"""Places from which values drift away by steps that grow from nothing, each beside a function without one."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.escape import find_escape
from gradcheck.activations.analysis.pieces import X, activation, of_formula
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.language.notation.reader import read_expression


def chain(written: str, weight: int = 1) -> Chain:
    named = written.isidentifier()
    return Chain(
        (activation(written) if named else of_formula(written, read_expression(written)),), 4, Fraction(weight)
    )


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("mish", "oo"),
        ("x*sigmoid(2*x)", "oo"),
        ("x + exp(-x**2)", "-oo"),
        ("x - exp(-x**2)", "oo"),
        ("x + tanh(x)**2", "0+"),
        ("x - tanh(x)**2", "0-"),
        ("2*x", "0+"),
    ],
)
def test_an_escape(written: str, source: str) -> None:
    found = find_escape(chain(written))
    assert found is not None
    assert found.source == source


@pytest.mark.parametrize("written", ["mish", "x + exp(-x**2)", "x + tanh(x)**2"])
def test_the_gap_points_away_from_its_source(written: str) -> None:
    """Values between the start and the source move towards the start, by less and less near the source."""
    layers = chain(written)
    found = find_escape(layers)
    assert found is not None
    ends = {"oo": 4 * found.start, "-oo": 4 * found.start, "0+": found.start / 8, "0-": found.start / 8}
    gaps = [step(layers, place) for place in (found.start, ends[found.source])]
    away = -1 if found.source in ("oo", "0-") else 1
    assert all(gap * away > 0 for gap in gaps)
    assert abs(gaps[1]) < abs(gaps[0])


def step(layers: Chain, place: Fraction) -> float:
    """B(x) - x at the place."""
    return float(enclose(layers.block - X, {X: ball(place)}).mid())


@pytest.mark.parametrize("written", ["tanh", "x + 1", "relu", "softplus", "x/2", "x + x**3 + 1"])
def test_no_escape(written: str) -> None:
    """Values stay in a bounded set, or the steps do not shrink on the way to the source."""
    assert find_escape(chain(written)) is None


def test_a_weight_closes_the_way() -> None:
    assert find_escape(chain("mish", 1)) is not None
    assert find_escape(chain("mish", 2)) is None


def test_jumps_are_undecided() -> None:
    assert find_escape(chain("where(x > 3, x, x + exp(-x**2))")) is None
