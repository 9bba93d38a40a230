"""What was proved is evaluated once by an installation, and never makes a verdict; what is kept may be lost."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from gradcheck import reference
from gradcheck.language.author import eq, natural, real
from gradcheck.language.syntax.identity import structure
from gradcheck.project.cache import evaluations
from gradcheck.project.cache.evaluations import Evaluations
from gradcheck.prover import confirmation, prove
from gradcheck.runtime.limits import Limits

x = real("x")
TRUE = eq((x + 1) ** 2, x**2 + 2 * x + 1)
FALSE = eq(x / x, 1)


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of what was evaluated, empty, of an installation that this test has for itself."""
    path = tmp_path / "state" / f"{evaluations.PREFIX}0"
    monkeypatch.setattr(confirmation, "evaluated", lambda: Evaluations(path))
    return path


def test_what_was_evaluated_is_not_evaluated_again(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert confirmation.objection(TRUE, (), ()) is None
    assert len(kept.read_text().split()) == 1

    def fail(*statement: object) -> None:
        raise LookupError("it is evaluated again")

    monkeypatch.setattr(reference, "disagreement", fail)
    assert confirmation.objection(TRUE, (), ()) is None
    for other in ((TRUE, (x > 0,), ()), (eq(natural("x"), natural("x")), (), ())):
        with pytest.raises(LookupError):
            confirmation.objection(*other)


def test_what_speaks_against_a_claim_is_found_every_time(kept: Path) -> None:
    for _ in range(2):
        assert confirmation.objection(FALSE, (), ()) == "x/x has no value at x = 0: division by 0"
    assert not kept.exists()


def test_nothing_kept_is_no_failure(tmp_path: Path) -> None:
    for path in (None, tmp_path / "file" / "inside", tmp_path):
        (tmp_path / "file").touch()
        known = Evaluations(path)
        known.add("a")
        assert "a" in known
        assert "b" not in known
    (tmp_path / "bad").write_bytes(b"\xff\x00 one\ntwo")
    assert "two" in Evaluations(tmp_path / "bad")


def test_files_of_other_versions_are_removed_when_nobody_uses_them(tmp_path: Path) -> None:
    old, recent = (tmp_path / f"{evaluations.PREFIX}{name}" for name in ("old", "recent"))
    for path in (old, recent):
        path.touch()
    os.utime(old, (0, 0))
    Evaluations(tmp_path / f"{evaluations.PREFIX}new").add("a")
    assert (old.exists(), recent.exists()) == (False, True)


def test_without_a_home_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(evaluations, "state_folder", lambda: None)
    evaluations.of_this_installation().add("a")
    assert not list(tmp_path.iterdir())


PROGRAM = """
import sys
from gradcheck.language.author import eq, real, sigmoid
from gradcheck.prover.confirmation import objection
x = real("x")
objection(eq(x + x, 2*x), (), ())
print(sorted({"mpmath", "gradcheck.reference"} & set(sys.modules)))
"""


def test_a_kept_evaluation_imports_nothing_and_rational_numbers_no_mpmath(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_STATE_HOME": str(tmp_path)}
    told = [
        subprocess.run([sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True)
        for _ in range(2)
    ]
    assert [one.stdout.strip() for one in told] == ["['gradcheck.reference']", "[]"]


def test_two_statements_are_told_apart_in_every_process() -> None:
    texts = [structure(one, lasting=True) for one in (TRUE, FALSE, eq(natural("x"), 1), eq(x, 1))]
    assert len(set(texts)) == len(texts)
    assert not any(str(id(type(part))) in text for text in texts for part in (TRUE, x))


def test_only_what_is_proved_is_evaluated(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(prove, "objection", lambda *statement: asked.append(statement[0]))
    assert prove.prove_claim(TRUE, (), Limits()).verdict == "proved"
    assert prove.prove_claim(eq(x, 1), (), Limits()).verdict == "refuted"
    assert asked == [TRUE]
