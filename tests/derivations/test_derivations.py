"""Every step of the shipped derivations has the verdict that its author expects, from the kernel.

Many steps are found in the same way: their recorded proofs use the same rules, for claims of the same kind, with the
same help of the author.  One of each such family is searched for afresh, and so is what has no record; of the others
the kernel checks the record.  ``check --afresh``, which ``.ci/run`` runs, searches for all of them.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache
from pathlib import Path

import pytest

from gradcheck.derivation import Derivation, Step
from gradcheck.kernel.evidence import Evidence
from gradcheck.kernel.evidence.inspection import steps_named
from gradcheck.kernel.goal import Established
from gradcheck.kernel.verdict import Proved, Refuted, established
from gradcheck.project.proofs.records import digest_of, load_records
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.prove import _goal, decide
from gradcheck.search.driver import search_finding
from tests.library import ENTRIES, derivation_of


def rules_in(evidence: object) -> list[str]:
    """The rules that a piece of evidence uses, as often as they occur in it."""
    todo, found = [evidence], []
    while todo:
        item = todo.pop()
        if isinstance(item, tuple):
            todo += item
        elif isinstance(item, Evidence):
            todo += vars(item).values()
            found.append(type(item).__name__)
    return found


def family_of(step: Step, found: SearchResult) -> Hashable:
    """What the search did, as far as its result shows it; with it, how much it found."""
    rules = frozenset(rules_in((found.evidence, found.negation)))
    return rules, found.counterexample is None, type(step.claim), bool(step.using), bool(step.hints), step.expected


@cache
def recorded(name: str) -> dict[str, SearchResult]:
    """What was recorded for the steps of a derivation, as long as it belongs to their statements."""
    derivation, records = derivation_of(name), load_records(ENTRIES[name].path)
    known = {step.name: (records.get(step.name), digest_of(derivation, step)) for step in derivation.steps}
    return {step: record.finding for step, (record, digest) in known.items() if record and record.digest == digest}


@cache
def examples() -> frozenset[tuple[str, str]]:
    """Of each family the step with the shortest proof."""
    found: dict[Hashable, tuple[int, str, str]] = {}
    for name in sorted(ENTRIES):
        for step in derivation_of(name).steps:
            result = recorded(name).get(step.name)
            if result is not None:
                length = len(rules_in((result.evidence, result.negation)))
                mine = length, name, step.name
                found[family_of(step, result)] = min(mine, found.get(family_of(step, result), mine))
    return frozenset((name, step) for _, name, step in found.values())


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_every_step_has_the_expected_verdict(name: str) -> None:
    derivation: Derivation = derivation_of(name)
    proved: dict[str, Established] = {}
    wrong: list[str] = []
    for step in derivation.steps:
        known = None if (name, step.name) in examples() else recorded(name).get(step.name)
        named = set() if known is None else steps_named(known.evidence) | steps_named(known.negation)
        used = dict.fromkeys((*step.using, *sorted(named)))
        goal = _goal(derivation, step, tuple(proved[one] for one in used if one in proved))
        verdict = decide(goal, known or search_finding(goal, step))
        found = {Proved: "proved", Refuted: "refuted"}.get(type(verdict), "undecided")
        if found != step.expected:
            wrong.append(f"{step.name}: {found}")
        if isinstance(verdict, Proved):
            proved[step.name] = established(verdict, step.name)
    assert not wrong, f"{Path(ENTRIES[name].path).name}: {wrong}"


def test_all_rules_that_the_library_uses_are_searched_for() -> None:
    rules = {rule for name in ENTRIES for result in recorded(name).values() for rule in rules_in(result.evidence)}
    searched = {rule for name, step in examples() for rule in rules_in(recorded(name)[step].evidence)}
    assert searched == rules
    assert 150 < len(examples()) < sum(len(recorded(name)) for name in ENTRIES) / 2
