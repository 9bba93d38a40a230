"""Renders the pages of the codes for a terminal: headings without marks, code indented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from gradcheck.findings.codes import Code
from gradcheck.findings.page import SECTIONS, Page
from gradcheck.report.page import Line, Span, line

MEANING = {"error": "bad", "warning": "unsure", "note": "quiet"}


def page_lines(page: Page) -> Iterator[Line]:
    """The page, under the code and what it means in a sentence."""
    about = page.about
    yield line(Span(about.code, MEANING[about.severity]), " ", Span(about.slug, "name"), f"  ({about.severity})")
    yield line(about.title)
    for title, text in zip(SECTIONS, (page.meaning, page.example, page.mending), strict=True):
        yield from [line(""), line(Span(title, "name")), line("")]
        yield from _markdown(text)


def code_lines(codes: Iterable[Code]) -> Iterator[Line]:
    """One line a code."""
    listed = list(codes)
    width = max(len(code.slug) for code in listed)
    for code in listed:
        yield line(
            Span(code.code, MEANING[code.severity]), "  ", Span(code.slug.ljust(width), "name"), f"  {code.title}"
        )


def _markdown(text: str) -> Iterator[Line]:
    """Paragraphs as they are, two columns in; blocks of code four more, the name of their file above them."""
    inside = False
    for row in text.splitlines():
        if row.startswith("```"):
            inside = not inside
            name = row.removeprefix("```").partition(" ")[2]
            if inside and name:
                yield line("      ", Span(f"# {name}", "quiet"))
        elif inside:
            yield line("      ", row) if row else line("")
        else:
            yield line("  ", row) if row else line("")
