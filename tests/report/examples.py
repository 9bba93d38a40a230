"""The table and the examples of docs/formats.md: a derivation that is proved for the page, in every format.

``python -m tests.report.examples`` writes them into the page, and a section for a format that has none; a test fails
where the page says something else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gradcheck.outcome.run import NO_SUCH_PATH, DerivationOutcome, Location, Problem, RunOutcome
from gradcheck.project.discovery import inspect_module, load
from gradcheck.prover.prove import prove_derivation
from gradcheck.report.formats import FORMATS, render_report
from gradcheck.runtime.limits import Limits

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
MODULE = "derivations/slips.py"
BLOCK = re.compile(r"<!-- example: ([a-z]+) -->\n(`{3,})([a-z]*)\n(.*?)\n\2\n", re.DOTALL)

TABLE = re.compile(r"^\| format \| .*\n\|---.*\n(?:\| .*\n)*", re.MULTILINE)

CUT: dict[str, Callable[[Any], Any]] = {  # of what is long, the first finding
    "json": lambda document: document["findings"][1],
    "sarif": lambda document: document["runs"][0]["results"][0],
}


def run_of_the_page(source: str) -> RunOutcome:
    """The module of the page proved, and a path that is not there; without the times, which differ."""
    with TemporaryDirectory() as folder:
        path = Path(folder, MODULE)
        path.parent.mkdir()
        path.write_text(source, encoding="utf-8")
        outcome = prove_derivation(load(inspect_module(path, path.parent)), Limits())
    missing = Problem(NO_SUCH_PATH, "there is no such file or folder", Location("lemmas", 1))
    return RunOutcome("check", (_placed(outcome),), (missing,))


def _placed(outcome: DerivationOutcome) -> DerivationOutcome:
    steps = [
        replace(step, seconds=0.0, location=replace(step.location, path=MODULE))
        for step in outcome.steps
        if step.location is not None
    ]
    return replace(outcome, steps=tuple(steps), seconds=0.0)


def written_page(page: str) -> str:
    """The page with its table and its examples as they are now."""
    source = next(match[4] for match in BLOCK.finditer(page) if match[1] == "module") + "\n"
    run = run_of_the_page(source)

    def told(match: re.Match[str]) -> str:
        form, fence, language, text = match.groups()
        if form in CUT:
            text = json.dumps(CUT[form](json.loads(render_report(form, run, "1.0"))), indent=2, ensure_ascii=False)
        elif form != "module":
            text = render_report(form, run, "1.0")
        return f"<!-- example: {form} -->\n{fence}{language}\n{text}\n{fence}\n"

    shown = {match[1] for match in BLOCK.finditer(page)}
    new = [f"\n## {form}\n\n<!-- example: {form} -->\n```text\n\n```\n" for form in FORMATS if form not in shown]
    return BLOCK.sub(told, TABLE.sub(lambda _: table(), page, count=1) + "".join(new))


def table() -> str:
    """A row for each format."""
    rows = [f"| `{form.name}` | {form.kind} | {form.purpose} |\n" for form in FORMATS.values()]
    return "".join(["| format | kind | for |\n", "|---|---|---|\n", *rows])


if __name__ == "__main__":
    PAGE.write_text(written_page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
