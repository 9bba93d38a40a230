"""The quadrature for means over a normal variable, held against mpmath for random functions and laws."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mpf

from gradcheck.kernel.evidence import ByQuadrature
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import E, Normal, atan, cos, erf, exp, random_variable, rational, sin, sqrt, tanh
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Term

Q = Fraction
FUNCTIONS: dict[str, tuple[Callable[[Term], Term], Callable[[mpf], mpf]]] = {
    "tanh**2": (lambda z: tanh(z) ** 2, lambda x: mpmath.tanh(x) ** 2),
    "sin(z)*z": (lambda z: sin(z) * z, lambda x: mpmath.sin(x) * x),
    "exp(z/2)": (lambda z: exp(z / 2), lambda x: mpmath.exp(x / 2)),
    "1/(1 + z**2)": (lambda z: 1 / (1 + z**2), lambda x: 1 / (1 + x * x)),
    "erf(z)**2 + z": (lambda z: erf(z) ** 2 + z, lambda x: mpmath.erf(x) ** 2 + x),
    "atan(z)**2*cos(z)": (lambda z: atan(z) ** 2 * cos(z), lambda x: mpmath.atan(x) ** 2 * mpmath.cos(x)),
    "sqrt(1 + z**2)": (lambda z: sqrt(1 + z**2), lambda x: mpmath.sqrt(1 + x * x)),
}
NEAR = Q(1, 10**7)


def proved(left: Term, op: str, right: Fraction, evidence: ByQuadrature) -> bool:
    try:
        return genuine(prove(Goal(Relation(op, left, rational(right.numerator, right.denominator))), evidence))
    except Rejected:
        return False


def cells(mean: Fraction, reach: Fraction, count: int) -> tuple[Fraction, ...]:
    return tuple(mean + reach * Q(k, count) for k in range(-count, count + 1))


@pytest.mark.parametrize("name", FUNCTIONS)
@settings(max_examples=1, deadline=None)
@given(mean=st.fractions(-2, 2, max_denominator=5), variance=st.fractions(Q(1, 4), 3, max_denominator=4))
def test_the_true_mean_is_enclosed(name: str, mean: Fraction, variance: Fraction) -> None:
    term, real = FUNCTIONS[name]
    z = random_variable(
        "z", Normal(rational(mean.numerator, mean.denominator), rational(variance.numerator, variance.denominator))
    )
    with mpmath.workdps(30):
        m, v = mpf(mean.numerator) / mean.denominator, mpf(variance.numerator) / variance.denominator

        def weighted(x: mpf) -> mpf:
            return real(x) * mpmath.exp(-((x - m) ** 2) / (2 * v)) / mpmath.sqrt(2 * mpmath.pi * v)

        exact = mpmath.quad(weighted, mpmath.linspace(m - 16 * mpmath.sqrt(v), m + 16 * mpmath.sqrt(v), 41))
        value = Q(int(mpmath.nint(exact * 10**15)), 10**15)
    fine = ByQuadrature(cells(mean, Q(18), 120), 16, 96)
    assert proved(E(term(z)), "<", value + NEAR, fine)
    assert proved(E(term(z)), ">", value - NEAR, fine)
    for order, count in ((2, 40), (4, 30), (8, 60), (16, 120)):
        rough = ByQuadrature(cells(mean, Q(18), count), order, 96)
        assert not proved(E(term(z)), ">", value + Q(1, 10**12), rough)
        assert not proved(E(term(z)), "<", value - Q(1, 10**12), rough)


def test_moments_that_are_known_exactly() -> None:
    z = random_variable("z", Normal(rational(1, 2), rational(3, 7)))
    grid = ByQuadrature(cells(Q(1, 2), Q(8), 40), 8, 96)
    for power, value in ((1, Q(1, 2)), (2, Q(1, 4) + Q(3, 7)), (3, Q(1, 8) + 3 * Q(1, 2) * Q(3, 7))):
        assert proved(E(z**power), "<", value + Q(1, 10**9), grid)
        assert proved(E(z**power), ">", value - Q(1, 10**9), grid)
        assert not proved(E(z**power), "!=", value, grid)
        assert not proved(E(z**power), ">", value, grid)


def test_heavy_functions() -> None:
    z = random_variable("z", Normal(0, 1))
    wide = ByQuadrature(cells(Q(0), Q(30), 256), 8, 96)
    root = Q(1_732_050_807_569, 10**12)  # E exp(z^2/3) = sqrt(3)
    assert proved(E(exp(z**2 / 3)), "<", root + Q(1, 10**3), wide)
    assert proved(E(exp(z**2 / 3)), ">", root - Q(1, 10**3), wide)
    for rate in (2, 1):  # infinite
        assert not proved(E(exp(z**2 / rate)), ">", Q(0), wide)
