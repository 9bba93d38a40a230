"""Writes evidence as JSON and reads it back; derivations too, with other classes (``transfer``).

    null, true, 7, "text"      themselves
    {"q": "-3/4"}              a rational number
    {"t": [...]}               a tuple
    {"n": 5}                   the node in row 5 of the table: ["Add", field, ...], its fields in earlier rows
    {"e": ["ByCases", ...]}    a piece of evidence, a cell or a counterexample, with its fields

Decoding makes nodes by their constructors and evidence by its classes, found by their names in two fixed tables, and
nothing else: no text is evaluated, no module imported, no other class called.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from fractions import Fraction
from functools import cache
from typing import Any

from gradcheck.kernel import evidence
from gradcheck.language.syntax import (  # noqa: F401  (they define the nodes)
    arrays,
    definitions,
    propositions,
    random,
    terms,
)
from gradcheck.language.syntax.node import Node

LONGEST_NUMBER = 20_000  # characters of a rational
RATIONAL = re.compile(r"-?[0-9]+(/[0-9]+)?")  # no exponents: 1e999999999 is short and fills the memory


class Unreadable(ValueError):
    """The text is no evidence that this version knows."""


@cache
def node_classes() -> dict[str, type[Node]]:
    """The classes of nodes by name."""
    return {kind.__name__: kind for kind in _below(Node) if kind.__module__.startswith("gradcheck.language.")}


@cache
def evidence_classes() -> dict[str, type]:
    """The classes of evidence, and of the data in it, by name."""
    return {name: getattr(evidence, name) for name in evidence.__all__}


def _below(kind: type) -> list[type]:
    children: list[type] = kind.__subclasses__()
    return [found for child in children for found in (child, *_below(child))]


def encode(value: object, known: Mapping[str, type] | None = None) -> dict[str, Any]:
    """The value with its table of nodes; TypeError for what is none of the ``known`` classes (those of evidence)."""
    classes = evidence_classes() if known is None else known
    rows: list[list[Any]] = []
    places: dict[Node, int] = {}

    def written(item: Any) -> Any:
        kind = type(item)
        if item is None or kind in (bool, int, str):
            return item
        if kind is Fraction:
            return {"q": str(item)}
        if kind is tuple:
            return {"t": [written(part) for part in item]}
        if isinstance(item, Node):
            if item not in places:
                if node_classes().get(kind.__name__) is not kind:
                    raise TypeError(f"{kind.__name__} is no kind of term or proposition")
                row = [kind.__name__, *(written(getattr(item, name)) for name in item.fields)]
                places[item] = len(rows)
                rows.append(row)
            return {"n": places[item]}
        if classes.get(kind.__name__) is kind:
            return {"e": [kind.__name__, *(written(getattr(item, field.name)) for field in fields(item))]}
        raise TypeError(f"{kind.__name__} is no part of {'evidence' if known is None else 'a derivation'}")

    top = written(value)
    return {"nodes": rows, "value": top}


def decode(document: object, known: Mapping[str, type] | None = None) -> Any:
    """The value that was encoded; Unreadable if there is none."""
    classes = evidence_classes() if known is None else known
    if not isinstance(document, dict) or not isinstance(document.get("nodes"), list) or "value" not in document:
        raise Unreadable("a table of nodes, or the value, is missing")
    nodes: list[Node] = []

    def read(item: Any) -> Any:
        if item is None or type(item) in (bool, int, str):
            return item
        if not isinstance(item, dict) or len(item) != 1:
            raise Unreadable("a value of no known kind")
        ((kind, content),) = item.items()
        if kind == "q" and isinstance(content, str) and len(content) <= LONGEST_NUMBER and RATIONAL.fullmatch(content):
            return Fraction(content)
        if kind == "t" and isinstance(content, list):
            return tuple(read(part) for part in content)
        if kind == "n" and type(content) is int and 0 <= content < len(nodes):
            return nodes[content]
        if kind == "e":
            return made(content, classes)
        raise Unreadable("a value of no known kind")

    def made(row: Any, kinds: Mapping[str, Any]) -> Any:
        if not isinstance(row, list) or not row or not isinstance(row[0], str) or row[0] not in kinds:
            raise Unreadable("an unknown class")
        return kinds[row[0]](*(read(field) for field in row[1:]))

    try:
        for row in document["nodes"]:
            nodes.append(made(row, node_classes()))
        return read(document["value"])
    except (TypeError, ValueError, ArithmeticError, AttributeError, RecursionError) as problem:
        raise Unreadable(str(problem)) from None
