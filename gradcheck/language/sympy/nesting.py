"""Choices inside of the condition of a choice, which SymPy cannot build: its Piecewise rewrites them, or fails.

    where(g(where(c, a, b)) > r, t, u)  =  where(c, where(g(a) > r, t, u), where(g(b) > r, t, u))

Both sides have a value at the same places, and the same: c is asked first, then the branch that it chooses.  What then
compares two numbers is decided: SymPy, asked to evaluate nothing, divides by 0 there.  A choice is taken out of sums,
products, quotients, powers and functions only.

Refused (``Unsayable``): one below anything else in a condition, such as a sum, a derivative or a mean, where symbols
may be bound, and more than MOST in one condition.  Imports no SymPy.
"""

from __future__ import annotations

from operator import eq, ge, gt, le, lt, ne
from typing import Any

from gradcheck.language.sympy.unsayable import unsayable
from gradcheck.language.syntax.functions import FUNCTIONS, unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Term, Where
from gradcheck.language.syntax.uninterpreted import Uninterpreted

OPEN = (Relation, Add, Mul, Neg, Div, Pow, Apply, Uninterpreted)  # what a choice is taken out of
MOST = 6


HOLDS = {"=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge}


def decided(term: Term) -> Term:
    """Return the branch of a choice by a comparison of two numbers; any other term as it is."""
    if not isinstance(term, Where):
        return term
    op, left, right = term.condition.op, term.condition.left, term.condition.right
    if not isinstance(left, Num) or not isinstance(right, Num):
        return term
    return decided(term.then if HOLDS[op](left.value, right.value) else term.otherwise)


def plain_choice(term: Term) -> Term:
    """Return the same term; if it is a choice, one without a choice in its condition."""
    if not isinstance(term, Where):
        return term
    condition = _spelled(term.condition)
    choices = [node for node in walk(condition) if isinstance(node, Where)]
    if not choices:
        return term
    inner = _first(condition)
    if inner is None or len(choices) > MOST:
        raise unsayable(term, "a choice is made by another choice in a way that it cannot take apart: name that one")
    then, otherwise = (
        decided(Where(_put(condition, inner, branch), term.then, term.otherwise))
        for branch in (inner.then, inner.otherwise)
    )
    return plain_choice(decided(Where(inner.condition, then, otherwise)))


def _spelled(node: Any) -> Any:
    """Return a condition in which the functions that SymPy does not have are written out."""
    if isinstance(node, Apply) and not FUNCTIONS[node.function].sympy:
        definition = unfold(node)
        return node if definition is None else _spelled(definition)
    return _rebuilt(node, _spelled) if isinstance(node, OPEN) else node


def _first(node: Node) -> Where | None:
    """Return the first choice that can be taken out."""
    if isinstance(node, Where):
        return node
    found = (_first(child) for child in node.children()) if isinstance(node, OPEN) else ()
    return next((one for one in found if one is not None), None)


def _put(node: Any, old: Node, new: Node) -> Any:
    if node is old:
        return new
    return _rebuilt(node, lambda part: _put(part, old, new)) if isinstance(node, OPEN) else node


def _rebuilt(node: Any, change: Any) -> Any:
    def changed(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(changed, value))
        return change(value) if isinstance(value, Node) else value

    return type(node)(*(changed(getattr(node, name)) for name in node.fields))
