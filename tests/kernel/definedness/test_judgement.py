"""The judgement of definedness: what it establishes for each kind of term, and a near miss beside each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from gradcheck.kernel.definedness.judgement import VoidAssumption, check_defined, check_hypotheses
from gradcheck.kernel.definedness.kinds import RULES
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    And,
    Bernoulli,
    E,
    Exists,
    ForAll,
    Iff,
    Implies,
    Independent,
    Invertible,
    Normal,
    Or,
    PositiveDefinite,
    Uniform,
    Var,
    absolute,
    arbitrary_function,
    d,
    det,
    diag,
    dimension,
    eq,
    exp,
    function,
    identity,
    initial,
    integer,
    integral,
    inverse,
    limit,
    log,
    matrix,
    naturals,
    ne,
    norm,
    oo,
    operator_norm,
    ordered_product,
    random_variable,
    rational,
    reals,
    recurrence,
    sequence,
    sigmoid,
    sin,
    sqrt,
    sup,
    total,
    trace,
    vector,
    where,
    zeros,
)
from gradcheck.language.author import widths as dimensions_of
from gradcheck.language.syntax import arrays, propositions, random, spectra, terms, uninterpreted, widths
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term

x, y, p, z = reals("x y p z")
n, a = dimension("n"), dimension("a")
i, j = integer("i"), integer("j")
N, k, t = naturals("N k t")
v, A, B = vector("v", n), matrix("A", n, n), matrix("B", n, n)
width = dimensions_of("m")
tan, asin, acosh, logit = (function(name) for name in ("tan", "asin", "acosh", "logit"))
Z, X = random_variable("Z", Normal(0, 1)), random_variable("X", Bernoulli(p))
smooth = arbitrary_function("f", 1)
free = sequence("q")

u, w, s, r, g = (sequence(name) for name in "uwsrg")
DIVIDES = (initial(u(0), 1), recurrence(u(k), u(k - 1) / (k - 3), 1))
LOGARITHMS = (initial(w(0), -1), recurrence(w(k), log(w(k - 1)), 1))
ROOTS = (initial(s(0), 0), recurrence(s(k), sqrt(s(k - 1) + 1), 1))
BELOW = (initial(s(0), -2), recurrence(s(k), sqrt(s(k - 1) + 1), 1))
over = sequence("o", of=(x,))
BY_PARAMETER = (initial(over(0), 1), recurrence(over(k), over(k - 1) / x, 1))
unused = sequence("c", of=(x,))
ALONE = (recurrence(u(k), 1 / k, 0),)
CONSTANT = (initial(unused(0), 1), recurrence(unused(k), unused(k - 1), 1))
walk_of = sequence("l", n)
NORMALISED = (initial(walk_of(0), zeros(n)), recurrence(walk_of(k), A @ walk_of(k - 1) / norm(A @ walk_of(k - 1)), 1))


def is_defined(node: Node, given: tuple[Proposition, ...] = (), define: Any = ()) -> bool:
    """Whether the judgement finds a value wherever the assumptions hold."""
    claim = node if isinstance(node, Proposition) else eq(node, node)
    try:
        check_defined(Goal(claim, given, define), node, Trail())
    except Rejected:
        return False
    return True


def at(name: str, definition: tuple[Any, ...], index: object, *parameters: Term) -> Term:
    """A member of a defined sequence, at parameters."""
    sides = definition[0].member.sides
    return arrays.Sequence(name, sides, terms.as_term(index), tuple(map(terms.as_term, parameters)))


DEFINED: list[tuple[Node, tuple[Proposition, ...], Any]] = [
    (x / y, (y > 0,), ()),
    (x / y, (ne(y, 0),), ()),
    (1 / (1 + x**2), (), ()),
    (x**k, (), ()),
    (x ** rational(1, 3), (x >= 0,), ()),
    (x**y, (x > 0,), ()),
    (x ** (k - 1), (k >= 1,), ()),
    (log(sigmoid(x)), (), ()),
    (sqrt(x**2), (), ()),
    (tan(x), (ne(terms.Apply("cos", (x,)), 0),), ()),
    (asin(x), (x <= 1, x >= -1), ()),
    (log(v), (v > zeros(n),), ()),
    (where(x > 0, log(x), 0), (), ()),
    (where(eq(x, 0), 1, sin(x) / x), (), ()),
    (where(x > 0, where(x > 1, log(x - 1), 0), 0), (), ()),
    (total(1 / k, k, 1, n), (), ()),
    (total(x / (k - 3), k, 4, 9), (), ()),
    (total(where(k > 0, 1 / k, 0), k, 0, N), (), ()),
    (total(log(v[k]), k, 1, n), (v > zeros(n),), ()),
    (ordered_product((1 / k) * A, k, 1, N), (), ()),
    (v[i], (i >= 1, i <= n), ()),
    (v[1], (), ()),
    (inverse(A), (Invertible(A),), ()),
    (det(inverse(A)), (PositiveDefinite(A),), ()),
    (operator_norm(A), (), ()),
    (norm(diag(log(v))), (v > zeros(n),), ()),
    (trace((1 / x) * A), (x > 0,), ()),
    (d(sigmoid(x) / (1 + exp(x)), x), (), ()),
    (d(log(x), x), (x > 0,), ()),
    (d(sqrt(x), x), (x > 0,), ()),
    (d(absolute(x), x), (x > 0,), ()),
    (d(smooth(x * y), x), (), ()),
    (d(norm(A @ v) ** 2, v), (), ()),
    (E(log(1 + exp(Z))), (), ()),
    (Var(Z), (), ()),
    (E(log(2 + sin(Z))), (), ()),
    (free(i), (), ()),
    (at("u", DIVIDES, 2), (), DIVIDES),
    (at("u", DIVIDES, N), (N <= 2,), DIVIDES),
    (at("s", ROOTS, N), (), ROOTS),
    (at("u", ALONE, N), (N >= 1,), ALONE),
    (at("u", ALONE, 2), (), ALONE),
    (at("o", BY_PARAMETER, N, y), (ne(y, 0),), BY_PARAMETER),
    (at("c", CONSTANT, N, log(y)), (y > 0,), CONSTANT),
    (vector("Y", i) @ vector("Y", i), (i >= 0,), ()),
    (identity(width(k)), (), ()),
    (Implies(ne(x, 0), eq(x / x, 1)), (), ()),
    (And((ne(x, 0), eq(x / x, 1))), (), ()),
    (Or((eq(x, 0), eq(x / x, 1))), (), ()),
    (Or((eq(x, 0), Or((eq(y, 0), eq(x * y / (x * y), 1))))), (), ()),
    (Implies(x > 0, Implies(y > 0, eq(log(x * y), log(x) + log(y)))), (), ()),
    (ForAll((x,), Implies(ne(x, 0), eq(x / x, 1))), (), ()),
    (ForAll((k,), Implies(k >= 1, 1 / k <= 1)), (), ()),
    (Exists(x, eq(1 / x, y)), (), ()),
    (eq(x / y, 1), (eq(x / y, 2),), ()),
    (1 / log(x), (eq(y / log(x), 1),), ()),
    (eq(sup(x, x, 0, y), y), (y > 0, eq(sup(x, x, 0, y), y)), ()),
]

UNDEFINED: list[tuple[Node, tuple[Proposition, ...], Any]] = [
    (x / y, (y >= 0,), ()),
    (0 * (1 / x), (), ()),
    (1 / (x**2 - 1), (x >= 0,), ()),
    (x ** (k - 1), (), ()),
    (1 / x, (x ** (k - 1) <= 5, k >= 1), ()),
    (x ** rational(1, 3), (), ()),
    (x ** rational(-1, 3), (x >= 0,), ()),
    (x**y, (x >= 0,), ()),
    (log(absolute(x)), (), ()),
    (sqrt(x), (x > -1,), ()),
    (tan(x), (), ()),
    (asin(x), (x <= 1,), ()),
    (acosh(x), (x > 0,), ()),
    (logit(x), (x > 0, x <= 1), ()),
    (log(v), (v >= zeros(n),), ()),
    (where(x >= 0, log(x), 0), (), ()),
    (where(log(x) > 0, 1, 1), (), ()),
    (total(1 / k, k, 0, n), (), ()),
    (total(x / (k - 3), k, 2, 9), (), ()),
    (total(k, k, 3, N), (), ()),
    (total(x, k, 1, i), (), ()),
    (total(log(v[k]), k, 1, n), (), ()),
    (ordered_product((1 / k) * A, k, 0, N), (), ()),
    (v[i], (i >= 1,), ()),
    (v[n + 1], (), ()),
    (v[2], (), ()),
    (inverse(A), (), ()),
    (0 * det((1 / x) * A), (), ()),
    (det(inverse(A)), (Invertible(B),), ()),
    (operator_norm(matrix("C", i, n)), (i >= 0,), ()),
    (norm(diag(log(v))), (), ()),
    (d(log(x), x), (x >= 0,), ()),
    (d(sqrt(x), x), (x >= 0,), ()),
    (d(absolute(x), x), (), ()),
    (d(d(smooth(x), x), x), (), ()),
    (d(norm(v), v), (), ()),
    (E(log(Z)), (), ()),
    (E(1 / X), (), ()),
    (E(exp(Z**2)), (), ()),
    (where(Z > 0, E(log(Z)), 0), (), ()),
    (integral(exp(x), x, 0, 1), (), ()),
    (sup(x, x, 0, 1) + 1, (), ()),
    (limit(7, t, log(terms.as_term(-1))), (), ()),
    (1 / x, (x**y <= 5,), ()),
    (oo + x, (), ()),
    (at("u", DIVIDES, 3), (), DIVIDES),
    (at("u", ALONE, N), (), ALONE),
    (at("u", ALONE, 0), (), ALONE),
    (at("u", DIVIDES, N), (), DIVIDES),
    (at("u", DIVIDES, -1), (), DIVIDES),
    (0 * at("w", LOGARITHMS, N), (), LOGARITHMS),
    (at("s", BELOW, N), (), BELOW),
    (at("o", BY_PARAMETER, N, y), (), BY_PARAMETER),
    (at("c", CONSTANT, 0, log(y)), (), CONSTANT),
    (norm(at("l", NORMALISED, N)), (), NORMALISED),
    (vector("Y", i) @ vector("Y", i), (), ()),
    (Implies(eq(x / x, 1), eq(x, x)), (), ()),
    (And((eq(x / x, 1), ne(x, 0))), (), ()),
    (Or((eq(x / x, 1), eq(x, 0))), (), ()),
    (Iff(ne(x, 0), eq(x / x, 1)), (), ()),
    (ForAll((x,), eq(x / x, 1)), (ne(x, 0),), ()),
    (total(1 / k, k, 0, N), (ne(k, 0),), ()),
    (eq(x / y, 1), (Implies(x > 0, eq(x / y, 1)),), ()),
    (eq(sup(x, x, 0, y), y), (y > 0,), ()),
]  # fmt: skip


@pytest.mark.parametrize(("node", "given", "define"), DEFINED, ids=str)
def test_a_value_is_found(node: Node, given: tuple[Proposition, ...], define: Any) -> None:
    assert is_defined(node, given, define)


@pytest.mark.parametrize(("node", "given", "define"), UNDEFINED, ids=str)
def test_what_has_no_value_somewhere_is_not_called_defined(
    node: Node, given: tuple[Proposition, ...], define: Any
) -> None:
    assert not is_defined(node, given, define)


def kinds(base: type[Node]) -> Iterator[type[Node]]:
    """The concrete kinds of node of the language."""
    for kind in base.__subclasses__():
        yield from kinds(kind)
        if kind.__module__.startswith("gradcheck.language") and kind.fields:
            yield kind


def test_every_kind_of_term_and_proposition_has_a_rule() -> None:
    assert {arrays, propositions, random, spectra, terms, uninterpreted, widths}  # all rooms of the language are loaded
    ill_typed = {kind for kind in kinds(Node) if kind.__module__.endswith("illtyped")}
    missing = {kind.__name__ for base in (Term, Proposition) for kind in kinds(base)} - {r.__name__ for r in RULES}
    assert missing == {kind.__name__ for kind in ill_typed}


@pytest.mark.parametrize(
    ("given", "fits"),
    [
        (ForAll((a,), v[a] > 0), False),
        (ForAll((a,), Implies(a <= n, v[a] > 0)), True),
        (ForAll((k,), Implies(k <= n, v[k] > 0)), False),
        (v[n + 1] > 0, False),
        (v[i] > 0, True),
        (total(v[k], k, 1, n + 1) > 0, False),
        (total(v[k], k, 1, n) > 0, True),
        (Z > 0, False),
        (E(Z) >= 0, True),
        (log(x) > 0, True),
    ],
    ids=str,
)
def test_what_an_assumption_may_suppose(given: Proposition, fits: bool) -> None:
    goal = Goal(eq(x, x), (given,))
    if fits:
        return check_hypotheses(goal)
    with pytest.raises(VoidAssumption):
        check_hypotheses(goal)
    return None


@pytest.mark.parametrize("law", [Bernoulli(2), Normal(0, -1), Uniform(1, 1), Independent(log(x), 1)], ids=str)
def test_a_law_that_admits_nothing_is_not_presupposed(law: Any) -> None:
    strange = random_variable("S", law)
    assert is_defined(E(strange)) is bool(terms.free_symbols(law))  # of x it is presupposed that log(x) has a value
    assert not is_defined(ForAll((x,), eq(E(strange), 0))) or not terms.free_symbols(law)


def test_the_body_of_a_limit_is_judged() -> None:
    """What does not vary has a value, and so have the members of sequences."""
    for body, define in (
        (at("u", DIVIDES, N), DIVIDES),
        (at("u", DIVIDES, k), DIVIDES),
        (0 * log(terms.as_term(-1)), ()),
    ):
        over_k = limit(body - body, x if x in terms.free_symbols(body) else k, oo)
        with pytest.raises(Rejected):
            check_defined(Goal(eq(over_k, 0), (), define), eq(over_k, 0), Trail(), frozenset({over_k}))
    fine = limit(at("s", ROOTS, k) / log(k), k, oo)
    check_defined(Goal(eq(fine, 0), (), ROOTS), eq(fine, 0), Trail(), frozenset({fine}))


def test_a_bound_variable_is_not_the_free_one() -> None:
    """Given k = 0 and a mean that exists for it, nothing is known of the mean under a sum over k."""
    mean = E(exp(k * Z**2))
    assert is_defined(mean, (eq(k, 0), eq(mean, 1)))
    assert not is_defined(total(0 * mean, k, 0, N), (eq(k, 0), eq(mean, 1)))


def test_nothing_is_remembered_from_other_assumptions() -> None:
    from gradcheck.algebra.ring_cache import keeping_rings

    with keeping_rings(anew=True):
        assert is_defined(1 / x, (x > 0,))
        assert not is_defined(1 / x)
        assert is_defined(1 / x, (x > 0,))
        assert not is_defined(1 / x, (x >= 0,))


def test_symbols_are_told_apart_by_their_sorts() -> None:
    natural = Symbol("x", "natural")
    assert is_defined(sqrt(natural))
    assert not is_defined(sqrt(x))


def confused(variable: Symbol, op: str, hi: Term, condition: Relation, lo: int) -> Proposition:
    """The condition for all values between the ends, where the upper end is taken for the bound variable."""
    ends = Relation(op, as_term(lo), variable), Relation(op, variable, hi)
    return ForAll((variable,), Implies(And(ends), condition))


CAPTURED = [
    (total(0 * log(N), N, 0, N - 1), confused(N, "<=", N - 1, N > 0, 0)),
    (total(0 / (N - 3), N, 0, N - 1), confused(N, "<=", N - 1, ne(N - 3, 0), 0)),
    (integral(0 / (z - 1), z, 0, z), confused(z, "<", z, ne(z - 1, 0), 0)),
]


@pytest.mark.parametrize(("node", "nothing"), CAPTURED, ids=str)
def test_an_end_of_the_name_of_the_bound_variable_is_another_thing(node: Node, nothing: Proposition) -> None:
    assert not is_defined(node, (nothing,), ())


def test_what_a_hypothesis_calculates_with_is_a_number() -> None:
    open_integral = integral(exp(-(x**4)), x, 0, oo)
    claim = eq(open_integral - open_integral, 0)
    for hypothesis in (eq(0 * open_integral, 0), open_integral**2 >= 1, eq(open_integral, 2)):
        assert genuine(prove(Goal(claim, (hypothesis,)), ByNormalForm()))
    for hypothesis in (eq(open_integral, open_integral), open_integral >= 0, Implies(eq(y, y), open_integral * y >= 1)):
        with pytest.raises(Rejected):
            prove(Goal(claim, (hypothesis,)), ByNormalForm())
