"""From the trees of a document to statements: the one place where documents ask the elaboration.

A formula is elaborated with the items that it needs and no others.  A name that nothing declares is refused here, with
the declaration that would make sense of it; on the command line it would be a real number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from gradcheck.documents.conventions import Conventions, apply, as_assumption, as_signature, letters_of
from gradcheck.documents.mixed import FOR, parted_for, read_mixed_items
from gradcheck.documents.points import at_points
from gradcheck.documents.scope import Said, subject
from gradcheck.documents.unfolding import Captured, functions_in, unfold, unfold_item
from gradcheck.language.notation.items import parse_line
from gradcheck.language.notation.latex import items_of, read_display, settled
from gradcheck.language.notation.latex import read_line as read_latex_line
from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.latex.rows import Clause
from gradcheck.language.notation.reader import Typed, elaborate_line
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import tokenize
from gradcheck.language.notation.tree import (
    Binder,
    Declaration,
    Defining,
    Distributed,
    Interval,
    Item,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Property,
    Script,
    Signature,
    Space,
    Styled,
    Tree,
    bare,
    pieces,
)
from gradcheck.language.syntax.meaning import EULER

INTEGRAL = re.compile(r"(?P<above>\w+)\((?P<letter>\w)\)\s+integral\s+of\s+(?P<below>\w+)$")
TRIVIAL = "0 = 0 ;"  # a claim before items that belong to none
UNDECLARED, TWO_READINGS, UNREAD, NOT_JUDGED = "GC602", "GC604", "GC601", "GC607"
INEXACT = ("≈ says nothing", "O(...) needs")
LATEX = ("\\", "$", "{", "_{", "^{")
SIDES = ("n", "d")  # that a suggestion may make up
MAX_SIDES, MAX_TRIES, MAX_OFFERS = 3, 60, 3


class Refused(Exception):
    """A formula that is not read: the code, why, and where in the sheet."""

    def __init__(self, code: str, message: str, start: int, end: int = 0, hint: str = "") -> None:
        super().__init__(message)
        self.code, self.message, self.start, self.end, self.hint = code, message, start, max(end, start + 1), hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def refusal_of(error: ReadError, start: int = 0) -> Refused:
    """Return the refusal for an error of the notations; ``start`` is the place of the text that it counts from."""
    code = {"GC417": TWO_READINGS, "GC418": UNDECLARED}.get(error.code, UNREAD)
    if error.hint.startswith("declare "):
        code = UNDECLARED
    if error.message.startswith(INEXACT):
        code = NOT_JUDGED
    return Refused(code, error.message, start + error.column - 1, hint=error.hint)


def read_items(source: str, start: int, end: int, reading: Reading) -> list[Item]:
    """Return the items that a part of the sheet writes, in text or in LaTeX; Refused otherwise."""
    integral = INTEGRAL.match(source[start:end].strip())
    if integral is not None:
        above, letter, below = integral["above"], integral["letter"], integral["below"]
        line = f"{TRIVIAL}{above}: R -> R differentiable; for all {letter} in R: {above}'({letter}) = {below}({letter})"
        made = [placed(tree, start, end) for tree in parse_line(line, tokenize(line))[1:]]
        return [tree for tree in made if isinstance(tree, Item)]
    cut = parted_for(source[start:end]) if any(mark in source[start:end] for mark in LATEX) else -1
    if cut >= 0:  # v_t = v_{t-1} + g_t for t >= 1
        behind = FOR.match(source, start + cut, end)
        conditions = read_items(source, end if behind is None else behind.end(), end, reading)
        return [*read_items(source, start, start + cut, reading), *(replace(one, word="for") for one in conditions)]
    try:
        mixed = read_mixed_items(source, start, end, reading, TRIVIAL)
    except ReadError as error:
        raise refusal_of(error, start - len(TRIVIAL)) from None
    if mixed is not None:
        return [scripted(item) for item in mixed]
    text = source[start:end]
    text = as_assumption(text.strip()) or as_signature(text)
    stripped = text.strip()
    if stripped.startswith("$") and stripped.endswith("$") and stripped.count("$") == 2:
        text = text.replace("$", " ")
    is_latex = any(mark in text for mark in LATEX)
    try:
        if is_latex:
            plain = text.replace("$", " ")
            listed = _listed(source, start, end, reading) if plain == source[start:end].replace("$", " ") else None
            if listed is not None:
                return listed
            trees = read_latex_line(TRIVIAL + plain, reading)
        else:
            trees = parse_line(TRIVIAL + text, tokenize(TRIVIAL + text))
    except ReadError as error:
        raise refusal_of(error, start - len(TRIVIAL)) from None
    items = [tree for tree in trees[1:] if isinstance(tree, Item)]
    return [shifted(item if is_latex else scripted(item), start - len(TRIVIAL)) for item in items]


def _listed(source: str, start: int, end: int, reading: Reading) -> list[Item] | None:
    """Return the declaration of a list of names in LaTeX, \\theta_k, g_k \\in \\mathbb{R}^n; None of anything else."""
    inside = source[start:end]
    begin = start + len(inside) - len(inside.lstrip("$ \n"))
    last = end - (len(inside) - len(inside.rstrip("$ \n")))
    display = read_display(source, begin, last, reading)
    clauses = [clause for row in display.rows if row.error is None for clause in row.clauses]
    if len(display.rows) != 1 or len(clauses) < 2 or any(word.kind != "," for one in clauses for word in one.words):
        return None
    declared = items_of(clauses[-1])
    names = [clause.sides[0] for clause in clauses[:-1] if len(clause.sides) == 1 and not clause.relations]
    if (
        not isinstance(declared, Declaration | Distributed)
        or len(names) < len(clauses) - 1
        or not all(map(subject, names))
    ):
        return None
    return [Item(begin, last, "where", replace(declared, names=(*names, *declared.names)))]


def declarations_in(source: str, start: int, end: int) -> list[Item] | None:
    """Return the items of a line in text that declares, and None of one that claims."""
    try:
        found = read_items(source, start, end, Reading())
    except Refused:
        return None
    declares = Declaration | Property | Signature | Distributed | Defining
    return found if found and all(isinstance(item.content, declares) for item in found) else None


def read_claim(source: str, start: int, end: int) -> tuple[Tree, list[Item]]:
    """Return the claim of a line in text, with the items behind it; Refused otherwise."""
    text = source[start:end]
    try:
        claim, *items = parse_line(text, tokenize(text))
    except ReadError as error:
        raise refusal_of(error, start) from None
    made = [shifted(scripted(item), start) for item in items if isinstance(item, Item)]
    return shifted(scripted(claim), start), made


def read_tending(source: str, start: int, end: int, reading: Reading) -> Clause:
    """Return the clause  n -> oo , in text or in LaTeX; Refused if it is none."""
    text = source[start:end]
    for short, long in (("->", "\\to "), ("→", "\\to "), ("-oo", "-\\infty"), ("oo", "\\infty")):
        text = text.replace(short, long)
    try:
        display = read_display(text, reading=reading)
    except ReadError as error:
        raise refusal_of(error, start) from None
    clauses = [clause for row in display.rows if row.error is None for clause in row.clauses]
    if len(clauses) != 1 or [one.text for one in clauses[0].relations] != ["->"] or clauses[0].continues:
        raise Refused(UNREAD, "what tends to what is not clear", start, end, "as n -> oo")
    at: Any = {"start": start, "end": end}
    sides = tuple(placed(side, start, end) for side in clauses[0].sides)
    return replace(clauses[0], **at, sides=sides)


def placed(tree: Tree, start: int, end: int) -> Tree:
    """Return a tree that stands as a whole at a place."""
    return _placed(tree, start, end)  # type: ignore[return-value]


def _placed(value: object, start: int, end: int) -> object:
    if isinstance(value, tuple):
        return tuple(_placed(part, start, end) for part in value)
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _placed(getattr(value, name), start, end) for name in _fields(type(value))}
    return type(value)(**fields | {"start": start, "end": end})


def names_written(text: str, reading: Reading) -> list[str]:
    r"""Return the names in a list such as  v, \hat{u}, w_t ; Refused if it is none."""
    try:
        display = read_display(text, reading=reading)
    except ReadError as error:
        raise refusal_of(error) from None
    sides = [side for row in display.rows for clause in row.clauses for side in clause.sides]
    found = [subject(side) for side in sides]
    if not found or not all(found) or any(row.error for row in display.rows):
        raise Refused(UNREAD, f"{text} is no list of names", 0)
    return found


Some = TypeVar("Some", bound=Tree)


def shifted(tree: Some, by: int) -> Some:
    """Return the tree with all its places shifted."""
    return _moved(tree, by)  # type: ignore[return-value]


def scripted(tree: Some) -> Some:
    """Return a tree of the text notation in which x_1 and g_t are names with an index, as they are in LaTeX."""
    return _scripted(tree)  # type: ignore[return-value]


def _scripted(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_scripted(part) for part in value)
    if isinstance(value, Name):
        base, _, index = value.text.rpartition("_")
        if not base or not (index.isdecimal() or (len(index) == 1 and index.isalpha())):
            return value
        middle = value.start + len(base)
        inner = Number(middle, value.end, index) if index.isdecimal() else Name(middle, value.end, index)
        return Script(value.start, value.end, Name(value.start, middle, base), (inner,))
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _scripted(getattr(value, name)) for name in _fields(type(value))}
    return type(value)(**fields)


def _moved(value: object, by: int) -> object:
    if isinstance(value, tuple):
        return tuple(_moved(part, by) for part in value)
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _moved(getattr(value, name), by) for name in _fields(type(value))}
    fields |= {"start": value.start + by, "end": value.end + by}
    return type(value)(**fields)


def _fields(kind: type) -> tuple[str, ...]:
    return tuple(kind.__dataclass_fields__)  # type: ignore[attr-defined]


def elaborate(
    source: str,
    tree: Tree,
    known: Sequence[Said],
    extra: Iterable[Item] = (),
    conventions: Conventions = Conventions(),  # noqa: B008  (frozen)
) -> Typed:
    """Return what a claim says with what is known; Refused where it cannot be read, or a name is not declared.

    A name that nothing declares is a natural number if it bounds a sum or a range.
    """
    functions = functions_in(known)
    items = [*(item for one in known if one.kind != "function" for item in one.items), *extra]
    try:
        items = [unfold_item(item, functions) for item in items]
        tree, points = at_points(unfold(tree, functions), items)
        tree = apply(tree, conventions)
        items += points
        items = [replace(item, content=apply(item.content, conventions)) for item in items]
        items = with_laws_of_arrays(items)
        items += [_declaration(name, None, tree.start) for name in counting([tree, *items])]
        typed = read_trees(source, [tree, *items])
    except ReadError as error:
        raise refusal_of(error) from None
    except Captured as problem:
        raise Refused(UNREAD, problem.message, problem.tree.start, problem.tree.end) from None
    except RecursionError:
        raise Refused(UNREAD, "the formula is nested too deeply", tree.start, tree.end) from None
    missing = missing_of(typed)
    if missing:
        raise undeclared(source, tree, missing, items)
    return typed


def with_laws_of_arrays(items: Sequence[Item]) -> list[Item]:
    """Return the items with  R_{ij} ~ law  as the law of the entries of R, which are independent, if R is an array."""
    ranks: dict[str, int] = {}
    for item in items:
        if isinstance(item.content, Declaration) and isinstance(item.content.sort, Space):
            ranks |= {name.text: len(item.content.sort.sides) for name in item.content.names if isinstance(name, Name)}

    def whole(name: Tree) -> Tree:
        if not isinstance(name, Script) or not isinstance(name.base, Name):
            return name
        letters = letters_of(name)
        fits = ranks.get(name.base.text) == len(letters) and all(isinstance(bare(one), Name) for one in letters)
        return name.base if fits else name

    return [
        replace(item, content=replace(item.content, names=tuple(map(whole, item.content.names))))
        if isinstance(item.content, Distributed) else item
        for item in items
    ]  # fmt: skip


def missing_of(typed: Typed) -> list[str]:
    """Return the names that nothing declares or defines."""
    defined = {definition.member.name for definition in typed.definitions}
    undeclared_names = (name for name, how in typed.declared.items() if how == "undeclared")
    return [name for name in undeclared_names if name != EULER and name not in defined]


def counting(trees: Sequence[Tree]) -> list[str]:
    """Return the names that bound a sum, a product or a range and that nothing declares: natural numbers."""
    found: dict[str, None] = {}
    known: set[str] = set()
    for tree in trees:
        content = tree.content if isinstance(tree, Item) else None
        if isinstance(content, Defining):
            known.add(subject(content.left))
        elif isinstance(content, Declaration | Distributed | Signature | Property):
            known.update(map(subject, content.names))
        for piece in pieces(tree):
            if isinstance(piece, Space):
                known.update(one.text for side in piece.sides for one in pieces(side) if isinstance(one, Name))
            if isinstance(piece, Binder):
                known.update(one.text for one in pieces(piece.variable) if isinstance(one, Name))
            ends: list[Tree | None] = []
            is_sum = isinstance(piece, Binder) and piece.word.text in ("sum", "prod")
            if isinstance(piece, Binder | Interval) and (is_sum or getattr(piece, "whole", False)):
                ends = [piece.lower, piece.upper]
            names = (one.text for end in ends if end is not None for one in pieces(end) if isinstance(one, Name))
            found |= dict.fromkeys(name for name in names if name not in ("oo", "infinity", "pi", "e"))
    return [name for name in found if name not in known]


def read_trees(source: str, trees: Sequence[Tree]) -> Typed:
    """Return what a claim and its items say, in whichever notation each was written; ReadError otherwise."""
    return elaborate_line(source, settled(source, [built_in(tree) for tree in trees]))


def built_in(tree: Tree) -> Tree:
    """Return the tree with the letters of \\mathbb as plain words, as they are written in text."""
    if not any(isinstance(piece, Styled) and piece.font == "bb" for piece in pieces(tree)):
        return tree
    return _plain(tree)  # type: ignore[return-value]


def _plain(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(_plain(part) for part in value)
    if isinstance(value, Styled) and value.font == "bb":
        return Name(value.start, value.end, value.text)
    if not isinstance(value, Tree):
        return value
    fields: dict[str, Any] = {name: _plain(getattr(value, name)) for name in _fields(type(value))}
    return type(value)(**fields)


def undeclared(source: str, tree: Tree, missing: Sequence[str], items: Sequence[Item]) -> Refused:
    """Return the refusal for names that nothing declares, with the line that would."""
    order = {piece.text: piece for piece in reversed(list(pieces(tree))) if isinstance(piece, Name)}
    first = min(missing, key=lambda name: order[name].start if name in order else tree.end)
    at = order.get(first)
    start, end = (tree.start, tree.end) if at is None else (at.start, at.end)
    offered = suggestion(source, tree, missing, items)
    names = ", ".join(missing)
    verb = "is" if len(missing) == 1 else "are"
    hint = f"as used: {offered}" if offered else ""
    return Refused(UNDECLARED, f"{names} {verb} not declared", start, end, hint)


def suggestion(source: str, tree: Tree, missing: Sequence[str], items: Sequence[Item]) -> str:
    """Return declarations with which the claim could be read, the simplest first; empty if none of a few does.

    Of one name several may do, and the author chooses; of several names the first that does is told.
    """
    sides = list(dict.fromkeys(_dimensions(items))) or list(SIDES[:2])
    shapes: list[tuple[str, ...]] = [(), *((side,) for side in sides[:MAX_SIDES])]
    shapes += [(row, column) for row in sides[:MAX_SIDES] for column in sides[:MAX_SIDES]]
    found: list[str] = []
    for count, choice in enumerate(_choices(shapes, len(missing))):
        if count >= MAX_TRIES or len(found) >= (MAX_OFFERS if len(missing) == 1 else 1):
            break
        made = [_declaration(name, sides, tree.start) for name, sides in zip(missing, choice, strict=True)]
        try:
            typed = read_trees(source, [tree, *items, *made])
        except (ReadError, ValueError, RecursionError):
            continue
        if not missing_of(typed):
            found.append("; ".join(_written(name, sides) for name, sides in zip(missing, choice, strict=True)))
    return ", or ".join(found)


def _dimensions(items: Sequence[Item]) -> Iterator[str]:
    """Yield the letters that stand in shapes."""
    for item in items:
        for space in pieces(item):
            if isinstance(space, Space):
                yield from (side.text for side in space.sides if isinstance(side, Name))


def _choices(shapes: list[tuple[str, ...]], count: int) -> list[tuple[tuple[str, ...], ...]]:
    """Return the choices of a shape for each of a few names; of many names, that all are numbers."""
    if count > 3:
        return [((),) * count]
    found: list[tuple[tuple[str, ...], ...]] = [()]
    for _ in range(count):
        found = [(*chosen, one) for chosen in found for one in shapes]
    return sorted(found, key=lambda choice: sum(map(len, choice)))


def _declaration(name: str, sides: tuple[str, ...] | None, at: int) -> Item:
    """Return the declaration of an array with these sides, of a number without any, of a natural number for None."""
    field = Name(at, at, "R")
    space: Tree = Name(at, at, "naturals" if sides is None else "reals")
    if sides:
        space = Space(at, at, field, tuple(Name(at, at, side) for side in sides))
    return Item(at, at, ";", Declaration(at, at, (Name(at, at, name),), space))


def _written(name: str, sides: tuple[str, ...]) -> str:
    if not sides:
        return f"{name} in R"
    return f"{name} in R^{sides[0]}" if len(sides) == 1 else f"{name} in R^({' x '.join(sides)})"


def trivial(at: int) -> Joined:
    """Return the claim 0 = 0, for items that are elaborated by themselves."""
    zero = Number(at, at, "0")
    return Joined(at, at, Precedence.RELATION, (zero, zero), (Operator(at, at, "="),))
