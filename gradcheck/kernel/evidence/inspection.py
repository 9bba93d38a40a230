"""The parts of a piece of evidence at any depth: the steps it names, reserved symbols, and the depth of nesting."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import ByStep, Cell, Counterexample, DensityPiece, Evidence
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Symbol


def _within(evidence: object, *kinds: type) -> Iterator[object]:
    """Yield the evidence, and what is inside of tuples and of parts of these kinds, at any depth, each once."""
    todo, seen = [evidence], set[int]()
    while todo:
        item = todo.pop()
        if id(item) not in seen:
            seen.add(id(item))
            yield item
            if isinstance(item, tuple):
                todo += item
            elif isinstance(item, kinds):
                todo += item.below if isinstance(item, Node) else vars(item).values()


def steps_named(evidence: object) -> set[str]:
    """Return the earlier steps that a piece of evidence uses anywhere inside."""
    steps = (item.step for item in _within(evidence, Evidence, DensityPiece) if isinstance(item, ByStep))
    return {step for step in steps if isinstance(step, str)}


def mentions_reserved(evidence: object) -> bool:
    """Whether a symbol with a reserved name occurs anywhere inside, except in the functions of counterexamples.

    Facts about such a symbol would be facts about every number that a bound variable stands for.  An ill-typed part
    counts as reserved, since it has no meaning.
    """
    return any(
        getattr(item, "is_misfit", False) or (isinstance(item, Symbol) and item.is_reserved)
        for item in _within(evidence, Evidence, Cell, DensityPiece, Node)
    )


def exceeds_depth(evidence: object, most: int) -> bool:
    """Whether rules are nested inside of rules deeper than that."""
    todo, seen = [(evidence, 0)], dict[int, int]()
    while todo:
        item, depth = todo.pop()
        if depth > most:
            return True
        if isinstance(item, Evidence | DensityPiece | Counterexample | tuple) and seen.get(id(item), -1) < depth:
            seen[id(item)] = depth
            parts = item if isinstance(item, tuple) else vars(item).values()
            todo += [(part, depth + 1) for part in parts]
    return False
