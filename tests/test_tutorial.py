"""Every block of docs/tutorial.md is run: claims, modules, programs, commands, and the workflow is YAML that parses."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from gradcheck import prove_all
from gradcheck.derivation import derivation, step
from gradcheck.language.notation.reader import read_typed

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "tutorial.md"
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<name>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
KINDS = {"sh", "claims", "python", "yaml"}
FALSE = "false: "


class Block(NamedTuple):
    """A block of the page."""

    kind: str
    name: str
    body: str


def blocks(kind: str) -> list[Block]:
    page = PAGE.read_text(encoding="utf-8")
    return [Block(m["kind"], m["name"] or "", m["body"]) for m in BLOCK.finditer(page) if m["kind"] == kind]


def test_all_blocks_are_of_a_kind_that_is_run() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert {m["kind"] for m in BLOCK.finditer(page)} == KINDS
    assert page.count("\n```") == 2 * sum(1 for _ in BLOCK.finditer(page))
    assert len(blocks("claims")) == 7


@pytest.mark.parametrize("block", blocks("claims"), ids=lambda block: block.name)
def test_claims_have_the_verdicts_that_the_page_says(block: Block) -> None:
    for written in block.body.splitlines():
        expected = "refuted" if written.startswith(FALSE) else "proved"
        typed = read_typed(written.removeprefix(FALSE))
        one = step("claim", typed.claim, given=typed.given)
        (outcome,) = prove_all(derivation(one, define=typed.definitions, where=dict(typed.notation)))
        assert outcome.verdict == expected, written
    assert "false:" in block.body or block.name == "sheet.txt"


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files of the page."""
    folder = tmp_path_factory.mktemp("tutorial")
    for kind in ("claims", "python", "yaml"):
        for block in blocks(kind):
            path = folder / block.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.body, encoding="utf-8")
    return folder


def run(arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "GRADCHECK_NO_CACHE": "1"}
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def test_commands_end_as_the_page_says(sheet: Path) -> None:
    for block in blocks("sh"):
        for line in block.body.splitlines():
            code = re.search(r"# exit code (\d)", line)
            program, *arguments = shlex.split(line, comments=True)
            assert program == "gradcheck"
            ran = run(["-m", "gradcheck", *arguments], sheet)
            assert ran.returncode == (int(code[1]) if code else 0), (line, ran.stdout, ran.stderr)
    assert (sheet / "derivations" / "logistic_regression.py").exists()


def test_programs_run(sheet: Path) -> None:
    ran = run(["ask.py"], sheet)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_workflow_is_that_of_the_page_on_servers(sheet: Path) -> None:
    (block,) = blocks("yaml")
    steps = yaml.safe_load(block.body)["jobs"]["gradcheck"]["steps"]
    uses = [one["uses"] for one in steps]
    assert all(one in (ROOT / "docs" / "ci.md").read_text(encoding="utf-8") for one in uses)
