"""With ``exit_first`` nothing is proved behind the first finding, whoever is faster."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.project.discovery import Entry, discover
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.job import Done, Job
from gradcheck.scheduling.pool import Pool

HEAD = '''"""A module."""
from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, integral, exp, real
x, t = real("x"), real("t")
'''
GOOD, BAD, LONG = "eq(x + 0, x)", "eq(x + 1, x)", "eq(exp(exp(x*t) + x), exp(t)**x + t*exp(x))"


def entry_of(folder: Path, name: str, claims: list[str], comment: str = "") -> Entry:
    path = folder / f"{name}.py"
    rows = "".join(f"    step('{name}{k}', {claim}),{comment}\n" for k, claim in enumerate(claims))
    path.write_text(f"{HEAD}DERIVATION = derivation(\n{rows})\n", encoding="utf-8")
    (entry,) = discover([path]).entries
    return entry


def prove(entries: list[Entry], processes: int = 1) -> list[Done]:
    with Pool(processes) as pool:
        return list(pool.prove([Job(entry, Limits(10.0, 500), exit_first=True) for entry in entries]))


def told(done: Done) -> tuple[list[str], tuple[str, ...]]:
    assert done.outcome is not None
    return [step.name for step in done.outcome.steps], done.outcome.unreached


@pytest.mark.parametrize("processes", [1, 2])
def test_nothing_behind_the_first_finding(tmp_path: Path, processes: int) -> None:
    first = entry_of(tmp_path, "a", [GOOD, BAD, LONG, BAD])
    second = entry_of(tmp_path, "b", [GOOD])
    third = entry_of(tmp_path, "c", [BAD, GOOD])
    done = prove([first, second, third], processes)
    assert list(map(told, done)) == [(["a0", "a1"], ("a2", "a3")), (["b0"], ()), (["c0"], ("c1",))]


@pytest.mark.parametrize("processes", [1, 2, 3])
def test_large_derivations_in_parts(tmp_path: Path, processes: int) -> None:
    claims = [f"eq(x + {k} - {k}, x)" for k in range(75)]
    claims[70] = claims[45] = claims[30] = BAD
    (done,) = prove([entry_of(tmp_path, "a", claims)], processes)
    steps, unreached = told(done)
    assert steps == [f"a{k}" for k in range(31)]
    assert len(unreached) == 44
    assert done.outcome is not None
    assert not done.outcome.is_whole


def test_what_is_suppressed_ends_nothing(tmp_path: Path) -> None:
    comment = "  # gradcheck: ignore[GC300] -- x is not 0 here"
    (done,) = prove([entry_of(tmp_path, "a", ["eq(x/x, 1)", GOOD], comment)])
    steps, unreached = told(done)
    assert (steps, unreached) == (["a0", "a1"], ())
