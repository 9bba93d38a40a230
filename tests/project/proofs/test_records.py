"""A record saves the search and nothing else: whatever stands in it, the verdict is the kernel's."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from gradcheck.derivation import Derivation, derivation, step
from gradcheck.kernel.evidence import ByHypothesis, ByNormalForm, Counterexample, Evidence
from gradcheck.language.author import real, tanh
from gradcheck.project.proofs.records import Record, digest_of, load_records, path_of, write_records
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from tests.library import ENTRIES, derivation_of

x, y = real("x"), real("y")
WORKS = derivation(step("bound", tanh(x) <= x, given=[x >= 0]), step("square", (x - y) ** 2 >= 0))
ABSURD = derivation(step("bound", tanh(x) <= x / 2, given=[x >= 1, x <= 0]))
FALSE = derivation(step("bound", tanh(x) <= x / 2, given=[x >= 0]))


class NoWorkers:
    """Fails whoever asks for a search."""

    def run(self, *_: object, **__: object) -> Any:
        raise AssertionError("a search was asked for")


def proved(work: Derivation, records: dict[str, Record], workers: Any = None) -> list[str]:
    outcome = prove_derivation(work, Limits(20), workers, records)
    return [item.verdict for item in outcome.steps]


def recorded(work: Derivation) -> dict[str, Record]:
    found: dict[str, Record] = {}
    prove_derivation(work, Limits(20), None, None, found)
    return found


@pytest.mark.parametrize("name", ENTRIES)
def test_the_shipped_proofs_are_those_of_the_shipped_statements(name: str) -> None:
    work, records = derivation_of(name), load_records(ENTRIES[name].path)
    known = {item.name: digest_of(work, item) for item in work.steps}
    assert {name: record.digest for name, record in records.items()}.items() <= known.items(), "run: gradcheck record"


def test_a_record_spares_the_search(tmp_path: Path) -> None:
    module = tmp_path / "works.py"
    found = recorded(WORKS)
    write_records(module, found)
    assert load_records(module) == found
    assert proved(WORKS, found, NoWorkers()) == ["proved", "proved"]


def test_what_follows_from_contradictory_assumptions_is_not_recorded() -> None:
    assert recorded(ABSURD) == {}


@pytest.mark.parametrize("evidence", [ByNormalForm(), ByHypothesis()])
def test_a_wrong_record_is_no_proof(evidence: Evidence) -> None:
    for finding in (
        SearchResult(evidence),
        SearchResult(negation=evidence),
        SearchResult(counterexample=Counterexample(())),
    ):
        assert proved(WORKS, {"bound": Record(digest_of(WORKS, WORKS.steps[0]), finding)}) == ["proved", "proved"]
        assert proved(FALSE, {"bound": Record(digest_of(FALSE, FALSE.steps[0]), finding)}) == ["refuted"]


def test_the_proof_of_another_statement_is_no_proof_of_this_one() -> None:
    true = recorded(WORKS)["bound"]
    stolen = Record(digest_of(FALSE, FALSE.steps[0]), true.finding)
    assert proved(FALSE, {"bound": stolen}) == ["refuted"]


def test_a_record_of_another_statement_is_not_tried() -> None:
    changed = derivation(step("bound", tanh(x) <= x, given=[x >= 1]))
    with pytest.raises(AssertionError, match="a search was asked for"):
        proved(changed, recorded(WORKS), NoWorkers())


@pytest.mark.parametrize(
    "text",
    ["", "null", "[]", "{", '{"schema": 1}', '{"schema": 2, "steps": {}}', '{"schema": 1, "steps": {"bound": 1}}',
     '{"schema": 1, "steps": {"bound": {}}}', '{"schema": 1, "steps": {"bound": {"digest": 1}}}',
     '{"schema": 1, "steps": {"bound": {"digest": "", "evidence": {"nodes": [], "value": {"e": ["exec", "1"]}}}}}',
     "[" * 100_000, "\ud800"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_holds_nothing(tmp_path: Path, text: str) -> None:
    module = tmp_path / "works.py"
    path_of(module).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert load_records(module) == {}


def test_nothing_found_leaves_no_file(tmp_path: Path) -> None:
    module = tmp_path / "works.py"
    write_records(module, recorded(WORKS))
    write_records(module, {})
    assert not path_of(module).exists()


def test_record_writes_what_check_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from gradcheck.__main__ import main

    source = ENTRIES["tanh-derivative"].path
    shutil.copy(source, tmp_path / "mine.py")
    assert main(["record", "-q", str(tmp_path)]) == 0
    document = json.loads((tmp_path / "mine.proof").read_bytes())
    assert document["schema"] == 1
    assert document["steps"]
    monkeypatch.setattr("gradcheck.search.driver.search_finding", None)
    assert main(["check", "-q", str(tmp_path)]) == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names here")
def test_what_never_ends_is_not_read(tmp_path: Path) -> None:
    """A pipe that nobody writes to, and a link to a device: a repository may hold the latter."""
    from gradcheck.__main__ import main

    module = tmp_path / "works.py"
    module.write_text(
        '"""Works."""\nfrom gradcheck.derivation import derivation, step\n'
        'from gradcheck.language.author import eq, real\nx = real("x")\n'
        'DERIVATION = derivation(step("a", eq(x, x)))\n'
    )
    for make in (lambda path: os.mkfifo(path), lambda path: path.symlink_to("/dev/zero")):
        path = path_of(module)
        make(path)
        assert load_records(module) == {}
        assert main(["check", "-q", str(tmp_path)]) == 0
        path.unlink()
