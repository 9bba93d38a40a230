"""``gradcheck check``: discovery, exit codes, and modules that cannot be used."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import DERIVATION, Gradcheck


def test_default_folder(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("check")
    assert ran.code == 0
    assert "add-zero" in ran.out
    assert "dropout" not in ran.out


def test_nothing_found_is_exit_2(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "add_zero.py").unlink()
    ran = gradcheck("check", ".")
    assert ran.code == 2
    assert "nothing to check" in ran.err
    assert gradcheck("check", "no-such-folder").code == 2


def test_an_unexpected_verdict_is_exit_1_with_its_place(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "wrong.py").write_text(DERIVATION.replace("eq(x + 0, x)", "eq(x + 2, x)"), encoding="utf-8")
    ran = gradcheck("check")
    assert ran.code == 1
    assert "    in derivations/algebra/wrong.py:11:5: GC101 false-claim\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("✗ 2 derivations, 4 steps: 1 proved, 2 refuted as expected, 1 refuted (")


def test_an_erratum_that_holds_is_unexpected(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "add_zero.py").write_text(DERIVATION.replace("2 * x", "x + x"), encoding="utf-8")
    ran = gradcheck("check")
    assert ran.code == 1
    assert "✓ proved, but kept as an erratum  twice" in ran.out


def test_a_module_that_fails_is_exit_2_and_the_others_run(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "broken.py").write_text("import no_such_module\nDERIVATION = 1\n", encoding="utf-8")
    (own / "empty.py").write_text("x = 1\n", encoding="utf-8")
    (own / "copy").mkdir()
    (own / "copy" / "add_zero.py").write_text(DERIVATION, encoding="utf-8")
    ran = gradcheck("check", "derivations")
    assert ran.code == 2
    assert "✓ proved  zero" in ran.out
    assert ran.err == ""
    blocks = [block.splitlines() for block in ran.out.split("\n\n")]
    told = [block for block in blocks if len(block) > 1 and "✗ not usable" in block[1]]
    assert [[line.strip() for line in block[:3]] for block in told] == [
        [
            "derivations/algebra/broken.py",
            "✗ not usable  fails: ModuleNotFoundError: No module named 'no_such_module'",
            "in derivations/algebra/broken.py:1:1: GC432 module-fails",
        ],
        [
            "derivations/algebra/empty.py",
            "✗ not usable  defines no DERIVATION",
            "in derivations/algebra/empty.py:1:1: GC433 no-derivation",
        ],
        [
            "derivations/algebra/copy/add_zero.py",
            "✗ not usable  the name 'add-zero' is taken by derivations/algebra/add_zero.py",
            "in derivations/algebra/copy/add_zero.py:1:1: GC434 name-taken",
        ],
    ]
    assert all(block[3].startswith("    next: ") for block in told)
    quiet = gradcheck("check", "derivations", "-q")
    assert "GC432" not in quiet.out
    assert quiet.err.count("gradcheck: derivations/algebra/") == 3


def test_a_module_that_cannot_be_used_is_told_in_its_place(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    for name in ("a_first", "b_not_python", "c_fails", "d_last"):
        (own / f"{name}.py").write_text(DERIVATION, encoding="utf-8")
    (own / "b_not_python.py").write_text("1 +", encoding="utf-8")
    (own / "c_fails.py").write_text("DERIVATION = 1 / 0\n", encoding="utf-8")
    ran = gradcheck("check", "--output-format", "text", "--output-format", "text:out.txt")
    assert (ran.code, ran.err) == (2, "")
    page = Path("out.txt").read_text(encoding="utf-8")
    for text in (ran.out, page):
        heads = [line for line in text.splitlines() if line[:1].isalpha() and line != "sheet 7"]
        assert heads == [
            "a-first  Nothing is lost by adding zero",
            "add-zero  Nothing is lost by adding zero",
            "derivations/algebra/b_not_python.py",
            "derivations/algebra/c_fails.py",
            "d-last  Nothing is lost by adding zero",
        ]
    assert page.rstrip("\n") == re.sub(r" \([^()]*\)\n\Z", "", ran.out)


def test_one_file(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    assert gradcheck("check", "derivations/algebra/add_zero.py").code == 0


@pytest.mark.parametrize(
    ("arguments", "summary", "err"),
    [
        (["nowhere.py"], "1 not found", "nowhere.py: GC431 there is no such file or folder"),
        (["derivations/algebra/add_zero.py::nope"], "1 not found", "GC428 there is no step 'nope'"),
        (["empty"], "nothing was checked", "GC425 there was nothing to check under empty"),
        (["-k", "nope"], "nothing was checked", "none of 2 steps or of their derivations is named so"),
        (["only.py", "-k", "nope"], "nothing was checked", "neither the step nor its derivation is named so"),
    ],
)
def test_what_is_not_there(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, arguments: list[str], summary: str, err: str
) -> None:
    Path("empty").mkdir()
    Path("only.py").write_text(DERIVATION.replace('    erratum("twice"', '    # erratum("twice"'), encoding="utf-8")
    ran = gradcheck("check", *arguments)
    assert ran.code == 2
    assert ran.out.startswith(f"✗ 0 steps: {summary} (")
    assert ran.out.count("\n") == 1
    assert err in ran.err
    assert ran.err.count("\n") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["derivations/algebra/add_zero.py"] * 2,
        ["derivations/algebra/add_zero.py", "derivations"],
        ["derivations", "./derivations/../derivations/algebra/add_zero.py"],
        ["derivations/algebra/add_zero.py::zero", "derivations"],
    ],
)
def test_what_is_given_twice_is_checked_once(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, arguments: list[str]
) -> None:
    ran = gradcheck("check", *arguments)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1].startswith("✓ 2 steps: 1 proved, 1 refuted as expected (")


@pytest.mark.parametrize("name", ["1-a b", "class", "Größe", "a.b", 'ü\' "x"'])
@pytest.mark.parametrize("change", [str, lambda text: "\ufeff" + text, lambda text: text.replace("\n", "\r\n")])
def test_names_and_texts_as_editors_write_them(
    gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path, name: str, change: Callable[[str], str]
) -> None:
    folder = tmp_path / "a folder" / "ünï"
    folder.mkdir(parents=True)
    text = change(DERIVATION.replace("x + 0", "x + 2"))
    (folder / f"{name}.py").write_bytes(text.encode())
    ran = gradcheck("check", str(folder), "--output-format", "concise")
    assert (ran.code, ran.err) == (1, "")
    finding, summary = ran.out.splitlines()
    assert finding.startswith(f"{folder}/{name}.py:11:5: GC101 {name}::zero: x + 2 = x is false at x = ")
    assert summary.startswith("✗ 2 steps: 1 refuted as expected, 1 refuted")
