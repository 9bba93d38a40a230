"""Attracting and repelling fixed points: enclosed, against values from mpmath; none where there is none."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.fixed_points import all_values, attractor, blocks_into, ends, per_layer, repeller
from gradcheck.activations.analysis.pieces import activation, of_formula
from gradcheck.language.notation.reader import read_expression

Q = Fraction
ONE = Q(1)


def chain(written: str, weight: Fraction = ONE) -> Chain:
    named = written.isidentifier()
    return Chain((activation(written) if named else of_formula(written, read_expression(written)),), 4, weight)


@pytest.mark.parametrize(
    ("written", "weight", "start"),
    [("sigmoid", Q(1), 0.6), ("sigmoid", Q(-1), 0.4), ("atan(x)/2 + 1", Q(1), 1.5), ("exp(-x**2)", Q(1), 0.65)],
)
def test_an_attractor(written: str, weight: Fraction, start: float) -> None:
    functions = {
        "sigmoid": lambda z: 1 / (1 + mpmath.exp(-z)),
        "atan(x)/2 + 1": lambda z: mpmath.atan(z) / 2 + 1,
        "exp(-x**2)": lambda z: mpmath.exp(-(z**2)),
    }
    found = attractor(chain(written, weight), 15)
    assert found is not None
    assert found.attracting
    with mpmath.workdps(30):
        factor = mpmath.mpf(weight.numerator) / weight.denominator

        def block(z: mpmath.mpf) -> mpmath.mpf:
            return functions[written](factor * z)

        point = mpmath.findroot(lambda z: block(z) - z, start)
        low, high = ends(found.point, 120)
        assert low <= Q(str(mpmath.nstr(point, 25))) + Q(1, 10**20)
        assert high >= Q(str(mpmath.nstr(point, 25))) - Q(1, 10**20)
        slope = Q(str(mpmath.nstr(abs(mpmath.diff(block, point)), 20)))
        low, high = ends(found.slope, 120)
        assert low - Q(1, 10**10) <= slope <= high + Q(1, 10**10)


@pytest.mark.parametrize(
    ("written", "weight"), [("tanh", Q(2)), ("tanh", Q(1)), ("sigmoid", Q(-8)), ("softplus", Q(1))]
)
def test_no_attractor(written: str, weight: Fraction) -> None:
    """There is none that attracts all values, or, for tanh and weight 1, none that does so by a contraction."""
    assert attractor(chain(written, weight), 12) is None


def test_a_repeller() -> None:
    found = repeller(chain("tanh", Q(2)), 12)
    assert found is not None
    assert not found.attracting
    assert found.point.contains(0)
    assert found.slope.contains(2)
    other = repeller(chain("sigmoid", Q(-8)), 12)
    assert other is not None
    assert other.slope > 1


@pytest.mark.parametrize(
    ("written", "weight"), [("tanh", Q(1, 2)), ("sigmoid", Q(1)), ("x/2 + 1", Q(1)), ("x + 1", Q(1))]
)
def test_no_repeller(written: str, weight: Fraction) -> None:
    assert repeller(chain(written, weight), 12) is None


def test_all_values_are_in_a_ball() -> None:
    found = all_values(chain("tanh"), 64)
    assert found.contains(arb(1))
    assert found.contains(arb(-1))
    assert not found.contains(arb(2))
    assert all_values(chain("softplus"), 64) is None


def test_the_slope_of_one_layer() -> None:
    two = Chain((activation("tanh"), activation("sigmoid")), 3)
    assert per_layer(two, arb(9), 12) == (3, 3)
    assert per_layer(two, arb(0), 12) == (0, 0)
    low, high = per_layer(two, arb(2), 12)
    assert low**2 <= 2 <= high**2
    assert high - low < Q(1, 10**12)


def test_blocks_into_an_interval() -> None:
    halving = chain("tanh", Q(1, 2))
    count = blocks_into(halving, Q(-1, 10), Q(1, 10), 64, 20)
    assert count is not None
    assert blocks_into(halving, Q(-1, 10), Q(1, 10), 64, count - 1) is None
    largest = mpmath.mpf(1)
    for _ in range(count):
        largest = mpmath.tanh(largest / 2)
    assert largest < 0.1
    assert blocks_into(chain("tanh", Q(2)), Q(-1, 10), Q(1, 10), 64, 20) is None
    assert blocks_into(chain("softplus"), Q(-1, 10), Q(1, 10), 64, 20) is None
