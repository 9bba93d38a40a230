"""The limit of time is that of a step as a whole: what the kernel checks counts, whoever recorded it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from gradcheck.__main__ import main
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.project.discovery import discover
from gradcheck.project.proofs.records import Record, digest_of, write_records
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

HEAVY = '''"""One step whose normal form takes very long."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, exp, real, reals
x, letters = real("x"), reals("a b c d e f g h")
s = sum(letters[1:], letters[0])
DERIVATION = derivation(
    step("before", eq((x + 1) ** 2, x**2 + 2 * x + 1)),
    step("heavy", eq((s**12) * (s**12 + 1), s**24 + s**12 + (s - s) * exp(s**9))),
    step("behind", eq((x + 2) ** 2, x**2 + 4 * x + 4), using=["before"]),
)
'''


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_record_that_keeps_the_kernel_busy_costs_its_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], jobs: str
) -> None:
    path = tmp_path / "heavy.py"
    path.write_text(HEAVY, encoding="utf-8")
    (entry,) = discover([path]).entries
    derivation = load_apart(entry, Limits())
    step = derivation.steps[1]
    write_records(path, {step.name: Record(digest_of(derivation, step), SearchResult(ByNormalForm()))})
    assert main(["check", str(path), "--no-cache", "--jobs", jobs, "--timeout", "1", "--output-format", "json"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["derivations"]
    told = [(item["name"], item["verdict"]) for item in found["steps"]]
    assert told == [("before", "proved"), ("heavy", "undecided"), ("behind", "proved")]
    heavy = found["steps"][1]
    assert heavy["code"] == "GC201"
    assert heavy["reason"] in (Limits(1).exhausted, Limits(1).given_up)  # on a busy machine the clock ends it
    assert heavy["seconds"] >= 1
