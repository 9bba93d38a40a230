"""``gradcheck explain``: what a code means, with an example and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gradcheck import __version__
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal
from gradcheck.findings.codes import CODES, Code, code_of
from gradcheck.findings.page import read_page
from gradcheck.report.explain import code_lines, page_lines
from gradcheck.report.page import Line, line


def explain(names: Sequence[str], everything: bool, output: Output) -> int:
    """Print the pages of these codes, or of all; without either, the list of codes.  The exit code."""
    try:
        asked = list(CODES.values()) if everything else list(dict.fromkeys(map(code_of, names)))
    except LookupError as error:
        return refuse("explain", output, str(error))
    if output.as_json:
        from gradcheck.report.json import document

        told = [_page_json(code) for code in asked] or [_code_json(code) for code in CODES.values()]
        print(document("explain", __version__, {"codes": told}))
        return 0
    lines: list[Line] = []
    for code in asked:
        lines += [*([line("")] * 2 if lines else []), *page_lines(read_page(code.code))]
    Terminal(output.color).print(lines or code_lines(CODES.values()))
    return 0


def _code_json(code: Code) -> dict[str, Any]:
    about = {"code": code.code, "slug": code.slug, "severity": code.severity}
    return {**about, "title": code.title, "advice": code.advice}


def _page_json(code: Code) -> dict[str, Any]:
    page = read_page(code.code)
    sections = {"meaning": page.meaning, "example": page.example, "mending": page.mending}
    return {**_code_json(code), **sections, "page": page.text}
