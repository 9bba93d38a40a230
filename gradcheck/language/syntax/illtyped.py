"""Nodes that stand in a derivation for a statement whose terms do not fit together.

A relation between a matrix and its transpose is no statement that can be proved, but an author may write it.  While a
module is loaded (``tolerating_misfits``), what is ill-typed becomes one of the two nodes below instead of an
exception.  They accept any further operation, so that the step that claims it can report it and all others go on.  The
kernel refuses a statement in which one occurs.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.node import Node, ShapeError, tolerating, walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Term

DECLARED = (Array, RandomVariable, RandomSequence)  # declarations of a module are no statements


class IllTyped(Term):
    """A term of this kind that does not fit together, with the fields that it would have had."""

    is_misfit = True
    kind: str
    values: tuple[Any, ...]
    problem: str

    def settle(self) -> None:
        object.__setattr__(self, "shape", ())
        object.__setattr__(self, "below", tuple(_nodes_in(self.values)))


class IllTypedClaim(Proposition):
    """A proposition that does not fit together."""

    is_misfit = True
    kind: str
    values: tuple[Any, ...]
    problem: str

    def settle(self) -> None:
        object.__setattr__(self, "below", tuple(_nodes_in(self.values)))


class UnreadClaim(Proposition):
    """A claim that could not be read, as its author wrote it, with the reason and its code.

    It stands in for a step, so that the others are still checked.
    """

    is_misfit = True
    written: str
    code: str
    problem: str


MISFITS = (IllTyped, IllTypedClaim)


def problem_of(*nodes: Node) -> str:
    """Return why the values are no statement; an empty text if their terms fit together."""
    return next((part.problem for node in nodes for part in walk(node) if isinstance(part, MISFITS)), "")


def check_fitting(*nodes: Node) -> None:
    """Raise ShapeError where an ill-typed node is outside of the claim of a step."""
    problem = problem_of(*nodes)
    if problem:
        raise ShapeError(problem)


def tolerating_misfits() -> AbstractContextManager[None]:
    """Open a scope in which an ill-typed node is replaced by one that records the problem."""
    return tolerating(_stand_in)


def drawn_as(node: Node) -> Any:
    """Return the node that would have been made, only for drawing: no constructor has checked it."""
    if not isinstance(node, MISFITS):
        return node
    kind = _classes()[node.kind]
    drawn = object.__new__(kind)
    fields = dict(zip(kind.fields, node.values, strict=True))
    for name, value in {**fields, "shape": (), "below": node.below}.items():
        object.__setattr__(drawn, name, value)
    return drawn


def _stand_in(kind: type, values: tuple[Any, ...], problem: str) -> Node | None:
    if kind in MISFITS:
        return None
    inside = _problem_in(values)
    problem = inside or problem
    if not problem:
        return None
    if issubclass(kind, Proposition):
        return IllTypedClaim(kind.__name__, values, problem)
    if issubclass(kind, Term) and not issubclass(kind, DECLARED):
        return IllTyped(kind.__name__, values, problem)
    if inside:
        raise ShapeError(inside)
    return None


def _problem_in(values: tuple[Any, ...]) -> str:
    """Return the problem of an ill-typed node among the fields of a node; called for every node that a module makes."""
    for value in values:
        if type(value) in MISFITS:
            return str(value.problem)
        if type(value) is tuple and value:
            inside = _problem_in(value)
            if inside:
                return inside
    return ""


def _nodes_in(values: object) -> Iterator[Node]:
    if isinstance(values, Node):
        yield values
    elif isinstance(values, tuple):
        for part in values:
            yield from _nodes_in(part)


@cache
def _classes() -> dict[str, type[Node]]:
    found: list[type[Node]] = [Term, Proposition]
    for kind in found:
        found += kind.__subclasses__()
    return {kind.__name__: kind for kind in found if kind.__module__.startswith("gradcheck.language.")}
