"""What a name may be, and that in one statement it means one thing.

Reports print names, and neither sorts nor shapes nor laws.  A dimension named ``0`` would make ``0 >= 1`` of what is
true of every dimension; of a real x and a natural x beside each other, or of two random variables of one name, a reader
reads what nobody claimed.  So a name is of Latin and Greek letters, digits, underscores and primes, as in typed claims,
and what is drawn alike (``x1`` and ``x_1``, ``lam`` and ``λ``) is the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, MutableMapping

from gradcheck.language.arrays import Array, Sequence
from gradcheck.language.names import GREEK, greek_name, split_name
from gradcheck.language.node import Node, walk
from gradcheck.language.propositions import And
from gradcheck.language.random import RandomSequence, RandomVariable
from gradcheck.language.terms import Const, Symbol
from gradcheck.language.uninterpreted import Uninterpreted
from gradcheck.language.widths import Width

_LETTERS = "A-Za-z" + "".join(GREEK)
_NAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9_]*'*")
INFINITE = "oo"
NUMBERS = ("pi", "e")  # as a text they are numbers; a real variable may be called so, which may be that number

Meaning = tuple[str, object]  # a name, and what it stands for
Meanings = MutableMapping[tuple[str, str], Meaning]  # by the way in which a name is used, and how it is drawn


def check_name(name: object) -> None:
    """ValueError for what would be read as a number, a formula, an operator, or nothing at all."""
    if not isinstance(name, str) or not _NAME.fullmatch(name) or name == INFINITE:
        raise ValueError(f"{name!r} cannot be a name: a letter, then letters, digits, underscores and primes")


def check_abbreviation(name: object) -> None:
    """ValueError unless it is a name, perhaps with names in parentheses behind it: ``var(z)``."""
    head, opened, inside = str(name).partition("(")
    names = [head, *re.split(", ?", inside.removesuffix(")"))] if opened and inside.endswith(")") else [name]
    for one in names:
        check_name(one)


def check_meanings(nodes: Iterable[Node], known: Meanings) -> None:
    """ValueError where a name in the nodes means something else than in ``known``, which takes up what they say."""
    for node in nodes:
        for part in walk(node):
            if isinstance(part, And) and not part.parts:
                raise ValueError("a conjunction of nothing claims nothing")
            found = _meaning(part)
            if found is None:
                continue
            use, meaning = found
            name = meaning[0]
            if not isinstance(part, Const):
                check_name(name)
            if isinstance(part, Symbol) and part.is_integer and name in NUMBERS:
                raise ValueError(f"the name {name} is that of a number, and no integer")
            earlier = known.setdefault((use, drawn(name)), meaning)
            if earlier[0] != name:
                raise ValueError(f"{earlier[0]} and {name} look alike; give them different letters")
            if earlier[1] != meaning[1]:
                raise ValueError(f"the name {name} stands for two things of different sorts, shapes or laws")


def drawn(name: str) -> str:
    """What two names have in common that are drawn alike."""
    letters = name.rstrip("'")
    base, subscript = split_name("".join(GREEK.get(letter, letter) for letter in letters))
    return f"{greek_name(base) or base}_{greek_name(subscript) or subscript}{name[len(letters) :]}"


def _meaning(node: Node) -> tuple[str, Meaning] | None:
    """How a name is used in a node, and what it stands for there."""
    match node:
        case Symbol(name=name, sort=sort):
            return "alone", (name, sort)
        case Const(name=name):
            return "alone", (name, None)
        case Array(name=name, sides=sides):
            return "alone", (name, sides)
        case RandomVariable(name=name, sides=sides, law=law):
            return "alone", (name, (sides, law))
        case Sequence(name=name, sides=sides, parameters=parameters):
            return "numbered", (name, (sides, len(parameters)))
        case RandomSequence(name=name, sides=sides, law=law):
            return "numbered", (name, (sides, law))
        case Width(name=name):
            return "numbered", (name, None)
        case Uninterpreted(name=name, differentiable=order):
            return "applied", (name, order)
    return None
