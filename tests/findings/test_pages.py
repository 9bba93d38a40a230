"""The pages of the codes: one a code, and every example does what its page says, no more and no less.

A page carries its expectation.  What its example prints is compared letter by letter, apart from times, and its code is
the only one among the findings; what the page mends is checked too, and has none.  After a change of what is printed,
``REWRITE_PAGES=1 pytest -n 0 tests/findings/test_pages.py`` writes it into the pages, to be read before it is kept.
"""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gradcheck.__main__ import main
from gradcheck.findings.codes import CODES, NOTICES
from gradcheck.findings.page import file_name, read_page

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "gradcheck" / "findings" / "pages"
WITHOUT_EXAMPLE = {"GC202", "GC203", "GC408", "GC415", "GC513", "GC900", "GC901", "GC902", "GC904", "GC905", "GC999"}
FENCE = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FINDING = re.compile(r"^(?:\S+: )*(GC\d{3}) ", re.MULTILINE)
TIME = re.compile(r"\(\d+\.\d\d s\)")
BUSY = re.compile(r"within [\d.]+ s by the clock")


@dataclass
class Example:
    """The files of a section, and its commands with what they print."""

    files: dict[str, str] = field(default_factory=dict)
    commands: list[tuple[str, str]] = field(default_factory=list)


def read_example(section: str) -> Example:
    found = Example()
    for kind, name, text in FENCE.findall(section):
        if kind == "console":
            for block in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
                command, _, printed = block.partition("\n")
                found.commands.append((command, printed.rstrip()))
        else:
            assert name, f"a block of {kind} names no file"
            found.files[name] = text
    return found


def write_files(example: Example, folder: Path) -> None:
    folder.mkdir()
    for name, text in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def ran(command: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code, and what a person sees; of a concise report, what is on standard output."""
    program, *arguments = shlex.split(command)
    assert program == "gradcheck"
    code = main(arguments)
    seen = capsys.readouterr()
    return code, (seen.out if "concise" in arguments else seen.err + seen.out).rstrip()


def compare(code: str, command: str, printed: str, seen: str) -> None:
    """What is printed is what the page says; or, where that was asked for, becomes it."""
    if os.environ.get("REWRITE_PAGES") and TIME.sub("", seen) != TIME.sub("", printed):
        path = PAGES / file_name(CODES[code])
        old, new = (f"$ {command}\n{text}\n" for text in (printed, seen))
        path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
        return
    if BUSY.search(seen):  # on a busy machine the clock ends it
        seen, printed = BUSY.sub("", seen), re.sub(r"within [\d.]+ s", "", printed)
    assert TIME.sub("", seen) == TIME.sub("", printed)


def test_every_code_has_its_page_and_every_page_its_code() -> None:
    assert sorted(path.name for path in PAGES.iterdir()) == sorted(map(file_name, CODES.values()))


@pytest.mark.parametrize("code", CODES)
def test_the_example_does_what_the_page_says(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = read_page(code)
    wrong, mended = read_example(page.example), read_example(page.mending)
    if code in WITHOUT_EXAMPLE:
        assert not wrong.commands
        tests = re.findall(r"`(tests/[\w/.]+)`", page.example)
        assert tests, "the page of a code without an example names the test that has one"
        assert all(code in (ROOT / test).read_text("utf-8") for test in tests)
        return
    assert wrong.commands
    write_files(wrong, tmp_path / "wrong")
    monkeypatch.chdir(tmp_path / "wrong")
    for command, printed in wrong.commands:
        status, seen = ran(command, capsys)
        compare(code, command, printed, seen)
        assert set(FINDING.findall(seen)) == {code}
        assert (status == 0) == (code in NOTICES)
    mended.files = mended.files or wrong.files
    mended.commands = mended.commands or [(command, "") for command, _ in wrong.commands]
    write_files(mended, tmp_path / "mended")
    monkeypatch.chdir(tmp_path / "mended")
    for command, printed in mended.commands:
        status, seen = ran(command, capsys)
        if printed:
            compare(code, command, printed, seen)
        assert (status, FINDING.findall(seen)) == (0, [])


@pytest.mark.parametrize("code", CODES)
def test_pages_fit_a_terminal(code: str) -> None:
    page = read_page(code)
    prose = FENCE.sub("", page.text).splitlines()
    assert max(map(len, prose)) < 78  # and two more on a terminal
    assert page.meaning
    assert page.mending
    assert "TODO" not in page.text


def test_a_page_with_other_sections_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "read_text", lambda self, **_: "# GC101 false-claim\n\n## Example\n")
    with pytest.raises(ValueError, match="other sections"):
        read_page("GC101")
