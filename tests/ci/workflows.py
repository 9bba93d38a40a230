"""A small runner of GitHub's workflows and composite actions, for the constructs that occur here.

It follows the documented behaviour: expressions are put into strings, scripts run with ``bash -eo pipefail``, steps are
skipped after a failure unless their condition says otherwise, and outputs come from files.  What it does not know it
refuses: a test that runs less than it seems to is worse than none.
"""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Outputs = dict[str, str]
Action = Callable[[dict[str, str], "Job"], Outputs]

STEP_KEYS = {"name", "id", "if", "uses", "with", "run", "shell", "env"}
EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}", re.DOTALL)
TOKEN = re.compile(r"\s*(?:(?P<op>==|!=|&&|\|\||[!(),])|'(?P<text>(?:[^']|'')*)'|(?P<word>[A-Za-z_][\w.-]*))")


class UnknownConstruct(Exception):
    """Something that this runner does not understand, and so cannot claim to have run."""


@dataclass
class Job:
    """A job at work: where it is, what is known, and what its steps did."""

    workspace: Path
    temp: Path
    actions: Mapping[str, Action]
    environment: dict[str, str]
    contexts: dict[str, dict[str, Any]] = field(default_factory=dict)
    failed: bool = False
    did: dict[str, str] = field(default_factory=dict)  # by name of the step: success, failure or skipped
    logs: list[str] = field(default_factory=list)

    @property
    def log(self) -> str:
        return "".join(self.logs)

    @property
    def summary(self) -> str:
        path = self.temp / "summary"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def run_steps(self, steps: list[dict[str, Any]], action_path: Path | None = None) -> None:
        """Run the steps in their order."""
        outputs: dict[str, dict[str, Any]] = {}
        outer = {**self.contexts}
        self.contexts["steps"] = outputs
        for number, step in enumerate(steps):
            if not step.keys() <= STEP_KEYS or ("uses" in step) == ("run" in step):
                raise UnknownConstruct(f"the keys {sorted(step)} of a step")
            name = step.get("name") or step.get("id") or f"step {number + 1}"
            if not truthy(self.evaluate(step.get("if", "success()"), condition=True)):
                self.did[name] = "skipped"
                continue
            before = self.failed
            self.failed = False
            made = self.call(step) if "uses" in step else self.run(step, action_path)
            self.did[name] = "failure" if self.failed else "success"
            self.failed |= before
            if "id" in step:
                outputs[step["id"]] = {"outputs": made}
        self.contexts = outer | {"steps": outputs}

    def call(self, step: dict[str, Any]) -> Outputs:
        """An action that is used: one of those that are known."""
        if step["uses"] not in self.actions:
            raise UnknownConstruct(f"the action {step['uses']}")
        given = {key: self.fill(value) for key, value in (step.get("with") or {}).items()}
        return self.actions[step["uses"]](given, self)

    def run(self, step: dict[str, Any], action_path: Path | None) -> Outputs:
        """A script, with ``bash`` as a runner starts it."""
        if step.get("shell", "bash") != "bash":
            raise UnknownConstruct(f"the shell {step['shell']}")
        if EXPRESSION.search(step["run"]):
            raise UnknownConstruct("an expression in a script, which would be code")
        script, output = self.temp / "script.sh", self.temp / "output"
        script.write_text(step["run"], encoding="utf-8")
        output.write_text("", encoding="utf-8")
        environment = {
            **self.environment,
            **{key: self.fill(value) for key, value in (step.get("env") or {}).items()},
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.temp / "summary"),
            "RUNNER_TEMP": str(self.temp),
        }
        if action_path is not None:
            environment["GITHUB_ACTION_PATH"] = str(action_path)
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)], cwd=self.workspace, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300, check=False,
        )  # fmt: skip
        self.logs.append(done.stdout)
        self.failed = done.returncode != 0
        lines = output.read_text(encoding="utf-8").splitlines()
        if not all(re.fullmatch(r"[\w-]+=.*", line) for line in lines):
            raise UnknownConstruct(f"the outputs {lines}")
        return dict(line.split("=", 1) for line in lines)

    def fill(self, value: object) -> str:
        """The string with its expressions replaced."""
        text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
        return EXPRESSION.sub(lambda found: str(self.evaluate(found[1])), text)

    def evaluate(self, written: str, condition: bool = False) -> object:
        """The value of an expression; a condition that does not ask for the status holds only after success."""
        text = written.strip().removeprefix("${{").removesuffix("}}") if condition else written
        value = Expression(text, self).value()
        if condition and not re.search(r"\b(always|success|failure)\(\)", text):
            return truthy(value) and not self.failed
        return value


class Expression:
    """Recursive descent over the expressions of workflows; values are strings and truth values."""

    def __init__(self, text: str, job: Job) -> None:
        self.tokens = list(_tokens(text))
        self.job = job

    def value(self) -> object:
        found = self.disjunction()
        if self.tokens:
            raise UnknownConstruct(f"{self.tokens} in an expression")
        return found

    def disjunction(self) -> object:
        left = self.conjunction()
        while self.takes("||"):
            right = self.conjunction()
            left = left if truthy(left) else right
        return left

    def conjunction(self) -> object:
        left = self.comparison()
        while self.takes("&&"):
            right = self.comparison()
            left = right if truthy(left) else left
        return left

    def comparison(self) -> object:
        left = self.single()
        for op in ("==", "!="):
            if self.takes(op):
                return (str(left).lower() == str(self.single()).lower()) == (op == "==")  # as GitHub compares
        return left

    def single(self) -> object:
        if self.takes("!"):
            return not truthy(self.single())
        if self.takes("("):
            inner = self.disjunction()
            self.expect(")")
            return inner
        kind, text = self.tokens.pop(0)
        if kind == "text":
            return text.replace("''", "'")
        if kind != "word":
            raise UnknownConstruct(f"{text!r} in an expression")
        if self.takes("("):
            arguments = []
            while not self.takes(")"):
                arguments.append(str(self.disjunction()))
                self.takes(",")
            return self.function(text, arguments)
        return self.variable(text)

    def function(self, name: str, arguments: list[str]) -> object:
        known: dict[str, Callable[[], object]] = {
            "always": lambda: True,
            "success": lambda: not self.job.failed,
            "failure": lambda: self.job.failed,
            "hashFiles": lambda: _digest(self.job.workspace, arguments),
        }
        if name not in known:
            raise UnknownConstruct(f"the function {name}")
        return known[name]()

    def variable(self, path: str) -> object:
        """A value of a context; what a step that was skipped would have put out is empty, as at GitHub."""
        root, *rest = path.split(".")
        if root not in self.job.contexts:
            raise UnknownConstruct(f"the context of {path}")
        value: Any = self.job.contexts[root]
        for key in rest:
            if key not in value:
                if root == "steps":
                    return ""
                raise UnknownConstruct(f"{path}: there is no {key}")
            value = value[key]
        return value

    def takes(self, op: str) -> bool:
        if self.tokens and self.tokens[0] == ("op", op):
            self.tokens.pop(0)
            return True
        return False

    def expect(self, op: str) -> None:
        if not self.takes(op):
            raise UnknownConstruct(f"{op} is missing in an expression")


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    position = 0
    while text[position:].strip():
        found = TOKEN.match(text, position)
        if found is None or found.lastgroup is None:
            raise UnknownConstruct(f"{text[position:]!r} in an expression")
        yield found.lastgroup, found[found.lastgroup]
        position = found.end()


def truthy(value: object) -> bool:
    return value not in (False, "", None)


def _digest(folder: Path, patterns: list[str]) -> str:
    files = sorted({path for pattern in patterns for path in folder.glob(pattern) if path.is_file()})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest() if files else ""


def composite(path: Path) -> Action:
    """The composite action in this folder."""
    action = yaml.safe_load((path / "action.yml").read_text(encoding="utf-8"))
    if not action.keys() <= {"name", "description", "author", "branding", "inputs", "outputs", "runs"}:
        raise UnknownConstruct(f"the keys {sorted(action)} of an action")
    if action["runs"].keys() != {"using", "steps"} or action["runs"]["using"] != "composite":
        raise UnknownConstruct("an action that is not composite")

    def act(given: dict[str, str], job: Job) -> Outputs:
        unknown = given.keys() - action["inputs"].keys()
        if unknown:
            raise UnknownConstruct(f"the inputs {sorted(unknown)}")
        outside = {**job.contexts}
        job.contexts["inputs"] = {
            name: given.get(name, about.get("default", "")) for name, about in action["inputs"].items()
        }
        job.run_steps(action["runs"]["steps"], path)
        made = {name: job.fill(about["value"]) for name, about in action.get("outputs", {}).items()}
        job.contexts = outside
        return made

    return act


def run_job(job: dict[str, Any], workspace: Path, temp: Path, actions: Mapping[str, Action], **matrix: object) -> Job:
    """A job of a workflow, for one combination of its matrix."""
    if not job.keys() <= {"runs-on", "steps", "strategy", "permissions", "name"}:
        raise UnknownConstruct(f"the keys {sorted(job)} of a job")
    temp.mkdir(parents=True, exist_ok=True)
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("GITHUB_", "INPUT_"))}
    contexts: dict[str, dict[str, Any]] = {"runner": {"os": "Linux"}, "matrix": dict(matrix)}
    started = Job(workspace, temp, actions, environment, contexts)
    started.run_steps(job["steps"])
    return started
