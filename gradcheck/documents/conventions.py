"""Reads items that say how a document writes things: words, what a sign stands for, and what goes without saying.

loss, exp word        names of several letters that are written without a font
δ Kronecker           δ_{ij} is 1 where i = j, and else 0
log base 2            log is that of base 2
V variance            V[X] and V(X) are Var[X]
R_{ij} iid            the entries of a random array are independent, as they are here in any case
H entropy             H(p) is -p·log(p), the entropy of a vector of probabilities
^L label, \\tau^2 name a^L and \\tau^2 are names;  ^k index: \\theta^{k+1} is a member of \\theta, as \\theta^{(k+1)} is
T transpose           A^T is the transpose also where T is declared
6e4 number            6e4 is 60000
f differentiable 2    f is a function of a real variable
layout gradient       the gradient of a scalar has the shape of its argument, as here in any case
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from gradcheck.language.notation.latex.reading import Reading
from gradcheck.language.notation.tree import (
    Bracket,
    Call,
    Cases,
    Group,
    Joined,
    Name,
    Number,
    Operator,
    Precedence,
    Script,
    Signed,
    Tree,
)

WORDS = re.compile(r"(?P<names>[A-Za-z]\w*(?:\s*,\s*[A-Za-z]\w*)*)\s+words?$")
STANDS = re.compile(r"\$?\\?(?P<name>\w+)\$?\s+(?P<meaning>Kronecker|variance|entropy)$")
BASE = re.compile(r"\$?\\?log\$?\s+base\s+(?P<base>2|10)$")
IID = re.compile(r"\$?(?P<name>\\?[A-Za-z]\w*|\\\w+\{\w+\})_?(?:\{[^{}]*\}|\w)?\$?\s+iid$")
SMOOTH = re.compile(r"(?P<names>\w+(?:\s*,\s*\w+)*)\s+differentiable(?P<order>\s+\d+)?$")
LABEL = re.compile(r"\$?\^\{?(?P<name>\\?\w+)\}?\$?\s+label$")
POWER = re.compile(r"\$?\\?(?P<base>\w+)\^\{?(?P<power>-?\d|[A-Za-z]_\d|\(\w(?:[+-]\d)?\))\}?\$?\s+name$")
ABOVE = re.compile(r"\$?\^\{?(?P<name>\w)\}?\$?\s+index$")
TRANSPOSE = re.compile(r"\$?(?P<name>[A-Z])\$?\s+transpose$")
NUMERAL = re.compile(r"(?P<number>\d+(?:\.\d+)?[eE][+-]?\d{1,3})\s+number$")
WORD_NAME = re.compile(r"\$?\\(?:text|mathrm|operatorname)\{\w+\}\$?\s+name$")
SILENT = re.compile(r"layout gradient$|\$?(?:∘|\\circ)\$?\s+entry by entry$|≈ rounded$|\$?\^\{?\(\w+\)\}?\$?\s+index$")


@dataclass(frozen=True)
class Conventions:
    """What holds from a comment on; ``stands`` maps a name to its meaning, ``base`` is that of log.

    The others are told to the reader of LaTeX.
    """

    words: frozenset[str] = frozenset()
    stands: Mapping[str, str] = field(default_factory=dict)
    base: int = 0
    labels: frozenset[str] = frozenset()
    transposes: frozenset[str] = frozenset()
    powers: frozenset[tuple[str, str]] = frozenset()
    numbers: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    marks: Mapping[str, int] = field(default_factory=dict)  # how often a name has come to mean something else

    def anew(self, name: str) -> Conventions:
        """Return the conventions with a prime more behind a name, which tells it from the same name above."""
        return replace(self, marks={**self.marks, name: self.marks.get(name, 0) + 1})

    def reading(self, before: Reading) -> Reading:
        """Return how LaTeX is read from here on."""
        return replace(before, words=self.words, labels=self.labels, transposes=self.transposes, powers=self.powers,
                       numbers=self.numbers, above=self.above)  # fmt: skip

    @property
    def is_plain(self) -> bool:
        return not self.stands and not self.base and not self.marks


def read_convention(text: str, known: Conventions) -> Conventions | None:
    """Return the conventions with what an item says; None where it says nothing of this kind."""
    if SILENT.match(text) or WORD_NAME.match(text):
        return known
    if (label := LABEL.match(text)) is not None:
        return replace(known, labels=known.labels | {label["name"].removeprefix("\\")})
    if (power := POWER.match(text)) is not None:
        return replace(known, powers=known.powers | {(power["base"], power["power"])})
    if (index := ABOVE.match(text)) is not None:
        return replace(known, above=known.above | {index["name"]})
    if (sign := TRANSPOSE.match(text)) is not None:
        return replace(known, transposes=known.transposes | {sign["name"]})
    if (number := NUMERAL.match(text)) is not None:
        return replace(known, numbers=known.numbers | {number["number"]})
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


DIAGONAL = re.compile(r"\$?(?P<name>\\?\w+|\\\w+\{\w+\})\$?\s+diagonal$")


def as_assumption(text: str) -> str:
    """Return ``Γ ⊙ I = Γ`` for ``Γ diagonal``; empty for any other item."""
    found = DIAGONAL.match(text)
    if found is None:
        return ""
    name = found["name"]
    return f"{name} \\odot I = {name}" if "\\" in name else f"{name} ⊙ I = {name}"


def apply(tree: Tree, known: Conventions) -> Tree:
    """Return the tree as the language has it."""
    if known.is_plain:
        return tree
    return _applied(tree, known)  # type: ignore[return-value]


def _applied(value: object, known: Conventions) -> object:
    if isinstance(value, tuple):
        return tuple(_applied(part, known) for part in value)
    if isinstance(value, Name) and value.text in known.marks:
        return replace(value, text=value.text + "'" * known.marks[value.text])
    if not isinstance(value, Tree):
        return value
    made: dict[str, Any] = {name: _applied(getattr(value, name), known) for name in value.__dataclass_fields__}
    tree = type(value)(**made)
    place = {"start": tree.start, "end": tree.end}
    if isinstance(tree, Script) and len(letters_of(tree)) == 2 and _meaning(tree.base, known) == "Kronecker":
        left, right = letters_of(tree)
        equal = Joined(left.start, right.end, Precedence.RELATION, (left, right), (Operator(left.end, left.end, "="),))
        return Cases(**place, branches=((Number(**place, text="1"), equal), (Number(**place, text="0"), None)))
    if isinstance(tree, Call | Bracket) and _meaning(_head(tree), known) == "variance":
        inside = tree.arguments if isinstance(tree, Call) else tree.indices
        return Bracket(**place, base=Name(tree.start, tree.start, "Var"), indices=inside)
    if isinstance(tree, Call) and len(tree.arguments) == 1 and _meaning(tree.function, known) == "entropy":
        return _entropy(tree)
    if known.base and isinstance(tree, Call) and tree.name == "log":
        return replace(tree, function=Name(tree.function.start, tree.function.end, f"log{known.base}"))
    return tree


def _entropy(tree: Call) -> Tree:
    """Return -(p @ log(p)) for H(p)."""
    place: dict[str, Any] = {"start": tree.start, "end": tree.end}
    (inner,) = tree.arguments
    argument = inner if isinstance(inner, Name) else Group(inner.start, inner.end, inner)
    logarithm = Call(**place, function=Name(tree.start, tree.start, "log"), arguments=(inner,))
    sign = Operator(tree.start, tree.start, "@")
    product = Joined(**place, precedence=Precedence.PRODUCT, parts=(argument, logarithm), operators=(sign,))
    minus = Operator(tree.start, tree.start, "-")
    return Group(**place, inner=Signed(**place, sign=minus, operand=Group(**place, inner=product)))


def letters_of(tree: Script) -> tuple[Tree, ...]:
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
