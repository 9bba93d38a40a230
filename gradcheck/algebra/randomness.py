"""The random variables that a term depends on, also through the definitions of the sequences in it."""

from __future__ import annotations

from collections.abc import Iterable

from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable, Variance


def random_names(node: Node, definitions: Iterable[Definition], averaged: bool = False) -> frozenset[str]:
    """Return the random variables that the value varies with; ``averaged``: also those that a mean averages out."""
    bodies: dict[str, list[Node]] = {}
    for definition in definitions:
        bodies.setdefault(definition.member.name, []).append(definition.body)
    found: set[str] = set()
    seen: set[Node] = set()
    todo = [node]
    while todo:
        part = todo.pop()
        if part in seen or (isinstance(part, Expectation | Variance) and not averaged):
            continue
        seen.add(part)
        if isinstance(part, RandomVariable | RandomSequence):
            found.add(part.name)
        if isinstance(part, Sequence):
            todo += bodies.get(part.name, [])
        todo += part.children()
    return frozenset(found)


def random_members(name: str, definitions: Iterable[Definition]) -> frozenset[str]:
    """Return the random variables that the members of a sequence vary with."""
    known = tuple(definitions)
    return frozenset(found for d in known if d.member.name == name for found in random_names(d.body, known))
