r"""A row of tokens as clauses: chains of sides and relations, with the words and commas between them.

A row is parted at words (``\text{where}``), at \implies and its like, at commas and full stops, and at wide spaces
between complete formulas.  A comma stays inside of what it belongs to: parentheses, 1,147,264, and ``i = 1, \dots, n``.
Names with commas before a set, a law or an order are one side: ``\alpha, \beta \in (0, 1)``.
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.language.notation.latex import fences
from gradcheck.language.notation.latex.commands import CLOSING, DOTS, LOGIC, OPENING, OPERATORS, RELATIONS
from gradcheck.language.notation.latex.cursor import level_change
from gradcheck.language.notation.latex.parser import Parser
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause, Words
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.latex.words import kind_of, name_of, opening_kind, property_of
from gradcheck.language.notation.tree import (
    Group,
    Joined,
    Listed,
    Name,
    Operator,
    Precedence,
    Prime,
    Raised,
    Script,
    Tree,
)

WIDE = 3  # the gap of a \quad
SHARED = frozenset(("in", "~", "<", "<=", ">", ">=", "!=", ":", "not in"))  # what several names have in common
OPENED = frozenset(("letter", "number", "begin", "words"))


def is_relation(token: Token) -> bool:
    """Whether a token is a relation, or the first sign of one."""
    if token.kind == "relation" or token.kind == "reason":
        return True
    return (token.kind == "sign" and token.text in "=<>") or (token.kind == "command" and token.text in RELATIONS)


def is_operator(token: Token) -> bool:
    """Whether a token stands between two operands."""
    if token.kind == "sign":
        return token.text in ("+", "-", "*", "/")
    return token.kind == "command" and token.text in OPERATORS


def read_row(source: str, tokens: list[Token], reading: Reading) -> tuple[tuple[Clause, ...], tuple[Words, ...]]:
    """Return the clauses of the tokens, and the words behind the last one; ReadError if one cannot be read."""
    clauses: list[Clause] = []
    words: list[Words] = []
    for piece in _parted(tokens):
        if isinstance(piece, Words):
            words.append(piece)
            continue
        if all(is_relation(token) for token in piece):  # an arrow in prose
            first, last = piece[0], piece[-1]
            words.append(Words(first.start, last.end, "other", source[first.start : last.end]))
            continue
        clause = read_clause(source, piece, reading, tuple(words))
        clauses.append(_as_condition(clause) if clauses else clause)
        words = []
        if len(clauses) > 1:
            merged = _with_names(clauses[-2], clause)
            if merged is not None:
                clauses[-2:] = [merged]
    while words and words[-1].kind in (",", "blank"):
        words.pop()
    return tuple(clauses), tuple(words)


def _as_condition(clause: Clause) -> Clause:
    r"""Return a chain in parentheses behind a formula, ``(i \ne j)``, as the condition that it is."""
    only = clause.sides[0]
    inner = only.inner if isinstance(only, Group) and not clause.relations else None
    is_apart = len(clause.words) == 1 and clause.words[0].kind in (",", "blank")
    if not is_apart or not isinstance(inner, Joined) or inner.precedence is not Precedence.RELATION:
        return clause
    words = (replace(clause.words[0], kind="if"),)
    return replace(clause, words=words, sides=inner.parts, relations=inner.operators)


def _parted(tokens: list[Token]) -> list[list[Token] | Words]:
    """Return the tokens of each clause, and the words between them, in their order."""
    found: list[list[Token] | Words] = []
    current: list[Token] = []
    last_colon = _last_colon(tokens)
    level = 0
    quantified = False  # a quantifier and what it binds, of which the rest of the row is the claim
    at = 0

    def flush() -> None:
        nonlocal current, quantified
        if current:
            found.append(current)
        current, quantified = [], False

    while at < len(tokens):
        token = tokens[at]
        change = level_change(token)
        if level <= 0 and not quantified:
            label = _label(tokens, at) if not current and not found else 0
            words = _words(tokens, at, current)
            if label:
                first, last = tokens[at], tokens[at + label - 1]
                found.append(
                    Words(first.start, last.end, "other", "".join(one.text for one in tokens[at : at + label]))
                )
                at += label
                continue
            if token.is_sign('"'):
                closing = next((n for n in range(at + 1, len(tokens)) if tokens[n].is_sign('"')), len(tokens) - 1)
                flush()
                found.append(Words(token.start, tokens[closing].end, "other", '"..."'))
                at = closing + 1
                continue
            if words is not None:
                flush()
                if found and isinstance(found[-1], Words) and found[-1].kind == "blank":
                    found.pop()
                found.append(words)
                at += 1
                continue
            if token.is_sign(",", ";", ".") and not _keeps(tokens, at, current):
                flush()
                found.append(Words(token.start, token.end, ",", token.text))
                at += 1
                continue
            if current and token.gap >= WIDE and _begins(token) and not _awaits(current[-1]):
                flush()
                found.append(Words(token.start, token.start, "blank", ""))
            if not current and token.is_command("forall", "exists"):
                quantified = at < last_colon
                if not quantified:
                    kind = "all" if token.text == "forall" else "exists"
                    if found and isinstance(found[-1], Words) and found[-1].kind == "blank":
                        found.pop()
                    found.append(Words(token.start, token.end, kind, f"\\{token.text}"))
                    at += 1
                    continue
        level = max(0, level + change)
        current.append(token)
        at += 1
    flush()
    return found


def _words(tokens: list[Token], at: int, current: list[Token]) -> Words | None:
    """Return the words between clauses that a token is, or None."""
    token = tokens[at]
    if token.kind == "command" and token.text in LOGIC:
        return Words(token.start, token.end, LOGIC[token.text], f"\\{token.text}")
    if token.kind != "words":
        return None
    kind = kind_of(token.text)
    if current and property_of(token.text):
        return None
    if kind == "other" and name_of(token.text):
        following = tokens[at + 1] if at + 1 < len(tokens) else None
        is_name = following is not None and (
            following.is_sign("(", "[", "_", "^", "'", "+", "-", "*", "/")
            or is_relation(following)
            or is_operator(following)
        )
        if is_name or (current and _awaits(current[-1])) or (current and not token.gap):
            return None
    if token.text.startswith("-") and current and current[-1].kind == "letter" and current[-1].end == token.start:
        return None  # a\text{-relu}
    return Words(token.start, token.end, opening_kind(token.text), token.text.strip())


def _keeps(tokens: list[Token], at: int, current: list[Token]) -> bool:
    """Whether a comma belongs to the formula around it: to dots, a range, or between groups of digits."""
    token = tokens[at]
    if not token.is_sign(","):
        return token.is_sign(".") and False
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    before = tokens[at - 1] if at else None
    if following is None or before is None:
        return False
    if _is_dots(following) or _is_dots(before):
        return bool(current) and (not _is_dots(before) or following.kind != "words")
    if before.kind == "number" and following.kind == "number" and not token.gap and not following.gap:
        return following.end - following.start == 3
    if following.kind == "number" and at + 3 < len(tokens) and tokens[at + 2].is_sign(",") and _is_dots(tokens[at + 3]):
        return bool(current)
    return False


def _is_dots(token: Token) -> bool:
    return token.kind == "command" and token.text in DOTS


def _begins(token: Token) -> bool:
    """Whether a formula may begin with the token, and no formula goes on with it."""
    if token.kind in OPENED:
        return True
    if token.kind == "sign":
        return token.text in ("(", "[", "{", "|")
    if token.kind != "command" or token.text in CLOSING or token.text in RELATIONS or token.text in LOGIC:
        return False
    return token.text not in OPERATORS and token.text not in ("mid", "parallel")


def _awaits(token: Token) -> bool:
    """Whether a formula cannot end with the token."""
    return (
        is_relation(token)
        or is_operator(token)
        or token.is_sign(",", "^", "_", ":")
        or (
            token.kind == "command"
            and (token.text in OPENING or token.text in ("sum", "prod", "int", "partial", "nabla"))
        )
    )


def _last_colon(tokens: list[Token]) -> int:
    """Return the number of the last colon outside of parentheses, or -1."""
    level, found = 0, -1
    for at, token in enumerate(tokens):
        level += level_change(token)
        if level == 0 and token.is_sign(":"):
            found = at
    return found


def _label(tokens: list[Token], at: int) -> int:
    """Return how many tokens a label such as (a) or (2) at the beginning of a row has, if one is there."""
    if at + 3 >= len(tokens) or not tokens[at].is_sign("(") or not tokens[at + 2].is_sign(")"):
        return 0
    inside, following = tokens[at + 1], tokens[at + 3]
    is_short = inside.kind == "number" or (inside.kind == "letter" and inside.text in "abcdefgi")
    starts = following.kind in ("letter", "begin") or (following.kind == "command" and _begins(following))
    return 3 if is_short and starts and following.gap else 0


def read_clause(source: str, tokens: list[Token], reading: Reading, words: tuple[Words, ...] = ()) -> Clause:
    """Return the chain that the tokens write; ReadError if they write none."""
    first, last = tokens[0], tokens[-1]
    colon = _colon(tokens)
    if colon > 0:
        left = read_clause(source, tokens[:colon], reading)
        right = read_clause(source, tokens[colon + 1 :], reading) if colon + 1 < len(tokens) else None
        if right is not None and not left.relations and not right.continues:
            sign = Operator(tokens[colon].start, tokens[colon].end, ":")
            return replace(
                left, end=last.end, words=words, sides=left.sides + right.sides, relations=(sign, *right.relations)
            )
    parser = Parser(source, [*tokens, Token("end", "", last.end, last.end)], reading)
    continues = is_relation(first)
    relations: tuple[Operator, ...] = ()
    if continues:
        found = parser.operator()
        if found is None:
            raise parser.unexpected()
        start = parser.token.start
        end = start
        for _ in range(found[2]):
            end = parser.skip().end
        relations = (Operator(start, end, found[0]),)
        side = fences.read_side(parser, relations[0])
        tree = side if parser.operator() is None else parser.joined(side, Precedence.RELATION)
        if parser.token.kind != "end":
            raise parser.unexpected()
    else:
        tree = parser.whole() if not parser.lists() else read_dotted(parser)
    sides: tuple[Tree, ...] = (tree,)
    if isinstance(tree, Joined) and tree.precedence is Precedence.RELATION:
        sides, relations = tree.parts, relations + tree.operators
    reasons = tuple(
        (at + 1, parser.reasons[one.start]) for at, one in enumerate(relations) if one.start in parser.reasons
    )
    return Clause(first.start, last.end, words, sides, relations, continues, reasons)


def read_dotted(parser: Parser) -> Tree:
    r"""Read elements with dots among them, ``x_1, \dots, x_n``, and what is said of all of them."""
    parts = [parser.expression()]
    while parser.token.is_sign(","):
        parser.skip()
        parts.append(parser.expression())
    if parser.token.kind != "end":
        raise parser.unexpected()
    last = parts[-1]
    relation = last if isinstance(last, Joined) and last.precedence is Precedence.RELATION else None
    end = relation.parts[0] if relation is not None else last
    listed = Listed(parts[0].start, end.end, "tuple", (*parts[:-1], end))
    if relation is None:
        return listed
    return replace(relation, start=listed.start, parts=(listed, *relation.parts[1:]))


def _colon(tokens: list[Token]) -> int:
    """Return the number of the colon behind a name, as in ``f: A \\to B``; or -1."""
    level = 0
    if tokens and tokens[0].is_command("forall", "exists"):
        return -1
    for at, token in enumerate(tokens):
        level += level_change(token)
        following = tokens[at + 1] if at + 1 < len(tokens) else token
        if level == 0 and token.is_sign(":") and not (following.is_sign("=") and not following.gap):
            return -1 if at and tokens[at - 1].is_sign("=") else at
    return -1


def is_pattern(tree: Tree) -> bool:
    """Whether a tree is a name, perhaps with scripts or primes."""
    while isinstance(tree, Script | Raised | Prime):
        tree = tree.base
    return isinstance(tree, Name)


def _with_names(before: Clause, clause: Clause) -> Clause | None:
    """Return the clause with the names before a comma as a part of its first side, if they share its relation."""
    shares = (
        not before.relations
        and len(clause.words) == 1
        and clause.words[0].text == ","
        and clause.relations
        and not clause.continues
        and clause.relations[0].text in SHARED
    )
    if not shares:
        return None
    first = before.sides[0]
    names = first.parts if isinstance(first, Listed) else (first,)
    last = clause.sides[0]
    more = last.parts if isinstance(last, Listed) and last.start == last.parts[0].start else (last,)
    if not all(is_pattern(name) for name in (*names, *more)):
        return None
    shared = Listed(names[0].start, more[-1].end, "tuple", (*names, *more))
    return replace(clause, start=before.start, words=before.words, sides=(shared, *clause.sides[1:]))
