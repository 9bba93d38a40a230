"""A part of a derivation says of its steps what the whole says of them."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from gradcheck.derivation import Derivation, at, derivation, erratum, step
from gradcheck.language.author import eq, real
from gradcheck.outcome.run import StepOutcome
from gradcheck.project.discovery import known
from gradcheck.project.proofs.records import load_records
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.choice import choose_steps, tell_of
from gradcheck.scheduling.loading import load_apart

x, y = real("x"), real("y")

CHAIN = derivation(
    step("a", eq(x + 0, x)),
    step("b", eq(y + 0, y)),
    step("c", eq(x * 1, x), using=["a"]),
    step("d", eq(x - 0, x), hints=[at("b", {y: x})]),
    step("e", eq(x + y, y + x), using=["c"]),
    erratum("f", eq(x + 1, x), using=["d"]),
)


def names(chosen: Derivation) -> str:
    return "".join(step.name for step in chosen.steps)


@pytest.mark.parametrize(
    ("selected", "expected"),
    [
        ((), ""),
        ((0,), "a"),
        ((2,), "ac"),
        ((4,), "ace"),
        ((3,), "bd"),
        ((5,), "bdf"),
        ((4, 5), "abcdef"),
        ((1, 2), "abc"),
    ],
)
def test_what_is_used_comes_along(selected: tuple[int, ...], expected: str) -> None:
    chosen = choose_steps(CHAIN, selected, {})
    assert names(chosen) == expected
    assert (chosen is CHAIN) == (len(expected) == 6)


def test_what_a_recorded_proof_uses_comes_along() -> None:
    """Even where the author does not name it any more."""
    (entry,) = [entry for entry in known().entries if entry.name == "sigmoid-depth"]
    whole = load_apart(entry, Limits())
    records = load_records(entry.path)
    bare = replace(whole, steps=tuple(replace(item, using=(), hints=()) for item in whole.steps))
    for place, item in enumerate(whole.steps):
        kept = {one.name for one in choose_steps(bare, (place,), records).steps}
        declared = {one.name for one in choose_steps(whole, (place,), {}).steps}
        assert kept <= declared | {item.name}
    assert any(len(choose_steps(bare, (place,), records).steps) > 1 for place in range(len(bare.steps)))


def test_random_selections_prove_what_the_whole_proves() -> None:
    """On the shipped library, from its records: verdict, trust, facts and conditions of each selected step."""
    chance = random.Random(5)
    for entry in chance.sample(known().entries, 5):
        whole = load_apart(entry, Limits())
        records = load_records(entry.path)
        outcome = prove_derivation(whole, Limits(), records=records)
        every = [item.name for item in whole.steps]
        for _ in range(2):
            selected = sorted(chance.sample(range(len(every)), min(2, len(every))))
            part = prove_derivation(choose_steps(whole, selected, records), Limits(), records=records)
            told = tell_of(part, every, selected)
            assert list(map(bare, told.steps)) == [bare(outcome.steps[place]) for place in selected], entry.name
            assert told.unselected == len(every) - len(selected)
            assert told.holds == (len(selected) == len(every))


def bare(outcome: StepOutcome) -> StepOutcome:
    """Without the time, and the spelling of conditions, which depends on what was normalised before."""
    return replace(outcome, seconds=0.0, side_conditions=())
