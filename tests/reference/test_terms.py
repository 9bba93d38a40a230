"""Every kind of term at its edges: where it has a value, which, and where it has none."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gradcheck.language.author import (
    Bernoulli,
    E,
    Exponential,
    Independent,
    Normal,
    Uniform,
    Var,
    arbitrary_function,
    d,
    det,
    diag,
    diagonal,
    dimension,
    eq,
    family,
    function,
    hadamard,
    identity,
    inf,
    initial,
    integer,
    integral,
    inverse,
    largest_eigenvalue,
    limit,
    matrix,
    natural,
    ne,
    norm,
    ones,
    oo,
    operator_norm,
    ordered_product,
    outer,
    pi,
    random_sequence,
    random_variable,
    rational,
    real,
    recurrence,
    sequence,
    smallest_singular_value,
    sup,
    total,
    trace,
    vector,
    where,
    widths,
)
from gradcheck.language.syntax.arrays import Entry
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, as_term
from gradcheck.reference import Instance, truth

exp, log, sqrt, sign, relu = (function(name) for name in ("exp", "log", "sqrt", "sign", "relu"))
absolute, larger = function("abs"), function("max")
x, y, p = real("x"), real("y"), real("p")
m, k = integer("m"), integer("k")
N = natural("N")
n = dimension("n")
A, v, B = matrix("A", n, n), vector("v", n), matrix("B", 2, 3)
SINGULAR = {"A": (1, 2, 2, 4)}
u, w = sequence("u"), sequence("w")
DIVIDING = (initial(u(0), 1), recurrence(u(k), u(k - 1) / (k - 3), 1))
LOGS = (initial(w(0), -1), recurrence(w(k), log(w(k - 1)), 1))


def kind(claim: Any, definitions: tuple[Definition, ...] = (), arrays: Any = None, **values: Any) -> str:
    """What the claim is where the variables, by name, have these values."""
    scalars = {s: Fraction(values[s.name]) for s in (x, y, p, m, N, n) if s.name in values}
    instance = Instance(scalars, arrays or {}, fill=values.get("fill", "zeros"), seed=values.get("seed", 0))
    return truth(claim, instance, definitions).kind


def has_value(term: Any, *rest: Any, **values: Any) -> str:
    return kind(eq(0 * term, 0 * term), *rest, **values)


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(x / x, 1), {"x": 0}, "undefined"),
        (eq(x / x, 1), {"x": 2}, "true"),
        (eq(0 * log(as_term(-1)), 0), {}, "undefined"),
        (eq(as_term(0) ** 0, 1), {}, "true"),
        (eq(x**0, 1), {"x": 0}, "true"),
        (eq(x**-1, x**-1), {"x": 0}, "undefined"),
        (eq(as_term(-8) ** rational(1, 3), -2), {}, "undefined"),
        (eq(as_term(0) ** rational(1, 3), 0), {}, "true"),
        (eq(as_term(0) ** rational(-1, 3), 0), {}, "undefined"),
        (eq(as_term(8) ** rational(1, 3), 2), {}, "true"),
        (eq(as_term(-2) ** (as_term(4) / 2), 4), {}, "true"),  # closed, and an integer
        (eq(x**y, 4), {"x": -2, "y": 2}, "true"),  # the value of the exponent is a whole number
        (eq(x**y, 4), {"x": -2, "y": Fraction(1, 2)}, "undefined"),
        (eq(x**y, 4), {"x": 2, "y": 2}, "true"),
        (eq(x**m, 4), {"x": -2, "m": 2}, "true"),
        (eq(x**m, 0), {"x": 0, "m": -1}, "undefined"),
        (eq(as_term(2) ** 3, 9), {}, "false"),
        (eq(oo + 0, oo + 0), {}, "undefined"),
        (Relation("<", pi, rational(22, 7)), {}, "true"),
        (Relation("=", pi, rational(22, 7)), {}, "false"),
        (eq(sqrt(as_term(2)) ** 2, 2), {}, "unknown"),  # equal to many digits, and not shown
        (ne(sqrt(as_term(2)) ** 2, 2), {}, "unknown"),
        (eq(sqrt(as_term(2)) ** 2, rational("2.0000000000000000000000000000000001")), {}, "false"),
        (eq(sqrt(rational(4, 9)), rational(2, 3)), {}, "true"),
        (eq(where(x >= 0, sqrt(x), 0), 0), {"x": -1}, "true"),
        (eq(where(x >= 0, sqrt(x - 1), 0), 0), {"x": 0}, "undefined"),
        (eq(where(1 / x > 0, 1, 1), 1), {"x": 0}, "undefined"),
        (eq(sign(x), 0), {"x": 0}, "true"),
        (eq(1 / (sqrt(as_term(2)) * sqrt(as_term(2)) - 2), 1), {}, "unknown"),  # the divisor may be 0
    ],
)
def test_numbers(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, **values) == expected


DOMAINS = [
    ("log", (0, -1), (1, 2)), ("sqrt", (-1,), (0, 2)), ("logit", (0, 1, 2), ("1/2",)), ("csch", (0,), (1, -1)),
    ("coth", (0,), (1, -1)), ("asin", (2, -2), (1, -1, 0)), ("acos", (2, -2), (1, -1, 0)),
    ("acosh", ("1/2", -3), (1, 2)), ("atanh", (1, -1, 2), (0, "1/2")), ("tan", (), (0, 1)), ("exp", (), (-5, 0)),
    ("elu", (), (-1, 0, 1)), ("selu", (), (-1, 0, 1)), ("gelu", (), (0, 1)), ("erfc", (), (0, 3)),
    ("leaky_relu", (), (-1, 0)), ("mish", (), (0, -30)), ("softsign", (), (-1,)), ("asinh", (), (-2, 0)),
]  # fmt: skip


@pytest.mark.parametrize(("function", "outside", "inside"), DOMAINS)
def test_natural_domains(function: str, outside: tuple[Any, ...], inside: tuple[Any, ...]) -> None:
    term = Apply(function, (x,))
    for value in outside:
        assert has_value(term, x=value) == "undefined"
    for value in inside:
        assert has_value(term, x=value) == "true"


def test_a_function_of_an_array_is_asked_at_every_entry() -> None:
    assert has_value(norm(Apply("log", (v,))), arrays={"v": (1, 0)}, n=2) == "undefined"
    assert has_value(norm(Apply("log", (v,))), arrays={"v": (1, 1)}, n=2) == "true"


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(total(k, k, 0, N), N * (N + 1) / 2), {"N": 4}, "true"),
        (eq(total(1 / k, k, 0, N), total(1 / k, k, 0, N)), {"N": 2}, "undefined"),
        (eq(total(1 / k, k, 1, N), 0), {"N": 0}, "true"),  # nothing is added
        (eq(total(k, k, 2, N), 0), {"N": 0}, "undefined"),  # fewer than no terms
        (eq(total(k, k, 0, x), 0), {"x": "1/2"}, "undefined"),
        (eq(u(N), u(N)), {"N": 2}, "true"),
        (eq(u(N), u(N)), {"N": 3}, "undefined"),
        (eq(0 * u(N), 0), {"N": 5}, "undefined"),
        (eq(u(m), u(m)), {"m": -1}, "undefined"),  # below the first index
        (eq(w(N), w(N)), {"N": 0}, "true"),
        (eq(0 * w(N), 0), {"N": 1}, "undefined"),
    ],
)
def test_sums_and_recurrences(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, DIVIDING + LOGS, **values) == expected


def test_parameters_of_members_have_values_even_if_nothing_uses_them() -> None:
    f, b = family("f"), real("b")
    constant = (initial(f(0, b), 1), recurrence(f(k, b), f(k - 1, b), 1))
    assert kind(eq(f(0, log(y)), 1), constant, y=0) == "undefined"
    assert kind(eq(f(3, log(y)), 1), constant, y=1) == "true"
    g = family("g")
    divided = (initial(g(0, b), 1), recurrence(g(k, b), g(k - 1, b) / b, 1))
    assert kind(eq(g(2, x), rational(1, 4)), divided, x=2) == "true"
    assert kind(eq(0 * g(2, x), 0), divided, x=0) == "undefined"


def test_free_members_and_widths() -> None:
    a, size = sequence("a"), widths("n")
    layer = sequence("W", lambda j: (size(j), size(j - 1)))
    assert kind(eq(a(m), 1), m=-7, fill="ones") == "true"
    assert kind(eq(trace(layer(1).T @ layer(1)), norm(layer(1)) ** 2), fill="random", seed=5) in ("true", "unknown")
    assert kind(size(m) >= 1, m=-3, fill="random") == "true"


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(Entry(v, (as_term(0),)), Entry(v, (as_term(0),))), {"n": 2}, "undefined"),
        (eq(v[n], v[n]), {"n": 2}, "true"),
        (eq(v[n + 1], v[n + 1]), {"n": 2}, "undefined"),
        (eq(0 * det(A / x), 0), {"n": 2, "x": 0}, "undefined"),
        (eq(det(A), 0), {"n": 2, "arrays": SINGULAR}, "true"),
        (eq(0 * det(inverse(A)), 0), {"n": 2, "arrays": SINGULAR}, "undefined"),
        (eq(inverse(A) @ A, identity(n)), {"n": 3, "fill": "unit"}, "true"),
        (eq(inverse(A) @ A, identity(n)), {"n": 2, "arrays": {"A": (1, 2, 3, 4)}}, "true"),
        (det(diag(Apply("log", (v,)))) ** 2 >= 0, {"n": 1}, "undefined"),
        (eq(det(A), 1), {"n": 2, "fill": "unit"}, "true"),
        (eq(trace(A @ A), trace(A.T @ A.T)), {"n": 3, "fill": "random"}, "true"),
        (eq(diag(diagonal(A)), hadamard(A, identity(n))), {"n": 2, "fill": "ascending"}, "true"),
        (eq(outer(v, v) @ v, (v @ v) * v), {"n": 3, "fill": "ascending"}, "true"),
        (eq(norm(v), 5), {"n": 2, "arrays": {"v": (3, 4)}}, "true"),
        (eq(norm(ones(0)), 0), {}, "true"),
        (eq(trace(identity(0)), 0), {}, "true"),
        (eq(det(identity(0)), 1), {}, "true"),
        (eq(ones(0), 2 * ones(0)), {}, "true"),  # no entries
        (ne(v, v), {"n": 1}, "false"),
        (ne(v, ones(n)), {"n": 2, "arrays": {"v": (0, 1)}}, "false"),  # every entry has to differ
        (eq(norm(ones(m)), norm(ones(m))), {"m": -1}, "undefined"),
        (eq(operator_norm(identity(0)), 0), {}, "undefined"),
        (eq(operator_norm(identity(2)), 1), {}, "true"),
        (eq(operator_norm(B) ** 2, 3), {"arrays": {"B": (1, 1, 0, 0, 1, 1)}}, "unknown"),
        (eq(operator_norm(B), 1), {"arrays": {"B": (1, 1, 0, 0, 1, 1)}}, "false"),
        (eq(smallest_singular_value(B), 0), {"fill": "random"}, "true"),
        (eq(largest_eigenvalue(A), 2), {"n": 2, "arrays": {"A": (2, 0, 0, -3)}}, "true"),
        (eq(ordered_product(A, k, 1, N), identity(n)), {"n": 2, "N": 0}, "true"),
        (eq(ordered_product(A, k, 2, N), identity(n)), {"n": 2, "N": 0}, "undefined"),
        (eq(ordered_product(A, k, 1, N), A @ A), {"n": 2, "N": 2, "fill": "random"}, "true"),
    ],
)
def test_arrays(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, **values) == expected


f = arbitrary_function("f", differentiable=1)


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(d(x**3, x), 3 * x**2), {"x": 2}, "true"),
        (eq(d(d(x**3, x), x), 6 * x), {"x": 2}, "true"),
        (eq(0 * d(absolute(x), x), 0), {"x": 0}, "undefined"),
        (eq(d(x * absolute(x), x), 0), {"x": 0}, "true"),
        (eq(d(relu(x), x), 1), {"x": 1}, "true"),
        (eq(0 * d(relu(x), x), 0), {"x": 0}, "undefined"),
        (eq(0 * d(larger(x, y), x), 0), {"x": 1, "y": 1}, "undefined"),
        (eq(d(sqrt(x), x), 1), {"x": 0}, "undefined"),  # on the boundary of the domain
        (eq(d(x**2, x), d(x**2 + 0 * log(x), x)), {"x": 0}, "undefined"),
        (eq(d(where(x > 0, x**2, 0), x), 0), {"x": 0}, "true"),
        (eq(0 * d(where(x > 0, 1, 0), x), 0), {"x": 0}, "undefined"),
        (eq(0 * d(sign(x), x), 0), {"x": 0}, "unknown"),  # 0*sign(x) has a derivative there
        (eq(d(norm(v) ** 2, v), 2 * v), {"n": 3, "arrays": {"v": (3, 4, 0)}}, "true"),
        (eq(0 * d(norm(v), v), 0 * v), {"n": 1}, "undefined"),
        (eq(d(d(v @ A @ v, v), v), A + A.T), {"n": 2, "fill": "ascending"}, "true"),
        (eq(d(f(x) ** 2, x), 2 * f(x) * f.derivative(x)), {"x": 3, "fill": "random"}, "true"),
        (eq(d(x**2, x), 5), {"x": 2}, "false"),
        (eq(d(log(x), x), d(log(x), x)), {"x": -1}, "undefined"),
    ],
)
def test_derivatives(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, **values) == expected


t = real("t")
ODD = exp(1 / t) / (t**2 * (1 + exp(1 / t)) ** 2)


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(integral(ODD, t, 0, 0), 0), {}, "true"),  # equal ends, whatever the integrand
        (eq(integral(ODD, t, 0, 0), 1), {}, "false"),
        (eq(integral(t, t, x, y), (y**2 - x**2) / 2), {"x": 0, "y": 2}, "true"),
        (eq(integral(0 * t, t, x, y), 0), {"x": 2, "y": 0}, "undefined"),
        (eq(integral(1 / t, t, -1, 1), 0), {}, "undefined"),
        (eq(integral(0 * t, t, log(x), oo), 0), {"x": 0}, "undefined"),
        (eq(integral(t**2, t, 0, oo), oo), {}, "true"),
        (eq(1 + integral(t**2, t, 0, oo), 1), {}, "undefined"),
        (eq(integral(exp(t), t, 0, 1), exp(as_term(1)) - 1), {}, "unknown"),
        (eq(integral(exp(t), t, 0, 1), rational("1.7182")), {}, "false"),
        (eq(limit(as_term(7) + 0 * t, t, log(as_term(-1))), 7), {}, "undefined"),
        (eq(limit(t, t, 1 / x), 1 / x), {"x": 0}, "undefined"),
        (eq(limit(t**2, t, 3), 9), {}, "true"),
        (eq(limit(t**2, t, oo), oo), {}, "true"),
        (eq(limit(t**3, t, -oo), oo), {}, "false"),
        (eq(limit(exp(t) / (1 + exp(t)), t, oo), rational("0.9")), {}, "false"),
        (eq(limit(sqrt(t), t, 0, "-"), 0), {}, "undefined"),
        (eq(limit(sign(t), t, 0), 0), {}, "unknown"),  # from the two sides
        (eq(limit(sign(t), t, 0, "+"), 0), {}, "false"),
        (eq(sup(t, t, 0, 1), 1), {}, "true"),
        (eq(sup(t, t, 1, 1), 1), {}, "undefined"),
        (eq(inf(t, t, 0, oo), 0), {}, "true"),
        (eq(sup(t, t, 0, oo), oo), {}, "true"),
        (eq(sup(5 + 0 * t, t, 1 / x, oo), 5), {"x": 0}, "undefined"),
        (sup(t * exp(-t), t) <= rational(1, 4), {}, "false"),
        (sup(t * exp(-t), t) <= rational(1, 2), {}, "unknown"),
        (eq(sup(log(t), t, -1, 1), 0), {}, "undefined"),
        (eq(sup(-(N * N - 2 * N), N, 0, 5), 1), {}, "true"),
        (eq(sup(N, N, 0, 1), 0), {}, "undefined"),  # no integer inside
    ],
)
def test_intervals(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, **values) == expected


R, Z = random_variable("R", Bernoulli(p)), random_variable("Z", Normal(1, 4))
L = random_variable("L", Exponential(p))
S, T = random_variable("S", Uniform(0, 2)), random_variable("T", Independent(0, 4, symmetric=True))
walk = random_sequence("X", Normal(0, 1))
r = sequence("r")
WALK = (initial(r(0), 0), recurrence(r(k), r(k - 1) + walk(k), 1))


@pytest.mark.parametrize(
    ("claim", "values", "expected"),
    [
        (eq(E(R), p), {"p": "1/3"}, "true"),
        (eq(Var(R), p * (1 - p)), {"p": "1/3"}, "true"),
        (eq(E(1 / R), 1), {"p": 1}, "true"),  # 0 is no outcome then
        (eq(E(1 / R), 1), {"p": "1/2"}, "undefined"),
        (eq(E(log(1 + R)), 0), {"p": 0}, "true"),
        (eq(E(R), p), {"p": 2}, "unknown"),  # no such law
        (eq(E(Z**4), 73), {}, "true"),
        (eq(E(Z**2), 4), {}, "false"),
        (eq(E(1 / Z), 1), {}, "undefined"),
        (eq(E(log(S)), 0), {}, "undefined"),  # 0 is an outcome
        (eq(E(S**3), 2), {}, "true"),
        (eq(E(T**3), 0), {}, "true"),
        (eq(E(L**3), 6 / p**3), {"p": "1/2"}, "true"),
        (eq(E(L**3), 6 / p**2), {"p": "1/2"}, "false"),
        (eq(E(L), 1), {"p": 0}, "unknown"),  # no such law
        (eq(E(L), 1 / p), {"p": -1}, "unknown"),
        (eq(E(exp(-L)), rational(2, 3)), {"p": 2}, "unknown"),  # in numbers, which agree
        (eq(E(exp(-L)), rational(1, 2)), {"p": 2}, "false"),
        (eq(E(exp(L)), 2), {"p": 2}, "unknown"),
        (eq(E(exp(L)), 2), {"p": 1}, "unknown"),  # infinite
        (eq(E(log(L)), 0), {"p": 2}, "undefined"),  # 0 is an outcome
        (eq(E(1 / (1 - L)), 0), {"p": 1}, "undefined"),  # 1 is an outcome
        (L >= 0, {"p": 1}, "true"),
        (eq(E(exp(Z)), exp(as_term(3))), {}, "unknown"),
        (eq(E(exp(Z)), 20), {}, "false"),
        (eq(E(absolute(T)), 2), {}, "true"),
        (eq(Var(r(N)), N), {"N": 3}, "true"),
        (eq(Var(E(Z) * Z), 4), {}, "true"),
        (eq(R**2, R), {"p": "1/2"}, "true"),  # for every outcome
        (eq(E(R), R), {"p": "1/2"}, "false"),
    ],
)
def test_means(claim: Any, values: dict[str, Any], expected: str) -> None:
    assert kind(claim, WALK, **values) == expected
