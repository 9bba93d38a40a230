"""Whether a verdict is called wrong exactly where it is."""

from __future__ import annotations

from fractions import Fraction

import pytest

from attack.asking import Answer
from attack.counterexamples import instance_of, names_all
from attack.judging import judge
from attack.statement import Statement
from gradcheck.kernel.evidence import Counterexample
from gradcheck.language.author import (
    Bernoulli,
    E,
    Independent,
    Uniform,
    det,
    dimension,
    eq,
    function,
    initial,
    inverse,
    matrix,
    natural,
    norm,
    random_variable,
    real,
    recurrence,
    sequence,
    sqrt,
    vector,
)
from gradcheck.language.syntax.propositions import And, Proposition
from gradcheck.language.syntax.random import Exponential
from gradcheck.language.syntax.terms import as_term
from gradcheck.language.syntax.uninterpreted import ARGUMENT, Uninterpreted

x, y, p = real("x"), real("y"), real("p")
k, n = natural("k"), dimension("n")
A, v = matrix("A", n, n), vector("v", n)
u = sequence("u")
B = random_variable("B", Bernoulli(p))
PROVED = Answer("proved")
STEPS = (initial(u(0), 1), recurrence(u(k), u(k - 1) / (k - 3), start=1))


def made(claim: Proposition, *given: Proposition, define: tuple[object, ...] = ()) -> Statement:
    return Statement(0, 0, "test", claim, given, define)  # type: ignore[arg-type]


def at(*scalars: tuple[object, int]) -> Counterexample:
    return Counterexample(tuple((symbol, Fraction(value)) for symbol, value in scalars))  # type: ignore[misc]


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        (made(eq(x / x, 1)), "without a value"),
        (made(x**2 > 0), "false"),
        (made(eq(0 * det(inverse(A)), 0)), "without a value"),
        (made(eq(0 * u(k), 0), define=STEPS), "without a value"),
        (made(norm(v) > 0), "false"),
        (made(E(B) < 1), "false"),
        (made(eq(sqrt(x) ** 2, x)), "without a value"),
    ],
)
def test_what_is_proved_and_not_true_everywhere_is_wrong(statement: Statement, word: str) -> None:
    assert word in judge(statement, PROVED).wrong


@pytest.mark.parametrize(
    "statement",
    [
        made(eq(x / x, 1), x > 0),
        made(x**2 >= 0),
        made(E(B) <= 1),
        made(eq(1 / x, 2), x > 0, x < 0),
        made(eq(E(random_variable("U", Uniform(x, y))), (x + y) / 2)),
        made(eq(E(0 * random_variable("I", Independent(1 / x, 1))), 0)),
    ],
)
def test_what_is_true_wherever_hypotheses_and_laws_hold_is_not_wrong(
    statement: Statement,
) -> None:
    assert not judge(statement, PROVED).wrong


def test_a_refutation_is_judged_at_its_counterexample() -> None:
    square = made(x**2 > 0)
    assert not judge(square, Answer("refuted", at((x, 0)))).wrong
    assert judge(square, Answer("refuted", at((x, 0)))).held == 1
    assert "true" in judge(square, Answer("refuted", at((x, 1)))).wrong
    assert "without a value" in judge(made(eq(1 / x, 1)), Answer("refuted", at((x, 0)))).wrong
    assert "hypothesis" in judge(made(x > 1, x > 0), Answer("refuted", at((x, 0)))).wrong


def test_a_refutation_without_values_is_for_all_of_them() -> None:
    assert "true" in judge(made(eq(x, 0)), Answer("refuted", None)).wrong
    assert not judge(made(eq(x**2, -1)), Answer("refuted", None)).wrong
    assert "true" in judge(made(eq(as_term(1), 1)), Answer("refuted", None)).wrong


def test_at_a_law_that_is_not_admissible_nothing_is_refuted() -> None:
    statement = made(E(0 * B) > p - 1)
    assert "hypothesis" in judge(statement, Answer("refuted", at((p, 2)))).wrong
    assert not judge(statement, Answer("refuted", at((p, 1)))).wrong


def test_a_law_of_numbers_is_no_hypothesis() -> None:
    """There is no Exponential(-1), and a conjunction whose first part is false does not come to need it."""
    waiting = random_variable("W", Exponential(-as_term(1)))
    statement = made(And((eq(as_term(1), 2), eq(E(waiting), 1))))
    assert not judge(statement, Answer("refuted", None)).wrong


def test_failures_and_contradictions_are_wrong_and_what_is_left_open_is_not() -> None:
    assert judge(made(x > 0), Answer("failed", detail="GC904 TypeError")).wrong == "GC904 TypeError"
    both = judge(made(x > 0), Answer("refuted", at((x, 0)), "ByStep", also_proved=True))
    assert "proved by ByStep as well" in both.wrong
    assert not judge(made(x > 0), Answer("undecided")).wrong


def test_a_counterexample_becomes_an_instance() -> None:
    z = sequence("z")
    statement = made(eq(v[1] + z(2), x), n <= 2)
    values = Counterexample(
        ((x, Fraction(1)), (n, Fraction(2))), arrays=(("v", (2,), Fraction(5)),), members=(("z", 2, (), Fraction(3)),)
    )
    found = instance_of(statement, values)
    assert found is not None
    assert found.arrays == {"v": (0, 5)}
    assert found.members == {("z", 2, ()): 3}
    assert not names_all((statement.claim,), statement, values)
    assert names_all(statement.given, statement, values)
    assert not names_all((eq(u(k), x),), made(eq(u(k), x), define=STEPS), at((x, 0)))
    assert names_all((eq(u(k), x),), made(eq(u(k), x), define=STEPS), at((x, 0), (k, 1)))


def test_a_polynomial_for_an_arbitrary_function_is_one_of_the_reference() -> None:
    f = Uninterpreted("f", 1, 0, x)
    line = Counterexample(((x, Fraction(0)),), functions=(("f", (1 - ARGUMENT) * ARGUMENT**2),))
    found = instance_of(made(eq(f, x)), line)
    assert found is not None
    assert found.functions == {"f": (0, 0, 1, -1)}
    curved = Counterexample((), functions=(("f", function("tanh")(ARGUMENT)),))
    assert instance_of(made(eq(f, x)), curved) is None
