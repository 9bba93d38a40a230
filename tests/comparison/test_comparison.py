"""The judge of the comparison, and each tool on three questions; the tools that are not installed are skipped."""

from __future__ import annotations

import os
import time
from types import ModuleType

import pytest

from benchmarks.comparison import LISTS, Judged, judge, table
from benchmarks.derivatives import SLOPES, Slope
from benchmarks.inequalities import Inequality
from benchmarks.isolation import call_apart
from benchmarks.reference import search_supremum
from benchmarks.tools import NAMES, PROVED, REFUTED, UNDECIDED, Enclosure, load

TRUE = Inequality("exp(x) >= 1 + x", (), True, "")
FALSE = Inequality("x*y < (x**2 + y**2)/2", (), False, "")
QUARTER = Slope("sigmoid", "0.25")


@pytest.mark.parametrize(
    ("said", "true", "false"),
    [
        (PROVED, "right", "wrong"),
        (REFUTED, "wrong", "right"),
        (UNDECIDED, "undecided", "undecided"),
        (None, "undecided", "undecided"),
    ],
)
def test_an_inequality_is_judged_by_the_list(said: str | None, true: str, false: str) -> None:
    assert judge(TRUE, said) == true
    assert judge(FALSE, said) == false


@pytest.mark.parametrize(
    ("lower", "upper", "word"),
    [
        ("0.25", "0.25", "right"),
        ("249999/1000000", "250001/1000000", "right"),
        ("0.24", "0.26", "undecided"),  # true, and too wide
        ("-oo", "0.3", "undecided"),
        ("0.2", "oo", "undecided"),
        ("0.2500001", "oo", "wrong"),
        ("-oo", "0.2499999", "wrong"),
        ("0.24", "0.2499999", "wrong"),
        ("oo", "oo", "wrong"),
        ("-oo", "-oo", "wrong"),
    ],
)
def test_a_supremum_is_judged_by_its_reference(lower: str, upper: str, word: str) -> None:
    assert judge(QUARTER, Enclosure(lower, upper)) == word


def test_no_answer_is_undecided() -> None:
    assert judge(QUARTER, None) == "undecided"


def test_the_lists() -> None:
    assert {title: len(questions) for title, questions in LISTS.items()} == {
        "derivatives": 40,
        "inequalities": 100,
        "false-twins": 100,
        "published": 60,
        "published-twins": 60,
    }
    assert len({slope.function for slope in SLOPES}) == 40


@pytest.mark.parametrize("name", ["silu", "hardtanh", "x**2*exp(-x)"])
def test_references_are_found_again(name: str) -> None:
    (slope,) = (one for one in SLOPES if one.function == name)
    assert search_supremum(slope) == slope.supremum


@pytest.fixture(params=NAMES)
def tool(request: pytest.FixtureRequest) -> ModuleType:
    module = load(request.param)
    if module is None:
        pytest.skip(f"{request.param} is not installed")
    return module


def test_every_tool_refutes(tool: ModuleType) -> None:
    said = tool.settle(FALSE)
    assert said == (UNDECIDED if tool.__name__.endswith("sympy") else REFUTED)


def test_every_tool_proves(tool: ModuleType) -> None:
    assert tool.settle(Inequality("x**2 + 1 >= x", ("x >= 0",), True, "")) == PROVED


def test_every_tool_encloses(tool: ModuleType) -> None:
    slope = Slope("x/(1 + x**2)", "1.0")
    assert judge(slope, tool.enclose(slope)) == "right"


@pytest.mark.parametrize("name", ["z3", "cvc5"])
def test_what_a_solver_can_not_say_is_undecided(name: str) -> None:
    module = load(name)
    if module is None:
        pytest.skip(f"{name} is not installed")
    assert module.settle(Inequality("erf(x) <= 1", (), True, "")) == UNDECIDED


@pytest.mark.parametrize("name", ["z3", "cvc5"])
@pytest.mark.parametrize(("told", "word"), [("1.5", "wrong"), ("0.5", "wrong")])
def test_a_wrong_supremum_is_not_confirmed(name: str, told: str, word: str) -> None:
    module = load(name)
    if module is None:
        pytest.skip(f"{name} is not installed")
    slope = Slope("softsign", told)
    assert judge(slope, module.enclose(slope)) == word


def test_an_abstracted_exponential_refutes_only_where_the_claim_is_false() -> None:
    module = load("z3")
    if module is None:
        pytest.skip("z3 is not installed")
    assert module.settle(Inequality("exp(x) >= 1 + x + x**2/8", ("x >= 0",), True, "")) != REFUTED
    assert module.settle(Inequality("exp(x) <= 3", ("x >= 2",), False, "")) == REFUTED


def test_a_call_apart_brings_its_value_or_its_problem() -> None:
    assert call_apart(abs, -3, 5).value == 3
    assert "ZeroDivisionError" in call_apart(lambda x: 1 / x, 0, 5).problem
    ended = call_apart(os._exit, 3, 5)
    assert (ended.value, ended.problem) == (None, "ended with 3")


def test_a_call_apart_ends_at_the_limit() -> None:
    def spin(start: float) -> None:
        while time.process_time() > start:
            pass

    assert call_apart(spin, -1.0, 1).problem == "out of time"


def test_the_table_counts() -> None:
    rows = [Judged("sympy", "derivatives", "x", word, "", 1.0) for word in ("right", "right", "wrong", "undecided")]
    assert list(table(rows))[1].split() == ["derivatives", "sympy", "4", "2", "1", "1", "1.00", "4.0"]
