"""``gradcheck explain``: pages by code and by slug, the list of codes, and what is unknown."""

from __future__ import annotations

import json
from pathlib import Path

from gradcheck.findings.codes import CODES

from .conftest import Gradcheck


def test_a_page_by_its_code_or_its_slug(gradcheck: Gradcheck) -> None:
    ran = gradcheck("explain", "GC101")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out == gradcheck("explain", "false-claim").out == gradcheck("explain", "gc101", "GC101").out
    lines = ran.out.splitlines()
    assert lines[:2] == ["GC101 false-claim  (error)", "a statement is false"]
    assert [line for line in lines if line and line[0].isupper()] == [
        lines[0], "What it means", "Example", "How to mend it",
    ]  # fmt: skip
    assert '          step("scale", eq(Var(2 * X), 2 * Var(X))),' in lines
    assert "```" not in ran.out
    assert "\x1b" not in ran.out


def test_all_pages(gradcheck: Gradcheck) -> None:
    ran = gradcheck("explain", "--all")
    assert ran.code == 0
    heads = [f"\n{code.code} {code.slug}  ({code.severity})\n{code.title}\n" for code in CODES.values()]
    assert all(head in f"\n{ran.out}" for head in heads)


def test_without_a_code_all_are_listed(gradcheck: Gradcheck) -> None:
    ran = gradcheck("explain")
    assert ran.code == 0
    assert [line.split()[:2] for line in ran.out.splitlines()] == [[c.code, c.slug] for c in CODES.values()]
    assert "\x1b[" in gradcheck("explain", "--color", "always").out


def test_an_unknown_code(gradcheck: Gradcheck) -> None:
    ran = gradcheck("explain", "false-clam")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == "gradcheck: there is no code false-clam; did you mean false-claim?\n"
    ran = gradcheck("explain", "GC101", "GC1", "--output-format", "json")
    assert ran.code == 2
    assert json.loads(ran.out)["problems"] == ["there is no code GC1"]


def test_json_and_its_documentation(gradcheck: Gradcheck) -> None:
    (told,) = json.loads(gradcheck("explain", "GC301", "--output-format", "json").out)["codes"]
    assert (told["code"], told["slug"], told["severity"]) == ("GC301", "undefined-somewhere", "warning")
    assert told["page"].startswith("# GC301 undefined-somewhere\n")
    assert told["meaning"] in told["page"]
    listed = json.loads(gradcheck("explain", "--output-format", "json").out)["codes"]
    assert [item["code"] for item in listed] == list(CODES)
    page = Path(__file__).parents[2].joinpath("docs", "json.md").read_text("utf-8").partition("`explain`")[2]
    assert all(f"`{key}`" in page for key in told)
