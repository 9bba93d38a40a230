"""The corpus of the throughput benchmark is what it says: so many steps, with the verdicts that are to come."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

import pytest

from gradcheck.__main__ import main

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.corpus import KINDS, write_corpus


def test_the_corpus_has_the_verdicts_that_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    count = 2 * len(KINDS)
    expected = write_corpus(tmp_path, count)
    assert main(["check", str(tmp_path), "--no-cache", "--trust", "enclosure", "--output-format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    steps = [step for item in document["derivations"] for step in item["steps"]]
    assert len(steps) == count
    assert Counter(step["verdict"] for step in steps) == expected


def test_a_large_corpus_has_large_modules(tmp_path: Path) -> None:
    assert sum(write_corpus(tmp_path, 10_000).values()) == 10_000
    sizes = [path.read_text(encoding="utf-8").count("    step(") for path in tmp_path.rglob("*.py")]
    assert (sum(sizes), max(sizes), len(sizes)) == (10_000, 500, 2_004)
