"""Finds out what an inline formula in running text declares, by a closed list; everything else is a remark of the text.

    x \\in \\mathbb{R}^n      u := Aw      X \\sim \\mathcal{N}(0, 1)      f: \\mathbb{R} \\to \\mathbb{R}
    i = 1, \\dots, n         \\epsilon > 0,  0 < p \\le 1,  u \\ne 0   with constants, at the first mention of the name

An equation or an inequality in running text may be a remark or a slip, and a false remark must never become a
hypothesis: what is not on the list is not read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from gradcheck.documents.scope import Said, is_constant, order_subject, said, subject
from gradcheck.language.notation.latex import items_of, read_display
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause, Display
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Declaration,
    Defining,
    Distributed,
    Dots,
    Interval,
    Item,
    Joined,
    Listed,
    Name,
    Number,
    Precedence,
    Script,
    Signature,
    Signed,
    Space,
    Tree,
    bare,
)

SPLIT = (",", "and", "blank", "")


@dataclass(frozen=True)
class Sentence:
    """What an inline formula says: items that declare, orders on a name, or nothing (``is_remark``: a relation)."""

    items: tuple[Said, ...] = ()
    orders: tuple[Said, ...] = ()
    is_remark: bool = False
    names: tuple[str, ...] = ()


def read_sentence(source: str, start: int, end: int, section: int, reading: Reading) -> Sentence:
    """Return what an inline formula declares; nothing of one that cannot be read, or is not on the list."""
    listed = FAMILY.match(source, start, end)
    begins = start if listed is None else listed.start("last")
    try:
        display = read_display(source, begins, end, reading)
    except ReadError:
        return Sentence()
    items: list[Said] = []
    orders: list[Said] = []
    remark = False
    if listed is not None:
        return _read_family(source, start, display, section)
    for row in display.rows:
        if row.error is not None:
            return Sentence()
        ranged = _range(row.clauses)
        if ranged is not None:
            items.append(said(Item(row.start, row.end, "where", ranged), section, _written(source, row.start, row.end)))
            continue
        waiting: list[Tree] = []  # x, y in x, y > 0
        for clause in row.clauses:
            if any(word.kind not in SPLIT for word in clause.words):
                return Sentence(is_remark=True)
            written = _written(source, clause.start, clause.end)
            found = _declared(clause)
            if found is not None:
                family = _family(waiting, found)
                if family is not None:
                    written, waiting, found = _written(source, waiting[0].start, clause.end), [], family
                elif (
                    waiting and isinstance(found, Declaration | Distributed | Signature) and all(map(_is_name, waiting))
                ):
                    found = replace(found, names=(*waiting, *found.names))
                    written, waiting = _written(source, waiting[0].start, clause.end), []
                items.append(said(Item(clause.start, clause.end, "where", found), section, written))
            elif (shared := _shared_order(clause)) is not None:
                names, tree = shared
                item = Item(clause.start, clause.end, "given", tree, names)
                orders.append(said(item, section, written))
            elif len(clause.sides) == 1 and not clause.relations:
                waiting.append(clause.sides[0])
            elif not clause.continues and order_subject(clause.tree) is not None:
                names = tuple(part for part in waiting if isinstance(bare(part), Name))
                begins = min([clause.start, *(name.start for name in names)])
                item = Item(begins, clause.end, "given", clause.tree, names)
                orders.append(said(item, section, _written(source, begins, clause.end)))
                waiting = []
            else:
                remark = True
    return Sentence(tuple(items), tuple(orders), remark)


FAMILY = re.compile(
    r"\s*(?P<base>\\?[A-Za-z]+(?:\{[^{}]*\})?)_(?:1|\{1\})\s*,\s*(?:(?P=base)_(?:2|\{2\})\s*,\s*)?"
    r"\\[lc]?dots[cb]?\s*,\s*(?P<last>(?P=base)_(?:\w|\{\w+\}))(?=\s*\\(?:sim|in)\b)"
)


def _read_family(source: str, start: int, display: Display, section: int) -> Sentence:
    """Return what X_1, \\dots, X_n \\sim law, or \\in a set, says."""
    clauses = [clause for row in display.rows if row.error is None for clause in row.clauses]
    found = _declared(clauses[0]) if clauses else None
    if found is None or not isinstance(found, Distributed | Declaration) or len(found.names) != 1:
        return Sentence(is_remark=True)
    last = bare(found.names[0])
    if not isinstance(last, Script):
        return Sentence(is_remark=True)
    first = replace(last, indices=(Number(last.start, last.end, "1"),))
    family = _family([first, Dots(last.start, last.start)], found)
    if family is None:
        return Sentence(is_remark=True)
    end = clauses[0].end
    return Sentence((said(Item(start, end, "where", family), section, _written(source, start, end)),))


def _shared_order(clause: Clause) -> tuple[tuple[Tree, ...], Tree] | None:
    """Return the names before the last one, and the order of that, of  x, y > 0  whose left side is a list."""
    if clause.continues or len(clause.sides) < 2 or not isinstance(clause.sides[0], Listed):
        return None
    *names, last = clause.sides[0].parts
    tree = Joined(last.start, clause.end, Precedence.RELATION, (last, *clause.sides[1:]), clause.relations)
    if not all(map(_is_name, (*names, last))) or order_subject(tree) is None:
        return None
    return tuple(names), tree


def _names_more(tree: Tree) -> bool:
    return isinstance(tree, Declaration | Distributed | Signature)


def _is_name(tree: Tree) -> bool:
    return isinstance(bare(tree), Name)


def _family(waiting: list[Tree], found: Tree) -> Tree | None:
    """Return what X_1, \\dots, X_n \\sim law says: X is a random vector of n independent entries."""
    if len(waiting) < 2 or not isinstance(found, Distributed | Declaration) or len(found.names) != 1:
        return None
    if not isinstance(waiting[-1], Dots):
        return None
    ends = [bare(one) for one in (*waiting[:-1], found.names[0])]
    parts = [(one.base, one.indices) for one in ends if isinstance(one, Script) and len(one.indices) == 1]
    names = {base.text for base, _ in parts if isinstance(base, Name)}
    numbers = [getattr(indices[0], "text", "") for _, indices in parts[:-1]]
    if len(parts) < len(ends) or len(names) != 1 or numbers != [str(k + 1) for k in range(len(numbers))]:
        return None
    base, (last,) = parts[-1][0], parts[-1][1]
    space = Space(last.start, last.end, Name(last.start, last.start, "R"), (last,))
    if isinstance(found, Distributed):
        return replace(found, names=(base,), space=space) if found.space is None else None
    is_real = isinstance(found.sort, Name) and found.sort.text in ("R", "reals")
    return replace(found, names=(base,), sort=space) if is_real else None


def _written(source: str, start: int, end: int) -> str:
    return " ".join(source[start:end].split())


def _declared(clause: Clause) -> Tree | None:
    """Return the declaration of a clause whose one side is a name, a list of names or a pattern."""
    found = items_of(clause)
    if found is None:
        return None
    names = (found.left,) if isinstance(found, Defining) else getattr(found, "names", ())
    return found if names and all(map(subject, names)) else None


def _range(clauses: tuple[Clause, ...]) -> Declaration | None:
    """Return what i = 1, \\dots, n declares: i in 1..n."""
    parts: list[Tree] = []
    first: Clause | None = None
    for clause in clauses:
        if first is None:
            first = clause
            if clause.continues or len(clause.relations) != 1 or clause.relations[0].text != "=":
                return None
            parts += clause.sides
        elif clause.relations:
            return None
        else:
            parts += clause.sides
    flat: list[Tree] = []
    for part in parts:
        flat += part.parts if isinstance(part, Listed) else (part,)
    if first is None or len(flat) < 4 or not isinstance(flat[-2], Dots) or not isinstance(bare(flat[0]), Name):
        return None
    lower, upper = flat[1], flat[-1]
    between = flat[2:-2]
    if not isinstance(lower, Number) or [getattr(one, "text", "") for one in between] != [
        str(int(lower.text) + step) for step in range(1, len(between) + 1)
    ]:
        return None
    interval = Interval(lower.start, upper.end, lower, upper, whole=True)
    return Declaration(first.start, upper.end, (flat[0],), interval)


def implies(known: list[Said], order: Said) -> bool:
    """Return whether an order says no more than those that hold: it is one of them, or weaker by its constants."""
    wanted = _bounds(order.item.content)
    if wanted is None:
        return False
    held = [bounds for one in known if (bounds := _bounds(one.item.content)) is not None]
    return all(any(_stronger(one, bound) for bounds in held for one in bounds) for bound in wanted)


Bound = tuple[str, Fraction]  # the sign, as seen from the name, and the constant


def _bounds(tree: Tree) -> list[Bound] | None:
    """Return the bounds of the name in an order, by numbers alone."""
    inner = bare(tree)
    name = order_subject(tree)
    if name is None or not isinstance(inner, Joined) or inner.precedence is not Precedence.RELATION:
        return None
    turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "!=": "!="}
    found: list[Bound] = []
    for place, operator in enumerate(inner.operators):
        left, right = bare(inner.parts[place]), bare(inner.parts[place + 1])
        constant = right if is_constant(right) else left
        value = _value(constant)
        if value is None:
            return None
        found.append((operator.text if constant is right else turned[operator.text], value))
    return found


def _value(tree: Tree) -> Fraction | None:
    """Return the value of a number with or without a sign."""
    if isinstance(tree, Signed):
        value = _value(bare(tree.operand))
        return None if value is None else -value if tree.sign.text == "-" else value
    return Fraction(tree.text) if isinstance(tree, Number) else None


def _stronger(one: Bound, other: Bound) -> bool:
    """Return whether a bound implies another."""
    (sign, value), (wanted, limit) = one, other
    if wanted == "!=":
        return value == limit if sign == "!=" else _beyond(sign[0], value, limit, strict=len(sign) == 2)
    if sign[0] != wanted[0] or sign == "!=":
        return False
    return _beyond(sign[0], value, limit, strict=wanted in ("<", ">") and sign in ("<=", ">="))


def _beyond(sign: str, value: Fraction, limit: Fraction, strict: bool) -> bool:
    if strict:
        return value > limit if sign == ">" else value < limit
    return value >= limit if sign == ">" else value <= limit
