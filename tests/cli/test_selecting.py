"""What ``check`` and ``prove`` prove when only a part is asked for, in which order, and when they stop."""

from __future__ import annotations

import json
import os
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from gradcheck.outcome.run import DerivationOutcome
from gradcheck.project.cache.answers import is_settled

from .conftest import DERIVATION, Gradcheck, Ran

HEAD = '''"""{title}."""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, real

x = real("x")
DERIVATION = derivation(
{steps}
)
'''


def module(title: str, **steps: str) -> str:
    """A module whose steps claim what their values say, and use the steps named after a semicolon."""
    rows = []
    for name, said in steps.items():
        claim, _, used = said.partition(";")
        using = f", using={used.split()}" if used else ""
        rows.append(f"    step({name.replace('_', ' ')!r}, {claim}{using}),")
    return HEAD.format(title=title, steps="\n".join(rows))


GOOD, BAD, OPEN = "eq(x + 0, x)", "eq(x + 2, x)", "eq(x/x, 1)"  # as the small prover of these tests sees it


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "derivations"
    folder.mkdir()
    (folder / "alpha.py").write_text(module("Alpha", first=GOOD, second=f"{GOOD};first", third=f"{GOOD};second"))
    (folder / "beta.py").write_text(module("Beta", first=GOOD, lemma=BAD, last_step=f"{GOOD};lemma", other=OPEN))
    (folder / "gamma.py").write_text(module("Gamma", first=GOOD, zero=GOOD))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GRADCHECK_NO_CACHE", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path.parent / f"{tmp_path.name}-state"))
    (tmp_path / ".git").mkdir()
    return tmp_path


def told(ran: Ran) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(ran.out)
    return document


def steps(ran: Ran) -> dict[str, list[str]]:
    return {item["name"]: [step["name"] for step in item["steps"]] for item in told(ran)["derivations"]}


@pytest.fixture
def check(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> Gradcheck:
    def run(*arguments: str) -> Ran:
        return gradcheck("check", *arguments, "--jobs", "1", "--output-format", "json")

    return run


@pytest.mark.parametrize("cached", [False, True])
def test_one_step(check: Gradcheck, project: Path, cached: bool) -> None:
    if cached:
        assert check("derivations/alpha.py").code == 0
    ran = check("derivations/alpha.py::second")
    assert ran.code == 0
    assert steps(ran) == {"alpha": ["second"]}
    (derivation,) = told(ran)["derivations"]
    assert (derivation["holds"], derivation["unselected"], told(ran)["unselected"]) == (False, 2, 2)


def test_several_steps_and_files(check: Gradcheck) -> None:
    ran = check("derivations/gamma.py::zero", "derivations/alpha.py", "derivations/gamma.py::zero")
    assert steps(ran) == {"alpha": ["first", "second", "third"], "gamma": ["zero"]}
    ran = check("derivations/gamma.py::zero", "derivations/gamma.py")
    assert steps(ran) == {"gamma": ["first", "zero"]}
    assert told(ran)["unselected"] == 0
    ran = check("derivations/alpha.py::third", "derivations/alpha.py::first")
    assert steps(ran) == {"alpha": ["first", "third"]}


@pytest.mark.parametrize("cached", [False, True])
def test_a_false_step_that_is_used_is_told(check: Gradcheck, cached: bool) -> None:
    if cached:
        check()
    ran = check("derivations/beta.py::last step")
    assert ran.code == 1
    assert steps(ran) == {"beta": ["lemma", "last step"]}
    assert told(ran)["unselected"] == 2
    ran = check("derivations/beta.py::first")
    assert ran.code == 0
    assert steps(ran) == {"beta": ["first"]}


@pytest.mark.parametrize("cached", [False, True])
def test_by_words(check: Gradcheck, cached: bool) -> None:
    if cached:
        check()
    assert steps(check("-k", "FIRST")) == {"alpha": ["first"], "beta": ["first"], "gamma": ["first"]}
    ran = check("-k", "last step or (gamma and not first)")
    assert steps(ran) == {"beta": ["lemma", "last step"], "gamma": ["zero"]}
    assert told(ran)["unselected"] == 6
    assert steps(check("-k", "alpha", "derivations/gamma.py", "derivations/alpha.py::third")) == {"alpha": ["third"]}


@pytest.mark.parametrize("arguments", [("-k", "nowhere"), ("derivations/alpha.py::first", "-k", "third")])
def test_nothing_selected_is_exit_2(check: Gradcheck, arguments: tuple[str, ...]) -> None:
    ran = check(*arguments)
    assert ran.code == 2
    assert f"GC425 nothing is selected by -k {arguments[-1]!r}: none of " in ran.err


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (
            "derivations/alpha.py::frist",
            "derivations/alpha.py:1:1: GC428 there is no step 'frist'; did you mean 'first'?",
        ),
        ("derivations/alpha.py::", "there is no step ''; its steps are 'first', 'second', 'third'"),
        ("derivations/delta.py::first", "derivations/delta.py: GC431 there is no such file or folder"),
        ("derivations::first", "derivations is a folder; a step is one of a file, FILE::STEP"),
    ],
)
@pytest.mark.parametrize("cached", [False, True])
def test_what_does_not_exist_is_exit_2(check: Gradcheck, target: str, words: str, cached: bool) -> None:
    if cached:
        check("derivations/alpha.py")
    ran = check(target, "derivations/gamma.py")
    assert ran.code == 2
    assert words in ran.err + ran.out


def test_an_empty_path_is_not_the_whole_folder(gradcheck: Gradcheck, project: Path) -> None:
    ran = gradcheck("check", "")
    assert (ran.code, ran.out) == (2, "")
    assert "a path is empty" in ran.err


@pytest.mark.parametrize("written", ["(", "a or", "''", "not", "(" * 20_000])
def test_no_expression_is_a_usage_error(gradcheck: Gradcheck, project: Path, written: str) -> None:
    ran = gradcheck("check", "-k", written)
    assert ran.code == 2
    assert "-k" in ran.err


def test_a_part_never_stands_for_the_whole(check: Gradcheck, project: Path) -> None:
    """Neither in the cache, nor when the run was stopped at the first finding."""
    (project / "derivations" / "alpha.py").write_text(module("Alpha", first=GOOD, second=f"{BAD};first"))
    assert check("derivations/alpha.py::first").code == 0
    assert check("derivations/alpha.py", "-k", "first").code == 0
    assert check("derivations/alpha.py").code == 1
    (project / "derivations" / "alpha.py").write_text(module("Alpha", first=BAD, second=GOOD, third=BAD))
    assert steps(check("-x", "derivations/alpha.py")) == {"alpha": ["first"]}
    assert steps(check("derivations/alpha.py")) == {"alpha": ["first", "second", "third"]}
    assert steps(check("-x", "derivations/alpha.py")) == {"alpha": ["first"]}
    assert steps(check("derivations/alpha.py::second")) == {"alpha": ["second"]}


def test_a_part_is_not_settled() -> None:
    assert not is_settled(DerivationOutcome("a", "", "", (), unselected=1))


def test_the_first_finding_ends_the_run(check: Gradcheck, project: Path) -> None:
    for _ in range(2):  # with and without answers of the cache
        ran = check("-x")
        assert ran.code == 1
        assert steps(ran) == {"alpha": ["first", "second", "third"], "beta": ["first", "lemma"]}
        assert told(ran)["unreached"] == ["gamma"]
        assert told(ran)["derivations"][1]["unreached"] == ["last step", "other"]
    (project / "derivations" / "alpha.py").write_text("import nothing_of_this_name\nDERIVATION = 1\n")
    ran = check("--exitfirst")
    assert ran.code == 2
    assert steps(ran) == {}
    assert told(ran)["unreached"] == ["beta", "gamma"]
    (project / "derivations" / "alpha.py").write_text("(")
    ran = check("--exitfirst")
    assert (ran.code, told(ran)["unreached"]) == (2, ["beta", "gamma"])


def test_a_run_without_findings_is_whole(check: Gradcheck) -> None:
    ran = check("-x", "derivations/alpha.py", "derivations/gamma.py")
    assert ran.code == 0
    assert told(ran)["unreached"] == []


def test_what_failed_comes_first(check: Gradcheck, project: Path) -> None:
    assert list(steps(check("--failed-first"))) == ["alpha", "beta", "gamma"]
    assert list(steps(check("--failed-first"))) == ["beta", "alpha", "gamma"]
    assert list(steps(check())) == ["alpha", "beta", "gamma"]
    assert list(steps(check("--ff", "-x"))) == ["beta"]
    (project / "derivations" / "gamma.py").write_text("import nothing_of_this_name\nDERIVATION = 1\n")
    check()
    (project / "derivations" / "beta.py").write_text(module("Beta", first=GOOD))
    (project / "derivations" / "gamma.py").write_text(module("Gamma", first=GOOD))
    assert list(steps(check("--ff"))) == ["beta", "gamma", "alpha"]
    assert list(steps(check("--ff"))) == ["alpha", "beta", "gamma"]


def test_without_a_cache_nothing_is_remembered(check: Gradcheck, project: Path) -> None:
    for _ in range(2):
        assert list(steps(check("--ff", "--no-cache"))) == ["alpha", "beta", "gamma"]
    assert not (project / ".gradcheck_cache").exists()


def test_prove_takes_steps_too(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    ran = gradcheck("prove", "beta::last step", "alpha", "--output-format", "json")
    assert ran.code == 1
    assert steps(ran) == {"beta": ["lemma", "last step"], "alpha": ["first", "second", "third"]}
    assert steps(gradcheck("prove", "alpha", "alpha::first", "--output-format", "json")) == {
        "alpha": ["first", "second", "third"]
    }
    ran = gradcheck("prove", "beta::nothing")
    assert ran.code == 2
    assert "GC428 there is no step 'nothing'" in ran.err
    assert "there is no derivation named bet; did you mean beta?" in gradcheck("prove", "bet::first").err


def test_record_takes_no_steps(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    ran = gradcheck("record", "derivations/alpha.py::first")
    assert ran.code == 2
    assert "leave out the step" in ran.err
    assert not list(project.rglob("*.proof"))


def test_text(gradcheck: Gradcheck, prover: ModuleType, project: Path) -> None:
    out = gradcheck("check", "derivations/alpha.py::second").out
    assert out.splitlines()[-1].startswith("✓ 1 step: 1 proved (")
    assert out.splitlines()[-1].endswith("2 not selected)")
    assert DERIVATION


def test_a_step_of_a_file_that_may_not_be_looked_at(
    check: Gradcheck, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = os.stat

    def stat(path: Any, *rest: Any, **more: Any) -> os.stat_result:
        if str(path).endswith("closed/x.py"):
            raise PermissionError(13, "Permission denied", str(path))
        return usual(path, *rest, **more)

    monkeypatch.setattr(os, "stat", stat)
    ran = check("derivations/closed/x.py::first")
    assert ran.code == 2
    assert "derivations/closed/x.py: GC431" in ran.err
