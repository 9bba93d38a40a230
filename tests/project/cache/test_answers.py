"""What is unchanged is answered at once, what is changed is proved, and no file in the cache makes a verdict."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.project.cache import installation
from gradcheck.project.cache.seal import LENGTH, seal_of

from .conftest import BOUND, ERRATUM, FALSE_BOUND, SQUARE, WRONG, Project

DEAR = (
    "sympy",
    "flint",
    "rich",
    "gradcheck.prover.prove",
    "gradcheck.language.syntax.terms",
    "multiprocessing",
    "gradcheck.project.assignment",  # parses modules
    "gradcheck.documents.carriers.reading",
)
NOTE = "Let $x \\in \\mathbb{R}$.\n\n$$(x + 1)^2 = x^2 + 2x + 1$$\n"


def test_an_unchanged_module_is_answered_without_loading_it(project: Project) -> None:
    project.write(SQUARE, ERRATUM)
    assert [project.unchanged() for _ in range(3)] == [0, 1, 1]
    code = (
        "import sys; from gradcheck.__main__ import main; code = main(['check', '--quiet']);"
        f"print(code, [name for name in {DEAR!r} if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "1 unchanged" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "0 []"


def test_a_document_that_was_named_once_is_no_part_of_its_folder(project: Project) -> None:
    """What is checked does not depend on what was: one answer holds for both questions."""
    folder = project.write(SQUARE).parent
    (folder / "silent.md").write_text(NOTE)
    (folder / "speaking.md").write_text(f"<!-- gradcheck: n in N -->\n{NOTE}")
    assert project.check("derivations/silent.md")[0] == 0
    for known in (0, 2):
        summary = project.check("derivations")[1].splitlines()[-1]
        assert summary.startswith("✓ 2 derivations")
        assert (f"{known} unchanged" in summary) == bool(known)
    assert project.unchanged("derivations/silent.md") == 1


@pytest.mark.parametrize("options", [(), ("-v",)])
def test_the_report_is_the_same(project: Project, options: tuple[str, ...]) -> None:
    project.write(SQUARE, BOUND, ERRATUM)
    project.write(WRONG, name="wrong")
    plain, first, second = (project.report(*options, *more) for more in (["--no-cache"], [], []))
    assert plain == first == second
    assert project.unchanged(*options) == 2
    assert project.check(*options)[0] == 1


def test_a_changed_claim_is_proved_again(project: Project) -> None:
    project.write(SQUARE)
    project.check()
    project.write(WRONG)
    assert project.verdicts() == {"square": "refuted"}
    project.write(SQUARE)
    assert project.unchanged() == 1


def test_whatever_an_answer_depends_on(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project.write(SQUARE)
    project.check()
    assert project.unchanged("--timeout", "5") == 0
    assert project.unchanged("--memory", "500") == 0
    assert project.unchanged("-v") == 0
    assert project.unchanged("--afresh") == 0
    path.with_suffix(".proof").write_text("{}")
    assert project.unchanged() == 0
    path.with_suffix(".proof").unlink()
    assert project.unchanged() == 1
    monkeypatch.setattr(installation, "version", lambda: "another")
    assert project.unchanged() == 0
    monkeypatch.setattr(installation, "version", lambda: None)
    assert [project.unchanged(), project.unchanged()] == [0, 0]


def test_no_cache_is_no_cache(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.write(SQUARE)
    project.check("--no-cache")
    monkeypatch.setenv("GRADCHECK_NO_CACHE", "1")
    project.check()
    assert not (project.root / ".gradcheck_cache").exists()


def test_what_is_undecided_is_tried_again(project: Project) -> None:
    project.write(SQUARE, 'step("open", eq(x * y / y, x))')
    assert project.verdicts() == {"square": "proved", "open": "undecided"}
    assert project.unchanged() == 0


def test_what_may_change_by_itself_is_run_each_time(project: Project) -> None:
    factor = project.root / "factor"
    factor.write_text("2")
    project.write(
        'step("square", eq((x + y) ** 2, x**2 + FACTOR * x * y + y**2))', before="FACTOR = int(open('factor').read())"
    )
    assert project.verdicts() == {"square": "proved"}
    factor.write_text("3")
    assert project.verdicts() == {"square": "refuted"}


def refuted(project: Project) -> bool:
    """Whether the module is loaded and refuted, whatever the cache says."""
    code, told = project.check()
    return code == 1 and "1 refuted" in told and "unchanged" not in told


def edited(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))


def test_an_edited_verdict_is_not_believed(project: Project) -> None:
    project.write(WRONG)
    assert refuted(project)
    (entry,) = project.entries("answers")
    assert project.verdicts() == {"square": "refuted"}
    edited(entry, b'"verdict":"refuted"', b'"verdict":"proved"')
    assert refuted(project)


def test_swapped_answers_are_not_believed(project: Project) -> None:
    project.write(SQUARE)
    project.check()
    (right,) = project.entries("answers")
    kept = right.read_bytes()
    project.write(WRONG)
    project.check()
    (wrong,) = set(project.entries("answers")) - {right}
    wrong.write_bytes(kept)  # the sealed answer for the older text of this very module
    assert refuted(project)
    wrong.unlink()
    right.rename(wrong)
    assert refuted(project)


def test_another_users_seal_is_not_believed(project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    project.write(WRONG)
    project.check()
    (entry,) = project.entries("answers")
    _, _, content = entry.read_bytes().partition(b"\n")
    content = content.replace(b'"verdict":"refuted"', b'"verdict":"proved"')
    for secret in (b"", bytes(LENGTH), os.urandom(LENGTH)):
        for inputs in (b"", entry.name.encode()):
            entry.write_bytes(seal_of(secret, inputs, content) + b"\n" + content)
            assert refuted(project)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "somebody else"))
    assert refuted(project)


def test_a_truncated_answer_is_none(project: Project) -> None:
    project.write(WRONG)
    project.check()
    for length in (0, 1, 63, 64, 65, 80, -1):
        (entry,) = project.entries("answers")
        entry.write_bytes(entry.read_bytes()[:length])
        assert refuted(project), length
    assert project.unchanged() == 1


def test_nonsense_is_no_answer(project: Project) -> None:
    project.write(BOUND)
    project.check()
    for content in (b"", b"\xff\xfe", b"{}", b"[[],{}]", b"0" * 64 + b'\n"t"\n{}'):
        for kind in ("answers", "searches"):
            (entry,) = project.entries(kind)
            entry.write_bytes(content)
        assert project.verdicts() == {"bound": "proved"}, content


def test_what_a_search_found_is_found_again(project: Project) -> None:
    project.write(BOUND)
    project.check()
    assert len(project.entries("searches")) == 1
    project.write(BOUND, SQUARE)
    (answer,) = project.entries("answers")
    answer.unlink()
    code = (
        "import gradcheck.runtime.child as w; w.Workers.run = None\n"
        "from gradcheck.__main__ import main; raise SystemExit(main(['check']))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "2 proved" in ran.stdout


def test_poisoned_evidence_proves_nothing(project: Project) -> None:
    project.write(BOUND)
    project.check()
    (good,) = project.entries("searches")
    evidence = good.read_bytes()
    project.write(FALSE_BOUND.replace("step(", "erratum("))
    assert project.verdicts() == {"bound": "refuted"}
    (poisoned,) = set(project.entries("searches")) - {good}
    digest = poisoned.read_bytes().partition(b'"digest":"')[2][:32]
    old = evidence.partition(b'"digest":"')[2][:32]
    poisoned.write_bytes(evidence.replace(old, digest))
    for entry in project.entries("answers"):
        entry.unlink()
    assert project.verdicts() == {"bound": "refuted"}


def test_text_that_no_file_can_hold(project: Project) -> None:
    project.write("step('s', eq(x, x), note='half a pair: \\ud800')")
    assert [project.unchanged("-q"), project.unchanged("-q")] == [0, 1]


def test_a_secret_inside_the_project_seals_nothing(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(project.root / "state"))
    project.write(SQUARE)
    assert [project.unchanged(), project.unchanged()] == [0, 0]
    assert not (project.root / "state" / "gradcheck" / "secret").exists()


def test_prove_and_list_use_the_cache(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    from gradcheck.__main__ import main

    project.write(SQUARE)
    project.check()
    assert main(["prove", "module", "-q"]) == 0
    assert "1 unchanged" in capsys.readouterr().out
    assert main(["prove", "module", "-q", "--no-cache"]) == 0
    assert "unchanged" not in capsys.readouterr().out
