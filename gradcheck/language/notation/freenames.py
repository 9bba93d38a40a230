"""The names that occur free in a surface tree."""

from __future__ import annotations

from gradcheck.language.notation.tree import Binder, Name, Tree


def free_names(tree: Tree) -> set[str]:
    """Return the names that occur free in the tree; w_j is none where j is bound."""
    found: set[str] = set()
    todo: list[tuple[Tree, frozenset[str]]] = [(tree, frozenset())]
    while todo:
        piece, bound = todo.pop()
        if isinstance(piece, Name):
            if bound.isdisjoint(piece.text.split("_")):
                found.add(piece.text)
        elif isinstance(piece, Binder):
            inner = bound | {piece.variable.text} if isinstance(piece.variable, Name) else bound
            todo.append((piece.body, inner))
            if piece.domain is not None:
                todo.append((piece.domain, inner))
            todo += [(end, bound) for end in (piece.lower, piece.upper) if end is not None]
        else:
            todo += [(child, bound) for child in piece.children()]
    return found
