"""The registry: every entry says what it should, and every figure about it is attacked with 60-digit samples."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from mpmath import mpf

from gradcheck.activations.analysis.periodic import periodic_bounds
from gradcheck.activations.analysis.pieces import X, activation, of_formula, values_agree
from gradcheck.activations.analysis.smoothness import cuts_of, smoothness
from gradcheck.activations.registry import ALIASES, ENTRIES, default_formula, entry_of, formula_with, named
from gradcheck.balls.arithmetic import ball
from gradcheck.balls.jets import enclose
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Derivative, Term
from gradcheck.outcome.bound import Extremum, FunctionBounds
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.covers.univariate import Function
from tests.search.mpmath_values import value_of

from .oracle import ORACLES, oracle_of

Q = Fraction
POINTS = tuple(Q(k, 8) + Q(1, 1013) for k in range(-72, 73))
CLOSE = mpf(10) ** -50


def ask(function: str | Term, **values: Fraction) -> FunctionBounds:
    return bound_chain(BoundRequest((function,), parameters=tuple(values.items()), digits=40)).functions[0]


def test_names_are_not_shared() -> None:
    assert not set(ALIASES) & set(ENTRIES)
    assert len(ALIASES) == sum(len(entry.aliases) for entry in ENTRIES.values())
    assert set(ORACLES) <= set(ENTRIES)
    assert entry_of("Hard-Swish").name == entry_of("hard silu").name == "hardswish"
    for entry in ENTRIES.values():
        assert entry.source
        assert all(item.allows(Q(item.default)) for item in entry.parameters)


@pytest.mark.parametrize("name", ENTRIES)
def test_the_short_formula_is_the_long_one_at_the_defaults(name: str) -> None:
    entry = ENTRIES[name]
    assert values_agree(default_formula(entry), formula_with(entry, {}), (*POINTS, Q(0)))


def samples(name: str) -> list[tuple[Fraction, mpf]]:
    """The derivative at many points, away from the kinks, and close to them on both sides."""
    kinks = [cut.point for cut in cuts_of(activation(name))]
    near = [kink + side * Q(1, 10**k) for kink in kinks for side in (1, -1) for k in (2, 5, 12)]
    with mpmath.workdps(70):
        return [(x, mpmath.diff(oracle_of(name), mpf(x.numerator) / x.denominator)) for x in (*POINTS, *near)]


def number(text: str) -> mpf:
    return mpf({"oo": "inf", "-oo": "-inf"}.get(text, text))


@pytest.mark.parametrize("name", ENTRIES)
def test_no_sample_leaves_the_range(name: str) -> None:
    found = ask(name)
    with mpmath.workdps(60):
        lower, upper = number(found.infimum.lower), number(found.supremum.upper)
        slopes = [slope for _, slope in samples(name)]
        assert all(lower - CLOSE <= slope <= upper + CLOSE for slope in slopes)
        if upper < mpf("inf"):
            assert max(slopes) > upper - mpf("0.02") * max(1, upper)  # and the range is no wider than it must be
            assert min(slopes) < lower + mpf("0.02")
        assert found.lipschitz is not None
        if found.lipschitz.upper != "oo":
            assert max(abs(slope) for slope in slopes) <= number(found.lipschitz.upper) + CLOSE


@pytest.mark.parametrize("name", ORACLES)
def test_the_formula_is_the_one_of_the_literature(name: str) -> None:
    formula = formula_with(ENTRIES[name], {})
    with mpmath.workdps(60):
        for point in POINTS[::5]:
            x = mpf(point.numerator) / point.denominator
            assert abs(value_of(formula, {X: x}) - ORACLES[name](x)) < CLOSE * (1 + abs(x)) ** 3


@pytest.mark.parametrize("name", ENTRIES)
def test_differences_respect_the_lipschitz_constant(name: str) -> None:
    found = ask(name)
    assert found.lipschitz is not None
    with mpmath.workdps(60):
        places = [mpf(x.numerator) / x.denominator for x in POINTS[::3]] + [mpf(0), mpf(1) / 2, mpf(1) / 10]
        values = [oracle_of(name)(x) for x in places]
        ratio = max(abs((u - v) / (a - b)) for a, u in zip(places, values, strict=True)
                    for b, v in zip(places, values, strict=True) if a != b)  # fmt: skip
        assert ratio <= number(found.lipschitz.upper) + CLOSE


@pytest.mark.parametrize("name", ENTRIES)
def test_an_attained_extremum_is_reached_where_it_is_said(name: str) -> None:
    found = ask(name)
    for extremum in (found.infimum, found.supremum):
        for place in extremum.at if extremum.attained and not extremum.reason else ():
            if not any(cut.at == place for cut in found.cuts):
                assert reached(name, extremum, place)


def reached(name: str, extremum: Extremum, place: str) -> bool:
    with mpmath.workdps(60):
        if "pi" in place:  # pi, -pi/4 and their like
            top, _, bottom = place.partition("/")
            ends = [mpmath.pi * (-1 if top.startswith("-") else 1) / int(bottom or 1)]
        else:
            place = (
                place if "sqrt" not in place else str(to_fraction(enclose(read_expression(place), {}, (), 300).mid()))
            )
            ends = [mpf(Q(end).numerator) / Q(end).denominator for end in place.strip("[]").split(", ")]
        slope = mpmath.diff(oracle_of(name), sum(ends) / len(ends))
        return bool(mpf(extremum.lower) - mpf(10) ** -35 <= slope <= mpf(extremum.upper) + mpf(10) ** -35)


SMOOTHNESS = {
    "sigmoid": "C^inf", "relu": "C^0", "elu": "C^1", "celu": "C^1", "selu": "C^0", "isrlu": "C^2", "softsign": "C^1",
    "hardshrink": "discontinuous", "threshold": "discontinuous", "softshrink": "C^0", "sparse_plus": "C^1",
    "relu_squared": "C^1", "hardswish": "C^0", "squareplus": "C^inf", "bent_identity": "C^inf", "isru": "C^inf",
    "gelu": "C^inf", "serf": "C^inf", "snake": "C^inf", "relu6": "C^0",
}  # fmt: skip


@pytest.mark.parametrize("name", SMOOTHNESS)
def test_smoothness(name: str) -> None:
    assert ask(name).smoothness == SMOOTHNESS[name]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where(x = 0, 5, x)", "discontinuous"), ("where(x < 0, x, x + 1/10**30)", "discontinuous"),
        ("where(x < 0, x, x + x**2/10**30)", "C^1"), ("where(x < 0, x, x*(1 + 1/10**30))", "C^0"),
        ("abs(x)**3", "C^2"), ("abs(x)*sin(x)", "C^1"), ("where(x > 1, exp(x), x*exp(1))", "C^1"),
        ("where(x > 1, exp(x), x*exp(1) + 1/10**40)", "discontinuous"), ("sqrt(x**2 + 1/10**20)", "C^inf"),
    ],
)  # fmt: skip
def test_smoothness_of_formulas(text: str, expected: str) -> None:
    function = of_formula(text, read_expression(text))
    cuts = cuts_of(function)
    assert smoothness(function, cuts) == expected


def test_a_root_of_zero_is_not_called_smooth() -> None:
    function = of_formula("f", read_expression("sqrt(x**2)"))
    assert smoothness(function, cuts_of(function)) != "C^inf"


def test_parameters() -> None:
    half = ask("elu", alpha=Q(1, 2))
    assert half.name == "elu(alpha=1/2)"
    assert (half.smoothness, half.kinks, half.supremum.exact) == ("C^0", ("0",), "1")
    assert (half.cuts[0].kind, half.cuts[0].left, half.cuts[0].right) == ("kink", "1/2", "1")
    assert ask("elu", alpha=Q(1)).name == "elu"
    assert ask("swish", beta=Q(2)).supremum.lower == ask("silu").supremum.lower
    assert ask(read_expression("a*tanh(x)"), a=Q(3)).supremum.exact == "3"
    with pytest.raises(ValueError, match="alpha > 0"):
        named("celu", {"alpha": Q(0)})
    with pytest.raises(ValueError, match="lambd >= 0"):
        named("softshrink", {"lambd": Q(-1)})
    assert named("softshrink", {"lambd": Q(0)}).name == "softshrink(lambd=0)"
    with pytest.raises(ValueError, match="did you mean"):
        named("hardswishh")
    assert X is activation("tanh").formula.args[0]  # type: ignore[attr-defined]


def test_a_formula_takes_the_same_road_as_a_name() -> None:
    for name in ("elu", "hardswish", "isrlu", "sparse_plus"):
        by_name, by_formula = ask(name), ask(read_expression(ENTRIES[name].formula.replace("alpha", "1")))
        assert by_name.supremum == by_formula.supremum
        assert by_name.infimum == by_formula.infimum
        assert (by_name.lipschitz, by_name.smoothness) == (by_formula.lipschitz, by_formula.smoothness)


@pytest.mark.parametrize(
    ("text", "infimum", "supremum", "period"),
    [
        ("sin(x)", "-1", "1", "2*pi"), ("x + sin(x)**2", "0", "2", "pi"), ("sin(x)**4", "", "", "pi"),
        ("x + sin(x)**2/2 + 1/10**30*x", "", "", "pi"),
        ("cos(3*x) + 5*x", "2", "8", "2*pi/3"), ("sin(x)*cos(x)", "-1", "1", "pi"),
        ("sin(2*x/3) - cos(x)/3", "", "", "6*pi"),
    ],
)  # fmt: skip
def test_periodic_derivatives(text: str, infimum: str, supremum: str, period: str) -> None:
    found = ask(read_expression(text))
    for extremum, exact in ((found.infimum, infimum), (found.supremum, supremum)):
        assert extremum.attained
        assert extremum.period is not None
        assert extremum.period.text == period
        assert extremum.at
        assert not exact or extremum.exact == exact
    function = of_formula("f", read_expression(text))
    slopes = [Function(Derivative(function.formula, X), X).jet(x, 0, 300)[0] for x in POINTS]
    assert all(slope > ball(Q(found.infimum.lower) - Q(1, 10**50)) for slope in slopes)
    assert all(slope < ball(Q(found.supremum.upper) + Q(1, 10**50)) for slope in slopes)
    assert max(float(slope.mid()) for slope in slopes) > float(found.supremum.upper) - 0.02
    assert min(float(slope.mid()) for slope in slopes) < float(found.infimum.lower) + 0.02


@pytest.mark.parametrize(
    "text", ["sin(x**2)", "x*sin(x)", "sin(x) + x**2", "exp(sin(x))", "sin(sin(x))", "sin(x) + tanh(x)"]
)
def test_what_is_no_trigonometric_polynomial(text: str) -> None:
    assert periodic_bounds(of_formula("f", read_expression(text)), 15) is None


@pytest.mark.parametrize("name", ["hardshrink", "threshold"])
def test_a_jump_has_no_bound_for_every_depth(name: str) -> None:
    found = bound_chain(BoundRequest((name,), "n"))
    assert found.symbolic is None
    assert any("jumps" in question for question in found.undecided)


@pytest.mark.parametrize("name", ["hardswish", "isrlu", "sparse_plus", "softshrink", "relu6", "isru", "serf"])
def test_the_bound_for_every_depth_of_other_names(name: str) -> None:
    found = bound_chain(BoundRequest((name,), "n", digits=6)).symbolic
    assert found is not None
    assert found.proved
