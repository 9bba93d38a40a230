"""What a step lacks: where it has no value, and how to assume what it lacks, in words that work."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.goal import Goal
from gradcheck.language import author
from gradcheck.language.author import (
    ForAll,
    Implies,
    eq,
    exp,
    log,
    natural,
    ne,
    norm,
    real,
    reals,
    total,
    vector,
    where,
)
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.printing.python import render_python
from gradcheck.language.syntax.propositions import And, Invertible, Proposition
from gradcheck.language.syntax.terms import Symbol, rational
from gradcheck.outcome.run import Location
from gradcheck.prover.present import conditions
from gradcheck.prover.prove import prove_claim, prove_derivation
from gradcheck.runtime.child import Here
from gradcheck.runtime.limits import Limits
from gradcheck.search.logic.missing import is_worth_telling
from gradcheck.search.refutation.undefined import undefined_at

x, y, p = reals("x y p")
k, n = natural("k"), author.dimension("n")
w, X = vector("w", n), author.matrix("X", n, n)


@pytest.mark.parametrize(
    ("claim", "code", "reason"),
    [
        (eq(x / x, 1), "GC301", "x/x is not defined at x = 0: its denominator is 0"),
        (eq((2 * p - 1) / (2 * p - 1), 1), "GC301",
         "(2*p - 1)/(2*p - 1) is not defined at p = 1/2: its denominator is 0"),
        (eq(exp(log(x)), x), "GC301", "log(x) is not defined at x = 0: its argument is not positive"),
        (eq(author.sqrt(x) ** 2, x), "GC301", "sqrt(x) is not defined at x = -1: its argument is negative"),
        (eq(norm(w) / norm(w), 1), "GC301",
         "norm(w)/norm(w) is not defined at n = 1, w[1] = 0: its denominator is 0"),
        (eq(total(x / x, k, 1, n), n), "GC301", "x/x is not defined at x = 0: its denominator is 0"),
        (eq(1 / (x - x), 1), "GC303", "1/(x - x) is never defined: its denominator is 0"),
    ],
)  # fmt: skip
def test_where_a_claim_has_no_value(claim: Proposition, code: str, reason: str) -> None:
    outcome = prove_claim(claim, (), Limits())
    assert (outcome.verdict, outcome.code, outcome.reason) == ("undecided", code, reason)


@pytest.mark.parametrize("claim", [eq(where(x > 0, x / x, 1), 1), Implies(ne(x, 0), eq(x / x, 1))])
def test_what_need_not_be_asked_for_is_not_called_undefined(claim: Proposition) -> None:
    assert undefined_at(Goal(claim), (ne(x, 0),)) == ""


def test_a_bound_variable_is_not_the_free_one_of_the_same_name() -> None:
    claim = eq(author.integral(1 / x, x, 1, 2) + x / x, 1 + log(rational(2, 1)))
    outcome = prove_claim(claim, (), Limits())
    assert (outcome.code, [m.text for m in outcome.missing]) == ("GC300", ["x != 0"])


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (ne(x, 0), "ne(x, 0)"),
        (x > y, "x > y"),
        (x**2 + 1 <= -y * p, "x**2 + 1 <= (-y)*p"),
        (eq(x, 2), "eq(x, 2)"),
        (ne(norm(w), 0), "ne(norm(w), 0)"),
        (w @ X @ w > 0, "w @ X @ w > 0"),
        (exp(x) / y > 0, "exp(x)/y > 0"),
        (Invertible(X.T @ X), "Invertible(X.T @ X)"),
        (X[1, 2] > 0, "X[1, 2] > 0"),
    ],
)
def test_conditions_in_python_mean_what_they_say(condition: Proposition, text: str) -> None:
    assert render_python(condition) == text
    names = {name: getattr(author, name) for name in author.__all__}
    assert eval(text, names | {"x": x, "y": y, "p": p, "w": w, "X": X}) is condition  # noqa: S307


@pytest.mark.parametrize(
    "condition",
    [x > rational(1, 2), ne(real("2*x"), 0), ForAll((x,), x > 0), total(x**k, k, 1, n) > 0, x > author.oo],
)
def test_what_has_no_short_spelling_is_left_out(condition: Proposition) -> None:
    assert render_python(condition) is None


def test_the_advice_mends_the_step() -> None:
    here = Location("page.py", 7)
    step = Step("ratio", eq((1 - p) / (1 - p) * log(x) / log(x), 1), location=here)
    (open_,) = prove_derivation(Derivation((step,)), Limits()).steps
    assert open_.advice.startswith("add given=[")
    names = {name: getattr(author, name) for name in author.__all__}
    given = eval(open_.advice.partition("given=")[2].partition(" to the step")[0], names | {"x": x, "p": p})  # noqa: S307
    (mended,) = prove_derivation(Derivation((replace(step, given=tuple(given)),)), Limits()).steps
    assert mended.verdict == "proved"


def test_the_advice_on_the_command_line_and_in_a_step_that_assumes_something() -> None:
    assert prove_claim(eq(x / x, 1), (), Limits()).advice == 'assume it: --given "x != 0"'
    step = Step("ratio", eq(x / x, 1), (y > 0,), location=Location("page.py", 7))
    (open_,) = prove_derivation(Derivation((step,)), Limits()).steps
    assert open_.advice == "add ne(x, 0) to the given=[...] of the step, or assume it in the whole derivation"


def told(text: str) -> tuple[str | None, list[str], str]:
    """The code of an undecided claim, the conditions under which it holds, and the advice."""
    claim, given = read_claim(text)
    outcome = prove_claim(claim, given, Limits(), workers=Here())
    assert outcome.verdict == "undecided"
    return outcome.code, [condition.text for condition in outcome.missing], outcome.advice


def test_a_condition_that_may_be_true_is_to_be_proved_first() -> None:
    claim = eq(x / (exp(author.sin(x)) - x) * (exp(author.sin(x)) - x), x)
    outcome = prove_claim(claim, (), Limits(), workers=Here())
    assert (outcome.code, outcome.reason) == (
        "GC300",
        "shown under this condition, which gradcheck could not establish",
    )
    assert outcome.advice == 'prove it first, or assume it: --given "exp(sin(x)) - x != 0"'
    step = Step("ratio", claim, location=Location("page.py", 7))
    (open_,) = prove_derivation(Derivation((step,)), Limits(), Here()).steps
    assert open_.advice == (
        "prove ne(exp(sin(x)) - x, 0) in a step before it, named with using=[...]; or else add"
        " given=[ne(exp(sin(x)) - x, 0)] to the step, or assume it in the whole derivation"
    )


def test_a_condition_that_fails_is_not_to_be_proved() -> None:
    u = author.sequence("u")
    define = (author.initial(u(0), x), author.recurrence(u(k), u(k - 1) ** 2, start=1))
    step = Step("square", eq(u(k), u(k - 1) ** 2))
    (outcome,) = prove_derivation(Derivation((step,), (), define), Limits(60), Here()).steps
    assert outcome.code == "GC300"
    assert outcome.reason == "shown under this condition, which does not hold at k = 0"
    assert outcome.advice == 'assume it: --given "k >= 1"'


def test_a_proved_condition_mends_the_step() -> None:
    below = x / (x**2 + y**2 + 1)
    steps = (
        Step("positive", x**2 + y**2 + 1 > 0),
        Step("ratio", eq(below * (x**2 + y**2 + 1), x), using=("positive",)),
    )
    assert [step.verdict for step in prove_derivation(Derivation(steps), Limits(), Here()).steps] == ["proved"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "integral(log(x - a), x, 0, 1) = integral(log(x - a), x, 0, 1)",
        "sup(log(x - a), x, 0, 1) = sup(log(x - a), x, 0, 1)",
    ],
)
def test_the_claim_is_no_condition_of_itself(text: str) -> None:
    _, conditions, _ = told(text)
    assert not any(re.search("integral|sup", condition) for condition in conditions)


@pytest.mark.parametrize(
    "text", ["x/x = 1; x <= 0; x >= 0", "x/x = 1; x = 0", "y*x/x = y; x**2 = 0", "log(x) = log(x); x < -1"]
)
def test_no_condition_contradicts_what_is_assumed(text: str) -> None:
    code, conditions, advice = told(text)
    assert (conditions, advice) == ([], "")
    assert code in ("GC200", "GC303")


@pytest.mark.parametrize(
    "text",
    ["limit(a*x/(a*x), x, oo) = 1", "sup(x/(x - a), x, 2, 3) >= 0", "integral(1/(x - a), x, 0, 1) = log((1 - a)/(-a))"],
)
def test_no_condition_names_a_bound_variable(text: str) -> None:
    _, conditions, advice = told(text)
    assert not any(re.search(r"\bx\b|[<>#'] *$|k_#", condition) for condition in conditions)
    assert "x" not in advice.replace("exp", "").partition("--given")[2]


@pytest.mark.parametrize(
    ("condition", "worth"),
    [
        ((ne(x, 0),), True),
        ((x > y,), False),  # the claim
        ((-x < -y,), False),
        ((2 * x - x > y,), False),
        ((x >= y,), True),
        ((ne(real("t"), 0),), False),  # of nothing in the statement
        ((ne(real("x'"), 0),), False),
        ((ne(Symbol("<x>"), 0),), False),
        ((ne(real("z"), 0),), False),  # bound in the claim
        ((w[1] > 0,), False),
        ((p > 0,), True),
        ((p <= 0,), False),  # excluded by what is assumed
        ((x > 0, x < 0), False),  # which exclude each other
        ((x > p, x <= p), False),
    ],
)
def test_which_conditions_are_worth_telling(condition: tuple[Proposition, ...], worth: bool) -> None:
    z = real("z")
    claim = And((x > y, author.integral(z, z, 0, 1) > 0))
    assert is_worth_telling(Goal(claim, (p > 0,)), condition) is worth


def test_a_limit_is_doubled() -> None:
    claim = eq(author.integral(exp(-(p**4)), p, 0, x), author.sin(x))
    outcome = prove_claim(claim, (), Limits(seconds=0.01))
    assert outcome.code == "GC201"
    assert outcome.advice.endswith("--timeout 0.02")


def test_what_the_parts_ask_is_told_and_not_that_there_is_a_value() -> None:
    outcome = prove_claim(eq(author.integral(0, p, log(x), author.oo), 0), (), Limits())
    assert [condition.text for condition in outcome.missing] == ["x > 0"]


def test_that_a_term_has_a_value_is_said_in_words() -> None:
    inner = author.integral(exp(-(p**4)), p, 0, x)
    (said,) = conditions([eq(inner, inner)])
    assert "has a value" in said.pretty
    assert r"\text{ has a value}" in said.latex
    assert read_claim(said.text)[0] == eq(inner, inner)


def test_what_is_left_to_show_is_told_where_it_is_less_than_the_claim() -> None:
    integral = author.integral(exp(-(p**4)), p, 0, x)
    outcome = prove_claim(eq((integral + x) ** 2 - x**2, 2 * x * integral + author.sin(x)), (), Limits())
    assert (outcome.verdict, outcome.code) == ("undecided", "GC200")
    assert outcome.difference is not None
    assert outcome.difference.text == "integral(exp(-p**4), p, 0, x)**2 - sin(x)"
    assert prove_claim(eq(integral, author.sin(x)), (), Limits()).difference is None
