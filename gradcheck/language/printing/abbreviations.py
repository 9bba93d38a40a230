"""Names for parts of formulas, for printing alone: ``Gamma`` instead of ``diag(sqrt(diagonal(X.T @ X)))``.

An abbreviation replaces every occurrence of exactly its term by a symbol or array of that name and shape, in the text
that a reader sees.  No claim is ever built from an abbreviated formula.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.random import AnyLaw
from gradcheck.language.syntax.terms import Const, Neg, Num, Symbol, Term

Notation = tuple[tuple[str, Term], ...]


def check_notation(notation: Notation, nodes: tuple[Node, ...]) -> None:
    """Raise ValueError for a name that is used twice or has a meaning in the formulas;
    TypeError for what is no term.
    """
    taken = {getattr(part, "name", None) for node in nodes for part in walk(node)}
    for name, term in notation:
        if not isinstance(term, Term):
            raise TypeError(f"{name} abbreviates {term!r}, which is no term")
        if isinstance(term, Symbol | Array) or len(term.shape) > 2:
            raise ValueError(f"{name} abbreviates what needs no name")
        if name in taken:
            raise ValueError(f"the name {name} means something else already")
        taken.add(name)


def abbreviated(node: Node, notation: Notation) -> Node:
    """Return the node as it is printed: the largest terms with a name first, all others as they are."""
    if not notation:
        return node
    names: dict[Term, Term] = {
        term: Array(name, term.shape) if term.shape else Symbol(name) for name, term in notation if not _is_number(term)
    }
    try:
        shortened = _replaced(node, names, {})
    except (TypeError, ValueError):
        return node
    return shortened if isinstance(shortened, Node) else node


def _is_number(term: Term) -> bool:
    """Whether a term is a number alone, of which a statement may have others: 1 + 1 = 2 where x = 1 is no x + x = 2."""
    return isinstance(term.term if isinstance(term, Neg) else term, Num | Const)


def _replaced(item: Any, names: dict[Term, Term], memory: dict[Node, Node]) -> Any:
    if isinstance(item, tuple):
        return tuple(_replaced(part, names, memory) for part in item)
    if not isinstance(item, Node) or isinstance(item, AnyLaw):
        return item
    if item in names:
        return names[item]
    if item not in memory:
        values = [getattr(item, field) for field in item.fields]
        new = [_replaced(value, names, memory) for value in values]
        same = all(a is b or a == b for a, b in zip(values, new, strict=True))
        memory[item] = item if same else type(item)(*new)
    return memory[item]


def meanings(notation: Notation) -> tuple[tuple[str, Node], ...]:
    """Return each name with the node that it stands for, in which the other names are used."""
    return tuple(
        (name, abbreviated(term, tuple(other for other in notation if other[1] is not term))) for name, term in notation
    )
