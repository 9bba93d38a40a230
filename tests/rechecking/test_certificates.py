"""Certificates of shipped derivations: written, judged by a process of its own, and altered."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from attack.certificates import altered, attack, certificate
from gradcheck.certificates.reader import ReaderError, folder, judge
from gradcheck.project.discovery import known
from tests.rechecking.certificate import READER

ENTRIES = {entry.name: entry for entry in known().entries}
HEAD = json.dumps({"certificate": READER.VERSION, "derivation": "tanh-derivative", "gradcheck": ""})


@pytest.fixture(scope="module")
def rows() -> list[dict[str, object]]:
    return certificate(ENTRIES["tanh-derivative"])


def test_a_process_of_its_own_checks_a_certificate(rows: list[dict[str, object]]) -> None:
    found = judge([HEAD, *map(json.dumps, rows)])
    assert [one.step for one in found] == [row["step"] for row in rows]
    assert {one.word for one in found} <= {"checked", "on trust"}
    assert sum(one.word == "checked" for one in found) >= 10


def test_what_is_taken_on_trust_is_named(rows: list[dict[str, object]]) -> None:
    step = json.loads(json.dumps(rows[0]))
    step["value"]["t"][4] = {"e": ["Trusted", "BySign"]}
    (found,) = judge([HEAD, json.dumps(step)])
    assert (found.word, found.facts) == ("on trust", ("BySign",))


def test_a_step_rests_on_what_it_uses() -> None:
    rows = certificate(ENTRIES["tanh-derivative"])
    users = [row for row in rows if any(row["nodes"]) and '"ByStep"' in json.dumps(row["value"])]
    assert users
    for row in rows:
        if row is not users[-1]:
            row["value"]["t"][4] = {"e": ["Trusted", "BySign"]}
    found = {one.step: one for one in judge([HEAD, *map(json.dumps, rows)])}
    assert found[users[-1]["step"]].word == "on trust"


@pytest.mark.parametrize("text", ["", "{}", '{"certificate": 2}', "no JSON"])
def test_what_is_no_certificate_gets_no_answer(text: str) -> None:
    with pytest.raises(ReaderError, match="no certificate"):
        judge([text])


def test_the_reader_loads_nothing_of_gradcheck() -> None:
    for file in Path(folder(), "recheck").glob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert "import gradcheck" not in source
        assert "from gradcheck" not in source


@pytest.mark.parametrize("name", ["momentum-ema", "product-variance"])
def test_no_altered_certificate_proves_what_is_false(name: str) -> None:
    words, wrong = attack(ENTRIES[name], 25, random.Random(f"test {name}"))
    assert wrong == []
    assert words.total() == 25
    assert words["wrong"] > 0


def test_an_alteration_changes_something(rows: list[dict[str, object]]) -> None:
    chance = random.Random(3)
    changed = [altered(rows[0], chance) != rows[0] for _ in range(40)]
    assert sum(changed) > 10


def test_a_statement_is_printed_as_it_is_read(rows: list[dict[str, object]]) -> None:
    steps: dict[str, object] = {}
    told = [READER.answer(row, steps).statement for row in rows]
    assert all(told)
    assert len(set(told)) == len(told)
