r"""Signs that bind a variable in what follows: sums, products, limits, greatest and least values.

    \sum_{i=1}^n, \sum_{i}, \sum_i^n, \sum_{1 \le i < n}, \sum_{i \in S}, \sum_{j \ne i}, \sum_{i,j}
    \lim_{n \to \infty}, \lim_{x \to 0^+}, \max_{x \in S}, \arg\min_w, \sup_{x > 0}

The body is the product that follows.  If what is added to it mentions the index free, then ``\sum_i a_i + b_i`` is
refused with both readings, unless ``Reading.sums`` chooses one.
"""

from __future__ import annotations

from gradcheck.language.notation.freenames import free_names
from gradcheck.language.notation.latex.commands import BINDERS
from gradcheck.language.notation.latex.cursor import Cursor
from gradcheck.language.notation.latex.scripts import at_closing, read_elements, read_list, unclosed
from gradcheck.language.notation.latex.tokens import Token
from gradcheck.language.notation.tree import (
    Binder,
    Call,
    Interval,
    Joined,
    Listed,
    Name,
    Number,
    Operator,
    Precedence,
    Prime,
    Raised,
    Script,
    Signed,
    Tree,
)

Ends = tuple[Tree | None, Tree | None, Tree | None]  # lower, upper, and a set or condition
UPPER = {"<": 0, "<=": 1}
ARROWS = {"uparrow": "up", "downarrow": "down"}  # which way the index of a product runs from the first factor


def read_binder(cursor: Cursor, token: Token) -> Tree:
    """Read a sign that binds, its variables, and its body."""
    word, end = token.text, token.end
    if word == "arg":  # \arg\max
        following = cursor.token
        if not following.is_command("max", "min"):
            raise cursor.error("GC410", "\\arg has no meaning here", token, "write \\arg\\max or \\arg\\min")
        word, end = f"arg{following.text}", cursor.skip().end
    kind = BINDERS[word]
    if not kind:
        raise cursor.error("GC410", f"\\{word} has no meaning here", token)
    sign = Operator(token.start, end, kind)
    if kind in ("max", "min", "sup", "inf", "argmax", "argmin"):
        return read_extremum(cursor, Name(token.start, end, word), word)
    below, above = read_limits(cursor)
    if below is None:
        raise cursor.error(
            "GC411",
            f"the index of \\{word} is missing",
            token,
            "as in \\lim_{n \\to \\infty}" if kind == "limit" else f"as in \\{word}_{{i=1}}^n",
        )
    bound = variables_of(cursor, sign, below, above)
    if cursor.arrow:
        arrow, cursor.arrow = cursor.arrow, ""
        if kind != "prod" or len(bound) != 1:
            raise cursor.error("GC410", "an arrow stands below a sign that is no product", token)
        return _bind(Operator(token.start, end, arrow), bound, _body(cursor, sign))
    return _bind(sign, bound, _body(cursor, sign))


def read_extremum(cursor: Cursor, name: Name, word: str) -> Tree:
    """Read \\max and its like: of a list in parentheses, or over a variable below the sign."""
    kind = BINDERS[word]
    sign = Operator(name.start, name.end, kind)
    below, above = read_limits(cursor)
    if above is not None:
        raise cursor.error("GC410", f"{word} has something above it", above)
    if below is None:
        token = cursor.token
        if token.is_sign("(", "[", "{") or token.is_command("{"):
            closing = {"(": ")", "[": "]", "{": "}"}[token.text]
            cursor.skip()
            parts = read_list(cursor, closing)
            if not at_closing(cursor, (closing,)):
                raise unclosed(cursor, (closing,))
            return Call(name.start, cursor.skip().end, Name(name.start, name.end, kind), parts)
        if cursor.at_factor():
            operand = cursor.operand()
            return Call(name.start, operand.end, Name(name.start, name.end, kind), (operand,))
        return Name(name.start, name.end, kind)
    bound = variables_of(cursor, sign, below, None)
    return _bind(sign, bound, _body(cursor, sign))


def read_limits(cursor: Cursor) -> tuple[tuple[Tree, ...] | None, Tree | None]:
    """Read what stands below and above a sign, in either order."""
    below: tuple[Tree, ...] | None = None
    above: Tree | None = None
    for _ in range(2):
        token = cursor.token
        if token.is_sign("_") and below is None:
            cursor.skip()
            start, end = cursor.argument_range(token)
            if start == end:
                raise cursor.error("GC411", "an index is missing", token)
            below = cursor.part(start, end, lambda: _conditions(cursor))
        elif token.is_sign("^") and above is None:
            cursor.skip()
            above = cursor.argument(token)
    return below, above


def _conditions(cursor: Cursor) -> tuple[Tree, ...]:
    """Read what stands below a sign: conditions with commas between them, and a colon for such that."""
    found = list(read_elements(cursor, may_slice=False))
    if cursor.token.kind == "command" and cursor.token.text in ARROWS:  # of a product of matrices
        cursor.arrow = ARROWS[cursor.skip().text]
    while cursor.token.is_sign(":"):
        cursor.skip()
        found += read_elements(cursor, may_slice=False)
    return tuple(found)


def variables_of(
    cursor: Cursor, sign: Operator, below: tuple[Tree, ...], above: Tree | None
) -> list[tuple[Tree, Ends]]:
    """Return the variables that are bound and the ends of each, from the outermost to the innermost."""
    found: list[tuple[Tree, Ends]] = []
    last = len(below) - 1
    for place, tree in enumerate(below):
        upper = above if place == last or len(below) == 1 else None
        if isinstance(tree, Joined) and tree.precedence is Precedence.RELATION:
            entry = _relation(cursor, sign, tree, upper)
            if entry is None:  # a condition on what is bound before it
                if not found:
                    raise cursor.error("GC416", "this says nothing of a variable", tree)
                variable, (lower, higher, domain) = found[-1]
                found[-1] = variable, (lower, higher or upper, _both(domain, tree))
                continue
            if found and same(entry[0], found[-1][0]) and entry[1][0] is None:  # i=1, i \ne j
                variable, (lower, higher, domain) = found[-1]
                found[-1] = variable, (lower or entry[1][0], higher or entry[1][1], _both(domain, entry[1][2]))
                continue
            found.append(entry)
        elif isinstance(tree, Listed):
            found += [(part, (None, upper, None)) for part in tree.parts]
        elif is_variable(tree):
            found.append((tree, (None, upper, None)))
        elif letters := _letters(tree):
            found += [(letter, (None, upper, None)) for letter in letters]
        else:
            raise cursor.error("GC416", "a variable is missing", tree, "as in \\sum_{i=1}^n")
    if above is not None and len(found) > 1 and all(ends[1] is None for _, ends in found[:-1]):
        found = [(name, (lower, above if not domain else None, domain)) for name, (lower, _, domain) in found]
    shared = None
    for place in range(len(found) - 1, -1, -1):  # i, j = 1 and x, y \in S
        variable, (lower, upper, domain) = found[place]
        if (lower is None and domain is None and shared is not None and upper is shared[1]) or (
            lower is None and domain is None and shared is not None and shared[2] is not None and upper is None
        ):
            found[place] = variable, shared
        else:
            shared = (lower, upper, domain)
    return found


def _both(first: Tree | None, second: Tree | None) -> Tree | None:
    """Return two conditions as one."""
    if first is None or second is None:
        return first if second is None else second
    sign = Operator(first.end, max(first.end, second.start), "and")
    return Joined(first.start, second.end, Precedence.AND, (first, second), (sign,))


def _letters(tree: Tree) -> tuple[Tree, ...]:
    """Return the variables that stand side by side, \\sum_{ij}."""
    if (
        isinstance(tree, Joined)
        and tree.precedence is Precedence.PRODUCT
        and not any(one.text for one in tree.operators)
    ):
        return tree.parts if all(is_variable(part) for part in tree.parts) else ()
    return ()


def is_variable(tree: Tree) -> bool:
    """Whether the tree can be bound: a name, perhaps with scripts."""
    while isinstance(tree, Script | Raised | Prime):
        tree = tree.base
    return isinstance(tree, Name)


def same(one: Tree, two: Tree) -> bool:
    return isinstance(one, Name) and isinstance(two, Name) and one.text == two.text


def _relation(cursor: Cursor, sign: Operator, tree: Joined, upper: Tree | None) -> tuple[Tree, Ends] | None:
    """Return the variable that a relation below a sign binds, and its ends; None if it binds none."""
    parts, texts = tree.parts, [operator.text for operator in tree.operators]
    first = parts[0]
    if texts == ["->"] and sign.text in ("limit", "limsup", "liminf"):
        point, side = _side(parts[1])
        return first, (point, side, None)
    if texts == ["="] and is_variable(first) and not isinstance(parts[1], Interval):
        if upper is None and sign.text in ("max", "min", "sup", "inf", "argmax", "argmin"):
            return first, (None, None, tree)
        return first, (parts[1], upper, None)
    if texts in (["in"], ["="]) and isinstance(first, Listed):
        raise cursor.error("GC416", "several variables share a set", tree, "write a sum for each")
    if texts in (["in"], ["="]) and is_variable(first):
        domain = parts[1]
        if isinstance(domain, Interval) and domain.whole:
            return first, (domain.lower, domain.upper, None)
        if (
            isinstance(domain, Interval)
            and domain.lower_open
            and domain.upper_open
            and sign.text not in ("sum", "prod")
        ):
            return first, (domain.lower, domain.upper, None)
        return first, (None, upper, domain)
    if len(parts) == 3 and texts[0] in UPPER and texts[1] in UPPER and is_variable(parts[1]):
        if sign.text in ("sum", "prod"):
            lower = parts[0] if texts[0] == "<=" else _shifted(parts[0], "+")
            last = parts[2] if texts[1] == "<=" else _shifted(parts[2], "-")
            return parts[1], (lower, last, None)
        return parts[1], (None, None, tree)
    if is_variable(first) and texts != ["->"]:
        return first, (None, upper, tree)
    return None


def _shifted(tree: Tree, sign: str) -> Tree:
    """Return the next integer above or below, for i < n."""
    one = Number(tree.end, tree.end, "1")
    return Joined(tree.start, tree.end, Precedence.SUM, (tree, one), (Operator(tree.end, tree.end, sign),))


def _side(point: Tree) -> tuple[Tree, Tree | None]:
    """Return the point of a limit, and from which side it is approached: 0^+."""
    if isinstance(point, Raised) and isinstance(point.marks[0], Name) and point.marks[0].text in ("plus", "minus"):
        mark = point.marks[0]
        word = "right" if mark.text == "plus" else "left"
        return point.base, Name(mark.start, mark.end, word)
    if isinstance(point, Signed):
        inner, side = _side(point.operand)
        return Signed(point.start, inner.end, point.sign, inner), side
    return point, None


def _body(cursor: Cursor, sign: Operator) -> Tree:
    """Read the product behind a sign, or the whole sum if the reader is told so."""
    if cursor.token.kind == "end" or (cursor.token.kind == "sign" and cursor.token.text in ("=", ",")):
        raise cursor.error("GC411", f"there is nothing behind the sign of the {sign.text}", sign)
    if cursor.reading.sums == "whole" and sign.text in ("sum", "prod"):
        return cursor.expression(Precedence.RELATION)
    return cursor.expression(Precedence.SUM)


def _bind(sign: Operator, bound: list[tuple[Tree, Ends]], body: Tree) -> Tree:
    """Return the binder of all the variables, one in another."""
    for place in range(len(bound) - 1, -1, -1):
        variable, (lower, upper, domain) = bound[place]
        start = min(sign.start, variable.start)  # \underset puts it before the sign
        body = Binder(start, body.end, sign, variable, lower, upper, domain, body)
    return body


def check_sum(cursor: Cursor, tree: Joined) -> None:
    """Raise ReadError if a summand behind a sum or product mentions its index free."""
    if cursor.reading.sums:
        return
    later: set[str] = set()
    for place in range(len(tree.parts) - 1, -1, -1):
        part = tree.parts[place]
        for tail in _tails(part) if later else ():
            if isinstance(tail.variable, Name) and tail.variable.text in later:
                rest = cursor.text_of(tree.parts[place + 1])
                sign = tree.operators[place].text
                inner = cursor.text_of(tail.body)
                head = cursor.source[tail.word.start : tail.body.start].strip()
                written = f"{head} {inner} {sign} {rest}"
                raise cursor.two_readings(
                    tail, written, f"({head} {inner}) {sign} {rest}", f"{head} ({inner} {sign} {rest})"
                )
        if place:
            later |= free_names(part)


def _tails(part: Tree) -> list[Binder]:
    """Return the sums and products whose bodies the part ends with, the outermost first."""
    found: list[Binder] = []
    while True:
        if isinstance(part, Signed):
            part = part.operand
        elif isinstance(part, Joined) and part.precedence is Precedence.PRODUCT:
            part = part.parts[-1]
        elif isinstance(part, Binder) and part.word.text != "integral":
            found.append(part)
            part = part.body
        else:
            return found
