"""``pytest --gradcheck``: steps as tests, and nothing of gradcheck in the process of whoever does not ask for it."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from importlib.metadata import entry_points
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gradcheck.pytest_plugin.serving import client

from .serving import Forked

INSTALLED = bool(entry_points(group="pytest11", name="gradcheck"))
PLUGIN = ("-p", "gradcheck" if INSTALLED else "gradcheck.pytest_plugin")
ALONE = (*PLUGIN, "-p", "no:hypothesispytest", "--gradcheck")

GOOD = '''"""Nothing is lost by adding zero."""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import eq, real

x = real("x")
DERIVATION = derivation(
    step("adding zero", eq(x + 0, x)),
    erratum("twice", eq(x + x, 3 * x)),
)
'''
MIXED = GOOD.replace(
    '    erratum("twice"',
    '    step("wrong", eq((x + 2) ** 2, x**2 + 4)),\n    step("open", eq(x / x, 1)),\n    erratum("true", eq(x, x)),\n'
    '    erratum("twice"',
)


@pytest.fixture(autouse=True)
def quick_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process loads what else is installed here; where pytest runs in this one, what proves for it is forked."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    if hasattr(os, "fork"):
        monkeypatch.setattr(client, "subprocess", SimpleNamespace(**vars(subprocess) | {"Popen": Forked}))


def write(root: Path, **modules: str) -> None:
    """Derivations of a project; two underscores in a name stand for a slash."""
    for name, text in modules.items():
        path = root / "derivations" / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def outcomes(pytester: pytest.Pytester, *arguments: str) -> tuple[dict[str, str], pytest.RunResult]:
    """The outcome of each test by its name, as ``-rA`` prints them."""
    ran = pytester.runpytest_inprocess(*ALONE, "-rA", *arguments)
    found = {}
    for line in ran.outlines:
        word, _, rest = line.partition(" ")
        if word in ("PASSED", "FAILED", "XFAIL", "ERROR") and "::" in rest:
            found[rest.partition(" - ")[0]] = word
    return found, ran


def test_without_the_option_nothing_happens(pytester: pytest.Pytester) -> None:
    write(pytester.path, a="raise SystemExit\nDERIVATION = 1\n")
    pytester.makepyfile(
        """
        import sys

        def test_imports():
            ours = sorted(name for name in sys.modules if name.partition(".")[0] in ("gradcheck", "sympy", "flint"))
            assert ours == ["gradcheck", "gradcheck.pytest_plugin"]
        """
    )
    ran = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest")
    ran.assert_outcomes(passed=1)


def test_with_the_option_no_mathematics_is_imported(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD)
    pytester.makepyfile(
        test_z="""
        import sys

        def test_imports():
            parts = {name.split(".")[1] for name in sys.modules if name.startswith("gradcheck.")}
            assert "gradcheck.pytest_plugin.serving" in sys.modules
            assert "pytest_plugin" in parts
            assert not parts & {"kernel", "search", "language", "algebra", "derivation", "prover", "cli"}
            assert not {"sympy", "flint"} & sys.modules.keys()
        """
    )
    ran = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest", "--gradcheck")
    ran.assert_outcomes(passed=3)


def test_each_step_is_a_test(pytester: pytest.Pytester) -> None:
    write(pytester.path, algebra__add_zero=GOOD, other=GOOD)
    pytester.makepyfile("def test_own(): pass")
    found, ran = outcomes(pytester)
    assert ran.ret == 0
    assert found == {
        "derivations/algebra/add_zero.py::adding zero": "PASSED",
        "derivations/algebra/add_zero.py::twice": "PASSED",
        "derivations/other.py::adding zero": "PASSED",
        "derivations/other.py::twice": "PASSED",
        "test_each_step_is_a_test.py::test_own": "PASSED",
    }


def test_a_failure_is_the_finding(pytester: pytest.Pytester) -> None:
    write(pytester.path, mixed=MIXED)
    found, ran = outcomes(pytester)
    assert ran.ret == 1
    path = "derivations/mixed.py"
    assert found == {
        f"{path}::adding zero": "PASSED",
        f"{path}::wrong": "FAILED",
        f"{path}::open": "FAILED",
        f"{path}::true": "FAILED",
        f"{path}::twice": "PASSED",
    }
    text = ran.stdout.str()
    assert f"{path}:9:5: GC101 (x + 2)**2 = x**2 + 4 is false at x = 1\n" in text
    assert "true right side = x² + 4x + 4" in text
    assert f"{path}:10:5: GC301 x/x = 1 is not established" in text
    assert "next: add given=[ne(x, 0)] to the step" in text
    assert f"{path}:11:5: GC102 x = x is kept as an erratum, and it is true\n" in text
    assert "Traceback" not in text
    assert "pytest_steps" not in text
    ran.stdout.fnmatch_lines([f"FAILED {path}::wrong - GC101 (x + 2)*"])


def test_a_suppressed_step_is_expected_to_fail(pytester: pytest.Pytester) -> None:
    reason = "  # gradcheck: ignore[GC301] -- the text means x > 0"
    open_step = '    step("open", eq(x / x, 1)),'
    write(pytester.path, mixed=GOOD.replace("\n)", f"\n{open_step}{reason}\n)"))
    found, ran = outcomes(pytester)
    assert ran.ret == 0
    assert found == {
        "derivations/mixed.py::adding zero": "PASSED",
        "derivations/mixed.py::twice": "PASSED",
        "derivations/mixed.py::open": "XFAIL",
        "derivations/mixed.py::suppressions": "PASSED",
    }
    assert "the text means x > 0" in ran.stdout.str()


def test_a_suppression_that_suppresses_nothing_fails(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD.replace("x + 0, x)),", "x + 0, x)),  # gradcheck: ignore[GC300] -- why not"))
    found, ran = outcomes(pytester)
    assert ran.ret == 1
    assert found["derivations/a.py::adding zero"] == "PASSED"
    assert found["derivations/a.py::suppressions"] == "FAILED"
    assert "derivations/a.py:8:41: GC503" in ran.stdout.str()


def test_a_false_step_that_has_that_name_and_no_place_fails(pytester: pytest.Pytester) -> None:
    text = GOOD.replace("import derivation, erratum, step", "import Derivation, Step").partition("DERIVATION")[0]
    write(pytester.path, a=f'{text}DERIVATION = Derivation((Step("suppressions", x > 0),))\n')
    assert outcomes(pytester)[0] == {"derivations/a.py::suppressions": "FAILED"}


def test_places_times_and_properties_reach_other_tools(pytester: pytest.Pytester) -> None:
    write(pytester.path, mixed=MIXED)
    pytester.makeconftest(
        """
        def pytest_collection_modifyitems(items):
            print([(item.name, item.reportinfo()[1]) for item in items])
        """
    )
    _, ran = outcomes(pytester, "--junitxml=report.xml", "-s")
    ran.stdout.fnmatch_lines(["*('adding zero', 7), ('wrong', 8), ('open', 9), ('true', 10), ('twice', 11)*"])
    cases = {case.get("name"): case for case in ElementTree.parse(pytester.path / "report.xml").iter("testcase")}
    told = {item.get("name"): item.get("value") for item in cases["adding zero"].iter("property")}
    assert told == {"verdict": "proved", "trust": "exact", "statement": "x + 0 = x"}
    failure = cases["wrong"].find("failure")
    assert failure is not None
    assert failure.get("message") == "GC101 (x + 2)**2 = x**2 + 4 is false at x = 1"


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["derivations/mixed.py::adding zero"], ["adding zero"]),
        (["-k", "wrong or twice"], ["wrong", "twice"]),
        (["-x"], ["adding zero", "wrong"]),
        (["-m", "not gradcheck"], []),
        (["-m", "gradcheck", "-k", "open"], ["open"]),
        (["--deselect", "derivations/mixed.py::wrong", "-x"], ["adding zero", "open"]),
    ],
)
def test_selection(pytester: pytest.Pytester, arguments: list[str], names: list[str]) -> None:
    write(pytester.path, mixed=MIXED)
    found, _ = outcomes(pytester, "--strict-markers", *arguments)
    assert [name.rpartition("::")[2] for name in found if "[" not in name] == sorted(
        names, key=lambda name: (name not in ("adding zero", "twice"), names.index(name))
    )


def test_what_is_not_selected_is_proved_only_where_it_is_used(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    answer = client.Prover._answer

    def listen(self: client.Prover) -> client.Answer:
        found = answer(self)
        told.extend(found["steps"] if isinstance(found["steps"], dict) else ())
        return found

    monkeypatch.setattr(client.Prover, "_answer", listen)
    write(pytester.path, mixed=MIXED, other=GOOD)
    ran = pytester.runpytest_inprocess(*ALONE, "-k", "mixed and (adding or twice)")
    ran.assert_outcomes(passed=2, deselected=5)
    assert told == ["adding zero", "twice"]
    told.clear()
    pytester.runpytest_inprocess(*ALONE)
    assert told == ["adding zero", "wrong", "open", "true", "twice", "adding zero", "twice"]


def test_what_failed_last_runs_first_or_alone(pytester: pytest.Pytester) -> None:
    write(pytester.path, mixed=MIXED)
    outcomes(pytester)
    found, _ = outcomes(pytester, "--lf")
    assert sorted(found) == [f"derivations/mixed.py::{name}" for name in ("open", "true", "wrong")]
    (pytester.path / "derivations" / "mixed.py").write_text(MIXED.replace("x**2 + 4)", "x**2 + 4 * x + 4)"))
    found, _ = outcomes(pytester, "--lf")
    assert found["derivations/mixed.py::wrong"] == "PASSED"


def test_several_processes_of_pytest(pytester: pytest.Pytester) -> None:
    write(pytester.path, mixed=MIXED, other=GOOD)
    ran = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest", "--gradcheck", "-p", "xdist", "-n", "2")
    ran.assert_outcomes(passed=4, failed=3)
    ran.stdout.fnmatch_lines(["*GC101 (x + 2)**2 = x**2 + 4 is false at x = 1"])


def test_collection_proves_nothing(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(*_: object) -> None:
        raise AssertionError("proved")

    monkeypatch.setattr(client.Prover, "prove", prove)
    write(pytester.path, mixed=MIXED)
    ran = pytester.runpytest_inprocess(*ALONE, "--collect-only", "-q")
    assert ran.ret == 0
    assert [line for line in ran.outlines if "::" in line] == [
        f"derivations/mixed.py::{name}" for name in ("adding zero", "wrong", "open", "true", "twice")
    ]


def test_a_module_is_never_run_by_pytest_and_the_process_ends(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[subprocess.Popen[str]] = []
    popen = subprocess.Popen

    def start(*arguments: Any, **options: Any) -> subprocess.Popen[str]:
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr(client.subprocess, "Popen", start)
    tell = "import os, pathlib\npathlib.Path(__file__).with_suffix('.pid').write_text(str(os.getpid()))\n"
    write(pytester.path, a=GOOD + tell)
    found, _ = outcomes(pytester)
    assert len(found) == 2
    assert int((pytester.path / "derivations" / "a.pid").read_text()) != os.getpid()
    assert [process.poll() is None for process in started] == [False]


def test_a_module_that_is_named_is_not_run_by_pytest_either(pytester: pytest.Pytester) -> None:
    tell = "import os, pathlib\npathlib.Path(__file__).with_suffix(f'.{os.getpid()}').touch()\n"
    write(pytester.path, a=GOOD + tell)
    found, _ = outcomes(pytester, "derivations/a.py")
    assert len(found) == 2
    assert f"a.{os.getpid()}" not in os.listdir(pytester.path / "derivations")


@pytest.mark.parametrize("named", [False, True])
def test_the_process_ends_without_a_word(pytester: pytest.Pytester, named: bool) -> None:
    write(pytester.path, a=GOOD)
    ran = pytester.runpytest_subprocess(*ALONE, *(["derivations/a.py::adding zero"] if named else []))
    ran.assert_outcomes(passed=1 if named else 2)
    assert "Traceback" not in ran.stderr.str()


def test_modules_that_cannot_be_used_are_errors_of_collection(pytester: pytest.Pytester) -> None:
    write(
        pytester.path,
        a="import no_such_module\nDERIVATION = 1\n",
        b="x = 1\n",
        c="DERIVATION = (\n",
        d__good=GOOD,
        e__good=GOOD,
        _helper="x = 1\n",
    )
    (pytester.path / "derivations" / "conftest.py").write_text("", encoding="utf-8")
    _, ran = outcomes(pytester)
    assert ran.ret == pytest.ExitCode.INTERRUPTED
    text = ran.stdout.str()
    for line in [
        "derivations/a.py:1:1: GC432 fails: ModuleNotFoundError: No module named 'no_such_module'",
        "derivations/b.py:1:1: GC433 defines no DERIVATION",
        "derivations/c.py:1:14: GC432 is not Python: '(' was never closed",
        "derivations/e/good.py:1:1: GC434 the name 'good' is taken by derivations/d/good.py",
    ]:
        assert line in text
    ran.assert_outcomes(errors=4)
    found, _ = outcomes(pytester, "--continue-on-collection-errors")
    assert {name: word for name, word in found.items() if word != "ERROR"} == {
        "derivations/d/good.py::adding zero": "PASSED",
        "derivations/d/good.py::twice": "PASSED",
    }


def test_a_module_that_hangs_is_an_error_of_collection(pytester: pytest.Pytester) -> None:
    write(pytester.path, a="DERIVATION = 1\nwhile True:\n    pass\n")
    ran = pytester.runpytest_inprocess(*ALONE, "--gradcheck-timeout", "0.5")
    ran.assert_outcomes(errors=1)
    assert "GC435 is not loaded within 0.5 s" in ran.stdout.str()


def test_a_prover_that_dies_is_a_failure_and_another_takes_over(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD, b=GOOD)
    pytester.makeconftest(
        """
        def pytest_collection_finish(session):
            prover = session.config.pluginmanager.get_plugin("gradcheck-steps").prover
            prover._process.kill()
            prover._process.wait()
        """
    )
    found, ran = outcomes(pytester)
    assert sorted(found.values()) == ["FAILED", "PASSED", "PASSED", "PASSED"]
    assert "the process that proves ended (exit code -9)" in ran.stdout.str()


def test_a_prover_that_dies_in_mid_run_owes_what_it_was_asked(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD, b=GOOD)
    pytester.makeconftest(
        """
        def pytest_runtest_teardown(item, nextitem):
            if item.nodeid == "derivations/a.py::adding zero":
                prover = item.config.pluginmanager.get_plugin("gradcheck-steps").prover
                prover._process.kill()
                prover._process.stdout.close()
        """
    )
    found, _ = outcomes(pytester)
    assert found["derivations/a.py::twice"] == "PASSED"
    assert sorted(found.values()) in (["FAILED", "PASSED", "PASSED", "PASSED"], ["PASSED"] * 4)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the module says through a pipe with a name that it is at work")
def test_an_interruption_ends_everything(pytester: pytest.Pytester) -> None:
    pipe = pytester.path / "pipe"
    os.mkfifo(pipe)
    tell = f"import os, pathlib\npathlib.Path({str(pipe)!r}).write_text(str(os.getppid()))\nwhile True:\n    pass\n"
    write(pytester.path, a=tell + GOOD)
    heard = os.open(pipe, os.O_RDWR)
    running = pytester.popen([sys.executable, "-m", "pytest", *ALONE], stdin=None)
    assert select.select([heard], [], [], 60)[0], "the module is run"
    prover = int(os.read(heard, 100))
    os.close(heard)
    running.send_signal(signal.SIGINT)
    assert running.wait(60) == pytest.ExitCode.INTERRUPTED
    with pytest.raises(ProcessLookupError):
        os.kill(prover, 0)


def record(root: Path) -> None:
    subprocess.run([sys.executable, "-m", "gradcheck", "record", "-q"], cwd=root, check=True, capture_output=True)


SEARCHED = GOOD.replace("import eq, real", "import eq, real, tanh").replace(
    'step("adding zero", eq(x + 0, x))', 'step("below", tanh(x) <= x, given=[x >= 0])'
)


@pytest.mark.parametrize("more", [(), ("-p", "xdist", "-n", "2"), ("-W", "error")])
def test_notices_are_warnings(pytester: pytest.Pytester, more: tuple[str, ...]) -> None:
    write(pytester.path, a=SEARCHED, b=GOOD)
    record(pytester.path)
    write(pytester.path, a=SEARCHED.replace("tanh(x) <= x", "tanh(x) <= 2 * x"))
    ran = pytester.runpytest_subprocess(*PLUGIN, "-p", "no:hypothesispytest", "--gradcheck", *more)
    notice = "GC511 nothing that fits is recorded for 'below', so every run searches for it"
    if more[:1] == ("-W",):
        ran.assert_outcomes(passed=3, failed=1)
        ran.stdout.fnmatch_lines([f"derivations/a.py:8:5: {notice}"])
        return
    ran.assert_outcomes(passed=4, warnings=1)
    ran.stdout.fnmatch_lines(["*warnings summary*", f"*a.py:8:5: {notice}"])


@pytest.mark.parametrize("error", [False, True])
def test_proofs_without_a_module_are_warned_of(pytester: pytest.Pytester, error: bool) -> None:
    write(pytester.path, b=GOOD)
    (pytester.path / "derivations" / "gone.proof").write_text("", encoding="utf-8")
    ran = pytester.runpytest_subprocess(*ALONE, *(["-W", "error"] if error else []))
    notice = "derivations/gone.proof:1:1: GC512 there is no gone.py to which these proofs belong"
    if error:
        assert ran.ret == pytest.ExitCode.USAGE_ERROR
        assert notice in ran.stderr.str()
        return
    ran.assert_outcomes(passed=2, warnings=1)
    assert notice in ran.stdout.str()


BURST = """
import gradcheck.prover.prove

def prove(self, step, *rest):
    if step.name == "wrong":
        raise KeyError("a bug on purpose")
    return right(self, step, *rest)

right = gradcheck.prover.prove.Proving.prove
gradcheck.prover.prove.Proving.prove = prove
"""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bug_in_a_step_fails_its_test_alone(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    write(pytester.path, good=GOOD, mixed=MIXED)
    bug = pytester.mkdir("bug")
    (bug / "sitecustomize.py").write_text(BURST, encoding="utf-8")
    monkeypatch.setattr(client, "subprocess", subprocess)  # the bug is in what a new process imports
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(bug), os.environ.get("PYTHONPATH", "")]))
    found, ran = outcomes(pytester, "--gradcheck-jobs", jobs)
    assert found == {
        "derivations/good.py::adding zero": "PASSED",
        "derivations/good.py::twice": "PASSED",
        "derivations/mixed.py::adding zero": "PASSED",
        "derivations/mixed.py::wrong": "FAILED",
        "derivations/mixed.py::open": "FAILED",
        "derivations/mixed.py::true": "FAILED",
        "derivations/mixed.py::twice": "PASSED",
    }
    ran.stdout.fnmatch_lines(
        [
            "derivations/mixed.py:9:5: GC999 (x + 2)**2 = x**2 + 4 is not established: gradcheck failed (KeyError: *)",
            "*in prove",  # of the traceback, for a report
            "*KeyError: 'a bug on purpose'",
        ]
    )


def test_where_derivations_are_looked_for(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD)
    tests = pytester.mkdir("tests")
    (tests / "test_own.py").write_text("DERIVATION = 'no derivation'\ndef test_own(): pass\n", encoding="utf-8")
    (tests / "b.py").write_text(GOOD, encoding="utf-8")
    pytester.makeini("[pytest]\ntestpaths = tests\n")
    found, _ = outcomes(pytester)
    assert found.keys() == {
        "tests/test_own.py::test_own", "derivations/a.py::adding zero", "derivations/a.py::twice"
    }  # fmt: skip
    found, _ = outcomes(pytester, "tests")
    assert found.keys() == {"tests/test_own.py::test_own", "tests/b.py::adding zero", "tests/b.py::twice"}


def test_the_settings_of_the_project_count(pytester: pytest.Pytester) -> None:
    (pytester.path / "pyproject.toml").write_text(
        '[tool.gradcheck]\npaths = ["proofs"]\nexclude = ["old"]\n[tool.pytest.ini_options]\n'
        'gradcheck = true\ngradcheck_jobs = "1"\n',
        encoding="utf-8",
    )
    write(pytester.path, a=GOOD, old__b=GOOD)
    (pytester.path / "derivations").rename(pytester.path / "proofs")
    ran = pytester.runpytest_inprocess(*PLUGIN, "-p", "no:hypothesispytest", "-v")
    ran.assert_outcomes(passed=2)
    assert "proofs/a.py::adding zero PASSED" in ran.stdout.str()


@pytest.mark.parametrize(
    ("settings", "arguments", "told"),
    [
        ("", ["--gradcheck-timeout", "soon"], "gradcheck-timeout must be a positive number of seconds, not 'soon'"),
        ("", ["--gradcheck-jobs", "-1"], "gradcheck-jobs must be an integer from 0 to"),
        ("", [], "there is no such file or folder"),
        ("jops = 1\n", [], "'jops' is no key of [tool.gradcheck]; did you mean 'jobs'?"),
    ],
)
def test_what_cannot_be_done_is_said(pytester: pytest.Pytester, settings: str, arguments: list[str], told: str) -> None:
    (pytester.path / "pyproject.toml").write_text(f"[tool.gradcheck]\n{settings}", encoding="utf-8")
    ran = pytester.runpytest_inprocess(*ALONE, *arguments)
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    assert told in ran.stderr.str()


def test_a_check_that_checks_nothing_does_not_pass(pytester: pytest.Pytester) -> None:
    write(pytester.path, _helper="x = 1\n")
    pytester.makepyfile("def test_own(): pass")
    assert pytester.runpytest_inprocess(*ALONE).ret == pytest.ExitCode.USAGE_ERROR


PASSED_OVER = ("build", "dist", "node_modules", "CVS", "venv")


def test_derivations_are_found_wherever_check_finds_them(pytester: pytest.Pytester) -> None:
    """Also in folders in which pytest looks for no tests; and what else is in those stays where it is."""
    write(pytester.path, a=GOOD, **{f"{name}__{name.lower()}1": MIXED for name in PASSED_OVER}, own__inside=GOOD)
    (pytester.path / "derivations" / "own" / "pyvenv.cfg").touch()
    (pytester.path / "derivations" / "build" / "test_other.py").write_text("def test_other(): assert False")
    (pytester.path / "derivations" / "build" / "deeper").mkdir()
    (pytester.path / "derivations" / "build" / "deeper" / "test_more.py").write_text("def test_more(): assert False")
    wanted = {f"derivations/{name}/{name.lower()}1.py" for name in PASSED_OVER} | {
        "derivations/a.py", "derivations/own/inside.py",
    }  # fmt: skip
    for arguments in ((), (".",), ("derivations",)):
        found, ran = outcomes(pytester, *arguments)
        assert ran.ret == 1
        assert {name.partition("::")[0] for name in found} == wanted
        assert {name: word for name, word in found.items() if name.endswith("::wrong")} == {
            f"derivations/{name}/{name.lower()}1.py::wrong": "FAILED" for name in PASSED_OVER
        }
    found, _ = outcomes(pytester, "--ignore", "derivations/build")
    assert {name.partition("::")[0] for name in found} == wanted - {"derivations/build/build1.py"}


def test_roots_in_a_folder_that_is_passed_over(pytester: pytest.Pytester) -> None:
    (pytester.path / "pyproject.toml").write_text('[tool.gradcheck]\npaths = ["build/maths"]\n')
    (pytester.path / "build" / "maths").mkdir(parents=True)
    (pytester.path / "build" / "maths" / "mixed.py").write_text(MIXED)
    (pytester.path / "build" / "test_other.py").write_text("def test_other(): assert False")
    found, ran = outcomes(pytester)
    assert ran.ret == 1
    assert {name.partition("::")[0] for name in found} == {"build/maths/mixed.py"}


def test_a_folder_that_is_named_is_looked_into(pytester: pytest.Pytester) -> None:
    write(pytester.path, a=GOOD, _drafts__b=MIXED, **{".hidden__c": GOOD})
    found, _ = outcomes(pytester, "derivations/_drafts", "derivations/.hidden")
    assert {name.partition("::")[0] for name in found} == {"derivations/_drafts/b.py", "derivations/.hidden/c.py"}
    assert len(outcomes(pytester)[0]) == 2


@pytest.mark.parametrize(
    ("block", "place"), [("if x:", "named"), ("for _ in range(1):", "in a named folder"), ("try:", "beside another")]
)
def test_a_derivation_in_a_block_is_no_silence(pytester: pytest.Pytester, block: str, place: str) -> None:
    """``check`` refuses such a module, so nothing here may look as if it had been checked."""
    text = GOOD.replace("DERIVATION = derivation(", f"{block}\n  DERIVATION = derivation(")
    text += "finally:\n  pass\n" * (block == "try:")
    folder = pytester.mkdir("elsewhere")
    (folder / "own.py").write_text(text, encoding="utf-8")
    (folder / "good.py").write_text(GOOD, encoding="utf-8")
    asked = {"named": ["elsewhere/own.py"], "in a named folder": ["elsewhere"]}
    found, ran = outcomes(pytester, *asked.get(place, ["elsewhere/good.py", "elsewhere/own.py"]))
    assert not found
    assert ran.ret == 2
    ran.stdout.fnmatch_lines(["elsewhere/own.py:8:1: GC433 does not assign DERIVATION at the top*"])


def test_a_named_module_without_a_derivation_is_no_silence(pytester: pytest.Pytester) -> None:
    folder = pytester.mkdir("elsewhere")
    (folder / "own.py").write_text("from _base import *\n", encoding="utf-8")
    (folder / "doc.py").write_text('"""\n>>> 1 + 1\n2\n"""\nNAME = "DERIVATION"\n', encoding="utf-8")
    _, ran = outcomes(pytester, "elsewhere/own.py")
    assert ran.ret == 2
    ran.stdout.fnmatch_lines(["elsewhere/own.py:1:1: GC433 defines no DERIVATION"])
    ran = pytester.runpytest_inprocess(*ALONE, "--doctest-modules", "elsewhere/doc.py")
    ran.assert_outcomes(passed=1)
    ran = pytester.runpytest_inprocess(*ALONE, "elsewhere")
    assert ran.ret == pytest.ExitCode.NO_TESTS_COLLECTED


NOTE = "<!-- gradcheck: x in R -->\n\n$$x + x = 2x$$\n\n$$x + x = 3x \\tag{7}$$\n"


def test_each_relation_of_a_document_is_a_test(pytester: pytest.Pytester) -> None:
    write(pytester.path, good=GOOD)
    (pytester.path / "derivations" / "note.md").write_text(NOTE)
    (pytester.path / "derivations" / "other.md").write_text("No comment: $$1 = 2$$\n")
    (pytester.path / "elsewhere.md").write_text(NOTE.replace("3x", "x + x"))
    found, result = outcomes(pytester, "derivations", "elsewhere.md")
    told = {name.rpartition("/")[2]: word for name, word in found.items() if ".md" in name}
    assert told == {
        "note.md::line 3": "PASSED", "note.md::(7)": "FAILED", "note.md::suppressions": "PASSED",
        "elsewhere.md::line 3": "PASSED", "elsewhere.md::(7)": "PASSED", "elsewhere.md::suppressions": "PASSED",
    }  # fmt: skip
    result.stdout.fnmatch_lines(["*note.md:5:*GC101*"])
