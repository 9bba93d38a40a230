"""The parts of a piece of evidence at any depth: the steps it names, reserved symbols, and the depth of nesting."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByStep, Cell, Counterexample, DensityPiece, Evidence
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Symbol


def steps_named(evidence: object) -> set[str]:
    """Return the earlier steps that a piece of evidence uses anywhere inside."""
    todo, seen, names = [evidence], set[int](), set[str]()
    while todo:
        item = todo.pop()
        if isinstance(item, Evidence | DensityPiece | tuple) and id(item) not in seen:
            seen.add(id(item))
            todo += item if isinstance(item, tuple) else vars(item).values()
            if isinstance(item, ByStep) and isinstance(item.step, str):
                names.add(item.step)
    return names


def mentions_reserved(evidence: object) -> bool:
    """Whether a symbol with a reserved name occurs anywhere inside, except in the functions of counterexamples.

    Facts about such a symbol would be facts about every number that a bound variable stands for.  An ill-typed part
    counts as reserved, since it has no meaning.
    """
    todo, seen = [evidence], set[int]()
    while todo:
        item = todo.pop()
        if id(item) in seen:
            continue
        seen.add(id(item))
        if getattr(item, "is_misfit", False) or (isinstance(item, Symbol) and item.is_reserved):
            return True
        if isinstance(item, Node):
            todo += item.below
        elif isinstance(item, tuple):
            todo += item
        elif isinstance(item, Evidence | Cell | DensityPiece):
            todo += vars(item).values()
    return False


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
