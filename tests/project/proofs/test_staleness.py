"""Records that save no search are told, and no run fails because of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gradcheck.findings.of_run import findings_of, notices_of
from gradcheck.outcome.run import RunOutcome
from gradcheck.project.cache.folder import Folder
from gradcheck.project.discovery import discover, inspect_module
from gradcheck.project.proofs.records import load_records, write_records
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.job import Done, Job
from gradcheck.scheduling.pool import prove_jobs

MODULE = '''"""A page."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, exp, real

x = real("x")
DERIVATION = derivation(
    step("identity", eq(x + x, 2 * x)),
    step("bound", exp(x) >= 1 + x),
)
'''


@pytest.fixture
def module(tmp_path: Path) -> Path:
    """A module with its recorded proofs."""
    path = tmp_path / "page.py"
    path.write_text(MODULE, encoding="utf-8")
    done = proved(path)
    assert done.found
    write_records(path, done.found)
    return path


def proved(path: Path, cache: Folder | None = None, afresh: bool = False) -> Done:
    (done,) = prove_jobs([Job(inspect_module(path, path.parent), Limits(), afresh, cache=cache)], 1)
    return done


def told(done: Done) -> list[str]:
    assert done.outcome is not None
    return [f"{notice.code} {notice.message}" for notice in done.outcome.notices]


STALE = "GC511 nothing that fits is recorded for 'bound', so every run searches for it"


def test_nothing_is_told_where_every_record_fits_or_there_is_none(module: Path) -> None:
    assert told(proved(module)) == []
    module.with_suffix(".proof").unlink()
    assert told(proved(module)) == []


def test_a_record_of_another_statement(module: Path) -> None:
    module.write_text(MODULE.replace("exp(x) >= 1 + x", "exp(x) >= x"), encoding="utf-8")
    done = proved(module)
    assert told(done) == [STALE]
    assert told(proved(module, afresh=True)) == []
    assert done.outcome is not None
    run = RunOutcome("check", (done.outcome,))
    assert (run.exit_code, findings_of(run)) == (0, ())
    (notice,) = notices_of(run)
    assert notice.severity == "note"
    assert notice.location is not None
    assert notice.location.line == 8


def test_a_step_that_was_never_recorded(module: Path) -> None:
    module.write_text(MODULE.replace("x),\n)", "x),\n    step('new', exp(x) >= x),\n)"), encoding="utf-8")
    assert told(proved(module)) == [STALE.replace("bound", "new")]


def test_a_record_that_the_kernel_refuses(module: Path) -> None:
    digest = load_records(module)["bound"].digest
    module.write_text(MODULE.replace("exp(x) >= 1 + x", "exp(x) >= x"), encoding="utf-8")
    other = proved(module).found
    assert other is not None
    module.write_text(MODULE, encoding="utf-8")
    write_records(module, {"bound": replace(other["bound"], digest=digest)})
    assert told(proved(module)) == [STALE]


def test_records_that_cannot_be_read(module: Path) -> None:
    module.with_suffix(".proof").write_text("{}", encoding="utf-8")
    assert told(proved(module)) == ["GC511 the recorded proofs cannot be read"]
    assert told(proved(module, afresh=True)) == []


def test_what_a_cache_has_instead_is_stale_all_the_same(module: Path, tmp_path: Path) -> None:
    module.write_text(MODULE.replace("exp(x) >= 1 + x", "exp(x) >= x"), encoding="utf-8")
    folder = Folder(tmp_path, "version")
    first, second = proved(module, folder), proved(module, folder)
    assert not second.found
    assert told(first) == told(second) == [STALE]


def test_a_record_without_a_module(module: Path) -> None:
    module.with_name("gone.proof").write_text("{}", encoding="utf-8")
    module.with_name("_hidden.proof").write_text("{}", encoding="utf-8")
    found = discover([module.parent])
    assert [str(notice) for notice in found.notices] == [
        f"{module.with_name('gone.proof')}:1:1: GC512 there is no gone.py to which these proofs belong"
    ]
    assert not found.problems
    assert not discover([module]).notices
