"""``gradcheck new``: a first derivation that holds, in its place, over nothing that was there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.cli.commands.new import LONGEST, what_is_wrong_with
from gradcheck.cli.template import PLAIN, SYMPY

from .conftest import Gradcheck


@pytest.mark.parametrize(("options", "text"), [((), SYMPY), (("--plain",), PLAIN)], ids=["sympy", "plain"])
def test_it_holds_and_the_library_finds_it(tmp_path: Path, options: tuple[str, ...], text: str) -> None:
    environment = {**os.environ, "GRADCHECK_NO_CACHE": "1"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "gradcheck", *arguments]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120, check=False
        )

    made = run("new", "my-first_result", *options)
    assert (made.returncode, made.stderr) == (0, "")
    assert "next: gradcheck prove my-first-result" in made.stdout
    assert (tmp_path / "derivations" / "my_first_result.py").read_text(encoding="utf-8") == text
    checked = run("check")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.splitlines()[-1].startswith("✓ 4 steps: 3 proved, 1 refuted as expected")
    assert run("prove", "my-first-result").returncode == 0


@pytest.mark.parametrize("text", [SYMPY, PLAIN], ids=["sympy", "plain"])
def test_it_is_formatted_as_the_other_modules_are(tmp_path: Path, text: str) -> None:
    pytest.importorskip("ruff")
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    config = str(Path(__file__).parents[2] / "pyproject.toml")
    for command in (["format", "--check"], ["check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "--config", config, "x.py"],
            cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert ran.returncode == 0, ran.stdout


def test_nothing_is_overwritten(gradcheck: Gradcheck, own: Path) -> None:
    before = (own / "add_zero.py").read_bytes()
    ran = gradcheck("new", "add-zero")
    assert ran.code == 2
    assert ran.err.startswith(
        "gradcheck: derivations/algebra/add_zero.py:1:1: GC427 there is a derivation add-zero already"
    )
    assert gradcheck("new", "add_zero").code == 2
    assert (own / "add_zero.py").read_bytes() == before
    broken = own.parent / "broken.py"
    broken.write_text("(")
    assert gradcheck("new", "broken").code == 2
    assert broken.read_text() == "("
    (own.parent / "folder.py").mkdir()
    assert gradcheck("new", "folder").code == 2
    (own.parent / "link.py").symlink_to(own.parent / "elsewhere.py")
    assert gradcheck("new", "link").code == 2
    assert not (own.parent / "elsewhere.py").exists()


def test_the_first_folder_of_the_configuration(
    gradcheck: Gradcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "pyproject.toml").write_text('[tool.gradcheck]\npaths = ["one.py", "maths/proofs", "other"]\n')
    monkeypatch.chdir(tmp_path / "src")
    assert gradcheck("new", "mine").code == 0
    assert (tmp_path / "maths" / "proofs" / "mine.py").is_file()
    (tmp_path / "pyproject.toml").write_text('[tool.gradcheck]\npaths = ["one.py"]\n')
    ran = gradcheck("new", "other-one")
    assert ran.code == 2
    assert "name no folder" in ran.err


def test_what_cannot_be_written(gradcheck: Gradcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[tool.gradcheck]\npaths = ["file/inside"]\n')
    (tmp_path / "file").write_text("")
    ran = gradcheck("new", "mine")
    assert ran.code == 2
    assert "file/inside/mine.py:1:1: GC422 cannot be written" in ran.err


def test_the_name_of_a_shipped_derivation_is_told(
    gradcheck: Gradcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = gradcheck("new", "dropout-l2")
    assert ran.code == 0
    assert "gradcheck comes with a derivation dropout-l2; in this project, yours takes its place" in ran.out
    assert gradcheck("new", "dropout-l2").code == 2


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "the empty name is no name"),
        (
            "a/b",
            "has a folder in it; write it, then move the file; names are small letters, digits and hyphens, such as b",
        ),
        ("..\\b", "such as b"),
        ("../../etc/passwd", "such as passwd"),
        ("..", "such as gradient-of-the-loss"),
        ("Dropout L2", "such as dropout-l2"),
        ("loss.py", "such as loss"),
        ("2nd-order", "such as nd-order"),
        ("ünïcode", "such as unicode"),
        ("Δ", "such as gradient-of-the-loss"),
        ("ﬁve", "such as five"),
        ("a\nb", "such as a-b"),
        ("a\0b", "such as a-b"),
        ("_hidden", "such as hidden"),
        ("a--b", "such as a-b"),
        ("a-", "such as a"),
        ("--help", "such as help"),
        ("٣", "such as gradient-of-the-loss"),
        ("class", "class.py would be taken for something else; choose two words, such as class-of-the-loss"),
        ("random", "taken for something else"),
        ("import-export"[:6], "taken for something else"),
        ("nul", "taken for something else"),
        ("com1", "taken for something else"),
        ("gradcheck", "taken for something else"),
        ("a" * (LONGEST + 1), "too long"),
    ],
)
def test_bad_names(
    name: str, words: str, gradcheck: Gradcheck, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = gradcheck("new", "--", name)
    assert ran.code == 2
    assert "GC426" in ran.err
    assert words in ran.err
    assert ran.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["x", "l2", "dropout-l2", "dropout_l2", "a-1-b", "true-loss", "a" * LONGEST])
def test_good_names(name: str) -> None:
    assert what_is_wrong_with(name) == ""


def test_a_module_of_a_file_of_claims(gradcheck: Gradcheck, own: Path) -> None:
    claims = own.parent / "claims.txt"
    lines = [
        "# a sheet",
        "tanh(x) <= x where x >= 0",
        "",
        r"\sigma(-x) = 1 - \sigma(x)",
        "‖v‖ >= 0 where v in R^n  # all n",
    ]
    claims.write_text("\n".join(lines), encoding="utf-8")
    made = gradcheck("new", "my-sheet", "--from", str(claims))
    assert (made.code, made.err) == (0, "")
    text = (own.parent / "my_sheet.py").read_text(encoding="utf-8")
    for written in (
        'step("line-2", "tanh(x) <= x where x >= 0")',
        r'step("line-4", r"\sigma(-x) = 1 - \sigma(x)")',
        "line-5",
    ):
        assert written in text
    assert gradcheck("prove", "my-sheet").out.rstrip().splitlines()[-1].startswith("✓ 3 steps: 3 proved")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("x = 1\nfoo(x) = 2\n", "claims.txt:2:1: GC404 there is no function foo"),
        ("# nothing\n", "there is no claim in claims.txt"),
        ("v_t = t where t in N, v_0 = 0, v_t = v_(t-1) + 1\nv_t = 0 where t in N, v_0 = 0, v_t = v_(t-1)/2\n",
         "put it into a module of its own"),
    ],
)  # fmt: skip
def test_claims_of_which_no_module_can_be_made(gradcheck: Gradcheck, own: Path, content: str, said: str) -> None:
    claims = own.parent / "claims.txt"
    claims.write_text(content, encoding="utf-8")
    ran = gradcheck("new", "my-sheet", "--from", str(claims))
    assert ran.code == 2
    assert said in ran.err
    assert not (own.parent / "my_sheet.py").exists()
    assert "cannot be read" in gradcheck("new", "my-sheet", "--from", "nowhere.txt").err
    assert "ask for one" in gradcheck("new", "my-sheet", "--from", str(claims), "--plain").err
