"""Python source that builds statements and values with SymPy: a whole derivation, or a few names.  Runs nothing.

A derivation is written as a module of SymPy that gradcheck reads: symbols with their sorts, then the steps in a block
in which SymPy writes down what is written (``held``).  A step that cannot be said in SymPy is a comment with the reason
and the statement in gradcheck's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from gradcheck.language.printing.text import render_text
from gradcheck.language.sympy import code_arrays, code_statements  # noqa: F401  (they enter how these are written)
from gradcheck.language.sympy.code_names import WIDTH, quoted
from gradcheck.language.sympy.code_terms import Code
from gradcheck.language.sympy.unsayable import Unsayable
from gradcheck.language.syntax.definitions import Definition, Initial
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term

INDENT = "    "


class Stated(Protocol):
    """A step of a derivation."""

    @property
    def name(self) -> str: ...
    @property
    def claim(self) -> Proposition: ...
    @property
    def given(self) -> tuple[Proposition, ...]: ...
    @property
    def expected(self) -> str: ...


class Derived(Protocol):
    """A derivation."""

    @property
    def title(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def steps(self) -> Sequence[Stated]: ...
    @property
    def assumptions(self) -> tuple[Proposition, ...]: ...
    @property
    def definitions(self) -> tuple[Definition, ...]: ...


def derivation_source(derivation: Derived) -> str:
    """Return a module that states the same in SymPy, as far as that can be said."""
    code = Code(held=True)
    unsaid: list[str] = []
    defined = list(_definitions(code, derivation.definitions, unsaid))
    assumed = list(_assumptions(code, derivation.assumptions, unsaid))
    steps = [line for step in derivation.steps for line in _step(code, step)]
    body = ["with held():", f"{INDENT}DERIVATION = derivation(", *(f"{INDENT * 2}{line}" for line in steps)]
    for name, items in (("define", defined), ("assume", assumed)):
        if items:
            body += [f"{INDENT * 2}{name}=[", *(f"{INDENT * 3}{item}," for item in items), f"{INDENT * 2}],"]
    if derivation.source:
        body.append(f"{INDENT * 2}source={quoted(derivation.source)},")
    body.append(f"{INDENT})")
    declared = list(code.names.declarations())
    used = [word for word in ("erratum", "step") if any(line.startswith(f"{word}(") for line in steps)]
    imports = [
        *code.names.imports(),
        "",
        f"from gradcheck.derivation import {', '.join(['derivation', *used])}",
        "from gradcheck.language.sympy import held",
    ]
    title = quoted(derivation.title)
    head = [f'""{title}""' if title.startswith('"') else title, ""] if derivation.title else []
    return "\n".join([*head, *imports, "", *declared, *[""] * bool(declared), *unsaid, *[""] * bool(unsaid), *body])


def _definitions(code: Code, definitions: Sequence[Definition], unsaid: list[str]) -> Iterator[str]:
    """Yield the definitions as equations; all of a sequence, or none."""
    for name in dict.fromkeys(item.member.name for item in definitions):
        own = [item for item in definitions if item.member.name == name]
        try:
            with code.names.or_none():
                equations = [_equation(code, item, own) for item in own]
            yield from equations
        except Unsayable as problem:
            unsaid += _remark(f"The definition of {name}", problem, map(render_text, own))


def _equation(code: Code, item: Definition, own: Sequence[Definition]) -> str:
    """Return the equation of a definition that begins where an equation of SymPy does."""
    if isinstance(item, Initial):
        return code.call("Eq", item.member, item.value).source
    firsts = [other.at + 1 for other in own if isinstance(other, Initial)]
    if max(firsts, default=item.index.least) != item.start:
        raise Unsayable(f"it begins at {item.start}, and an equation does not say so")
    return code.call("Eq", item.member, item.body).source


def _assumptions(code: Code, assumptions: Iterable[Proposition], unsaid: list[str]) -> Iterator[str]:
    for node in assumptions:
        try:
            with code.names.or_none():
                source = code.source(node)
            yield source
        except Unsayable as problem:
            unsaid += _remark("An assumption", problem, [render_text(node)])


def _step(code: Code, step: Stated) -> Iterator[str]:
    """Yield the lines of a step, or those of a comment in its place."""
    word = "step" if step.expected == "proved" else "erratum"
    try:
        with code.names.or_none():
            claim, given = code.source(step.claim), [code.source(premise) for premise in step.given]
    except Unsayable as problem:
        told = [render_text(step.claim), *(f"given {render_text(premise)}" for premise in step.given)]
        yield from _remark(f"The {word} {quoted(step.name)}", problem, told)
        return
    args = [quoted(step.name), claim, *([f"given=[{', '.join(given)}]"] if given else [])]
    line = f"{word}({', '.join(args)}),"
    yield from [line] if len(line) <= WIDTH else [f"{word}(", *(f"{INDENT}{arg}," for arg in args), "),"]


def _remark(what: str, problem: Unsayable, told: Iterable[str]) -> list[str]:
    """Return a comment that says what is not said, and why."""
    lines = [f"{what} is not said here: {problem}.", *(f"{INDENT}{line}" for line in told)]
    return [f"# {_printable(line)}" for line in lines]


class Value(NamedTuple):
    """A value with its name: a term, or Python for it.  ``remark`` is a comment behind it; alone if that is empty."""

    name: str
    node: Term | str
    remark: str = ""


def values_source(values: Iterable[Value]) -> str:
    """Return the imports, the symbols, and a line ``name = value`` for each value, without a name the value alone."""
    code = Code(held=False)
    lines = [line for value in values for line in _lines(code, value)]
    declared = list(code.names.declarations())
    head = [*code.names.imports(), *[""] * bool(declared), *declared]
    return "\n".join([*head, *[""] * bool(head), *lines])


def _lines(code: Code, value: Value) -> Iterator[str]:
    remark = f"# {_printable(value.remark)}" if value.remark else ""
    if value.node == "":
        yield remark
        return
    try:
        with code.names.or_none():
            source = _said(code, value.node)
    except Unsayable as problem:
        told = value.node if isinstance(value.node, str) else render_text(value.node)
        yield from _remark(value.name or "The answer", problem, [told])
        return
    named = f"{value.name} = {source}" if value.name else source
    yield f"{named}  {remark}" if remark else named


def _said(code: Code, node: Term | str) -> str:
    if not isinstance(node, str):
        return code.source(node)
    for name in ("Rational", "oo"):
        if name in node:
            code.names.imported(name)
    return node


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "?" for c in text)
