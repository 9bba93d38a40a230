"""Modules that end their process are problems, whatever exit code they chose, and the others are still proved."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from gradcheck.__main__ import main

GOOD = '''"""A good one."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("square", eq((x + 1) ** 2, x**2 + 2 * x + 1)))
'''
BAD = {
    "exit": "import os\nDERIVATION = os._exit(0)\n",
    "kill": "import os\nDERIVATION = os.kill(os.getpid(), 9)\n",
}


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("kind", BAD)
def test_a_module_that_ends_its_process_is_a_problem(tmp_path: Path, kind: str, jobs: str) -> None:
    for number in range(3):
        (tmp_path / f"good_{number}.py").write_text(GOOD, encoding="utf-8")
    (tmp_path / "good_1b.py").write_text(BAD[kind], encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "gradcheck", "check", "--jobs", jobs, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "good_1b.py:1:1: GC903 worker-died" in ran.stdout
    assert ran.stderr == ""
    assert "3 proved" in ran.stdout
    assert "1 not usable" in ran.stdout


def test_what_a_module_prints_goes_to_standard_error(tmp_path: Path) -> None:
    (tmp_path / "loud.py").write_text("print('loud')\n" + GOOD, encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "gradcheck", "check", "--output-format", "json", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0
    assert "loud" in ran.stderr
    assert json.loads(ran.stdout)["summary"]["proved"] == 1


def test_a_lone_module_that_ends_its_process_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "only.py").write_text(BAD["exit"], encoding="utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "gradcheck", "check", str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 2, ran.stdout + ran.stderr
    assert "GC903" in ran.stdout


@pytest.mark.parametrize("number", ["-1", "257", "many", "²", ""])
def test_how_many_jobs_is_a_number_or_auto(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--jobs", number]) == 2
    assert "nor auto" in capsys.readouterr().err


@pytest.mark.parametrize("number", ["auto", "0", "1"])
def test_one_job_a_processor(number: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "good.py").write_text(GOOD, encoding="utf-8")
    assert main(["check", "--jobs", number, str(tmp_path)]) == 0
    assert "1 proved" in capsys.readouterr().out
