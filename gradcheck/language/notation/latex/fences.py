r"""What stands between delimiters, and the sides of relations that are sets.

    (a + b), [a + b], \{a + b\}        Group; with commas a tuple, a list or a set (Listed)
    |x|, \lvert x \rvert               Fenced abs; \|x\|, ||x|| norm; \langle u, v \rangle inner; floor and ceil
    \in [0, 1), \in (0, 1]             Interval;  \in \{1, \dots, n\} the integers from 1 to n
    i = 1, \dots, n                    the same, as i in 1..n
    \forall x > 0: claim               Quantified

A bar where an operand is missing opens, and closes if one is open in the same group; behind an operand it opens if an
even number of bars is left in the group, and is the bar of a condition if an odd number is.
"""

from __future__ import annotations

from itertools import pairwise

from gradcheck.language.notation.latex.commands import DOTS, OPENING
from gradcheck.language.notation.latex.cursor import Cursor, bar_of
from gradcheck.language.notation.latex.environments import read_choice
from gradcheck.language.notation.latex.scripts import at_closing, read_list, unclosed
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.tree import (
    Conditional,
    Declaration,
    Dots,
    Evaluated,
    Fenced,
    Group,
    Interval,
    Item,
    Joined,
    Listed,
    Name,
    Number,
    Operator,
    Precedence,
    Property,
    Quantified,
    Script,
    Signed,
    Styled,
    Tree,
)

KINDS = {"langle": "inner", "lfloor": "floor", "lceil": "ceil", "lvert": "abs", "lVert": "norm"}


def opens(cursor: Cursor, bar: str) -> bool:
    """Whether a bar behind an operand opens something."""
    if cursor.bars and cursor.bars[-1] == bar:
        return False
    if cursor.bars and cursor.bars[-1] == "||" and bar == "|":
        return False
    if bar == "|" and cursor.peek().is_sign("_"):
        return False
    return cursor.bars_ahead() % 2 == 0


def read_group(cursor: Cursor, opening: Token) -> Tree:
    """Read what stands in parentheses, brackets or braces of the source."""
    if opening.text == "{":
        return _braces(cursor, opening)
    closing = (")", "]", "right.") if opening.text in ("(", "[") else ("}",)
    parts = read_list(cursor, *closing)
    if not at_closing(cursor, closing):
        raise unclosed(cursor, (OPENING[opening.text],))
    last = cursor.skip()
    end = last.end
    if not parts:
        raise cursor.error("GC411", "there is nothing in the parentheses", opening)
    if len(parts) == 1:
        if OPENING[opening.text] != last.text or isinstance(parts[0], Conditional):
            raise cursor.error("GC403", f"{opening.text} is closed by {cursor.text_of(last)}", opening)
        return Group(opening.start, end, parts[0])
    if OPENING[opening.text] != last.text:
        if len(parts) == 2 and last.text != "right.":
            return Interval(opening.start, end, parts[0], parts[1], opening.text == "(", last.text == ")")
        raise cursor.error("GC403", f"{opening.text} is closed by {cursor.text_of(last)}", opening)
    return Listed(opening.start, end, "tuple" if opening.text == "(" else "list", parts)


def _braces(cursor: Cursor, opening: Token) -> Tree:
    """Read braces of LaTeX, which do not show, around the base of a script."""
    closing = cursor.place - 1
    cursor.go(closing)
    closing = cursor.group_end()
    start = cursor.place + 1
    cursor.go(closing + 1)
    if start == closing:
        raise cursor.error("GC410", "a script has no base", opening, "write it behind what it belongs to")
    tree = cursor.formula(start, closing)
    if isinstance(tree, Joined | Signed) and cursor.token.is_sign("^", "_", "'"):
        shown = cursor.text_of(tree)
        raise cursor.two_readings(
            opening, "a script on braces that do not show", f"({shown})", "the script behind one factor"
        )
    return tree


def read_fenced(cursor: Cursor, opening: Token) -> Tree:
    """Read what stands between bars, angles, or braces that show."""
    text = opening.text
    if opening.kind == "command" and text == "{":
        return _set(cursor, opening)
    if bar_of(opening) and opening.text in ("|",):
        return _bars(cursor, opening)
    cursor.bars.append(text)
    first = cursor.expression()
    parts = [first]
    while text == "langle" and cursor.token.is_sign(",", "|"):
        cursor.skip()
        parts.append(cursor.expression())
    cursor.bars.pop()
    closing = OPENING[text]
    token = cursor.token
    if text == "left.":
        return _open_left(cursor, opening, first)
    if (
        not token.is_command(closing)
        and not (text == "lvert" and bar_of(token) == "|")
        and not (text == "lVert" and bar_of(token) == "‖")
    ):
        raise unclosed(cursor, (closing,))
    return Fenced(opening.start, cursor.skip().end, KINDS[text], tuple(parts))


def _open_left(cursor: Cursor, opening: Token, inner: Tree) -> Tree:
    """Read what closes \\left. : a bar with equations below it, or another delimiter."""
    token = cursor.token
    if token.is_command("rvert") and cursor.peek().is_sign("_"):
        cursor.skip()
        command = cursor.skip()
        values = cursor.part(*cursor.argument_range(command), lambda: _elements(cursor))
        return Evaluated(opening.start, cursor.tokens[cursor.place - 1].end, inner, values)
    if token.is_command("right."):
        return Group(opening.start, cursor.skip().end, inner)
    if token.kind in ("end", "finish"):
        raise cursor.error("GC403", "\\right is missing", token)
    raise cursor.error("GC403", "\\left. is closed by a delimiter that opens nowhere", opening)


def _elements(cursor: Cursor) -> tuple[Tree, ...]:
    found = [cursor.expression()]
    while cursor.token.is_sign(","):
        cursor.skip()
        found.append(cursor.expression())
    return tuple(found)


def _bars(cursor: Cursor, opening: Token) -> Tree:
    """Read an absolute value or a norm between bars that are alike; two bars without a blank are those of a norm.

    They are two absolute values if the next bar in the group stands alone, as in ``||x| - |y||``.
    """
    bar = bar_of(opening)
    following = cursor.token
    double = bar == "|" and bar_of(following) == "|" and following.start == opening.end and _closes_double(cursor)
    if double:
        cursor.skip()
    cursor.bars.append("||" if double else bar)
    inner = cursor.expression()
    cursor.bars.pop()
    for _ in range(2 if double else 1):
        if bar_of(cursor.token) != bar:
            raise cursor.error("GC403", "this bar is never closed", opening, "write \\lvert and \\rvert, or \\mid")
        end = cursor.skip().end
    return Fenced(opening.start, end, "norm" if double or bar == "‖" else "abs", (inner,))


def _closes_double(cursor: Cursor) -> bool:
    """Whether the next bar in the group, behind the two that are open, has another one directly behind it."""
    level = 0
    for at in range(cursor.place + 1, len(cursor.tokens) - 1):
        token = cursor.tokens[at]
        if token.kind in ("sign", "command"):
            level += (token.text in OPENING) - (token.text in OPENING.values())
        if level < 0 or token.kind == "end":
            return False
        if level == 0 and bar_of(token) == "|":
            following = cursor.tokens[at + 1]
            return bar_of(following) == "|" and following.start == token.end
    return False


def _set(cursor: Cursor, opening: Token) -> Tree:
    """Read what stands in braces that show: a group, a set, or cases with nothing on the right."""
    if cursor.token.kind == "begin":
        choice = read_choice(cursor, opening)
        if choice is not None:
            return choice
    parts = read_list(cursor, "}", "right.")
    if not at_closing(cursor, ("}", "right.")):
        raise unclosed(cursor, ("}",))
    end = cursor.skip().end
    if len(parts) == 1 and not isinstance(parts[0], Conditional):
        return Group(opening.start, end, parts[0])
    return Listed(opening.start, end, "set", parts)


def read_side(cursor: Cursor, relation: Operator) -> Tree:
    """Read what stands behind a relation: a formula, a set, or the numbers of a range."""
    if relation.text in ("in", "not in"):
        return set_of(cursor.expression(Precedence.RELATION))
    side = cursor.expression(Precedence.RELATION)
    if relation.text == "=" and cursor.token.is_sign(","):
        return _range(cursor, side)
    return side


def set_of(tree: Tree) -> Tree:
    """Return the set that a formula behind \\in stands for."""
    if isinstance(tree, Listed) and len(tree.parts) == 2 and tree.kind in ("tuple", "list"):
        is_open = tree.kind == "tuple"
        return Interval(tree.start, tree.end, tree.parts[0], tree.parts[1], is_open, is_open)
    if isinstance(tree, Listed) and tree.kind == "set":
        return _whole(tree.start, tree.end, tree.parts) or tree
    if isinstance(tree, Script) and isinstance(tree.base, Styled) and tree.base.font == "bb":
        return _part_of_field(tree) or tree
    return tree


def _part_of_field(tree: Script) -> Tree | None:
    """Return the positive or nonnegative numbers, \\mathbb{R}_{>0}, \\mathbb{N}_{\\geq 1}."""
    index = tree.indices[0]
    field = tree.base.text if isinstance(tree.base, Styled) else ""
    least, is_open = "", False
    if isinstance(index, Name) and index.text == "plus":
        raise_least = {"reals": "", "integers": "1", "naturals": "1"}
        least = raise_least.get(field, "")
    elif isinstance(index, Number) and field == "naturals" and index.text == "0":
        return Name(tree.start, tree.end, "naturals")
    if isinstance(index, Joined) and len(index.parts) == 2 and index.operators[0].text in (">", ">="):
        bound = index.parts[1]
        if isinstance(bound, Number):
            least, is_open = bound.text, index.operators[0].text == ">"
    if not least:
        return None
    if field == "reals":
        lower, upper = Number(index.start, index.end, least), Name(index.end, index.end, "oo")
        return Interval(tree.start, tree.end, lower, upper, is_open, True)
    first = int(least) + is_open if least.isdecimal() else -1
    word = {0: "naturals", 1: "dimensions"}.get(first)
    return Name(tree.start, tree.end, word) if word else None


def _range(cursor: Cursor, first: Tree) -> Tree:
    """Read ``, \\dots, n`` behind ``i = 1``, perhaps with a second number in front of the dots."""
    place = cursor.place
    cursor.skip()
    parts: list[Tree] = [first]
    while cursor.token.kind != "end" and len(parts) < 5:
        parts.append(cursor.expression(Precedence.RELATION))
        if not cursor.token.is_sign(",") or not any(isinstance(part, Dots) for part in [*parts, _dots(cursor)]):
            break
        cursor.skip()
    if len(parts) > 2:
        whole = _whole(first.start, parts[-1].end, tuple(parts))
        if whole is not None:
            return whole
        if any(isinstance(part, Dots) for part in parts):
            return Listed(first.start, parts[-1].end, "tuple", tuple(parts))
    cursor.go(place)
    return first


def _dots(cursor: Cursor) -> Tree | None:
    following = cursor.peek()
    return Dots(following.start, following.end) if following.kind == "command" and following.text in DOTS else None


def _whole(start: int, end: int, parts: tuple[Tree, ...]) -> Tree | None:
    """Return the integers from one end to another, where dots stand between consecutive numbers and the last one."""
    places = [at for at, part in enumerate(parts) if isinstance(part, Dots)]
    if len(places) != 1 or places[0] != len(parts) - 2 or len(parts) < 3:
        return None
    numbers = parts[: places[0]]
    for before, after in pairwise(numbers):
        if not (isinstance(before, Number) and isinstance(after, Number) and before.text.isdecimal()):
            return None
        if not after.text.isdecimal() or int(after.text) != int(before.text) + 1:
            return None
    return Interval(start, end, numbers[0], parts[-1], whole=True)


def read_quantified(cursor: Cursor, token: Token) -> Tree:
    """Read the variables behind \\forall or \\exists, and the claim behind a colon."""
    items: list[Tree] = []
    while True:
        items.append(_binding(cursor))
        following = cursor.token
        if not following.is_sign(","):
            break
        cursor.skip()
    if not (
        cursor.token.is_sign(":", ".") or (cursor.token.kind == "words" and cursor.token.text.strip() == "such that")
    ):
        raise cursor.error("GC411", "a colon is missing", cursor.token, "as in \\forall x > 0: x^2 > 0")
    cursor.skip()
    body = cursor.expression()
    kind = "all" if token.text == "forall" else "exists"
    return Quantified(token.start, body.end, Operator(token.start, token.end, kind), tuple(items), body)


def _binding(cursor: Cursor) -> Tree:
    """Read names with a set, a relation, or a name alone."""
    place = cursor.place
    names = [cursor.operand()]
    while cursor.token.is_sign(","):
        cursor.skip()
        names.append(cursor.operand())
    first = names[0]
    if cursor.token.is_command("in"):
        operator = cursor.skip()
        sort = read_side(cursor, Operator(operator.start, operator.end, "in"))
        return Declaration(first.start, sort.end, tuple(names), sort)
    if cursor.token.is_sign(":", "."):
        return Property(first.start, names[-1].end, tuple(names), ())
    cursor.go(place)
    chain = cursor.expression(Precedence.AND)
    return Item(chain.start, chain.end, "for", chain)
