"""``gradcheck show``: a derivation as it was written, without proving anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from gradcheck import __version__
from gradcheck.cli.names import resolve
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.streams import Terminal, for_stream, print_document, takes_unicode
from gradcheck.derivation import Derivation, Step
from gradcheck.language.printing.abbreviations import abbreviated
from gradcheck.language.printing.table import Table
from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.outcome.run import Preamble
from gradcheck.project.discovery import Find, LibraryError, known
from gradcheck.report.page import Line, Span, block, line
from gradcheck.report.tabular import table_latex, table_lines
from gradcheck.report.text import preamble_lines
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

Renderer = Callable[[Node], str]


def show(
    name: str, latex: bool, output: Output, find: Find = known, sympy: bool = False, document_form: str = ""
) -> int:
    """Print the derivation, with ``sympy`` as a module of SymPy, with a form as a document; the exit code."""
    if sympy and (latex or output.as_json or document_form):
        return refuse("show", output, "--sympy prints Python; ask for one of --sympy, --markdown, --latex and JSON")
    if document_form and (output.as_json or latex != (document_form == "latex")):
        return refuse("show", output, "a document is written with --markdown, or with --latex --standalone")
    entries, problems = resolve([name], find())
    if problems:
        return refuse("show", output, *problems)
    try:
        derivation = load_apart(entries[0], Limits())
    except LibraryError as error:
        return refuse("show", output, error.problem)
    if sympy:
        from gradcheck.language.sympy.code import derivation_source

        print_document(derivation_source(derivation))
        return 0
    if document_form:
        from gradcheck.documents.writing import write_document

        print_document(write_document(derivation, document_form).removesuffix("\n"))
        return 0
    if output.as_json:
        print(_as_json(derivation))
        return 0
    if latex:
        from gradcheck.language.printing.latex import render_latex as render
    elif not takes_unicode():
        from gradcheck.language.printing.text import render_text as render
    else:
        from gradcheck.language.printing.page import render_pretty as render
    Terminal(output.color).print(_lines(derivation, render, latex))
    return 0


def _lines(derivation: Derivation, render: Renderer, latex: bool) -> Iterator[Line]:
    """Title, source, names and definitions, assumptions, then the steps in order."""

    def short(node: Node) -> str:
        return render(abbreviated(node, derivation.notation))

    yield line(Span(derivation.name, "name"), "  ", derivation.title)
    if derivation.source:
        yield line(Span(derivation.source, "quiet"))
    preamble = for_stream(_preamble(derivation))
    told = preamble_latex(preamble) if latex else preamble_lines(preamble, "  ")
    yield from _after_blank(told)
    names = [render(_meaning(name, term, derivation)) for name, term in derivation.notation]
    for label, formulas in (("where", names), ("assuming", [*map(short, derivation.assumptions)])):
        if formulas:
            yield from [line(""), line("  ", Span(label, "quiet"))]
            for text in formulas:
                yield from block(text, "    ")
    for step in derivation.steps:
        yield line("")
        yield from _step_lines(step, short)
    for table in derivation.tables:
        yield line("")
        yield from _table_lines(table, render)
    for note in derivation.notes:
        yield from [line(""), *block(note, "  ", "quiet")]


def _preamble(derivation: Derivation) -> Preamble:
    from gradcheck.prover.preamble import preamble_of

    stated = [node for step in derivation.steps for node in (step.claim, *step.given)]
    return preamble_of((*derivation.assumptions, *stated), derivation.definitions, derivation.notation)


def _after_blank(lines: Iterable[Line]) -> Iterator[Line]:
    told = list(lines)
    yield from [line(""), *told] if told else []


def preamble_latex(preamble: Preamble) -> Iterator[Line]:
    """The preamble in LaTeX, a formula a line."""
    for label, formulas in (("for", (*preamble.lines, *preamble.defined)), ("presupposed", preamble.presupposed)):
        if formulas:
            yield line("  ", Span(label, "quiet"))
            yield from (line("    ", formula.latex) for formula in formulas)


def _meaning(name: str, term: Term, derivation: Derivation) -> Node:
    """``name = term``, where the other names are used in the term."""
    own = Array(name, term.shape) if term.shape else Symbol(name)
    others = tuple(item for item in derivation.notation if item[1] is not term)
    meaning = abbreviated(term, others)
    return Relation("=", own, meaning if isinstance(meaning, Term) else term)


def _step_lines(step: Step, render: Renderer) -> Iterator[Line]:
    kind = Span("  false, kept as an erratum", "bad") if step.expected == "refuted" else Span("")
    yield line("  ", Span(step.name, "name"), kind)
    yield from block(render(step.claim), "    ")
    for premise in step.given:
        yield from block(f"given {render(premise)}", "    ", "quiet")
    if step.note:
        yield from block(step.note, "    ", "quiet")


def _table_lines(table: Table, render: Renderer) -> Iterator[Line]:
    from gradcheck.language.printing.latex import render_latex

    if render is render_latex:
        cells = [(name, [render(term) for term in terms]) for name, terms in table.rows]
        yield from table_latex(table.title, table.header, cells)
    else:
        yield from table_lines(table.title, table.header, [(n, [_cell(t) for t in terms]) for n, terms in table.rows])


def _cell(term: Term) -> str:
    """The term in one line; a number with its digits in groups of three."""
    from gradcheck.language.printing.page import render_row

    whole = isinstance(term, Num) and term.value.denominator == 1
    return f"{int(term.value):,}" if whole else render_row(term)  # type: ignore[attr-defined]


def _as_json(derivation: Derivation) -> str:
    from gradcheck.language.printing.latex import render_latex
    from gradcheck.language.printing.text import render_text
    from gradcheck.report.json import document, preamble_json

    def both(node: Node) -> dict[str, str]:
        return {"text": render_text(node), "latex": render_latex(node)}

    content = {
        "name": derivation.name,
        "title": derivation.title,
        "source": derivation.source,
        **preamble_json(_preamble(derivation)),
        "assumptions": [both(item) for item in derivation.assumptions],
        "steps": [
            {
                "name": step.name,
                "statement": both(step.claim),
                "given": [both(item) for item in step.given],
                "expected": step.expected,
                "note": step.note,
            }
            for step in derivation.steps
        ],
        "tables": [
            {
                "title": table.title,
                "header": list(table.header),
                "rows": [{"name": name, "cells": [both(term) for term in terms]} for name, terms in table.rows],
            }
            for table in derivation.tables
        ],
    }
    return document("show", __version__, content)
