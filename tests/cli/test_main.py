"""The entry point: streams, exit codes, crashes, interruptions, completion, and what it does not import."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from gradcheck import __version__
from gradcheck.__main__ import main

from .conftest import Gradcheck

COMMANDS = ("prove", "simplify", "show", "list", "check", "axioms", "bound")


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, **environment}, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_version_and_help(gradcheck: Gradcheck) -> None:
    ran = gradcheck("--version")
    assert (ran.code, ran.out, ran.err) == (0, f"gradcheck {__version__}\n", "")
    ran = gradcheck("--help")
    assert ran.code == 0
    assert all(re.search(rf"^  {name} ", ran.out, re.MULTILINE) for name in COMMANDS)
    for name in COMMANDS:
        assert gradcheck(name, "--help").code == 0


@pytest.mark.parametrize("arguments", [[], ["bogus"], ["--bogus"], ["show"], ["prove", "x = x", "--color", "pink"]])
def test_usage_errors_are_exit_2_on_standard_error(gradcheck: Gradcheck, arguments: list[str]) -> None:
    ran = gradcheck(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "Usage:" in ran.err


def test_a_claim_that_begins_with_a_minus_sign(gradcheck: Gradcheck, prover: ModuleType) -> None:
    assert gradcheck("prove", "-x <= 1").code == 0
    assert gradcheck("prove", "--", "-x <= 1").code == 0
    assert gradcheck("prove", "-v", "-x <= 1", "--given", "-x <= 0", "-q").code == 0
    assert gradcheck("prove", "-z", "x <= 1").code == 2


def test_a_crash_is_a_bug_report_and_exit_2(
    gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("sys.argv", ["gradcheck", "prove", "BUG = 1"])
    ran = gradcheck("prove", "BUG = 1")
    assert ran.code == 2
    assert "    gradcheck failed (AssertionError: a bug on purpose) [GC999]\n✗ 1 claim: 1 undecided (" in ran.out
    what = "claim::claim: gradcheck failed (AssertionError: a bug on purpose)"
    assert f"GC999 this is a bug in gradcheck: {what}\n" in ran.err
    assert "Traceback" not in ran.err
    (report,) = tmp_path.iterdir()
    assert str(report) in ran.err
    text = report.read_text(encoding="utf-8")
    assert "Traceback" in text
    assert "command: gradcheck prove 'BUG = 1'" in text
    assert f"gradcheck {__version__}" in text


class Unpicklable(Exception):
    """An exception that no other process can be told of as it is."""

    def __reduce__(self) -> str:
        raise TypeError("no")


@pytest.mark.parametrize("error", [OSError("odd"), SystemExit(0), ValueError("\ud800"), Unpicklable("odd")])
def test_every_exception_is_reported_so(
    gradcheck: Gradcheck, prover: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    prover.__dict__["Proving"].prove = fail
    ran = gradcheck("prove", "x = x")
    assert ran.code == 2
    assert "GC999" in ran.err


@pytest.mark.parametrize(("error", "code"), [(RecursionError("deep"), "GC203"), (MemoryError(), "GC202")])
def test_what_is_too_large_is_undecided(gradcheck: Gradcheck, prover: ModuleType, error: Exception, code: str) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    prover.__dict__["Proving"].prove = fail
    ran = gradcheck("prove", "x = x")
    assert ran.code == 1
    assert f"[{code}]" in ran.out


INTERRUPTED = """
import os, sys, types
class Proving:
    def __init__(self, *_): pass
    def prove(self, *_):
        os.write({started}, b"started")
        while True: pass
sys.modules["gradcheck.prover.prove"] = types.SimpleNamespace(Proving=Proving)
from gradcheck.__main__ import main
sys.exit(main(["prove", "x = x"]))
"""


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interruption_ends_at_once_with_130() -> None:
    started, far = os.pipe()
    code = INTERRUPTED.format(started=far)
    running = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=[far]
    )
    os.close(far)
    assert os.read(started, 100) == b"started"
    os.close(started)
    running.send_signal(signal.SIGINT)
    _, err = running.communicate(timeout=20)
    assert running.returncode == 130
    assert err.decode() == "gradcheck: interrupted\n"


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_reader_that_leaves_early_gets_no_traceback() -> None:
    running = subprocess.Popen(
        [sys.executable, "-m", "gradcheck", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert running.stdout is not None
    running.stdout.close()
    assert running.stderr is not None
    assert running.stderr.read() == b""
    running.wait(timeout=20)


def test_a_reader_of_many_claims_that_leaves_early_is_no_fault_of_the_source(
    monkeypatch: pytest.MonkeyPatch, prover: ModuleType, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "claims.txt"
    path.write_text("x = x\n", encoding="utf-8")

    def left(*_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("gradcheck.cli.terminal.streams.Terminal.print", left)
    monkeypatch.setattr("gradcheck.__main__._forget_output", lambda: None)
    assert main(["prove", "--from", str(path)]) == 2
    assert capfd.readouterr().err == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("form", ["text", "json"])
def test_a_full_disk_is_no_bug_of_gradcheck(form: str) -> None:
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "gradcheck", "axioms", "--output-format", form],
            stdout=full, stderr=subprocess.PIPE, text=True, timeout=60, check=False,
        )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.startswith("gradcheck: the report cannot be written: ")


def test_standard_output_may_be_closed(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert main(["axioms"]) == 2
    monkeypatch.undo()
    assert capfd.readouterr().err == "gradcheck: standard output is closed\n"


def test_a_terminal_without_unicode_gets_signs_in_words() -> None:
    code = "import gradcheck.__main__ as m; from gradcheck.cli.terminal.streams import Terminal; m._make_printable(); "
    code += "from gradcheck.report.page import line; Terminal().print([line('≤')])"
    ran = python("-c", code, PYTHONIOENCODING="ascii")
    assert ran.stdout == "<=\n"


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["prove", "--help"], ["list"], ["prove", "no-such-name"], ["bogus"]]
)
def test_sympy_is_not_imported(arguments: list[str]) -> None:
    ran = python("-X", "importtime", "-m", "gradcheck", *arguments)
    imported = {row.rsplit("|", 1)[-1].strip() for row in ran.stderr.splitlines() if row.startswith("import time:")}
    assert "gradcheck.cli.app" in imported
    assert not imported & {
        "sympy",
        "flint",
        "mpmath",
        "rich",
        "watchfiles",
        "multiprocessing",
        "gradcheck.language.author",
    }


def test_importing_the_package_imports_nothing_else() -> None:
    ran = python("-c", "import sys; old = set(sys.modules); import gradcheck; print(sorted(set(sys.modules) - old))")
    assert ran.stdout.strip() == "['gradcheck']"


def test_no_escape_codes_under_github_actions(gradcheck: Gradcheck) -> None:
    for arguments in (["--help"], ["bogus"], ["list"]):
        ran = python("-m", "gradcheck", *arguments, GITHUB_ACTIONS="true")
        assert "\x1b" not in ran.stdout + ran.stderr


def test_the_shell_completes_names() -> None:
    ran = python(
        "-m", "gradcheck",
        _GRADCHECK_COMPLETE="complete_bash", COMP_WORDS="gradcheck prove dropout", COMP_CWORD="2",
    )  # fmt: skip
    assert ran.stdout.split() == ["dropout-l2", "dropout-versus-ridge"]


def test_default_limits_are_those_of_the_workers() -> None:
    from gradcheck.cli.arguments import MEGABYTES, SECONDS
    from gradcheck.runtime.limits import Limits

    assert Limits() == Limits(SECONDS, MEGABYTES)
