"""The figures of the second reader are those of the library as it is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcheck.certificates.figures import answers, figures
from gradcheck.cli.commands.axioms import axioms
from gradcheck.cli.options import Output, read_reports
from gradcheck.project.discovery import known
from tests.rechecking.figures import FAMILIES, PAGE, README, asked, told

ENTRIES = {entry.name: entry for entry in known().entries}


def test_the_figures_are_of_the_derivations_that_are_shipped() -> None:
    assert answers().keys() == ENTRIES.keys(), "python -m tests.rechecking.figures"


@pytest.mark.parametrize("name", ["recurrent-jacobian", "relu-second-moment", "sigmoid-saturation"])
def test_the_figures_of_a_derivation_are_true(name: str) -> None:
    assert asked(ENTRIES[name]) == answers()[name], "python -m tests.rechecking.figures"


def test_the_targets_are_met() -> None:
    whole, family = figures(), figures(*FAMILIES)
    assert whole.checked >= 0.9 * whole.proved
    assert family.checked >= 0.95 * family.proved
    assert whole.proved - whole.checked <= sum(whole.on_trust.values())


@pytest.mark.parametrize("page", [README, PAGE], ids=lambda page: page.name)
def test_the_pages_tell_the_figures(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert told(text) == text, "python -m tests.rechecking.figures"
    assert str(figures().checked) in text


def test_axioms_tells_how_many_steps_rest_on_each(capsys: pytest.CaptureFixture[str]) -> None:
    axioms(Output(read_reports(["json"])))
    document = json.loads(capsys.readouterr().out)
    whole = figures()
    assert document["summary"] == {"proved": whole.proved, "checked": whole.checked}
    assert {f["name"]: f["on_trust"] for f in document["facts"] if f["on_trust"]}.items() <= whole.on_trust.items()
