"""Reports on a run: several at once, into files that are whole or not there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck.cli.options import Report, read_report, read_reports
from gradcheck.report.formats import FORMATS
from tests.cli.conftest import Gradcheck

COLLECTED = [name for name, form in FORMATS.items() if not form.streams]


@pytest.mark.parametrize("written", ["", "html", "TEXT", ":x.json", "json:"])
def test_a_format_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"there is no format|names no file"):
        read_report(written)


def test_two_reports_cannot_share_a_place() -> None:
    assert read_reports(["text", "json:a", "json:b"])[1] == Report("json", Path("a"))
    for both in (["json", "text"], ["json:a", "text:a"]):
        with pytest.raises(ValueError, match="cannot share"):
            read_reports(both)


def test_reports_in_files_leave_the_text_where_it_was(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("check", "--output-format", "json:out.json", "--output-format", "concise:out.txt")
    assert (ran.code, ran.err) == (0, "")
    assert "proved" in ran.out
    assert json.loads(Path("out.json").read_text(encoding="utf-8"))["summary"]["proved"] == 1
    assert Path("out.txt").read_text(encoding="utf-8") == "✓ 2 steps: 1 proved, 1 refuted as expected\n"
    assert not list(Path.cwd().glob(".out*"))


def test_concise_is_a_line_a_finding(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    (own / "broken.py").write_text("DERIVATION = 1/0\n", encoding="utf-8")
    text = (own / "add_zero.py").read_text(encoding="utf-8")
    (own / "wrong.py").write_text(text.replace("eq(x + 0, x)", "eq(x + 2, x)"), encoding="utf-8")
    ran = gradcheck("check", "--output-format", "concise", "derivations", "nowhere")
    assert ran.code == 2
    assert ran.out.splitlines()[:3] == [
        "derivations/algebra/broken.py:1:14: GC432 fails: ZeroDivisionError: division by zero",
        "derivations/algebra/wrong.py:11:5: GC101 wrong::zero: x + 2 = x is false at x = 1/2",
        "nowhere: GC431 there is no such file or folder",
    ]
    assert ran.err == ""  # where it would all be said again


def test_a_name_of_two_lines_is_refused_in_one_line_of_concise(
    gradcheck: Gradcheck, prover: ModuleType, own: Path
) -> None:
    text = (own / "add_zero.py").read_text(encoding="utf-8")
    (own / "wrong.py").write_text(text.replace('"zero", eq(x + 0, x)', '"a\\nb", eq(x + 2, x)'), encoding="utf-8")
    ran = gradcheck("check", "--output-format", "concise")
    first, *_ = ran.out.splitlines()
    assert first.startswith("derivations/algebra/wrong.py:10:14: GC432 ")
    assert r"'a\nb' is no name of a step" in first


def test_a_report_that_cannot_be_written_is_exit_2(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    Path("file").touch()
    ran = gradcheck("check", "--output-format", "json:file/out.json")
    assert ran.code == 2
    assert "GC422 the report file/out.json cannot be written" in ran.err
    assert "1 proved" in ran.out


def test_folders_of_a_report_are_made_and_a_link_stays_one(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    Path("link.json").symlink_to("reports/of/today.json")
    ran = gradcheck("check", "--output-format", "json:link.json", "--output-format", "junit:reports/junit.xml")
    assert ran.code == 0
    assert Path("link.json").is_symlink()
    assert json.loads(Path("reports/of/today.json").read_text(encoding="utf-8"))["summary"]["proved"] == 1
    assert Path("reports/junit.xml").is_file()


def test_a_refused_request_is_reported_too(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    ran = gradcheck("prove", "add-zeroes", "--output-format", "json:out.json")
    assert ran.code == 2
    (finding,) = json.loads(Path("out.json").read_text(encoding="utf-8"))["findings"]
    assert (finding["code"], finding["slug"]) == ("GC421", "bad-request")


@pytest.mark.parametrize("form", COLLECTED)
def test_standard_output_has_one_report_and_a_file_the_same(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, form: str
) -> None:
    shown = gradcheck("check", "--output-format", form)
    kept = gradcheck("check", "--output-format", f"{form}:out")
    assert shown.code == kept.code == 0
    assert shown.out == Path("out").read_text(encoding="utf-8")


@pytest.mark.parametrize("form", COLLECTED)
def test_a_request_that_is_refused_has_a_report_in_every_format(
    gradcheck: Gradcheck, prover: ModuleType, own: Path, form: str
) -> None:
    ran = gradcheck("prove", "no-such-name", "--output-format", form)
    assert ran.code == 2
    assert "GC421" in ran.out


def test_documents_are_utf_8_whatever_the_terminal_shows(own: Path) -> None:
    command = [sys.executable, "-m", "gradcheck", "check", "--output-format", "json"]
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "ascii",
        "PYTHONUTF8": "0",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    text = (own / "add_zero.py").read_text(encoding="utf-8")
    (own / "add_zero.py").write_text(text.replace("Nothing is lost", "Rien n'est perdu: é"), encoding="utf-8")
    done = subprocess.run(command, env=environment, capture_output=True, check=False, timeout=120)
    assert json.loads(done.stdout.decode("utf-8"))["derivations"][0]["title"].startswith("Rien n'est perdu: é")
