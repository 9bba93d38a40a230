"""What speaks against a claim: known false proofs are found, true claims and the library are not disputed."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from gradcheck.language.author import Bernoulli as bernoulli
from gradcheck.language.author import (
    E,
    Normal,
    Uniform,
    chain,
    d,
    det,
    dimension,
    eq,
    initial,
    integer,
    matrix,
    natural,
    norm,
    random_variable,
    real,
    recurrence,
    sequence,
    vector,
)
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax import arrays, definitions, propositions, random, spectra, terms, uninterpreted, widths
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import And, PositiveDefinite, Relation
from gradcheck.reference import disagreement, instances, truth
from gradcheck.reference.elementary import FUNCTIONS
from gradcheck.reference.statements import RULES
from tests.library import ENTRIES, derivation_of

x, y, p = real("x"), real("y"), real("p")
n, N, k = dimension("n"), natural("N"), integer("k")
A, v = matrix("A", n, n), vector("v", n)

ABSTRACT = {terms.Term, propositions.Proposition}
NEVER_ASKED = {  # what a law or a definition says is read where it is used
    random.Bernoulli, random.Normal, random.Uniform, random.Exponential, random.Independent, random.Uncorrelated,
    definitions.Recurrence,
    definitions.Initial,
}  # fmt: skip


def kinds(root: type[Node]) -> set[type[Node]]:
    """The classes of nodes that the language defines."""
    own = {cls for cls in root.__subclasses__() if cls.__module__.startswith("gradcheck.language.")}
    own = {cls for cls in own if not cls.__module__.endswith(".illtyped")}  # what is ill-typed means nothing
    return own.union(*(kinds(cls) for cls in own))


def test_every_kind_of_node_has_a_rule() -> None:
    for module in (arrays, definitions, propositions, random, spectra, terms, uninterpreted, widths):
        assert inspect.ismodule(module)
    assert kinds(Node) - ABSTRACT - NEVER_ASKED == set(RULES)


def test_every_function_of_the_language_is_defined_once_more() -> None:
    from gradcheck.language.syntax.functions import ARITIES

    assert set(FUNCTIONS) == set(ARITIES)


@pytest.mark.parametrize(
    "written",
    [
        "integral(exp(1/x)/(x**2*(1+exp(1/x))**2), x, 0, 0) = 1",
        "integral(1/(x**2*cosh(1/x)**2), x, 0, 0) = 2",
        "atan(abs(x)/x) = pi/4; x != 0",
        "asin(x/abs(x)) = pi/2; x != 0",
        "atan((-1)**n) = pi/4; n in integers",
        "limit(7, t, log(-1)) = 7",
        "limit(t, t, 1/x) = 1/x",
        "sup(5, t, 1/0, oo) = 5",
        "integral(0, t, log(x), oo) = 0",
        "abs(sigmoid(log(-1)) - sigmoid(y)) <= 1/4*abs(log(-1) - y)",
        "x/x = 1",
        "sqrt(x**2) = x",
        "n**2 = n; n in naturals",
        "d(abs(x), x) = sign(x)",
    ],
)
def test_what_is_false_somewhere_is_found(written: str) -> None:
    assert disagreement(*read_claim(written)) is not None


@pytest.mark.parametrize(
    "written",
    [
        "integral(1/(x**2*cosh(1/x)**2), x, 0, 0) = 0",
        "x*atan(abs(x)/x) = abs(x)*pi/4; x != 0",
        "x/x = 1; x != 0",
        "integral(0, t, log(x), oo) = 0; x > 0",
        "sqrt(x**2) = abs(x)",
        "limit(sin(x)/x, x, 0) = 1",
        "integral(1/sqrt(x), x, 0, 1) = 2",
        "where(x > 0, log(x), 0) <= x; x >= 0",
        "sup(tanh(x), x, -oo, oo) = 1",
    ],
)
def test_what_is_true_is_not_disputed(written: str) -> None:
    assert disagreement(*read_claim(written), steps=20_000) is None


def test_it_says_where_and_what() -> None:
    assert disagreement(*read_claim("x/x = 1")) == "x/x has no value at x = 0: division by 0"
    assert disagreement(*read_claim("x**2 = x; x != 0; x != 1")) == "false at x = -1: left = 1, right = -1"
    assert disagreement(eq(0 * det(A / x), 0)) == "A/x has no value at n = 1, x = 0, A = [0]: division by 0"


def test_a_recurrence_that_divides_by_0_later_on() -> None:
    u = sequence("u")
    defined = (initial(u(0), 1), recurrence(u(k), u(k - 1) / (k - 3), 1))
    for claim in (eq(u(N), u(N)), eq(0 * u(N), 0), u(N) ** 2 >= 0):
        assert disagreement(claim, (), defined) == "u[k - 1]/(k - 3) has no value at k = 3, N = 3: division by 0"
    assert disagreement(eq(u(N), u(N)), (N <= 2,), defined) is None


def conditions() -> list[tuple[Any, tuple[Any, ...], str]]:
    """A claim, what is supposed, and a name of what is asked of the instances."""
    r = random_variable("R", bernoulli(p), n)
    return [
        (eq(E(norm(r) ** 2), n * p), (), "a probability"),
        (eq(x, y + 1), (eq(x, y + 1),), "an equation"),
        (x < y, (x < y, y < 2 * x), "two inequalities"),
        (x >= 0, (And((x >= 0, x <= 1)),), "an interval"),
        (eq(norm(v), 1), (eq(norm(v), 1),), "a length"),
        (det(A) > 0, (PositiveDefinite(A),), "a definite matrix"),
        (eq(A.T, A), (eq(A.T, A),), "a symmetric matrix"),
        (N >= 5, (N >= 5,), "a long range"),
    ]


@pytest.mark.parametrize(("claim", "hypotheses", "what"), conditions())
def test_the_hypotheses_are_true_at_every_instance(claim: Any, hypotheses: Any, what: str) -> None:
    found = list(instances(claim, hypotheses))
    assert found, what
    for instance in found:
        for one in (*hypotheses, *([chain(0, "<=", p, "<=", 1)] if what == "a probability" else [])):
            assert truth(one, instance).kind == "true"
    again = list(instances(claim, hypotheses))
    assert [repr(instance) for instance in found] == [repr(instance) for instance in again]


def test_edges_come_first() -> None:
    first, second, third, *_ = instances(eq(x * p, 0), (And((p >= 0, p <= 1)),))
    assert (first.scalars[p], second.scalars[p]) == (0, 1)
    assert [instance.scalars[x] for instance in (first, second, third)] == [0, 1, -1]


def test_laws_that_nothing_satisfies_leave_no_instance() -> None:
    z = random_variable("Z", bernoulli(2))
    assert not list(instances(eq(E(z), 3)))
    assert disagreement(eq(E(z), 3)) is None
    assert disagreement(eq(E(random_variable("S", Uniform(x, y))), (x + y) / 2)) is None
    assert disagreement(eq(E(0 * random_variable("W", Normal(1 / x, 1))), 0)) is None  # supposed to have a value


def test_work_is_bounded() -> None:
    deep: Any = x
    for _ in range(60):
        deep = deep * (deep + 1)
    assert disagreement(Relation(">=", deep**2, 0 * x)) is None
    assert disagreement(eq(d(deep, x), d(deep, x))) is None
    assert truth(eq(x, 0), next(instances(eq(x, 0))), steps=0).kind == "unknown"


@pytest.mark.parametrize("name", [*ENTRIES][::6])
def test_the_library_is_not_disputed(name: str) -> None:
    derivation = derivation_of(name)
    for step in derivation.steps:
        if step.expected == "proved":
            found = disagreement(step.claim, derivation.assumptions + step.given, derivation.definitions)
            assert found is None, f"{name}, {step.name}: {found}"
