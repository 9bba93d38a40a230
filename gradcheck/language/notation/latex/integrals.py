r"""Integrals, with their dx wherever it stands.

    \int_a^b f(x) \, dx, \int (a + b) dx, \int dx \, f(x), \int \frac{dx}{f(x)}, \iint f(x, y) \, dx \, dy
    \int_{\mathbb{R}^n} p(x) \, dx, \int_{x \in S} p(x) \, dx, \int p(x) \, dx          over a set, or everything

The body ends at the dx, also where it is a sum without parentheses; behind \int dx it is the product that follows.
Refuses an integral without a dx.
"""

from __future__ import annotations

from gradcheck.language.notation.latex.binders import read_limits
from gradcheck.language.notation.latex.commands import CLOSING, LOGIC, OPENING, RELATIONS
from gradcheck.language.notation.latex.cursor import Cursor
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.tree import (
    Binder,
    Group,
    Joined,
    Listed,
    Name,
    Number,
    Operator,
    Precedence,
    Signed,
    Tree,
)

SIGNS = {"int": 1, "iint": 2, "iiint": 3}


def is_differential(cursor: Cursor, at: int) -> int:
    """Return how many tokens the d of a differential has at this place, if one is there."""
    tokens = cursor.tokens
    token = tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else token
    length = 0
    if token.kind == "letter" and token.text == "d":
        length = 1
    elif token.is_command("mathrm", "operatorname", "mathsf", "mathit") and following.is_sign("{"):
        inside = tokens[at + 2 : at + 4]
        if len(inside) == 2 and inside[0].kind == "letter" and inside[0].text == "d" and inside[1].is_sign("}"):
            length = 4
    elif token.is_command("mathrm", "mathsf", "mathit") and following.kind == "letter" and following.text == "d":
        length = 2
    elif (token.kind == "words" and token.text.strip() == "d") or token.is_command("dd", "diff", "differential", "d"):
        length = 1
    if not length or at + length >= len(tokens):
        return 0
    behind = tokens[at + length]
    is_name = behind.kind == "letter" or (
        behind.kind == "command" and behind.text in ("mathbf", "boldsymbol", "bm", "vec", "hat")
    )
    return length if is_name else 0


def read_integral(cursor: Cursor, token: Token) -> Tree:
    """Read an integral: its ends, its body and the variable behind the d."""
    sign, count = Operator(token.start, token.end, "integral"), SIGNS[token.text]
    below, above = read_limits(cursor)
    domain = below[0] if below and above is None else None
    lower = below[0] if below and above is not None else None
    if below is not None and len(below) > 1:
        raise cursor.error("GC416", "an integral has one lower end", below[1])
    if isinstance(domain, Joined) and domain.operators[0].text == "in":
        domain = domain.parts[1]
    if isinstance(domain, Listed) and len(domain.parts) == 2 and domain.kind != "set":
        lower, above = domain.parts
        domain = None
    first = cursor.place
    length = is_differential(cursor, first)
    if length:  # \int dx f(x)
        variables = [_variable(cursor, length)]
        while (length := is_differential(cursor, cursor.place)) and len(variables) < count:
            variables.append(_variable(cursor, length))
        body: Tree = cursor.expression(Precedence.SUM) if cursor.at_factor() else Number(sign.end, sign.end, "1")
        end = body.end
    else:
        place, inside = _differential(cursor)
        if place < 0:
            hint = "write what it is by, as in \\int_0^1 f(x) \\, dx"
            raise cursor.error("GC416", "this integral has no dx", sign, hint)
        if inside:
            body, variables, end = _fraction(cursor, place)
        else:
            body = cursor.formula(first, place)
            cursor.go(place)
            variables = []
            while len(variables) < count:
                length = is_differential(cursor, cursor.place)
                if not length:
                    break
                variables.append(_variable(cursor, length))
            end = variables[-1].end
    for place, variable in enumerate(variables):
        is_last = place == len(variables) - 1
        whole = isinstance(domain, Name) and isinstance(variable, Name) and domain.text == variable.text  # \int_x
        over = None if whole else domain
        ends = (lower, above, over) if is_last or over is not None else (None, None, None)
        body = Binder(sign.start, max(end, body.end), sign, variable, *ends, body)
    return body


def _variable(cursor: Cursor, length: int) -> Tree:
    """Read the d and the name behind it."""
    for _ in range(length):
        cursor.skip()
    return cursor.scripted(cursor.primary())


def _differential(cursor: Cursor) -> tuple[int, bool]:
    """Return the number of the token of the dx that ends the integral, and whether it stands in a fraction; or -1."""
    level, needed = 0, 0
    found_in = -1
    at = cursor.place
    while at < len(cursor.tokens):
        token = cursor.tokens[at]
        if token.kind == "end":
            break
        if token.kind in ("begin", "finish"):
            level += 1 if token.kind == "begin" else -1
        elif token.kind in ("sign", "command"):
            level += (token.text in OPENING) - (token.text in CLOSING)
        if level < 0:
            break
        if level == 0:
            if (
                token.kind == "relation"
                or (token.kind == "sign" and token.text in "=<>")
                or (token.kind == "command" and (token.text in RELATIONS or token.text in LOGIC))
            ):
                break
            if token.kind == "command" and token.text in SIGNS:
                needed += SIGNS[token.text]
            elif token.is_command("frac", "dfrac", "tfrac") and found_in < 0 and _numerator_ends_in_d(cursor, at):
                if not needed:
                    return at, True
                needed -= 1
            else:
                length = is_differential(cursor, at)
                if length:
                    if not needed:
                        return at, False
                    needed -= 1
                    at += length
                    continue
        at += 1
    return -1, False


def _numerator_ends_in_d(cursor: Cursor, at: int) -> bool:
    """Whether the numerator of a fraction ends in a dx, and the fraction is no derivative."""
    tokens = cursor.tokens
    if not tokens[at + 1].is_sign("{"):
        return False
    level = 0
    for place in range(at + 1, len(tokens)):
        level += tokens[place].is_sign("{") - tokens[place].is_sign("}")
        if level == 0:
            break
    last = place - 2
    behind = tokens[place + 1] if place + 1 < len(tokens) else tokens[-1]
    below = tokens[place + 2] if place + 2 < len(tokens) and behind.is_sign("{") else behind
    if below.kind == "letter" and below.text == "d":
        return False
    return last > at and bool(is_differential(cursor, last)) and tokens[place - 1].kind == "letter"


def _fraction(cursor: Cursor, at: int) -> tuple[Tree, list[Tree], int]:
    """Read the body of \\int \\frac{f dx}{g}: whatever stands before it, and the fraction without the dx."""
    before = cursor.place
    cursor.go(at)
    command = cursor.skip()
    start, end = cursor.argument_range(command)
    name = cursor.tokens[end - 1]
    below = cursor.argument(command)
    last = cursor.tokens[cursor.place - 1].end
    after = cursor.place
    above: Tree = Number(command.end, command.end, "1")
    if end - 2 > start:
        above = cursor.formula(start, end - 2)
    stroke = Operator(command.start, command.end, "/")
    fraction = Joined(command.start, last, Precedence.PRODUCT, (_grouped(above), _grouped(below)), (stroke,))
    body: Tree = fraction
    if at > before:
        front = cursor.formula(before, at)
        product = Operator(front.end, fraction.start, "")
        body = Joined(
            front.start, last, Precedence.PRODUCT, (_grouped(front), Group(command.start, last, fraction)), (product,)
        )
    cursor.go(after)
    return body, [Name(name.start, name.end, name.text)], last


def _grouped(tree: Tree) -> Tree:
    return Group(tree.start, tree.end, tree) if isinstance(tree, Joined | Signed) else tree
