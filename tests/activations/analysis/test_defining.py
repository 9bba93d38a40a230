"""Exact values and defining equations of extreme slopes: found, checked by another library, and refused when wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
from mpmath import mpf

from gradcheck.activations.analysis import defining
from gradcheck.activations.analysis.defining import Problem, Proposal, define_places
from gradcheck.activations.analysis.pieces import X, activation, of_formula
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.language.notation.reader import read_expression, read_proposition
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Derivative, as_term
from gradcheck.outcome.bound import Extremum
from gradcheck.search.covers.univariate import Supremum

Q = Fraction


def supremum(text: str, digits: int = 40) -> Extremum:
    name = text if text.isidentifier() and len(text) > 1 else read_expression(text)
    return bound_chain(BoundRequest((name,), digits=digits)).functions[0].supremum


@pytest.mark.parametrize(
    ("text", "equation", "between", "value"),
    [
        ("x*tanh(x)", "x*tanh(x) = 1", ("1", "2"), "x"),
        ("silu", "x*tanh(x/2) = 2", ("2", "3"), "(x + 2)/4"),
        ("quick_gelu", "x*tanh(0.851*x) = 1000/851", ("1", "2"), "(851*x + 1000)/2000"),
        ("x*sigmoid(3*x)", "x*tanh(3*x/2) = 2/3", ("0", "1"), "(3*x + 2)/4"),
        ("serf", "(2*x*log(exp(x) + 1) - 2)*exp(x) = x + 2", ("1", "2"), None),
        ("sigmoid(x)*tanh(x)", "exp(4*x) + 4*exp(3*x) + 1 = 6*exp(2*x) + 4*exp(x)", ("0", "1"), None),
    ],
)
def test_the_equation_of_the_place(text: str, equation: str, between: tuple[str, str], value: str | None) -> None:
    found = supremum(text)
    assert found.equation is not None
    assert (found.equation.text, found.between) == (equation, between)
    assert (found.by_root and found.by_root.text) == value


def test_the_maximum_of_the_slope_of_x_tanh_x_is_the_root() -> None:
    found = supremum("x*tanh(x)", digits=50)
    with mpmath.workdps(70):
        root = mpmath.findroot(lambda x: x * mpmath.tanh(x) - 1, mpf("1.2"))
        assert mpf(found.lower) <= root <= mpf(found.upper)
        assert mpf(found.upper) - mpf(found.lower) <= mpf(10) ** -48
    assert len(found.lower) >= 50


@pytest.mark.parametrize("name", ["mish", "serf", "gelu_tanh", "silu"])
def test_each_equation_has_its_root_at_the_place(name: str) -> None:
    found = supremum(name)
    assert found.equation is not None
    assert found.between is not None
    (place,) = found.at
    lower, upper = (Q(end) for end in place.strip("[]").split(", "))
    assert Q(found.between[0]) < lower <= upper < Q(found.between[1])


@pytest.mark.parametrize(
    ("text", "value", "places", "number"),
    [
        ("gaussian", "sqrt(2)/exp(1/2)", ("-sqrt(2)/2",), lambda: mpmath.sqrt(2 / mpmath.e)),
        ("gelu", "erf(1)/2 + 1/2 + 1/(exp(1)*sqrt(pi))", ("sqrt(2)",),
         lambda: mpmath.ncdf(mpmath.sqrt(2)) + mpmath.sqrt(2) * mpmath.npdf(mpmath.sqrt(2))),
        ("tanh(x)**2", "4*sqrt(3)/9", ("log(sqrt(3) + 2)/2",), lambda: 4 / mpmath.sqrt(27)),
        ("tanh(x)**3", "3/4", ("log(sqrt(2) - 1)", "log(sqrt(2) + 1)"), lambda: mpf(3) / 4),
        ("-x/(1 + x**2)", "1/8", ("-sqrt(3)", "sqrt(3)"), lambda: mpf(1) / 8),
        ("log(1 + x**2)", "1", ("1",), lambda: mpf(1)),
        ("-x*exp(-x**2)", "2/exp(3/2)", ("-sqrt(6)/2", "sqrt(6)/2"), lambda: 2 * mpmath.exp(mpf(-3) / 2)),
        ("tanh(x)*sigmoid(2*x)", "(13*sqrt(13) + 35)/108", ("log((4 + sqrt(13))/3)/2",),
         lambda: (13 * mpmath.sqrt(13) + 35) / 108),
    ],
)  # fmt: skip
def test_exact_values(text: str, value: str, places: tuple[str, ...], number: object) -> None:
    found = supremum(text, digits=40)
    assert (found.exact, found.at, found.attained, found.trust) == (value, places, True, "exact")
    with mpmath.workdps(60):
        assert abs(mpf(found.lower) - number()) < mpf(10) ** -38  # type: ignore[operator]


@pytest.mark.parametrize(
    "text", ["x*tanh(x) + x/10**30", "x*tanh(x) + x**2/10**30", "x*tanh(x*(1 + 1/10**20))", "x*tanh(x)*(1 + 1/10**30)"]
)
def test_a_function_that_differs_by_a_little_has_another_value(text: str) -> None:
    found = supremum(text)
    assert found.by_root is None or found.by_root.text != "x" or found.equation.text != "x*tanh(x) = 1"  # type: ignore[union-attr]


def posed(name: str) -> tuple[Problem, Supremum]:
    function = activation(name)
    found = slope_bounds(function, 20).supremum
    assert isinstance(found, Supremum)
    (place,) = found.places
    return Problem(Derivative(function.formula, X), place, (place[0] - 10, place[1] + 10)), found


def proposed(problem: Problem, equation: str, value: str) -> Proposal:
    """The equation and the value with the cofactors that a true one would have."""
    claim = read_proposition(equation)
    assert isinstance(claim, Relation)
    gap = claim.left - claim.right
    rest = (problem.slope - read_expression(value)) / gap
    return Proposal(claim, problem.bend / gap, (), ((read_expression(value), rest),))


def test_wrong_equations_and_values_are_refused() -> None:
    problem, _ = posed("x*tanh(x)")
    true = Proposal(
        Relation("=", X * read_expression("tanh(x)"), as_term(1)), read_expression("-2*(1 - tanh(x)**2)"), (),
        ((X, read_expression("-tanh(x)")),),
    )  # fmt: skip
    found = defining._confirmed(problem, true)
    assert found is not None
    assert found.value is X
    for equation in ("x*tanh(x) = 1 + 1/10**40", "x*tanh(x) = 6/5", "tanh(x) = 1", "x**2 = 36/25"):
        assert defining._confirmed(problem, proposed(problem, equation, "x")) is None
        claim = read_proposition(equation)
        assert isinstance(claim, Relation)
        assert defining._confirmed(problem, replace(true, equation=claim)) is None
    for value in ("x + 1/10**40", "tanh(x)", "6/5", "2*x - 1"):
        wrong = replace(true, values=((read_expression(value), read_expression("-tanh(x)")),))
        confirmed = defining._confirmed(problem, wrong)
        assert confirmed is not None
        assert confirmed.value is None
    poles = replace(true, values=((as_term(1), (problem.slope - 1) / (X * read_expression("tanh(x)") - 1)),))
    confirmed = defining._confirmed(problem, poles)  # F - 1 = Q G with a Q that has a pole at the root
    assert confirmed is not None
    assert confirmed.value is None


def test_a_wrong_root_is_refused() -> None:
    problem, _ = posed("gaussian")
    slope = read_expression("-2*x*exp(-x**2)")
    equation = Relation("=", read_expression("2*x**2"), as_term(1))
    cofactor = read_expression("2*exp(-x**2)")
    for root in ("sqrt(2)/2", "-sqrt(2)/2 + 1/10**40", "-7/10", "-1"):
        found = defining._confirmed(problem, Proposal(equation, cofactor, (read_expression(root),), (), slope))
        assert found is not None
        assert found.places == ()
    found = defining._confirmed(problem, Proposal(equation, cofactor, (read_expression("-sqrt(2)/2"),), (), slope))
    assert found is not None
    assert found.places


def test_nothing_is_said_of_places_that_are_known_or_unknown() -> None:
    function = of_formula("f", read_expression("tanh(x)"))
    found = slope_bounds(function, 15).supremum
    assert isinstance(found, Supremum)
    assert define_places(function, found) is None
    assert define_places(function, replace(found, exact=None, attained=None)) is None


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("x*atan(x)", lambda: mpmath.pi / 2), ("x*atan(x) + x/3", lambda: mpmath.pi / 2 + mpf(1) / 3),
        ("x*atan(2*x)", lambda: mpmath.pi / 2),
    ],
)  # fmt: skip
def test_slopes_that_rise_to_an_irrational_limit(text: str, limit: Callable[[], mpf]) -> None:
    found = supremum(text)
    assert (found.attained, found.at) == (False, ("oo",))
    with mpmath.workdps(60):
        assert mpf(found.lower) - mpf(10) ** -50 <= limit() <= mpf(found.upper) + mpf(10) ** -50
        assert mpf(found.upper) - mpf(found.lower) < mpf(10) ** -38


@pytest.mark.parametrize("digits", [15, 45])
@pytest.mark.parametrize("text", ["tanh(x)**3", "x**3/(1 + x**4)", "-x*exp(-x**2)", "-x/(1 + x**2)"])
def test_two_peaks_of_one_height(text: str, digits: int) -> None:
    found = supremum(text, digits)
    assert found.attained
    assert len(found.at) == 2
