"""Modules that never end, fill the memory or break what they import are problems with a place; nothing else suffers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradcheck.derivation import Derivation
from gradcheck.project.discovery import LibraryError, discover, known, load
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

SHORT = Limits(1.0, 300)
HEAD = '''"""A module."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
'''
LAST = 'DERIVATION = derivation(step("square", eq((x + 1) ** 2, x**2 + 2 * x + 1)))\n'
STUBBORN = """
def work():
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass
work()
"""

BROKEN = {
    "loop": ("while True: pass\n", "GC435", 5, "is not loaded within 1 s"),
    "stubborn": (STUBBORN, "GC435", 13, "is not loaded within 1 s"),
    "sleep": ("import time\ntime.sleep(1000)\n", "GC435", 6, "is not loaded"),
    "one large thing": ("a = bytearray(10**12)\n", "GC436", 5, "fills the memory"),
    "many things": ("a = []\nwhile True: a.append(bytearray(10**6))\n", "GC436", 6, "fills the memory"),
    "exit": ("import sys\nsys.exit(0)\n", "GC432", 6, "SystemExit"),
    "interrupt": ("raise KeyboardInterrupt\n", "GC432", 5, "KeyboardInterrupt"),
    "recursion": ("def f(): return f()\nf()\n", "GC432", 5, "RecursionError"),
    "end": ("import os\nos._exit(0)\n", "GC903", 1, "ends its process (exit code 0)"),
    "kill": ("import os\nos.kill(os.getpid(), 9)\n", "GC903", 1, "ends its process (SIGKILL)"),
    "input": ("input()\n", "GC432", 5, "EOFError"),
}


def written(folder: Path, text: str, last: str = LAST) -> Path:
    path = folder / "module.py"
    path.write_text(HEAD + text + last, encoding="utf-8")
    return path


def loaded(folder: Path, text: str, last: str = LAST) -> Derivation:
    written(folder, text, last)
    return load_apart(discover([folder]).entries[0], SHORT)


@pytest.mark.parametrize("name", BROKEN)
def test_what_goes_wrong_has_a_code_and_a_place(name: str, tmp_path: Path) -> None:
    text, code, line, words = BROKEN[name]
    with pytest.raises(LibraryError) as caught:
        loaded(tmp_path, text)
    problem = caught.value.problem
    assert (problem.code, problem.location.line) == (code, line)
    assert words in problem.message


def test_a_derivation_of_nothing_does_not_pass(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        loaded(tmp_path, "", "DERIVATION = derivation()\n")
    assert (caught.value.problem.code, caught.value.problem.message) == ("GC433", "its DERIVATION has no steps")


def test_what_an_exception_says_is_bounded(tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        loaded(tmp_path, "raise ValueError('x\\n' * 10**6)\n")
    assert len(caught.value.problem.message) < 600


@pytest.mark.parametrize("entry", known().entries, ids=lambda entry: entry.name)
def test_a_derivation_arrives_as_it_was_written(entry) -> None:  # type: ignore[no-untyped-def]
    assert load_apart(entry, Limits()) == load(entry)


def test_nothing_of_the_module_stays(tmp_path: Path) -> None:
    """It may change whatever it imports: only its own process sees that."""
    text = "import gradcheck.kernel.verdict as k\nimport gradcheck.outcome.run as v\nk.prove = v.StepOutcome = None\n"
    assert loaded(tmp_path, text).name == "module"
    from gradcheck.kernel.verdict import prove
    from gradcheck.outcome import run

    assert prove is not None
    assert run.StepOutcome is not None


@pytest.mark.parametrize(
    "text",
    [
        "class Mine: pass\nDERIVATION = derivation(step('s', eq(x, x), hints=[Mine()]))\n",
        "DERIVATION = derivation(step('s', eq(x, x), hints=[print]))\n",
        "class Real(type(x)): pass\nDERIVATION = derivation(step('s', eq(Real('y', 'real'), x)))\n",
        "S = step('s', eq(x, x))\nclass Mine(type(derivation(S))): pass\nDERIVATION = Mine((S,))\n",
    ],
)
def test_what_is_the_modules_own_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        loaded(tmp_path, "", text)
    assert caught.value.problem.code == "GC433"


def test_the_checks_of_a_derivation_are_made_where_it_arrives(tmp_path: Path) -> None:
    twice = (
        "DERIVATION = derivation(step('s', eq(x, x)))\nobject.__setattr__(DERIVATION, 'steps', DERIVATION.steps * 2)\n"
    )
    with pytest.raises(LibraryError, match="two steps are named"):
        loaded(tmp_path, "", twice)


def test_children_of_the_module_end_with_it(tmp_path: Path) -> None:
    text = "import subprocess, pathlib\nchild = subprocess.Popen(['sleep', '1000'])\n"
    text += f"pathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(child.pid))\n"
    assert loaded(tmp_path, text).steps
    pid = int((tmp_path / "pid").read_text())
    for _ in range(200):
        if not Path(f"/proc/{pid}").exists() or "Z" in Path(f"/proc/{pid}/stat").read_text().split(")")[1][:3]:
            return
        time.sleep(0.01)
    os.kill(pid, 9)
    pytest.fail("it is still there")


def test_the_other_modules_are_proved(tmp_path: Path) -> None:
    written(tmp_path, "")
    (tmp_path / "endless.py").write_text(HEAD + "while True: pass\n" + LAST, encoding="utf-8")
    command = [sys.executable, "-m", "gradcheck", "check", "--timeout", "2", "--output-format", "json", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 2
    assert "endless.py:5:1: GC435 is not loaded within 2 s" in ran.stderr
    assert json.loads(ran.stdout)["summary"]["proved"] == 1
