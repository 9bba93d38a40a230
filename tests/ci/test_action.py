"""``action.yml``: every step is executed, once for real and else with programs that write down their words."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from .checkout import NOT_COMPILED, copy_checkout
from .workflows import Action, Job, Outputs, UnknownConstruct, composite, run_job

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))

WRONG = '''"""Something is gained by adding one."""
from gradcheck.derivation import derivation, step
from gradcheck.language.author import eq, real
x = real("x")
DERIVATION = derivation(step("adding zero", eq(x + 0, x)), step("adding one", eq(x + 1, x)))
'''

# Stands for python3: ``-m venv`` makes an environment whose programs write down their arguments.
RECORDER = """#!{python} -S
import json, os, sys
name = os.path.basename(sys.argv[0])
with open({record!r}, "a") as record:
    print(json.dumps([name, os.getcwd(), *sys.argv[1:]]), file=record)
if sys.argv[1:3] == ["-m", "venv"]:
    os.makedirs(sys.argv[3] + "/bin")
    for other in ("python", "gradcheck"):
        os.symlink(os.path.realpath(__file__), sys.argv[3] + "/bin/" + other)
if name == "gradcheck" and "--version" not in sys.argv:
    sys.exit({code})
"""

HOSTILE = [
    "$(touch pwned)",
    "`touch pwned`",
    "'; touch pwned; '",
    '"; touch pwned; "',
    "a; touch pwned",
    "x\n$(touch pwned)\n",
    "--help",
    "${{ github.token }}",
    "* ? [a]",
    "ünïcode ✗",
    "EOF\ntouch pwned\nEOF",
    "${IFS}&&touch${IFS}pwned",
]


@pytest.fixture
def restored() -> dict[str, Any]:
    """What the other actions were told."""
    return {}


@pytest.fixture
def actions(restored: dict[str, Any]) -> dict[str, Action]:
    """The actions that are used, of which the others only write down what they are told."""

    def remember(name: str, outputs: Outputs) -> Action:
        def act(given: dict[str, str], job: Job) -> Outputs:
            restored[name] = given
            return outputs

        return act

    return {
        "gradcheck": composite(ROOT),
        "actions/setup-python@v5": remember("python", {"python-path": sys.executable}),
        "actions/cache@v4": remember("cache", {}),
        "github/codeql-action/upload-sarif@v3": remember("sarif", {}),
    }


Run = Callable[..., Job]


@pytest.fixture
def recorded(tmp_path: Path, actions: dict[str, Action], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the action with programs that write down their words; ``calls`` reads them."""
    programs, workspace = tmp_path / "programs", tmp_path / "workspace"
    programs.mkdir()
    (workspace / "sub folder").mkdir(parents=True)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")

    def run(code: int = 0, **inputs: str) -> Job:
        script = programs / "python3"
        script.write_text(RECORDER.format(python=sys.executable, record=str(tmp_path / "record"), code=code))
        script.chmod(0o755)
        given = {name.replace("_", "-"): f"${{{{ matrix.{name} }}}}" for name in inputs}  # as from an event
        steps = [{"id": "it", "uses": "gradcheck", "with": given}]
        shutil.rmtree(tmp_path / "temp", ignore_errors=True)
        return run_job({"runs-on": "ubuntu-latest", "steps": steps}, workspace, tmp_path / "temp", actions, **inputs)

    return run


def calls(tmp_path: Path) -> list[list[str]]:
    """The commands that ran: program, folder, arguments."""
    return [json.loads(line) for line in (tmp_path / "record").read_text().splitlines()]


def checked(tmp_path: Path) -> list[str]:
    """The arguments of the check, after those that are always there."""
    _, _, *arguments = calls(tmp_path)[-1]
    sarif = tmp_path / "temp" / "gradcheck.sarif"
    assert arguments[:5] == ["check", "--output-format", "github", "--output-format", f"sarif:{sarif}"]
    return arguments[5:]


def test_by_itself_it_checks_what_the_project_says(recorded: Run, tmp_path: Path, restored: dict[str, Any]) -> None:
    job = recorded()
    assert not job.failed
    assert job.contexts["steps"]["it"]["outputs"]["exit-code"] == "0"
    made, pip, version, _ = calls(tmp_path)
    assert made[2:4] == ["-m", "venv"]
    assert pip[0] == "python"
    assert pip[-2:] == ["--", str(ROOT)]
    assert version[2:] == ["--version"]
    assert checked(tmp_path) == ["--"]
    assert restored["cache"]["path"].split() == [".gradcheck_cache", "./.gradcheck_cache"]
    assert restored.keys() == {"cache"}
    assert job.did["Send the findings to code scanning"] == "skipped"


def test_everything_can_be_asked_for(recorded: Run, tmp_path: Path, restored: dict[str, Any]) -> None:
    job = recorded(
        paths="theory/proofs\nnotes with blanks\n\r\n", args="--timeout 60\n  -v", shard="1/4", version="0.1.0",
        requirements="numpy>=2\n.", working_directory="sub folder", cache="false", sarif="true",
    )  # fmt: skip
    assert not job.failed
    _, pip, _, check = calls(tmp_path)
    assert pip[-4:] == ["--", "gradcheck==0.1.0", "numpy>=2", "."]
    assert checked(tmp_path) == ["--timeout", "60", "-v", "--shard=1/4", "--", "theory/proofs", "notes with blanks"]
    assert Path(pip[1]) == Path(check[1]) == tmp_path / "workspace" / "sub folder"
    assert restored.keys() == {"sarif"}
    assert restored["sarif"]["sarif_file"] == str(tmp_path / "temp" / "gradcheck.sarif")
    assert restored["sarif"]["category"] == "gradcheck/1/4"


def test_each_shard_has_a_cache_of_its_own_and_begins_with_that_of_another(
    recorded: Run, restored: dict[str, Any]
) -> None:
    keys = {}
    for shard in ("", "1/2", "2/2"):
        recorded(shard=shard)
        keys[shard] = restored["cache"]["key"]
        own, others = restored["cache"]["restore-keys"].split()
        assert keys[shard].startswith(own)
        assert others == "gradcheck-Linux-"
    assert len(set(keys.values())) == 3
    assert not keys[""].startswith("gradcheck-Linux-1/2-")


@pytest.mark.parametrize("code", [1, 2])
def test_the_exit_code_decides_and_findings_are_sent_all_the_same(
    recorded: Run, restored: dict[str, Any], code: int
) -> None:
    job = recorded(code, sarif="true")
    assert job.failed
    assert job.did["Check the derivations"] == "failure"
    assert job.contexts["steps"]["it"]["outputs"]["exit-code"] == str(code)
    assert restored["sarif"]["category"] == "gradcheck"


@pytest.mark.parametrize("text", HOSTILE)
def test_an_input_is_never_code(recorded: Run, tmp_path: Path, text: str) -> None:
    """Each of them comes to its place as it was written, all at once."""
    recorded(**dict.fromkeys(("paths", "args", "shard", "version", "requirements"), text))
    assert not list(tmp_path.rglob("pwned"))
    _, pip, _, _ = calls(tmp_path)
    lines = [line for line in text.split("\n") if line]
    assert pip[pip.index("--") + 1 :] == [f"gradcheck=={text}", *lines]
    assert checked(tmp_path) == [*text.split(), f"--shard={text}", "--", *lines]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_folder_is_no_code_either(recorded: Run, tmp_path: Path, text: str) -> None:
    job = recorded(working_directory=text)
    assert job.failed
    assert not list(tmp_path.rglob("pwned"))


def test_no_script_contains_an_expression() -> None:
    scripts = [step["run"] for step in ACTION["runs"]["steps"] if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_every_input_is_described_and_used() -> None:
    used = json.dumps(ACTION["runs"])
    for name, about in ACTION["inputs"].items():
        assert f"inputs.{name}" in used
        assert about["description"]
        assert isinstance(about["default"], str)


@pytest.mark.parametrize(
    "step",
    [
        {"run": "echo ${{ inputs.x }}"},
        {"uses": "somebody/else@v1"},
        {"run": "true", "continue-on-error": True},
        {"run": "true", "shell": "pwsh"},
        {"run": "true", "if": "contains(github.ref, 'x')"},
        {"run": "true", "env": {"A": "${{ secrets.A }}"}},
    ],
)
def test_the_runner_refuses_what_it_does_not_know(tmp_path: Path, step: dict[str, Any]) -> None:
    with pytest.raises(UnknownConstruct):
        run_job({"runs-on": "x", "steps": [step]}, tmp_path, tmp_path / "temp", {})


def test_the_runner_runs_as_github_does(tmp_path: Path) -> None:
    steps = [
        {"id": "one", "run": "echo x=1 >>$GITHUB_OUTPUT; false | true", "name": "pipe"},
        {"run": "exit 1", "name": "after"},
        {"run": "echo $X", "if": "${{ always() && steps.one.outputs.x == '1' }}", "name": "always",
         "env": {"X": "<${{ steps.one.outputs.x }}${{ steps.none.outputs.y || 'none' }}>"}},
        {"run": "true", "if": "!failure()", "name": "not"},
    ]  # fmt: skip
    job = run_job({"runs-on": "x", "steps": steps}, tmp_path, tmp_path / "temp", {})
    assert job.did == {"pipe": "failure", "after": "skipped", "always": "success", "not": "skipped"}
    assert job.log == "<1none>\n"
    assert job.failed


def test_for_real(
    tmp_path: Path, actions: dict[str, Action], restored: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The action installs this checkout in an environment of its own, and finds the mistake of a repository."""
    for name, value in NOT_COMPILED.items():
        monkeypatch.setenv(name, value)
    checkout, workspace = tmp_path / "action", tmp_path / "workspace"
    copy_checkout(checkout, "action.yml")
    (workspace / "theory" / "derivations").mkdir(parents=True)
    (workspace / ".git").mkdir()
    (workspace / "theory" / "derivations" / "wrong.py").write_text(WRONG, encoding="utf-8")
    given = {"python-version": "3.12", "sarif": True, "working-directory": "theory"}
    steps = [{"id": "it", "uses": "here", "with": given}]
    job = run_job(
        {"runs-on": "x", "steps": steps}, workspace, tmp_path / "temp", {**actions, "here": composite(checkout)}
    )
    if "No matching distribution" in job.log:
        pytest.skip("no package index can be reached")
    assert job.did["Install gradcheck"] == "success", job.log
    assert job.contexts["steps"]["it"]["outputs"]["exit-code"] == "1", job.log
    assert "::error file=theory/derivations/wrong.py,line=5," in job.log, "as seen from the root of the repository"
    assert "GC101" in job.log
    assert "adding one" in job.summary
    sarif = json.loads(Path(restored["sarif"]["sarif_file"]).read_text(encoding="utf-8"))
    (result,) = sarif["runs"][0]["results"]
    assert result["ruleId"] == "GC101"
    (place,) = result["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "theory/derivations/wrong.py"
    assert restored["python"] == {"python-version": "3.12", "update-environment": "false"}
