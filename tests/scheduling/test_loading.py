"""Modules that never end, fill the memory or break what they import are problems with a place; nothing else suffers.

Modules in SymPy say the same each time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from gradcheck.derivation import Derivation
from gradcheck.project.discovery import LibraryError, discover, known
from gradcheck.runtime.limits import Limits
from gradcheck.runtime.process import POSIX
from gradcheck.scheduling import loading
from gradcheck.scheduling.job import Job
from gradcheck.scheduling.loading import close_loaders, load_apart
from gradcheck.scheduling.messages import Listed
from gradcheck.scheduling.pool import Pool
from tests.library import derivation_of

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
    "many things": ("a = []\nwhile True: a.append(bytes(10**7))\n", "GC436", 6, "fills the memory"),
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


@pytest.mark.parametrize("comment", ["", "  # sympy"])  # with which it is run in another kind of process
@pytest.mark.parametrize("name", BROKEN)
def test_what_goes_wrong_has_a_code_and_a_place(name: str, comment: str, tmp_path: Path) -> None:
    text, code, line, words = BROKEN[name]
    with pytest.raises(LibraryError) as caught:
        loaded(tmp_path, text, LAST.rstrip() + comment + "\n")
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
    assert load_apart(entry, Limits()) == derivation_of(entry.name)


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


SYMPY = """
import os, sympy
{}
DERIVATION = derivation(step("square", sympy.Eq(sympy.Symbol(WORD), 1, evaluate=False), note=WORD))
"""


def note_of(folder: Path, text: str) -> str:
    return loaded(folder, SYMPY.format(text), "").steps[0].note


forking = pytest.mark.skipif(not POSIX, reason="each module has an interpreter of its own there")


@pytest.fixture
def own_interpreter() -> Iterator[None]:
    close_loaders()
    yield
    close_loaders()


@forking
def test_a_set_has_one_order_in_all_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "WORD = '_'.join({'alpha', 'beta', 'gamma', 'delta', 'kappa'}).replace('_', 'x')"
    found = set()
    for seed in ("random", "1", ""):
        close_loaders()
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        found.add(note_of(tmp_path, text))
    assert len(found) == 1


@forking
def test_what_is_random_is_drawn_alike(tmp_path: Path) -> None:
    text = "from sympy.core.random import rng\nWORD = f'x{rng.randrange(10**9)}'"
    first = note_of(tmp_path, text)
    assert note_of(tmp_path, text) == first
    close_loaders()
    assert note_of(tmp_path, text) == first


@forking
def test_modules_of_the_library_draw_alike_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_interpreter: None
) -> None:
    """They share a process."""
    monkeypatch.setattr(loading, "shipped_folder", lambda: tmp_path)
    text = "from sympy.core.random import rng\nWORD = f'x{rng.randrange(10**9)}'"
    assert note_of(tmp_path, text) == note_of(tmp_path, text)


@forking
def test_they_have_the_folder_and_the_environment_of_the_one_that_asks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "WORD = os.path.basename(os.getcwd()) + os.environ['MINE'] + os.environ.get('PYTHONHASHSEED', '')"
    monkeypatch.delenv("PYTHONHASHSEED", raising=False)
    for folder, mine in (("one", "1"), ("two", "2")):
        (tmp_path / folder).mkdir()
        monkeypatch.chdir(tmp_path / folder)
        monkeypatch.setenv("MINE", mine)
        assert note_of(tmp_path, text) == folder + mine


@forking
def test_one_interpreter_serves_all_processes(tmp_path: Path, own_interpreter: None) -> None:
    for name in "abcd":
        text = SYMPY.format("WORD = f'x{os.getppid()}'")
        (tmp_path / f"{name}.py").write_text(HEAD + text, encoding="utf-8")
    jobs = [Job(entry, Limits()) for entry in discover([tmp_path]).entries]
    with Pool(2) as pool:
        found = {listed.heads[0].note for listed in pool.list_modules(jobs) if isinstance(listed, Listed)}
    assert loading._interpreter is not None
    assert found == {f"x{loading._interpreter._process.pid}"}


@forking
def test_only_they_need_it(tmp_path: Path, own_interpreter: None) -> None:
    assert loaded(tmp_path, "").steps
    loading.start_interpreter_for(discover([tmp_path]).entries)
    assert loading._interpreter is None


@forking
def test_an_interpreter_that_was_killed_is_replaced(tmp_path: Path, own_interpreter: None) -> None:
    text = "WORD = 'x'"
    for _ in range(2):
        assert note_of(tmp_path, text) == "x"
        assert loading._interpreter is not None
        loading._interpreter._process.kill()
        loading._interpreter._process.wait()


@forking
def test_it_ends_when_nobody_is_there_to_ask() -> None:
    code = (
        "from gradcheck.runtime.interpreter import Interpreter; import os;"
        "print(Interpreter([], 1000)._process.pid, flush=True); os._exit(0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip().isdigit()  # and the pipe to which it writes is closed
