"""Suprema: exact, attained or not, where, to many digits; against 60-digit values from mpmath."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.activations.analysis.pieces import X, activation, of_formula
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.activations.analysis.smoothness import cuts_of, kinks_of
from gradcheck.activations.registry import ENTRIES
from gradcheck.balls.decimals import decimal, exact_text, interval
from gradcheck.language.author import absolute, cos, d, exp, log, maximum, real, relu, sin, tanh, where
from gradcheck.language.syntax.terms import Derivative, Term
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.enclosure import NotFound, recheck
from gradcheck.search.covers.extrema import find_infimum, find_supremum
from gradcheck.search.covers.univariate import Function, Supremum

Q = Fraction


def supremum(term: Term, digits: int = 15) -> Supremum:
    found = find_supremum(Function(term, X), digits)
    assert isinstance(found, Supremum), found
    return found


EXACT = {
    # name: infimum, attained, supremum, attained; of the derivative
    "sigmoid": (Q(0), False, Q(1, 4), True),
    "tanh": (Q(0), False, Q(1), True),
    "relu": (Q(0), True, Q(1), True),
    "leaky_relu": (Q(1, 100), True, Q(1), True),
    "elu": (Q(0), False, Q(1), True),
    "selu": (Q(0), False, Q("1.0507009873554804934193349852946") * Q("1.6732632423543772848170429916717"), False),
    "softplus": (Q(0), False, Q(1), False),
    "logsigmoid": (Q(0), False, Q(1), False),
    "softsign": (Q(0), False, Q(1), True),
    "identity": (Q(1), True, Q(1), True),
}

mpmath.mp.dps = 60


def _silu(x: mpmath.mpf) -> mpmath.mpf:
    return x / (1 + mpmath.exp(-x))


def _mish(x: mpmath.mpf) -> mpmath.mpf:
    return x * mpmath.tanh(mpmath.log1p(mpmath.exp(x)))


ROOTS = {
    # name: a place near the maximum of the derivative, the function
    "silu": ("2.4", _silu),
    "mish": ("1.49", _mish),
    "x*tanh(x)": ("1.2", lambda x: x * mpmath.tanh(x)),
}


@pytest.mark.parametrize("name", sorted(EXACT))
def test_exact_extrema_of_derivatives(name: str) -> None:
    low, low_attained, high, high_attained = EXACT[name]
    bounds = slope_bounds(activation(name), 15)
    assert isinstance(bounds.infimum, Supremum)
    assert isinstance(bounds.supremum, Supremum)
    assert (bounds.infimum.exact, bounds.infimum.attained) == (low, low_attained)
    assert (bounds.supremum.exact, bounds.supremum.attained) == (high, high_attained)


@pytest.mark.parametrize("name", sorted(ROOTS))
@pytest.mark.parametrize("digits", [8, 15, 40])
def test_transcendental_maxima(name: str, digits: int) -> None:
    start, f = ROOTS[name]
    place = mpmath.findroot(lambda x: mpmath.diff(f, x, 2), mpmath.mpf(start))
    value = mpmath.diff(f, place)
    found = slope_bounds(activation(name), digits).supremum
    assert isinstance(found, Supremum)
    assert found.lower is not None
    assert found.upper is not None
    assert found.attained
    assert found.upper - found.lower < Q(1, 10 ** (digits + 1))
    # mpmath differentiates numerically; half of its digits are trusted
    assert abs(mpmath.mpf(found.lower.numerator) / found.lower.denominator - value) < mpmath.mpf(10) ** -min(digits, 25)
    ((lo, hi),) = found.places
    assert float(lo) - 1e-6 <= float(place) <= float(hi) + 1e-6
    assert hi - lo < Q(1, 10**digits)


def test_the_maximum_of_x_tanh_x_is_its_own_place() -> None:
    found = slope_bounds(activation("x*tanh(x)"), 40).supremum
    assert isinstance(found, Supremum)
    assert found.lower is not None
    lower, upper = interval(found.lower, found.upper or Q(0), 30)
    assert lower == "1.19967864025773383391636984864"
    assert upper == "1.19967864025773383391636984865"
    ((lo, hi),) = found.places
    assert lo <= (found.upper or 0)
    assert hi >= found.lower


def test_gelu() -> None:
    """The maximum of gelu' is at sqrt 2."""
    bounds = slope_bounds(activation("gelu"), 20)
    assert isinstance(bounds.supremum, Supremum)
    ((lo, hi),) = bounds.supremum.places
    assert lo**2 < 2 < hi**2
    assert isinstance(bounds.infimum, Supremum)
    assert bounds.infimum.lower is not None
    assert bounds.supremum.upper is not None
    assert abs(bounds.infimum.lower + bounds.supremum.upper - 1) < Q(1, 10**18)


def test_evidence_is_checked_again() -> None:
    for term in (d(tanh(X), X), d(X * tanh(X), X), d(X * exp(-X), X) + X * 0, X / (1 + X**2)):
        found = find_supremum(Function(term, X))
        if isinstance(found, Supremum) and found.goal is not None and found.cover is not None:
            recheck(found.goal, X, (None, False, None, False), found.cover)


def test_shapes_of_suprema() -> None:
    assert supremum(X * exp(-X)).attained
    assert supremum(X / (1 + X**2)).exact == Q(1, 2)
    two = supremum(X**2 * exp(-(X**2)))
    assert len(two.places) == 2
    assert supremum(X**2).infinite == 1
    lowest = find_infimum(Function(X**2, X))
    assert isinstance(lowest, Supremum)
    assert (lowest.exact, lowest.attained, lowest.places) == (0, True, ((0, 0),))
    assert find_infimum(Function(X, X)).infinite == -1  # type: ignore[union-attr]
    limit = find_supremum(Function(log(X) / X, X, Q(0), None))
    assert isinstance(limit, Supremum)
    assert limit.lower is not None
    assert abs(float(limit.lower) - 0.36787944117144233) < 1e-15
    open_end = find_supremum(Function(X**2, X, Q(0), Q(1)))
    assert isinstance(open_end, Supremum)
    assert (open_end.exact, open_end.attained, open_end.approached) == (1, False, ("1-",))
    jump = find_supremum(Function(where(X <= 0, 5, X), X, Q(0), Q(1)))
    assert not isinstance(jump, Supremum) or jump.exact != 5


def test_poles_and_oscillations_are_not_bounded() -> None:
    assert isinstance(find_supremum(Function(1 / X, X)), NotFound)
    assert isinstance(find_supremum(Function(sin(1 / X), X)), NotFound)
    wave = find_supremum(Function(sin(X**2), X))
    assert isinstance(wave, NotFound) or (wave.upper is not None and wave.upper >= 1)


def test_pieces_of_formulas() -> None:
    tent = of_formula("tent", absolute(X - 1) + relu(-X))
    assert tent.cuts == (0, 1)
    assert kinks_of(cuts_of(tent)) == (0, 1)
    assert slope_bounds(tent, 15).size.exact == 2  # type: ignore[union-attr]
    cube = of_formula("cube", where(X > 0, X**3, X**2))
    assert kinks_of(cuts_of(cube)) == ()
    clipped = of_formula("hardtanh", maximum(-1, (1 + X - absolute(1 - X)) / 2))
    assert kinks_of(cuts_of(clipped)) == (-1, 1)
    steps = of_formula("step", where(X > 0, 1, 0))
    assert kinks_of(cuts_of(steps)) == (0,)
    with pytest.raises(ValueError, match="x alone"):
        of_formula("two", X * real("w"))
    with pytest.raises(ValueError, match="sigmoid"):
        activation("sigmiod")
    assert activation("Leaky ReLU").name == "leaky_relu"
    assert activation("swish").name == "silu"


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_displayed_derivatives_are_derivatives(name: str) -> None:
    from gradcheck.activations.analysis.pieces import values_agree

    function = activation(name)
    for piece in function.pieces:
        shown = derivative(piece.term, X)
        assert shown is not None
        middle = piece.lo + 1 if piece.lo is not None else (piece.hi or Q(1)) - 1
        points = tuple(middle + Q(k, 7) for k in range(-6, 7))
        assert values_agree(shown, Derivative(piece.term, X), points)
        assert not values_agree(shown + Q(1, 10**40), Derivative(piece.term, X), points)


@given(st.fractions(-(10**6), 10**6), st.integers(1, 30))
def test_decimals_enclose(value: Fraction, digits: int) -> None:
    lower, upper = interval(value, value, digits)
    assert Q(lower) <= value <= Q(upper)
    assert Q(upper) - Q(lower) <= abs(value) * Q(10) ** (1 - digits)
    assert Q(exact_text(value)) == value


def test_decimals_are_plain() -> None:
    assert decimal(Q(1, 4), 15, up=True) == "0.25"
    assert decimal(Q(-2, 3), 3, up=True) == "-0.666"
    assert decimal(Q(-2, 3), 3, up=False) == "-0.667"
    assert decimal(Q(999999, 10**6), 3, up=True) == "1.00"
    assert decimal(Q(1, 4**10), 5, up=False) == "9.5367e-7"
    assert decimal(Q(1024), 15, up=True) == "1024"


@given(st.integers(-4, 4), st.integers(1, 4), st.integers(1, 3))
@settings(max_examples=25, deadline=None)
def test_suprema_dominate_samples(a: int, b: int, c: int) -> None:
    term = (a + cos(b * X)) * exp(-c * X**2)
    found = find_supremum(Function(term, X))
    if isinstance(found, NotFound):
        return
    assert found.upper is not None
    for k in range(-40, 41):
        t = k / 10
        value = (a + float(mpmath.cos(b * t))) * float(mpmath.exp(-c * t * t))
        assert value <= float(found.upper) + 1e-12
