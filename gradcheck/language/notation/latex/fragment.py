r"""A formula alone: one tree, or a claim with what follows it.

Clauses are joined as in a line of text: by \implies and \iff, by ``and``, commas and wide spaces, and ``or``.  What
follows ``\text{where}``, ``\text{for}``, ``\text{given}``, ``\text{if}``, \forall, or a semicolon, is
what a claim assumes.
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.language.notation.latex.clauses import is_pattern, read_row
from gradcheck.language.notation.latex.commands import ROWS
from gradcheck.language.notation.latex.display import parts_columns, tokens_of
from gradcheck.language.notation.latex.items import items_of
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause, Words
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Binder, Defining, Item, Joined, Listed, Operator, Precedence, Tending, Tree

ITEMS = {"where": "where", "given": "given", "for": "for", "all": "for", "if": "if", "let": "where"}
JOINS = {
    "and": Precedence.AND, ",": Precedence.AND, "blank": Precedence.AND, "or": Precedence.OR,
    "=>": Precedence.IMPLIES, "so": Precedence.IMPLIES, "<=>": Precedence.IFF,
}  # fmt: skip
TEXTS = {Precedence.AND: "and", Precedence.OR: "or", Precedence.IMPLIES: "=>", Precedence.IFF: "<=>"}


def read_fragment(source: str, start: int = 0, end: int | None = None, reading: Reading | None = None) -> Tree:
    """Return the tree of the formula in ``source[start:end]``; ReadError if it is none, or more than one."""
    first, *items = _read(source, start, len(source) if end is None else end, reading or Reading())
    if items:
        raise ReadError("GC410", "an assumption stands behind the formula", source, items[0].start + 1)
    return first


def read_line(source: str, reading: Reading | None = None) -> list[Tree]:
    """Return the tree of the claim in a line, and an Item for each assumption behind it."""
    return _read(source, 0, len(source), reading or Reading())


def read_items(source: str, start: int, end: int, reading: Reading | None = None) -> list[Tree]:
    """Return an Item for each declaration or assumption in ``source[start:end]``."""
    return _read(source, start, end, reading or Reading(), ";")


def _read(source: str, start: int, end: int, reading: Reading, word: str = "") -> list[Tree]:
    try:
        tokens = [
            token
            for token in _row(source, tokens_of(source, start, end, reading))
            if token.kind not in ("tag", "label")
        ]
        while tokens and tokens[-1].is_sign(",", ".", ";"):
            tokens.pop()
        if not tokens:
            raise ReadError("GC401", "there is no formula", source, start + 1)
        clauses, words = read_row(source, tokens, reading)
    except RecursionError:  # the limits of nesting come first; this is for callers that are deep themselves
        raise ReadError("GC408", "the formula is nested too deeply", source, start + 1) from None
    if words:
        raise ReadError("GC410", f"the words {words[0].text!r} have no meaning here", source, words[0].start + 1)
    return _parted(source, clauses, word)


def _row(source: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens of the only row, without an environment around it."""
    found: list[Token] = []
    inner = 0
    for at, token in enumerate(tokens[:-1]):
        if token.kind in ("begin", "finish") and token.text in ROWS and not inner and not found:
            continue
        inner += (token.kind == "begin") - (token.kind == "finish")
        if inner < 0 and token.text in ROWS:
            inner = 0
            continue
        if not inner and token.is_command("\\"):
            raise ReadError("GC410", "the formula has several rows", source, token.start + 1, "check them as a display")
        if not inner and token.is_sign("&"):
            if parts_columns(tokens, at):
                raise ReadError("GC410", "& parts two formulas", source, token.start + 1, "check them as a display")
            continue
        found.append(token)
    return found


def _parted(source: str, clauses: tuple[Clause, ...], word: str) -> list[Tree]:
    """Return the claim and the items, told apart by the words before the clauses."""
    claims: list[Clause] = []
    items: list[Tree] = []
    for clause in clauses:
        opening = next((one for one in clause.words if one.kind in ITEMS or one.text == ";"), None)
        _refuse_prose(source, clause.words)
        if clause.continues:
            raise ReadError("GC411", "there is nothing before this relation", source, clause.start + 1)
        if opening is not None and (claims or word):
            word = ";" if opening.text == ";" else ITEMS[opening.kind]
        elif word and any(one.kind in ("=>", "<=>", "or") for one in clause.words):
            raise ReadError("GC410", "a claim stands behind assumptions", source, clause.start + 1)
        if claims and any(one.kind == "as" for one in clause.words):
            claims[-1] = tending(source, claims[-1], clause)
            continue
        declared = items_of(clause) if claims and not word else None
        if declared is not None and not isinstance(declared, Defining):  # a claim, X \in \mathbb{R}^n
            items.append(Item(clause.start, clause.end, ";", declared))
        elif word:
            items.append(_item(clause, word))
        elif items:
            raise ReadError("GC410", "a claim stands behind declarations", source, clause.start + 1)
        else:
            claims.append(clause)
    return [_joined(source, claims), *items] if claims else items


def tending(source: str, claim: Clause, clause: Clause) -> Clause:
    """Return a claim with what it is about, f = O(g) as n -> oo; a_n -> a as n -> oo is about the limit."""
    if [one.text for one in clause.relations] != ["->"]:
        raise ReadError("GC411", "what tends to what is missing", source, clause.start + 1, "as n \\to \\infty")
    variable, point = clause.sides
    relation = claim.relations[-1] if claim.relations else None
    if relation is None:
        raise ReadError("GC412", "this is an expression and claims nothing", source, claim.start + 1)
    if relation.text != "->":
        return replace(
            claim, end=clause.end, sides=(Tending(claim.start, clause.end, claim.tree, variable, point),), relations=()
        )
    sign = Operator(clause.start, clause.end, "limit")
    body = claim.sides[-2]
    limit = Binder(body.start, clause.end, sign, variable, point, None, None, body)
    sides = (*claim.sides[:-2], limit, claim.sides[-1])
    return replace(claim, end=clause.end, sides=sides, relations=(*claim.relations[:-1], replace(relation, text="=")))


def _refuse_prose(source: str, words: tuple[Words, ...]) -> None:
    for one in words:
        if one.kind in ("other", "since", "otherwise", "exists", "<="):
            raise ReadError("GC410", f"the words {one.text!r} have no meaning here", source, one.start + 1)


def _item(clause: Clause, word: str) -> Item:
    """Return a declaration, or an assumption."""
    content = items_of(clause)
    if content is not None:
        return Item(clause.start, clause.end, word, content)
    first = clause.sides[0]
    if isinstance(first, Listed) and len(clause.sides) > 1 and all(is_pattern(part) for part in first.parts):
        last = first.parts[-1]
        chain = Joined(last.start, clause.end, Precedence.RELATION, (last, *clause.sides[1:]), clause.relations)
        return Item(clause.start, clause.end, word, chain, first.parts[:-1])
    return Item(clause.start, clause.end, word, clause.tree)


def _joined(source: str, clauses: list[Clause]) -> Tree:
    """Return one tree of all clauses; \\iff binds least tightly, commas most."""
    if (
        len(clauses) > 1
        and all(len(clause.sides) == 1 for clause in clauses)
        and all(one.text == "," for clause in clauses[1:] for one in clause.words)
    ):
        parts = tuple(clause.sides[0] for clause in clauses)
        return Listed(parts[0].start, parts[-1].end, "tuple", parts)
    links: list[tuple[Precedence, Words]] = []
    for clause in clauses[1:]:
        kinds = [JOINS[one.kind] for one in clause.words if one.kind in JOINS]
        if not kinds:
            raise ReadError("GC410", "two formulas stand side by side", source, clause.start + 1)
        strongest = min(kinds)
        links.append((strongest, next(one for one in clause.words if JOINS.get(one.kind) is strongest)))
    return _grouped([clause.tree for clause in clauses], links)


def _grouped(trees: list[Tree], links: list[tuple[Precedence, Words]]) -> Tree:
    if not links:
        return trees[0]
    loosest = min(precedence for precedence, _ in links)
    parts: list[Tree] = []
    operators: list[Operator] = []
    begin = 0
    for at, (precedence, words) in enumerate(links):
        if precedence is loosest:
            parts.append(_grouped(trees[begin : at + 1], links[begin:at]))
            operators.append(Operator(words.start, words.end, TEXTS[loosest]))
            begin = at + 1
    parts.append(_grouped(trees[begin:], links[begin:]))
    return Joined(parts[0].start, parts[-1].end, loosest, tuple(parts), tuple(operators))
