r"""Means that say over what they are: \mathbb{E}_{x \sim \mathcal{N}(0, 1)}[x^2], \mathbb{E}_x[f(x)], \Pr_{x}(x > 0).

A law below the sign declares its name; a name alone must be one that is random.  The language has means over all that
is random, so such a mean is read only where that is the same: nothing else that is random stands in what it is of, and
a name whose law stands below a sign stands in such means alone.  Everything else is refused, a mean over one of two
random names too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace
from typing import Any

from gradcheck.language.notation.latex.commands import CHANCE
from gradcheck.language.notation.latex.items import law_of
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Defining,
    Distributed,
    Item,
    Joined,
    Name,
    Property,
    Script,
    Tree,
    bare,
    pieces,
)

WORDS = frozenset(CHANCE.values())


def without_subscripts(source: str, trees: list[Tree]) -> list[Tree]:
    """Return the trees with means over all that is random, and items for what stood below their signs."""
    if not any(isinstance(piece, Bracket | Call) and _below(piece) for tree in trees for piece in pieces(tree)):
        return trees
    means = _Means(source, trees)
    found = [means.tree(tree, frozenset(), False) for tree in trees]
    return [*found, *means.items]


def _below(tree: Tree) -> tuple[Tree, ...]:
    """Return what stands below the sign of a mean."""
    head = tree.base if isinstance(tree, Bracket) else tree.function if isinstance(tree, Call) else None
    if isinstance(head, Script) and isinstance(head.base, Name) and head.base.text in WORDS:
        over_laws = any(isinstance(one, Joined) and one.operators[0].text == "~" for one in map(bare, head.indices))
        is_letter = head.base.text == "P" and head.base.end - head.base.start == 1 and isinstance(tree, Call)
        return () if is_letter and not over_laws else head.indices  # P_n(v) may be a polynomial
    return ()


class _Means:
    def __init__(self, source: str, trees: list[Tree]) -> None:
        self.source = source
        self.items: list[Item] = []
        self.local: set[str] = set()  # whose law stands below a sign
        self.random: set[str] = set()
        for tree in trees:
            for piece in pieces(tree):
                if isinstance(piece, Distributed):
                    self.random |= {name.text for one in piece.names for name in pieces(one) if isinstance(name, Name)}
                for one in _below(piece):
                    if isinstance(one, Joined) and one.operators[0].text == "~":
                        self.local |= set(_names(one.parts[0]))
        self.random |= self.local
        self.behind = _behind(trees)

    def error(self, code: str, message: str, tree: Tree, hint: str = "") -> ReadError:
        return ReadError(code, message, self.source, tree.start + 1, hint)

    def tree(self, tree: Tree, bound: frozenset[str], is_inside: bool) -> Tree:
        """Return the tree; ``bound`` are the names below the signs around it, ``is_inside`` a mean over all."""
        if isinstance(tree, Distributed):
            return tree
        if isinstance(tree, Name) and tree.text in self.local and tree.text not in bound and not is_inside:
            hint = f"declare it behind where, {tree.text} \\sim ..., or choose another letter"
            raise self.error("GC417", f"{tree.text} is bound below a mean, and stands outside of it", tree, hint)
        below = _below(tree)
        if not below:
            head = tree.base if isinstance(tree, Bracket) else tree.function if isinstance(tree, Call) else None
            inside = is_inside or (isinstance(head, Name) and head.text in WORDS)
            return self.parts(tree, bound, inside)
        own = frozenset(name for one in below for name in self.name_below(one))
        body = tree.indices if isinstance(tree, Bracket) else tree.arguments if isinstance(tree, Call) else ()
        others = sorted({one for name in _free(body) for one in self.behind.get(name, {name})} & self.random - own)
        if others:
            message = f"the mean is over {', '.join(sorted(own))}, and {others[0]} is random, too"
            raise self.error("GC410", message, below[0], "the language has means over all that is random")
        inner = tuple(self.tree(part, bound | own, is_inside) for part in body)
        if isinstance(tree, Bracket) and isinstance(tree.base, Script):
            return replace(tree, base=tree.base.base, indices=inner)
        if isinstance(tree, Call) and isinstance(tree.function, Script):
            return replace(tree, function=tree.function.base, arguments=inner)
        return tree

    def parts(self, tree: Tree, bound: frozenset[str], is_inside: bool) -> Tree:
        changed: dict[str, Any] = {}
        for field in fields(tree):
            value = getattr(tree, field.name)
            if isinstance(value, Tree):
                changed[field.name] = self.tree(value, bound, is_inside)
            elif isinstance(value, tuple):
                changed[field.name] = tuple(self.deep(part, bound, is_inside) for part in value)
        return replace(tree, **changed) if changed else tree

    def deep(self, value: object, bound: frozenset[str], is_inside: bool) -> object:
        if isinstance(value, tuple):
            return tuple(self.deep(part, bound, is_inside) for part in value)
        return self.tree(value, bound, is_inside) if isinstance(value, Tree) else value

    def name_below(self, tree: Tree) -> Iterator[str]:
        """Note what stands below a sign, and yield its names."""
        inner = bare(tree)
        if isinstance(inner, Joined) and inner.operators[0].text == "~" and len(inner.parts) == 2:
            name, law = inner.parts
            item = Distributed(inner.start, inner.end, (name,), law_of(law))
            self.items.append(Item(inner.start, inner.end, "where", item))
            yield from _names(name)
        elif isinstance(inner, Name):
            word = Name(inner.start, inner.end, "random")
            self.items.append(
                Item(inner.start, inner.end, "where", Property(inner.start, inner.end, (inner,), (word,)))
            )
            yield inner.text
        else:
            hint = "as in \\mathbb{E}_{x \\sim \\mathcal{N}(0, 1)}[x], or leave it out"
            raise self.error("GC410", "this below a mean is not part of the language", inner, hint)


def _behind(trees: list[Tree]) -> dict[str, set[str]]:
    """Return, for each name that an equation may define, the names that stand behind it."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        inner = bare(tree.content) if isinstance(tree, Item) else tree
        if isinstance(inner, Defining):
            left, right = inner.left, inner.right
        elif isinstance(tree, Item) and isinstance(inner, Joined) and inner.operators[0].text == "=":
            left, right = inner.parts[0], inner.parts[-1]
        else:
            continue
        for name in _names(left):
            found.setdefault(name, {name}).update(_free([right]))
    for _ in found:  # what stands behind these
        for name, others in found.items():
            found[name] = others.union(*(found.get(other, set()) for other in others))
    return found


def _names(tree: Tree) -> Iterable[str]:
    inner = bare(tree)
    return [inner.text] if isinstance(inner, Name) else [one.text for one in pieces(inner) if isinstance(one, Name)][:1]


def _free(trees: Iterable[Tree]) -> frozenset[str]:
    """Return the names in the trees but for those that a mean in them binds."""
    found: set[str] = set()
    for tree in trees:
        below = _below(tree)
        own = {name for one in below for name in _names(one.parts[0] if isinstance(one, Joined) else one)}
        found |= ({tree.text} if isinstance(tree, Name) else set()) | (_free(tree.children()) - own)
    return frozenset(found)
