"""Every step of the shipped derivations has the verdict that its author expects, from the kernel."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.derivation import Derivation
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.verdict import Proved, Refuted, established
from gradcheck.project import discovery
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding

LIBRARY = discovery.discover([discovery.shipped_folder()])
ENTRIES = {entry.name: entry for entry in LIBRARY.entries}


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_step_has_the_expected_verdict(name: str) -> None:
    derivation: Derivation = discovery.load(ENTRIES[name])
    earlier: list[Established] = []
    wrong: list[str] = []
    for step in derivation.steps:
        goal = Goal(step.claim, derivation.assumptions + step.given, derivation.definitions, tuple(earlier))
        verdict = decide(goal, search_finding(goal, step))
        found = {Proved: "proved", Refuted: "refuted"}.get(type(verdict), "undecided")
        if found != step.expected:
            wrong.append(f"{step.name}: {found}")
        if isinstance(verdict, Proved):
            earlier.append(established(verdict, step.name))
    assert not wrong, f"{Path(ENTRIES[name].path).name}: {wrong}"
