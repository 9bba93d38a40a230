"""Claims as people type them: ``tanh(x) <= x ; x >= 0`` to propositions.  A whitelist; nothing is ever evaluated.

A line is a claim and its assumptions, separated by semicolons; ``#`` begins a comment.  Names are real variables
unless a declaration among the assumptions gives them a sort: ``n in naturals``, ``n, m in integers``, ``d dimension``.
``e`` is Euler's number, unless it is declared.
Numbers are exact: 0.1 is 1/10.  What is read is the tree as written (``text`` describes the three conventions).
Relations are joined by ``and``, ``or`` and ``=>``, from the tightest to the loosest; a => b => c is a => (b => c).

Every refusal is a ``ReadError`` with one of these codes and the place; no other exception leaves this module:

    GC401 no formula                                 GC408 too long, too deep, too many parts
    GC402 a character outside the syntax             GC409 an operator is missing between two expressions
    GC403 parentheses do not match                   GC410 a construct outside the language
    GC404 unknown function                           GC411 an expression is missing
    GC405 wrong number of arguments                  GC412 a relation where an expression belongs, or none at all
    GC406 a number that is too long, or no number    GC413 a name that no variable can have
    GC407 an absurd exponent                         GC414 a declaration of a sort that fails
    GC415 terms that do not fit together             GC416 a bound variable, bound or infinity out of place
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from gradcheck.language.notation.building import IMPLIES, Builder
from gradcheck.language.notation.tokens import ReadError, Token, check_order, render_caret, tokenize
from gradcheck.language.syntax.meaning import EULER, MeaningError, check_meanings
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Symbol, Term

Symbols = Mapping[str, Term]

SORT_WORDS = {
    "real": "real", "reals": "real", "integer": "integer", "integers": "integer", "natural": "natural",
    "naturals": "natural", "dimension": "dimension", "dimensions": "dimension",
}  # fmt: skip


@dataclass(frozen=True)
class ClaimLine:
    """One line of a file of claims: what it says, or why it could not be read."""

    number: int
    text: str
    claim: Proposition | None = None
    given: tuple[Proposition, ...] = ()
    error: ReadError | None = None


@dataclass(frozen=True)
class Typed:
    """A claim, its assumptions, and what each of its names is by: a declaration ``in the claim``, or ``undeclared``.

    The name ``EULER`` is among them if the number e was typed.
    """

    claim: Proposition
    given: tuple[Proposition, ...]
    declared: Mapping[str, str]


def read_expression(text: str, symbols: Symbols | None = None) -> Term:
    """The term that the text writes; names outside ``symbols`` are real variables.  ReadError otherwise."""
    return _build(text, tokenize(text), symbols or {}).expression()


def read_proposition(text: str, symbols: Symbols | None = None) -> Proposition:
    """The relation, or the chain, conjunction, disjunction or implication of some.  ReadError otherwise."""
    return _build(text, tokenize(text), symbols or {}).proposition()


def read_claim(line: str, symbols: Symbols | None = None) -> tuple[Proposition, tuple[Proposition, ...]]:
    """The claim of a line and its assumptions, declarations of sorts already applied.  ReadError otherwise."""
    typed = read_typed(line, symbols)
    return typed.claim, typed.given


def read_typed(line: str, symbols: Symbols | None = None) -> Typed:
    """The same, with what is said of its names.  ReadError where one of them would be drawn as another is."""
    line = line.partition("#")[0]
    known = dict(symbols or {})
    first, *others = _split(tokenize(line))
    if others and others[-1][0].kind == "end":
        others.pop()  # a semicolon at the end opens nothing
    premises = [part for part in others if not _declare(line, part, known)]
    builders = [_build(line, part, known) for part in (first, *premises)]
    claim, *given = [builder.proposition() for builder in builders]
    try:
        check_meanings((claim, *given), {})
    except MeaningError as error:
        columns = [token.column for part in (first, *others) for token in part if token.text == error.name]
        raise ReadError("GC413", str(error), line, columns[0] if columns else 1) from None
    declared = dict.fromkeys(known, "in the claim") | {
        name: "undeclared" for builder in builders for name in builder.undeclared
    }
    return Typed(claim, tuple(given), declared)


def read_claims(text: str) -> list[ClaimLine]:
    """One entry for each line that is neither blank nor a comment; a line that cannot be read carries its error."""
    found: list[ClaimLine] = []
    for number, line in enumerate(text.split("\n"), start=1):
        line = line.rstrip("\r")
        if not line.partition("#")[0].strip():
            continue
        try:
            claim, given = read_claim(line)
        except ReadError as error:
            found.append(ClaimLine(number, line, error=error))
        else:
            found.append(ClaimLine(number, line, claim, given))
    return found


def _split(tokens: list[Token]) -> list[list[Token]]:
    """The tokens between semicolons, each part closed by its own 'end'."""
    parts: list[list[Token]] = [[]]
    for token in tokens:
        if token.text == ";":
            parts[-1].append(Token("end", "", token.column))
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _declare(line: str, part: list[Token], symbols: dict[str, Term]) -> bool:
    """Whether the part declares sorts, as ``n, m in naturals`` or ``n natural`` do; ``symbols`` then has them."""
    if len(part) < 3 or (len(part) != 3 and part[-3].text != "in"):
        return False
    *names, word, _end = part
    sort = SORT_WORDS.get(word.text) if word.kind == "name" else None
    if names[-1].text == "in":
        names.pop()
        if sort is None:
            hint = "a range is written 0 < x < 1"
            raise ReadError("GC414", "a sort is naturals, integers, dimensions or reals", line, word.column, hint)
    elif sort is None:
        return False
    if len(names) % 2 == 0:
        raise ReadError("GC414", "a declaration lists names", line, word.column, "as in  n, m in naturals")
    for position, token in enumerate(names):
        if (token.text != ",") if position % 2 else (token.kind != "name"):
            raise ReadError("GC414", "a declaration lists names", line, token.column, "as in  n, m in naturals")
        if token.kind == "name":
            symbol = Symbol(token.text, sort)
            if symbols.get(token.text, symbol) is not symbol:
                raise ReadError("GC414", f"{token.text} already has another sort", line, token.column)
            symbols[token.text] = symbol
    return True


def _with_calls(tokens: list[Token]) -> list[Token]:
    """The tokens with ``a => b => c`` written as a call of a call, since Python has no such operator.

    The name of the call is none that can be read.  A call is at the place of its first operand.
    """
    found: list[Token] = []
    outer: list[tuple[int, int]] = []
    start, arrows = 0, 0  # where the operand at work begins, and the arrows since the last parenthesis or comma
    for token in tokens:
        if token.text == "=>":
            column = found[start].column
            found[start:start] = [Token("name", IMPLIES, column), Token("operator", "(", column)]
            found.append(Token("operator", ",", token.column))
            start, arrows = len(found), arrows + 1
            continue
        closes = token.text in (")", ",") or token.kind == "end"
        found += [Token("operator", ")", token.column)] * (arrows if closes else 0)
        found.append(token)
        if token.text == "(":
            outer.append((start, arrows))
        if token.text in ("(", ","):
            start, arrows = len(found), 0
        elif token.text == ")":
            start, arrows = outer.pop()
    return found


def _build(source: str, tokens: list[Token], symbols: Symbols) -> Builder:
    """Parse the tokens with Python's own grammar.  Names that are words of Python get an underscore on the way."""
    check_order(source, tokens)
    columns: dict[int, int] = {}
    pieces: list[str] = []
    offset = 0
    for token in _with_calls(tokens):
        columns[offset] = token.column
        piece = "==" if token.text == "=" else "_lambda" if token.text == "lambda" else token.text
        pieces.append(piece)
        offset += len(piece) + 1
    try:
        tree = ast.parse(" ".join(pieces).rstrip(), mode="eval")
    except (RecursionError, MemoryError):
        raise ReadError("GC408", "the formula is nested too deeply", source, 1) from None
    except (SyntaxError, ValueError) as error:
        column = columns.get((getattr(error, "offset", None) or 1) - 1, tokens[-1].column)
        raise ReadError("GC411", "this is not a formula", source, column) from None
    return Builder(source, " ".join(pieces), columns, tree.body, symbols)


__all__ = [
    "EULER", "ClaimLine", "ReadError", "Typed", "read_claim", "read_claims", "read_expression", "read_proposition",
    "read_typed", "render_caret",
]  # fmt: skip
