"""The reports: JSON as documented, formulas untouched by the terminal, colour only where it is wanted."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gradcheck.cli.options import Color
from gradcheck.cli.terminal.streams import wants_color
from gradcheck.outcome.run import DerivationOutcome, Formula, RunOutcome, StepOutcome
from gradcheck.report.page import plain, single_spaced
from gradcheck.report.text import derivation_lines, step_lines, summary_line

from .conftest import Gradcheck

STEP: dict[str, Any] = {
    "name": str,
    "statement": {"text": str, "latex": str},
    "expected": str,
    "verdict": str,
    "trust": (str, type(None)),
    "engine": (str, type(None)),
    "reason": str,
    "code": (str, type(None)),
    "note": str,
    "assumptions": list,
    "side_conditions": list,
    "contradictory": (str, type(None)),
    "missing": list,
    "facts": list,
    "counterexample": (dict, type(None)),
    "sides": (dict, type(None)),
    "everywhere": bool,
    "shapes": (str, type(None)),
    "difference": (dict, type(None)),
    "correction": (dict, type(None)),
    "changed": (dict, type(None)),
    "evidence": list,
    "suppressed": (str, type(None)),
    "advice": str,
    "location": (dict, type(None)),
    "seconds": (int, float),
}
DERIVATION: dict[str, Any] = {
    "name": str,
    "title": str,
    "source": str,
    "holds": bool,
    "seconds": (int, float),
    "assumptions": list,
    "notation": list,
    "symbols": list,
    "definitions": list,
    "preamble": list,
    "presupposed": list,
    "remarks": list,
    "steps": list,
    "unreached": list,
    "unselected": int,
    "document": type(None),
}
RUN: dict[str, Any] = {
    "schema": int,
    "gradcheck": str,
    "command": str,
    "summary": {"proved": int, "refuted": int, "undecided": int, "unexpected": int, "suppressed": int},
    "derivations": list,
    "problems": list,
    "findings": list,
    "stopped": (str, type(None)),
    "unreached": list,
    "unselected": int,
    "suppressed": list,
    "notices": list,
}


def conforms(value: object, schema: Any) -> bool:
    """The same keys, no more and no fewer, with values of the right kind."""
    if isinstance(schema, dict):
        assert isinstance(value, dict)
        return value.keys() == schema.keys() and all(conforms(value[key], schema[key]) for key in schema)
    return isinstance(value, schema)


def test_json_of_a_derivation(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("check", "--output-format", "json")
    found = json.loads(ran.out)
    assert ran.code == 0
    assert conforms(found, RUN)
    assert (found["schema"], found["command"]) == (1, "check")
    assert found["summary"] == {"proved": 1, "refuted": 1, "undecided": 0, "unexpected": 0, "suppressed": 0}
    (derivation,) = found["derivations"]
    assert conforms(derivation, DERIVATION)
    assert all(conforms(step, STEP) for step in derivation["steps"])
    zero, twice = derivation["steps"]
    assert (zero["verdict"], zero["assumptions"], zero["facts"]) == ("proved", ["x > 0"], ["a-fact"])
    assert twice["counterexample"] == {"x": "1/2"}
    three = {"exact": None, "lower": "0.333333", "upper": "0.333334"}
    assert twice["sides"]["left"] == {"exact": "1/4", "lower": "0.25", "upper": "0.25"}
    assert (twice["sides"]["right"], twice["sides"]["entry"]) == (three, [1, 2])
    assert twice["difference"] == {"text": "x**2 - x", "latex": "\\text{x**2 - x}"}
    assert twice["location"]["line"] == 12


def test_json_goes_to_standard_output_alone_and_problems_are_in_it(
    gradcheck: Gradcheck, prover: ModuleType, own: Path
) -> None:
    (own / "broken.py").write_text("print('loud')\nDERIVATION = 1/0\n", encoding="utf-8")
    ran = gradcheck("check", "--jobs", "1", "--output-format", "json")
    assert ran.code == 2
    assert json.loads(ran.out)["problems"] == [
        "derivations/algebra/broken.py:2:14: GC432 fails: ZeroDivisionError: division by zero"
    ]


def test_every_key_is_documented() -> None:
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"`([a-z_]+)`", page))
    assert documented >= STEP.keys() | DERIVATION.keys() | RUN.keys() | RUN["summary"].keys()


TALL = Formula("x**2 = [i]", "x^2 = [i]", " 2      \nx  = [i]")
WIDE = "x + " * 60 + "[bold]y[/bold]"


def test_a_formula_in_two_dimensions_keeps_its_shape() -> None:
    step = StepOutcome("square", TALL, "proved", "proved", "exact", "stub", difference=TALL)
    assert plain(step_lines(step)).splitlines()[1:] == [
        "",
        "     2",
        "    x  = [i]",
        "",
        "    left − right =",
        "       2",
        "      x  = [i]",
    ]


@pytest.mark.parametrize("color", ["never", "always"])
def test_nothing_is_wrapped_or_read_as_markup(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, color: str
) -> None:
    from gradcheck.cli.terminal.streams import Terminal

    monkeypatch.setenv("COLUMNS", "20")
    step = StepOutcome("wide", Formula(WIDE, WIDE, WIDE), "proved", "proved", "exact", "stub")
    Terminal(Color(color)).print(step_lines(step))
    assert WIDE in capsys.readouterr().out


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"GITHUB_ACTIONS": "true"}, False, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour(choice: str, environment: dict[str, str], terminal: bool, expected: bool) -> None:
    assert wants_color(Color(choice), environment, terminal) is expected


def test_colour_may_be_asked_for_before_or_after_the_command(gradcheck: Gradcheck, prover: ModuleType) -> None:
    assert "\x1b[32m" in gradcheck("prove", "x = x", "--color", "always").out
    assert "\x1b[32m" in gradcheck("--color", "always", "prove", "x = x").out
    assert "\x1b" not in gradcheck("--color", "always", "prove", "x = x", "--color", "never").out
    assert "\x1b" not in gradcheck("prove", "x = x").out


def test_no_two_blank_lines_in_a_row_after_a_tall_statement() -> None:
    tall = StepOutcome("a", Formula("x/x = 1", "", "x\n─ = 1\nx"), "proved", "proved", "exact")
    page = plain(single_spaced(derivation_lines(DerivationOutcome("d", "D", "", (tall, tall)))))
    assert "\n\n\n" not in page
    assert page.count("─ = 1") == 2


def test_a_derivation_without_a_title_counts() -> None:
    step = StepOutcome("a", Formula("1 = 1", "", "1 = 1"), "proved", "proved", "exact")
    untitled, claim = (DerivationOutcome(name, "", "", (step,)) for name in ("untitled", "a"))
    page = plain([summary_line(RunOutcome("check", (untitled, untitled)), 1)])
    assert page.startswith("✓ 2 derivations, 2 steps: 2 proved")
    assert plain([summary_line(RunOutcome("prove", (claim,)), 1)]).startswith("✓ 1 claim: 1 proved")
    assert plain(derivation_lines(untitled)).startswith("untitled\n")


def test_a_run_that_was_stopped_says_what_is_known_and_what_is_not() -> None:
    step = StepOutcome("first", Formula("x", "x", "x"), "proved", "proved", "exact")
    begun = DerivationOutcome("begun", "A title", "", (step,), unreached=tuple(f"step-{k}" for k in range(20)))
    run = RunOutcome("check", (begun,), stopped="interrupted", unreached=("other", "third"))
    assert run.exit_code == 130
    assert not begun.holds
    text = plain([*derivation_lines(begun), summary_line(run, 1.0)])
    assert "  not reached: step-0, step-1, " in text
    assert "step-9 and 10 more\n" in text
    assert text.endswith("✗ interrupted; 1 step: 1 proved, 20 not reached; 2 not begun (1.00 s)\n")
