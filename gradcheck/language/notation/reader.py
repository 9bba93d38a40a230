"""Claims as people type them: ``tanh(x) <= x where x >= 0`` to propositions.  A whitelist; nothing is ever evaluated.

The text becomes tokens (``tokens``), these a tree of what was written (``parser``, ``binders``, ``items``, ``tree``),
and that a proposition (``elaboration`` and what it asks).  Syntax comes before meaning: what no tree can be made of is
refused first.

A text with a backslash, or in $ signs, is LaTeX (``latex``), and so may each part between semicolons be by itself.

A line is a claim and what it supposes, behind a semicolon or one of the words where, given, for, if; ``#`` begins a
comment.  Names are real variables unless something declares them: ``n in naturals``, ``X in R^(n x d)``,
``R ~ Bernoulli(p)``, ``f: R -> R differentiable``.  ``e`` is Euler's number, unless it is declared.
Numbers are exact: 0.1 is 1/10.  What is read is the tree as written (``text`` describes the three conventions).
Claims are joined by ``and``, ``or``, ``=>`` and ``<=>``, from the tightest to the loosest; a => b => c is
a => (b => c).

Every refusal is a ``ReadError`` with one of these codes and the place; no other exception leaves this module:

    GC401 no formula                                 GC409 an operator is missing between two expressions
    GC402 a character outside the syntax             GC410 a construct outside the language
    GC403 parentheses do not match                   GC411 an expression is missing
    GC404 unknown function                           GC412 a relation where an expression belongs, or none at all
    GC405 wrong number of arguments                  GC413 a name that no variable can have
    GC406 a number that is too long, or no number    GC414 a declaration that fails
    GC407 an absurd exponent                         GC415 terms that do not fit together
    GC408 too long, too deep, too many parts         GC416 a bound variable, bound or infinity out of place
    GC417 two readings                               GC418 a name that must be declared
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from gradcheck.language.notation.calledmembers import with_members
from gradcheck.language.notation.declaring import Declaring
from gradcheck.language.notation.elaboration import Elaboration
from gradcheck.language.notation.elaborator import Deferred
from gradcheck.language.notation.frozen import frozen
from gradcheck.language.notation.items import parse_formula, parse_line
from gradcheck.language.notation.offers import offered_line
from gradcheck.language.notation.prescan import names_alone, undeclared_families
from gradcheck.language.notation.readerror import ReadError, render_caret
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import Joined, Name, Operator, Precedence, Tree, pieces
from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.meaning import EULER, MeaningError, check_meanings
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term

MAX_PARTS = 50_000  # of a statement in full
Symbols = Mapping[str, Term]


@frozen
class ClaimLine:
    """One line of a file of claims: its content, or why it could not be read."""

    number: int
    text: str
    claim: Proposition | None = None
    given: tuple[Proposition, ...] = ()
    error: ReadError | None = None


@frozen
class Typed:
    """A claim, its assumptions, and what each of its names is by: a declaration ``in the claim``, or ``undeclared``.

    The name ``EULER`` is among them if the number e was typed.  ``definitions`` are those of sequences; ``notation``
    are the names that were defined, with their terms; ``remarks`` say how something was read.
    """

    claim: Proposition
    given: tuple[Proposition, ...]
    declared: Mapping[str, str]
    definitions: tuple[Definition, ...] = ()
    notation: tuple[tuple[str, Term], ...] = ()
    remarks: tuple[str, ...] = ()


def read_expression(text: str, symbols: Symbols | None = None) -> Term:
    """Return the term that the text writes; names outside ``symbols`` are real variables.  ReadError otherwise."""
    with _bounded(text):
        (tree,) = _trees(text, symbols, alone=True)
        return _elaboration(text, symbols, [tree]).term(tree)


def read_proposition(text: str, symbols: Symbols | None = None) -> Proposition:
    """Return the relation, or the chain, conjunction, disjunction or implication of some.  ReadError otherwise."""
    with _bounded(text):
        (tree,) = _trees(text, symbols, alone=True)
        return _elaboration(text, symbols, [tree]).claim(tree)


def _elaboration(text: str, symbols: Symbols | None, trees: list[Tree]) -> Elaboration:
    made = Elaboration(text, symbols or {}, names_alone(trees))
    made.families = undeclared_families(trees, made.scope)
    return made


def read_claim(line: str, symbols: Symbols | None = None) -> tuple[Proposition, tuple[Proposition, ...]]:
    """Return the claim of a line and its assumptions, declarations of sorts already applied.  ReadError otherwise."""
    typed = read_typed(line, symbols)
    return typed.claim, typed.given


def read_typed(line: str, symbols: Symbols | None = None) -> Typed:
    """Return the same, with how each name was declared.  ReadError where one of them would be drawn as another is."""
    line = line.partition("#")[0]
    with _bounded(line):
        return elaborate_line(line, _trees(line, symbols), symbols)


def read_typed_term(line: str, symbols: Symbols | None = None) -> Typed:
    """Return an expression and what it supposes; the claim is that the term equals itself.  ReadError otherwise."""
    line = line.partition("#")[0]
    with _bounded(line):
        tree, *items = _trees(line, symbols)
        sign = Operator(tree.end, tree.end, "=")
        relation = Joined(tree.start, tree.end, Precedence.RELATION, (tree, tree), (sign,))
        return elaborate_line(line, [relation, *items], symbols)


def _trees(line: str, symbols: Symbols | None, alone: bool = False) -> list[Tree]:
    """Return the tree of a claim and those of its items, or of a formula ``alone``; a backslash or $ is of LaTeX."""
    if "\\" in line or line.lstrip().startswith("$"):
        from gradcheck.language.notation import latex  # not before somebody writes it

        trees = [latex.read_fragment(line)] if alone else latex.read_mixed(line)
        numbers = [name for name, meaning in (symbols or {}).items() if isinstance(meaning, Term)]
        settled = latex.settled(line, trees, numbers)
        if alone and len(settled) > 1:
            raise ReadError("GC410", "a law stands in the formula", line, settled[1].start + 1)
        return settled
    return [parse_formula(line, tokenize(line))] if alone else parse_line(line, tokenize(line))


def joined_with(claim: str, given: Iterable[str]) -> str:
    """Join a claim and its assumptions in one line; a semicolon at the end of a part is dropped."""
    return "; ".join(part.rstrip().removesuffix(";") for part in (claim, *given))


@contextmanager
def _bounded(text: str) -> Iterator[None]:
    """Refuse what is nested so deeply that the stack of the caller has no room for it, and what no term takes."""
    try:
        yield
    except RecursionError:
        raise ReadError("GC408", "the formula is nested too deeply", text, 1) from None
    except ReadError:
        raise
    except (TypeError, ValueError, OverflowError) as error:
        raise ReadError("GC415", str(error), text, 1) from None


def elaborate_line(source: str, trees: list[Tree], symbols: Symbols | None = None, offering: bool = True) -> Typed:
    """Return what the trees of a claim and of its items say, in whichever notation they were written.

    With ``offering`` an error says which declarations would mend it.
    """
    trees = with_members(trees, symbols or {})
    first = trees[0]
    within = _elaboration(source, symbols, trees)
    declaring = Declaring(within, trees)
    declaring.declare()
    declared = dict.fromkeys(within.scope, "in the claim")
    try:
        declaring.define()
        claim = within.claim(first)
        declaring.assume()
    except ReadError as error:
        raise (_with_offer(error, trees, within, symbols) if offering else error) from None
    found = declaring.found
    axes = [Relation("<=", letter, side) for letter, side in within.axes.items()]
    given = (*found.given, *axes)
    _refuse_large(source, (claim, *given, *found.definitions))
    definitions, notation = found.definitions, _notation(found.deferred)
    try:
        check_meanings((claim, *given, *definitions), {})
    except MeaningError as error:
        names = (piece for tree in trees for piece in pieces(tree) if isinstance(piece, Name))
        place = next((name.start for name in names if name.text == error.name), 0)
        raise ReadError("GC413", str(error), source, place + 1) from None
    declared |= dict.fromkeys(within.undeclared, "undeclared")
    return Typed(claim, given, declared, definitions, notation, tuple(within.remarks))


def _refuse_large(source: str, nodes: tuple[Node, ...]) -> None:
    """Raise ReadError where definitions are put in so often that nobody could read the statement in full."""
    sizes: dict[Node, int] = {}
    for root in nodes:
        todo = [(root, False)]
        while todo:
            node, is_done = todo.pop()
            if is_done:
                sizes[node] = 1 + sum(sizes[child] for child in node.below)
            elif node not in sizes:
                todo.append((node, True))
                todo += [(child, False) for child in node.below]
    if sum(sizes[root] for root in nodes) > MAX_PARTS:
        message = f"with its definitions put in, the statement has more than {MAX_PARTS:,} parts"
        raise ReadError("GC408", message, source, 1)


def _with_offer(error: ReadError, trees: list[Tree], within: Elaboration, symbols: Symbols | None) -> ReadError:
    """Return the error, with the declarations that would mend it where some are missing."""
    if error.code not in ("GC405", "GC415") and not (error.code == "GC417" and "^T has" in error.message):
        return error
    offer = offered_line(trees, within.scope)
    if not offer:
        return error
    line = f"0 = 0 where {offer}"
    try:
        elaborate_line(within.source, [*trees, *parse_line(line, tokenize(line))[1:]], symbols, offering=False)
    except (ReadError, TypeError, ValueError):
        return error  # something else is wrong, too
    return ReadError(error.code, error.message, error.text, error.column, f"declare  where {offer}")


def _notation(deferred: list[Deferred]) -> tuple[tuple[str, Term], ...]:
    """Return the names that abbreviate terms in print."""
    found = ((one.name, one.value) for one in deferred)
    return tuple((name, term) for name, term in found if term is not None and not isinstance(term, Symbol | Array))


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
    "EULER", "ClaimLine", "ReadError", "Typed", "elaborate_line", "joined_with", "read_claim", "read_claims",
    "read_expression", "read_proposition", "read_typed", "read_typed_term", "render_caret",
]  # fmt: skip
