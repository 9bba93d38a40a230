"""Reads items that say how a document writes things: words, what a sign stands for, and what goes without saying.

loss, exp word        names of several letters that are written without a font
δ Kronecker           δ_{ij} is 1 where i = j, and else 0
log base 2            log is that of base 2
V variance            V[X] and V(X) are Var[X]
R_{ij} iid            the entries of a random array are independent, as they are here in any case
f differentiable 2    f is a function of a real variable
layout gradient       the gradient of a scalar has the shape of its argument, as here in any case
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Cases,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Script,
    Tree,
)

WORDS = re.compile(r"(?P<names>[A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*)\s+words?$")
STANDS = re.compile(r"\$?\\?(?P<name>\w+)\$?\s+(?P<meaning>Kronecker|variance)$")
BASE = re.compile(r"\$?\\?log\$?\s+base\s+(?P<base>2|10)$")
IID = re.compile(r"\$?(?P<name>\\?[A-Za-z]\w*|\\\w+\{\w+\})_?(?:\{[^{}]*\}|\w)?\$?\s+iid$")
SMOOTH = re.compile(r"(?P<names>\w+(?:\s*,\s*\w+)*)\s+differentiable(?P<order>\s+\d+)?$")
SILENT = ("layout gradient",)


@dataclass(frozen=True)
class Conventions:
    """What holds from a comment on; ``stands`` maps a name to Kronecker or variance, ``base`` is that of log."""

    words: frozenset[str] = frozenset()
    stands: Mapping[str, str] = field(default_factory=dict)
    base: int = 0

    @property
    def is_plain(self) -> bool:
        return not self.stands and not self.base


def read_convention(text: str, known: Conventions) -> Conventions | None:
    """Return the conventions with what an item says; None where it says nothing of this kind."""
    if text in SILENT:
        return known
    if (words := WORDS.match(text)) is not None:
        return replace(known, words=known.words | set(re.findall(r"\w+", words["names"])))
    if (stands := STANDS.match(text)) is not None:
        return replace(known, stands={**known.stands, GREEK.get(stands["name"], stands["name"]): stands["meaning"]})
    if (base := BASE.match(text)) is not None:
        return replace(known, base=int(base["base"]))
    return None


GREEK = {"δ": "delta"}


def as_signature(text: str) -> str:
    """Return ``f: R -> R differentiable 2`` for ``f differentiable 2``; other items as they are."""
    found = SMOOTH.match(text)
    return text if found is None else f"{found['names']}: R -> R differentiable{found['order'] or ''}"


def random_name(text: str) -> str:
    """Return the name of an array whose entries are said to be iid; empty for any other item."""
    found = IID.match(text)
    return "" if found is None else found["name"].removeprefix("\\").rstrip("_")


DIAGONAL = re.compile(r"(?P<name>\w+)\s+diagonal$")


def as_assumption(text: str) -> str:
    """Return ``Γ ⊙ I = Γ`` for ``Γ diagonal``; empty for any other item."""
    found = DIAGONAL.match(text)
    return "" if found is None else f"{found['name']} ⊙ I = {found['name']}"


def apply(tree: Tree, known: Conventions) -> Tree:
    """Return the tree as the language has it."""
    if known.is_plain:
        return tree
    return _applied(tree, known)  # type: ignore[return-value]


def _applied(value: object, known: Conventions) -> object:
    if isinstance(value, tuple):
        return tuple(_applied(part, known) for part in value)
    if not isinstance(value, Tree):
        return value
    made: dict[str, Any] = {name: _applied(getattr(value, name), known) for name in value.__dataclass_fields__}
    tree = type(value)(**made)
    place = {"start": tree.start, "end": tree.end}
    if isinstance(tree, Script) and len(_letters(tree)) == 2 and _meaning(tree.base, known) == "Kronecker":
        left, right = _letters(tree)
        equal = Joined(left.start, right.end, Precedence.RELATION, (left, right), (Operator(left.end, left.end, "="),))
        return Cases(**place, branches=((Number(**place, text="1"), equal), (Number(**place, text="0"), None)))
    if isinstance(tree, Call | Bracket) and _meaning(_head(tree), known) == "variance":
        inside = tree.arguments if isinstance(tree, Call) else tree.indices
        return Bracket(**place, base=Name(tree.start, tree.start, "Var"), indices=inside)
    if known.base and isinstance(tree, Call) and tree.name == "log":
        return replace(tree, function=Name(tree.function.start, tree.function.end, f"log{known.base}"))
    return tree


def _letters(tree: Script) -> tuple[Tree, ...]:
    """Return the indices i and j of both ``δ_{ij}`` and ``δ_{i,j}``."""
    if (
        len(tree.indices) == 1
        and isinstance(tree.indices[0], Joined)
        and not any(operator.text for operator in tree.indices[0].operators)
    ):
        return tree.indices[0].parts
    return tree.indices


def _head(tree: Call | Bracket) -> Tree:
    return tree.function if isinstance(tree, Call) else tree.base


def _meaning(tree: Tree, known: Conventions) -> str:
    return known.stands.get(tree.text, "") if isinstance(tree, Name) else ""
