"""``gradcheck prove``: what is a name and what a claim, exit codes, and what is said where."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from .conftest import Gradcheck


def test_a_claim_that_holds(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "tanh(x) <= x", "--given", "x >= 0")
    assert ran.code == 0
    assert ran.err == ""
    assert ran.out.splitlines()[:6] == [
        "  ✓ proved  claim  (exact, stub, 0.25 s)",
        "    tanh(x) ≤ x",
        "    for x ∈ ℝ",
        "    assuming: x >= 0",
        "    conditions met: 1 + x**2 != 0",
        "    named facts: a-fact",
    ]
    assert ran.out.splitlines()[-1].startswith("✓ 1 claim: 1 proved (")


def test_a_claim_that_is_false(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "x**2 <= x")
    assert ran.code == 1
    assert "✗ refuted  claim" in ran.out
    assert "    false at x = 1/2" in ran.out
    assert "    left − right = x**2 - x" in ran.out
    assert "    true right side = x\n" in ran.out
    assert ran.out.splitlines()[-1].startswith("✗ 1 claim: 1 refuted (")


def test_a_claim_with_a_missing_condition(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "x/x = 1")
    assert ran.code == 1
    assert "? undecided  claim" in ran.out
    assert "    holds if x != 0\n    a denominator may be 0 [GC300]\n" in ran.out


def test_verbose_adds_evidence_and_quiet_leaves_the_summary(gradcheck: Gradcheck, prover: ModuleType) -> None:
    assert "│ the normal form is 0" in gradcheck("prove", "x = x", "-v").out
    assert "normal form" not in gradcheck("prove", "x = x").out
    ran = gradcheck("prove", "x = x", "-q")
    assert len(ran.out.splitlines()) == 1


def test_limits_reach_the_prover(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "x = x", "--timeout", "1.5", "--memory", "64", "-v")
    assert "within 1.5 s and 64 MB" in ran.out


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "soon"])
def test_absurd_limits_are_refused(gradcheck: Gradcheck, value: str) -> None:
    ran = gradcheck("prove", "x = x", "--timeout", value)
    assert (ran.code, ran.out) == (2, "")
    assert "--timeout" in ran.err


def test_a_derivation_by_name(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("prove", "add-zero")
    assert ran.code == 0
    assert ran.out.startswith("add-zero  Nothing is lost by adding zero\nsheet 7\n")
    assert "  ✓ proved  zero" in ran.out
    assert "    assuming: x > 0" in ran.out
    assert "  ✗ refuted, as expected  twice" in ran.out
    assert "    note: half of it is lost" in ran.out
    assert ran.out.splitlines()[-1].startswith("✓ 2 steps: 1 proved, 1 refuted as expected (")


def test_an_unknown_name_is_exit_2_with_the_nearest_names(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "dropout-12")
    assert (ran.code, ran.out) == (2, "")
    assert "did you mean dropout-l2" in ran.err
    ran = gradcheck("prove", "zzzz", "dropout-l2")
    assert (ran.code, ran.out) == (2, "")
    assert "gradcheck list" in ran.err


def test_a_broken_module_is_named_as_such(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "broken.py").write_text("DERIVATION = (", encoding="utf-8")
    ran = gradcheck("prove", "broken")
    assert ran.code == 2
    assert "derivations/algebra/broken.py:1:" in ran.err
    assert gradcheck("prove", "add-zero").code == 0


def test_all_proves_everything_and_reports_what_cannot_be_loaded(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gradcheck.project.discovery.shipped_folder", lambda: own.parent)
    assert gradcheck("prove", "--all").code == 0
    (own / "broken.py").write_text("DERIVATION = undefined", encoding="utf-8")
    ran = gradcheck("prove", "--all")
    assert ran.code == 2
    assert "broken.py\n  ✗ not usable  fails: NameError: name 'undefined' is not defined\n    in " in ran.out
    assert "broken.py:1:14: GC432 module-fails" in ran.out
    assert "✓ proved  zero" in ran.out


@pytest.mark.parametrize("arguments", [["prove"], ["prove", "add-zero", "--given", "x > 0"]])
def test_nothing_to_prove_and_given_without_claim_are_errors(gradcheck: Gradcheck, arguments: list[str]) -> None:
    ran = gradcheck(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("gradcheck: ")


def test_json_says_what_is_unknown(gradcheck: Gradcheck, prover: ModuleType) -> None:
    for command in ("prove", "show"):
        ran = gradcheck(command, "dropout-l3", "--output-format", "json")
        assert ran.code == 2
        assert "did you mean dropout-l2" in json.loads(ran.out)["problems"][0]
        assert "did you mean dropout-l2" in ran.err


def test_a_dash_is_standard_input(gradcheck: Gradcheck, prover: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("x = x\n"))
    assert gradcheck("prove", "-").out.startswith("proved     x = x\n")


def test_a_claim_that_cannot_be_read_has_a_caret(gradcheck: Gradcheck, prover: ModuleType) -> None:
    ran = gradcheck("prove", "tanh(x <= x")
    assert ran.code == 2
    caret = next(row for row in ran.err.splitlines() if row.strip() == "^")
    assert caret
    assert "GC4" in ran.err
    assert "Traceback" not in ran.err


CLAIMS = """\
# claims about x

tanh(x) <= x ; x >= 0
x**2 <= x   # false
tanh(x
x/x = 1
"""


def test_a_file_of_claims(gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    path.write_text(CLAIMS, encoding="utf-8")
    ran = gradcheck("prove", "--from", str(path))
    assert ran.code == 2
    rows = ran.out.splitlines()
    assert [row for row in rows if not row.startswith(" ")][:-1] == [
        "proved     tanh(x) <= x ; x >= 0",
        "refuted    x**2 <= x",
        "error      tanh(x",
        "undecided  x/x = 1",
    ]
    assert rows[2] == "           false at x = 1/2"
    assert any(row.strip() == "^" for row in rows)
    assert "           holds if x != 0" in rows
    assert "3 claims: 1 proved, 1 refuted, 1 undecided, 1 not readable" in rows[-1]
    assert ran.err == ""


def test_claims_from_standard_input_with_assumptions_for_all(
    gradcheck: Gradcheck, prover: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("tanh(x) <= x  # a comment\nx <= x\n"))
    ran = gradcheck("prove", "--from", "-", "--given", "x >= 0", "--output-format", "json")
    assert ran.code == 0
    found = json.loads(ran.out)["derivations"]
    assert [item["steps"][0]["location"] for item in found] == [
        {"path": "-", "line": 1, "column": 1},
        {"path": "-", "line": 2, "column": 1},
    ]
    assert all(item["steps"][0]["assumptions"] == ["x >= 0"] for item in found)


@pytest.mark.parametrize("content", ["", "# nothing\n\n"])
def test_an_empty_file_is_exit_2(gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path, content: str) -> None:
    path = tmp_path / "claims.txt"
    path.write_text(content, encoding="utf-8")
    ran = gradcheck("prove", "--from", str(path))
    assert ran.code == 2
    assert "nothing to check" in ran.err


def test_semicolons_at_the_end_and_a_byte_order_mark_say_nothing(
    gradcheck: Gradcheck, prover: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"\xef\xbb\xbfx = x ;\r\n"), encoding="latin-1")
    monkeypatch.setattr("sys.stdin", stream)
    ran = gradcheck("prove", "--from", "-", "--given", "x > 0;")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("proved     x = x ; x > 0\n")


def test_a_file_that_cannot_be_read_is_exit_2(gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path) -> None:
    ran = gradcheck("prove", "--from", str(tmp_path / "missing.txt"))
    assert ran.code == 2
    assert "cannot be read" in ran.err
    ran = gradcheck("prove", "--from", str(tmp_path))
    assert ran.code == 2


def test_hostile_bytes_and_lines_are_errors_in_their_place(
    gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "claims.txt"
    path.write_bytes(b"\xff\xfe\x00 = 1\n\x1b[31mx = x\n" + b"x+" * 300_000 + b"x = x\n" + b"x = x\n")
    ran = gradcheck("prove", "--from", str(path))
    assert ran.code == 2
    assert "proved     x = x\n" in ran.out
    assert "\x1b" not in ran.out
    assert len(ran.out) < 5_000
    assert "3 not readable" in ran.out


def test_a_file_of_a_derivation_is_proved_by_its_path(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    path = next(own.rglob("*.py"))
    by_path, by_name = (gradcheck("prove", target).out for target in (str(path), path.stem.replace("_", "-")))
    assert by_path.splitlines()[:-1] == by_name.splitlines()[:-1]  # the last one tells the time
    assert "GC431" in gradcheck("prove", "nowhere/x.py").err


def test_underscores_are_as_good_as_hyphens(gradcheck: Gradcheck) -> None:
    assert gradcheck("show", "momentum_ema").out == gradcheck("show", "momentum-ema").out


def test_json_has_an_entry_for_every_line(gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path) -> None:
    path = tmp_path / "claims.txt"
    path.write_text("x = x\n\ny 2 = 1\nf(x) = 2\nx**2 <= x\n", "utf-8")
    answer = json.loads(gradcheck("prove", "--from", str(path), "--output-format", "json").out)
    steps = [step for entry in answer["derivations"] for step in entry["steps"]]
    assert [(step["name"], step["verdict"], step["code"]) for step in steps if step["verdict"] == "unread"] == [
        ("line-3", "unread", "GC409"), ("line-4", "unread", "GC404"),
    ]  # fmt: skip
    assert [step["location"]["line"] for step in steps] == [1, 3, 4, 5]
    assert steps[1]["statement"]["text"] == "y 2 = 1"
    assert steps[1]["location"]["column"] == 3


def test_words_are_looked_up(gradcheck: Gradcheck) -> None:
    assert "as in  sum(softmax(v)) = 1 where v in R^n" in gradcheck("words", "softmax").out
    ran = gradcheck("words", "softmx")
    assert (ran.code, "did you mean softmax?" in ran.err) == (2, True)
    assert len(gradcheck("words").out.splitlines()) > 90
    assert json.loads(gradcheck("words", "E", "--output-format", "json").out)["words"][0]["words"] == ["E"]
