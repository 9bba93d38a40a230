"""Arbitrary functions in normal forms.

The atom of sigma^(m)(q) is ``('function', q, name, n, m)``: equal arguments give one atom, and nothing else is known.

    d/dx sigma^(m)(q) = sigma^(m + 1)(q) dq/dx       if sigma is at least m + 1 times differentiable

A hypothesis for every z, such as sigma'(z) = sigma(z) (1 - sigma(z)), replaces the derivative wherever it occurs.

Where a counterexample puts a concrete function in the place of sigma, sigma^(m)(q) is the m-th derivative of its term
at q; the term must be defined, and differentiable as often as sigma is, at every real number.

The atom of a map is ``('map', name, n, arguments, entry, by)``; an array among the arguments is one atom.

Refused: random arguments (the mean of an arbitrary function of a random variable need not exist).
"""

from __future__ import annotations

from typing import Any

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import NameTaken, Ring, Unsupported
from gradcheck.algebra.signs import KINDS, sign_of, within
from gradcheck.algebra.substitution import substitute
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import ARGUMENT, Uninterpreted

PLAIN = (Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol)


def function_value(ring: Ring, argument: Quotient, name: str, differentiable: int, order: int) -> Quotient:
    """Return the derivative of the given order of an arbitrary function at the argument."""
    if ring.families(argument):
        raise Unsupported(f"{name} is arbitrary: nothing is known of it at a random argument")
    if ring.known.setdefault(("differentiable", name), differentiable) != differentiable:
        raise NameTaken(f"two functions named {name} that are differentiable to different orders")
    if order > differentiable:
        raise Unsupported(f"{name} is only known to be {differentiable} times differentiable")
    for known, meaning in ring.setting.functions:
        if known == name:
            value = _meaning(ring, name, meaning, differentiable)[order]
            return substitute(ring, value, {ring.atom("symbol", ARGUMENT): argument})
    law = _law(ring, name, differentiable, order) if order else None
    if law is not None:
        return substitute(ring, law, {ring.atom("symbol", ARGUMENT): argument})
    return ring.generator(ring.atom("function", argument, name, differentiable, order))


def _law(ring: Ring, name: str, differentiable: int, order: int) -> Quotient | None:
    """Return what a hypothesis, for every z, sigma^(m)(z) = f(z, lower derivatives of sigma at z), puts for sigma^(m).

    Such an equation is one of functions, so it holds inside derivatives too;
    with any other symbol it would hold only at values of that symbol.
    """
    key = ("law", name, differentiable, order)
    if key not in ring.decided:
        ring.decided[key] = None
        for hypothesis in ring.setting.hypotheses:
            body = getattr(hypothesis, "body", None)
            if not (isinstance(hypothesis, ForAll) and isinstance(body, Relation) and body.op == "="):
                continue
            left, right = body.left, body.right
            if not (isinstance(left, Uninterpreted) and (left.name, left.order) == (name, order)):
                continue
            plain = all(isinstance(node, PLAIN) or _is_lower(node, left) for node in walk(right))
            if left.differentiable != differentiable or any(v.is_integer for v in hypothesis.variables):
                continue  # about another function, or about whole numbers only
            if hypothesis.variables == (left.argument,) and free_symbols(right) <= {left.argument} and plain:
                before = len(ring.conditions)
                ring.decided[key] = ring.lower(replace_symbols(right, {left.argument: ARGUMENT}))  # type: ignore[dict-item]
                del ring.conditions[before:]  # a hypothesis is defined where it holds: everywhere
                break
    return ring.decided[key]  # type: ignore[no-any-return]


def _is_lower(node: Node, left: Uninterpreted) -> bool:
    """Whether the node is a lower derivative of the same function."""
    same = isinstance(node, Uninterpreted) and (node.name, node.differentiable) == (left.name, left.differentiable)
    return same and node.order < left.order  # type: ignore[attr-defined]


def derivative_of_function(ring: Ring, atom: Atom) -> Quotient:
    """Return the derivative of the function of an atom at its argument."""
    argument, name, differentiable, order = atom.data
    return function_value(ring, argument, name, differentiable, order + 1)


def _meaning(ring: Ring, name: str, meaning: Term, differentiable: int) -> list[Quotient]:
    """Return the concrete function and its derivatives, which exist on the whole real line."""
    key = ("meaning", name)
    if key not in ring.decided:
        if meaning.shape or not free_symbols(meaning) <= {ARGUMENT}:
            raise Unsupported(f"what stands for {name} is no function of one variable")
        if not all(isinstance(node, PLAIN) for node in walk(meaning)):
            raise Unsupported(f"what stands for {name} is no plain function")
        before = len(ring.conditions)
        values = [ring.lower(meaning)]
        for _ in range(differentiable):
            values.append(ring.derivative(values[-1], ARGUMENT))
        for condition in ring.conditions[before:]:
            if not within(sign_of(ring, condition.quotient), KINDS.get(condition.kind, 0)):
                raise Unsupported(f"what stands for {name} is not defined or not differentiable everywhere")
        del ring.conditions[before:]
        ring.decided[key] = values
    return ring.decided[key]  # type: ignore[no-any-return]


def map_value(ring: Ring, *data: Any) -> Quotient:
    """Return an entry of a partial derivative of an arbitrary function of several numbers or arrays.

    ``by`` are its arguments with the entries of each by which it is derived, in any order.
    """
    name, differentiable, arguments, _, by = data
    if len(by) > differentiable:
        raise Unsupported(f"{name} is only known to be {differentiable} times differentiable")
    if any(ring.families(argument) for argument in arguments):
        raise Unsupported(f"{name} is arbitrary: nothing is known of it at a random argument")
    by = sorted(by, key=lambda one: (one[0], [(i.generator_slot() or -1, i.constant() or 0) for i in one[1]]))
    return ring.generator(ring.atom("map", *data[:4], tuple(by)))


def arguments_in(ring: Ring, value: Quotient) -> dict[str, Quotient]:
    """Return the arguments at which arbitrary functions occur in a normal form, at any depth, by key."""
    found: dict[str, Quotient] = {}
    todo: list[object] = [value]
    seen: set[int] = set()
    while todo:
        item = todo.pop()
        if isinstance(item, Quotient):
            todo += ring.atoms_of(item)
        elif isinstance(item, tuple):
            todo += item
        elif isinstance(item, Atom) and item.number not in seen:
            seen.add(item.number)
            if item.head == "function":
                found[item.data[0].key] = item.data[0]
            todo += item.data
    return found


REBUILDS["map"] = lambda ring, atom, data: map_value(ring, *data)
REBUILDS["function"] = lambda ring, atom, data: function_value(ring, *data)
