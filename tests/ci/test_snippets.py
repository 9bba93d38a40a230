"""What ``docs/ci.md`` offers for copying: every snippet is read, and its scripts are run, on a small repository.

``pip install`` is taken for done: it must never reach the environment that runs the tests.  The rest is what it is.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
import yaml

from gradcheck import __version__

from .test_pre_commit import Repository, clean_environment
from .workflows import Action, Job, Outputs, composite, run_job

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")

GOOD = '''"""Nothing is lost by adding zero."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("adding zero", eq(x + 0, x)))
'''
WRONG = GOOD.replace("x + 0", "x + 1")

# Stands for python and gradcheck on the PATH.
PROGRAM = """#!/bin/sh
case "$*" in
"-m venv "*)
    mkdir -p "$3/bin"
    ln -s "$0" "$3/bin/python"
    ln -s "$(dirname "$0")/gradcheck" "$3/bin/gradcheck" ;;
"-m pip install "*) ;;
"-m pip "*) exit 99 ;;
*) exec {command} "$@" ;;
esac
"""


def snippets(language: str) -> list[str]:
    """The blocks of code in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


YAML = [yaml.safe_load(text) for text in snippets("yaml")]
WORKFLOWS = [found for found in YAML if "jobs" in found]
PIPELINES = [found for found in YAML if "gradcheck" in found]
HOOKS = [text for text in snippets("yaml") if yaml.safe_load(text).keys() == {"repos"}]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with three derivations that hold, and programs as a machine of a server has them."""
    programs = tmp_path / "programs"
    programs.mkdir()
    python = shlex.quote(sys.executable)
    for name, command in {"python": python, "python3": python, "gradcheck": f"{python} -P -m gradcheck"}.items():
        (programs / name).write_text(PROGRAM.format(command=command), encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    folder = tmp_path / "project"
    (folder / "derivations").mkdir(parents=True)
    (folder / ".git").mkdir()
    for name in "abc":
        (folder / "derivations" / f"{name}.py").write_text(GOOD, encoding="utf-8")
    return folder


def spoil(project: Path) -> None:
    (project / "derivations" / "wrong.py").write_text(WRONG, encoding="utf-8")


def nothing(given: dict[str, str], job: Job) -> Outputs:
    return {}


ACTIONS: dict[str, Action] = {
    "actions/checkout@v4": nothing,
    "actions/setup-python@v5": nothing,
    "actions/cache@v4": nothing,
    f"OWNER/gradcheck@v{__version__}": composite(ROOT),
}


def run_workflow(workflow: dict[Any, Any], project: Path, temp: Path) -> list[Job]:
    """All jobs, for every value of their matrix of one dimension."""
    assert workflow.keys() == {"name", True, "permissions", "jobs"}, "YAML takes 'on' for true"
    done = []
    for job in workflow["jobs"].values():
        matrix = job.get("strategy", {}).get("matrix", {})
        assert len(matrix) <= 1
        values = [{key: value} for key, several in matrix.items() for value in several] or [{}]
        for number, value in enumerate(values):
            done.append(run_job(job, project, temp / str(number), ACTIONS, **value))
    return done


@pytest.mark.parametrize("workflow", WORKFLOWS, ids=["action", "matrix", "steps"])
def test_github(workflow: dict[Any, Any], project: Path, tmp_path: Path) -> None:
    jobs = run_workflow(workflow, project, tmp_path / "good")
    assert not any(job.failed for job in jobs), [job.log for job in jobs]
    spoil(project)
    jobs = run_workflow(workflow, project, tmp_path / "bad")
    assert sum(job.failed for job in jobs) == 1
    told = [line for job in jobs for line in job.log.splitlines() if line.startswith("::")]
    assert len(told) == 1
    assert told[0].startswith("::error file=derivations/wrong.py,line=5,")


def test_the_inputs_of_the_action_are_listed() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    rows = dict(re.findall(r"^\| `([\w-]+)` \| (`[^`]*`)? ?\|", PAGE, re.MULTILINE))
    assert rows == {
        name: f"`{about['default']}`" if about["default"] else "" for name, about in action["inputs"].items()
    }


def test_gitlab(project: Path) -> None:
    (pipeline,) = PIPELINES
    job = pipeline["gradcheck"]
    assert job.keys() == {"image", "parallel", "cache", "before_script", "script", "artifacts"}
    assert job["cache"]["key"].endswith("-$CI_NODE_INDEX"), "jobs that share a cache overwrite each other's"
    script = "\n".join([*job["before_script"], *job["script"]])

    def run_all() -> list[int]:
        codes = []
        for number in range(1, job["parallel"] + 1):
            variables = {"CI_NODE_INDEX": str(number), "CI_NODE_TOTAL": str(job["parallel"]), "CI": "true"}
            done = subprocess.run(
                ["bash", "-eo", "pipefail", "-c", script], cwd=project, env={**os.environ, **variables}, check=False,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120,
            )  # fmt: skip
            codes.append(done.returncode)
            suites = ElementTree.parse(project / job["artifacts"]["reports"]["junit"])
            cases.extend(case.get("classname") or "" for case in suites.iter("testcase"))
        return codes

    cases: list[str] = []
    assert run_all() == [0, 0]
    assert len(cases) == 3
    spoil(project)
    assert sorted(run_all()) == [0, 1]


def test_shell(project: Path) -> None:
    (script,) = snippets("sh")
    done = subprocess.run(["sh", "-e", "-c", script], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "3 proved" in done.stdout
    assert {"gradcheck.xml", "gradcheck.sarif"} <= {path.name for path in project.iterdir()}


@pytest.mark.parametrize("text", HOOKS, ids=["repository", "local"])
def test_pre_commit_reads_its_configuration(text: str, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "pre_commit", "validate-config", str(tmp_path / "config.yaml")], check=True)


def test_pre_commit_without_an_environment(project: Path, tmp_path: Path) -> None:
    pytest.importorskip("pre_commit")
    environment = {**clean_environment(tmp_path / "home"), "PYTHONPATH": str(ROOT)}
    mine = Repository(tmp_path / "mine", environment)
    mine.write(".pre-commit-config.yaml", HOOKS[1])
    mine.pre_commit("install")
    mine.write("derivations/wrong.py", WRONG)
    mine.write("derivations/_shared.py", "y = 1\n")
    refused = mine.commit()
    assert refused.returncode == 1
    assert "derivations/wrong.py:5:25: GC101" in refused.stdout
    mine.write("derivations/wrong.py", GOOD)
    assert mine.commit().returncode == 0


def test_the_hooks_of_the_page_exist() -> None:
    hooks = {hook["id"] for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    assert {hook["id"] for hook in yaml.safe_load(HOOKS[0])["repos"][0]["hooks"]} <= hooks
    assert all(f"`{hook}`" in PAGE for hook in hooks)


def test_pytest(pytester: pytest.Pytester) -> None:
    (text,) = snippets("toml")
    assert tomllib.loads(text) == {"tool": {"pytest": {"ini_options": {"gradcheck": True}}}}


def test_the_version_is_this_one() -> None:
    assert set(re.findall(r"gradcheck==([\d.]+\d)", PAGE)) == {__version__}
    assert set(re.findall(r"\bv(\d[\d.]*\d)", PAGE)) == {__version__}
