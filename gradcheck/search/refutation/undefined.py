"""Points where a claim that lacks a condition has no value: the assumptions hold there and one of its parts fails.

Finds a denominator that is 0, the root or power of a negative number, the logarithm of one that is not positive, at the
values of a counterexample to the condition; the kernel evaluates the failing part there.  Of an implication only the
premise is examined, of a disjunction only the first part; the parts after them, cases, and what a quantifier or a
bound variable governs are skipped, for their value may never be needed.
"""

from __future__ import annotations

from collections.abc import Iterable

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import NEGATION, And, Implies, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Derivative, Symbol, Where, free_symbols
from gradcheck.search.refutation.counterexample import refutes, search_counterexample
from gradcheck.search.refutation.never_defined import demands_of

EFFORT = 30  # candidates tried against a condition


def undefined_at(goal: Goal, conditions: Iterable[Proposition]) -> str:
    """Return which part of the claim has no value, where, and why, in words; empty where none is found."""
    nodes = list(dict.fromkeys(node for relation in _asked(goal.claim) for node in walk(relation)))
    if not nodes or any(isinstance(node, Where) for node in nodes):
        return ""
    bound = _bound(nodes)
    demands = [
        (part, Relation(NEGATION[fails.op], fails.left, fails.right), why)
        for part, fails, why in demands_of(nodes)
        if not fails.left.shape and not bound.intersection(walk(part))
    ]
    for condition in conditions if demands else ():
        witness = search_counterexample(goal.claiming(condition), EFFORT)
        for part, wanted, why in demands if witness is not None else ():
            where = _values(part, witness)
            if where and witness is not None and refutes(goal.claiming(wanted), witness):
                return f"{render_text(part)} is not defined at {where}: {why}"
    return ""


def _asked(claim: Proposition) -> tuple[Relation, ...]:
    """Return relations that must have a value wherever the claim has one;
    none where a part of another kind comes first.
    """
    match claim:
        case Relation():
            return (claim,)
        case And(parts=parts) if all(isinstance(part, Relation) for part in parts):
            return parts
        case Or(parts=(first, *_)) | Implies(premise=first):
            return _asked(first)
    return ()


def _bound(nodes: Iterable[Node]) -> set[Node]:
    """Return the variables of sums, integrals, limits and the like;
    a derivative is taken at the value of its variable.
    """
    names = ("index", "variable")
    found = {getattr(node, name, None) for node in nodes if not isinstance(node, Derivative) for name in names}
    return {node for node in found if isinstance(node, Symbol)}


def _values(part: Node, witness: Counterexample | None) -> str:
    """Return the values of the counterexample that the part depends on, as text."""
    if witness is None:
        return ""
    names = {node.name for node in walk(part) if isinstance(node, Array)}
    told = [f"{symbol.name} = {value}" for symbol, value in witness.scalars if symbol in free_symbols(part)]
    told += [f"{n}[{', '.join(map(str, at))}] = {value}" for n, at, value in witness.arrays if n in names]
    return ", ".join(told)
