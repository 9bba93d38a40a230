"""The page for those who come from SymPy does what it says: its modules, its tables and its twenty tasks are run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sympy

from gradcheck.__main__ import main
from gradcheck.derivation import Derivation, derivation, step
from gradcheck.kernel.goal import Goal
from tests.verdicts import verdict_on

PAGE = (Path(__file__).parents[1] / "docs" / "sympy.md").read_text("utf-8")
BLOCKS = dict(re.findall(r"^```python (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
TASKS = re.findall(r"^\| (\d+) \| ([^|]+) \| `([^|]+)` \| `([^|]+)` \|$", PAGE, re.MULTILINE)
MADE = re.findall(r"^\| `([^|]+)` \| `([^|]+)` \| [^|]*\|$", PAGE.partition("What SymPy does")[2], re.MULTILINE)
NAMES: dict[str, dict[str, Any]] = {}


def names(block: str) -> dict[str, Any]:
    if block not in NAMES:
        NAMES[block] = {}
        exec(BLOCKS[block], NAMES[block])  # noqa: S102
    return NAMES[block]


def verdict(work: Derivation) -> str:
    (item,) = work.steps
    return verdict_on(Goal(item.claim, (*work.assumptions, *item.given), work.definitions))


def test_there_are_twenty_tasks() -> None:
    assert [int(number) for number, *_ in TASKS] == list(range(1, 21))


@pytest.mark.parametrize(("number", "claim"), [(row[0], row[2]) for row in TASKS])
def test_a_task_in_sympy(number: str, claim: str) -> None:
    known = names("sympy")
    v, t, b = known["v"], known["t"], known["b"]
    define = [sympy.Eq(v(0), 0), sympy.Eq(v(t), b * v(t - 1) + (1 - b))] if number == "10" else []
    assert verdict(derivation(step(number, eval(claim, known)), define=define, assume=[known["q"] <= 1])) == "proved"  # noqa: S307


@pytest.mark.parametrize(("number", "claim"), [(row[0], row[3]) for row in TASKS])
def test_a_task_in_the_words_of_the_language(number: str, claim: str) -> None:
    known = names("words")
    v, t, b, p, q, s = (known[name] for name in "vtbpqs")
    define = [known["initial"](v(0), 0), known["recurrence"](v(t), b * v(t - 1) + (1 - b), 1)] if number == "10" else []
    assume = [p > 0, q > 0, s > 0, q <= 1]
    assert verdict(derivation(step(number, eval(claim, known)), define=define, assume=assume)) == "proved"  # noqa: S307


def test_what_sympy_makes_of_what_is_written() -> None:
    known = names("sympy") | {"h": sympy.Symbol("h"), "E": sympy.stats.E}
    known["X"] = sympy.stats.Normal("X", 0, known["s"])
    assert len(MADE) == 17
    assert {written: str(eval(written, dict(known))) for written, _ in MADE} == dict(MADE)  # noqa: S307


@pytest.mark.parametrize("name", ["module.py", "held.py", "matrices.py"])
def test_a_module_of_the_page_holds(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    path.write_text(BLOCKS[name], "utf-8")
    assert main(["check", "--quiet", "--isolated", str(path)]) == 0, capsys.readouterr()


def test_the_program_of_the_page_runs() -> None:
    exec(BLOCKS["program.py"], {})  # noqa: S102
    exec(BLOCKS["back.py"], {})  # noqa: S102
