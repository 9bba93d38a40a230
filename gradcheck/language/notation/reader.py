"""Claims as people type them: ``tanh(x) <= x ; x >= 0`` to propositions.  A whitelist; nothing is ever evaluated.

The text becomes tokens (``tokens``), these a tree of what was written (``parser``, ``tree``), and that a proposition
(``elaboration``, ``calls``).  Syntax comes before meaning: what no tree can be made of is refused first.

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

from collections.abc import Mapping
from dataclasses import dataclass

from gradcheck.language.notation.elaboration import Elaboration
from gradcheck.language.notation.parser import parse_formula, parse_line
from gradcheck.language.notation.readerror import ReadError, render_caret
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import Declaration, Name, pieces
from gradcheck.language.syntax.meaning import EULER, MeaningError, check_meanings
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term

Symbols = Mapping[str, Term]


@dataclass(frozen=True)
class ClaimLine:
    """One line of a file of claims: its content, or why it could not be read."""

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
    """Return the term that the text writes; names outside ``symbols`` are real variables.  ReadError otherwise."""
    return Elaboration(text, symbols or {}).term(parse_formula(text, tokenize(text)))


def read_proposition(text: str, symbols: Symbols | None = None) -> Proposition:
    """Return the relation, or the chain, conjunction, disjunction or implication of some.  ReadError otherwise."""
    return Elaboration(text, symbols or {}).claim(parse_formula(text, tokenize(text)))


def read_claim(line: str, symbols: Symbols | None = None) -> tuple[Proposition, tuple[Proposition, ...]]:
    """Return the claim of a line and its assumptions, declarations of sorts already applied.  ReadError otherwise."""
    typed = read_typed(line, symbols)
    return typed.claim, typed.given


def read_typed(line: str, symbols: Symbols | None = None) -> Typed:
    """Return the same, with how each name was declared.  ReadError where one of them would be drawn as another is."""
    line = line.partition("#")[0]
    first, *items = parse_line(line, tokenize(line))
    elaboration = Elaboration(line, symbols or {})
    for item in items:
        if isinstance(item, Declaration):
            elaboration.declare(item)
    declared = dict.fromkeys(elaboration.scope, "in the claim")
    premises = (item for item in items if not isinstance(item, Declaration))
    claim, *given = [elaboration.claim(tree) for tree in (first, *premises)]
    try:
        check_meanings((claim, *given), {})
    except MeaningError as error:
        names = (piece for tree in (first, *items) for piece in pieces(tree) if isinstance(piece, Name))
        place = next((name.start for name in names if name.text == error.name), 0)
        raise ReadError("GC413", str(error), line, place + 1) from None
    return Typed(claim, tuple(given), declared | dict.fromkeys(elaboration.undeclared, "undeclared"))


def read_claims(text: str) -> list[ClaimLine]:
    """Return one entry for each line that is neither blank nor a comment;
    a line that cannot be read carries its error.
    """
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


__all__ = [
    "EULER", "ClaimLine", "ReadError", "Typed", "read_claim", "read_claims", "read_expression", "read_proposition",
    "read_typed", "render_caret",
]  # fmt: skip
