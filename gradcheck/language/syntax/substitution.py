"""Replaces symbols by terms in terms and propositions, without capture.

A symbol that is bound (the index of a sum, the variable of a limit, supremum or quantifier) is left alone under its
binder.  Refused with ValueError, because the result would mean something else: a replacement that mentions a bound
variable or, under a derivative, what the derivative is taken by (d(x*y, x) = y for every y, but d(x*x, x) is not x);
and the replacement of the variable of a derivative by something that is not a symbol, or stands in the body already.
So is a term that would not be well-formed, such as the member u(n) of a sequence at a real number in the place of n.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeVar

from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Derivative, Symbol, Term, bound_variables, free_symbols, outside_fields

Some = TypeVar("Some", bound=Node)


def replace_symbols(node: Some, mapping: Mapping[Symbol, Term]) -> Some:
    """Return the node with every free occurrence of the symbols replaced, in the sides of its arrays too."""
    if free_symbols(node).isdisjoint(mapping):
        return node
    replaced: Some = _replaced(node, tuple(mapping.items()))
    return replaced


@lru_cache(maxsize=10_000)
def _replaced(node: Node, mapping: tuple[tuple[Symbol, Term], ...]) -> Any:
    return _replace(node, dict(mapping), {})


def _replace(node: Any, mapping: dict[Symbol, Term], memory: dict[Any, Any]) -> Any:
    if isinstance(node, tuple):
        return tuple(_replace(part, mapping, memory) for part in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Symbol):
        return mapping.get(node, node)
    if free_symbols(node).isdisjoint(mapping):
        return node
    if node not in memory:
        memory[node] = _rebuild(node, mapping, memory)
    return memory[node]


def _rebuild(node: Node, mapping: dict[Symbol, Term], memory: dict[Any, Any]) -> Node:
    bound = bound_variables(node)
    if not bound and not isinstance(node, Derivative):
        return _made(node, [_replace(getattr(node, name), mapping, memory) for name in node.fields])
    inner = {symbol: term for symbol, term in mapping.items() if symbol not in bound}
    if any(symbol in free_symbols(term) for term in inner.values() for symbol in bound):
        raise ValueError(f"the replacement mentions the bound variable {bound[0].name}")
    if isinstance(node, Derivative) and isinstance(node.variable, Symbol):
        image = mapping.get(node.variable, node.variable)
        if not isinstance(image, Symbol):
            raise ValueError(f"{node.variable.name} is the variable of a derivative and can't be replaced by a value")
    if isinstance(node, Derivative):
        _check_derivative(node, mapping)
    inside = memory if len(inner) == len(mapping) else {}
    fields, outside = [], outside_fields(node)
    for name in node.fields:
        value = getattr(node, name)
        if name in outside:
            fields.append(_replace(value, mapping, memory))
        elif value in bound:
            fields.append(value)
        else:
            fields.append(_replace(value, inner, inside))
    return _made(node, fields)


def _made(node: Node, fields: list[Any]) -> Node:
    """Return a node of the same kind with these fields."""
    try:
        return type(node)(*fields)
    except TypeError as reason:
        raise ValueError(str(reason)) from None


def _check_derivative(node: Derivative, mapping: Mapping[Symbol, Term]) -> None:
    """Raise ValueError for a replacement that would make the body depend on the
    variable in another way than it does.
    """
    variable: Term = node.variable
    if isinstance(variable, Symbol):
        new = mapping.get(variable, variable)
        if new is not variable and new in free_symbols(node.body) and new not in mapping:
            raise ValueError(f"{variable.name} is the variable of a derivative of a term in which the new name stands")
        variable = new
    for symbol, term in mapping.items():
        if symbol is not node.variable and symbol in free_symbols(node.body) and occurs_in(variable, term):
            raise ValueError(f"what stands for {symbol.name} mentions the variable of a derivative")


def occurs_in(variable: Term, node: Node) -> bool:
    """Whether a variable that one differentiates by occurs in the node: a symbol, any entry of an array, any member."""
    name = getattr(variable, "name", None)
    return any(part is variable or (type(part) is type(variable) and not isinstance(part, Symbol)
                                    and getattr(part, "name", None) == name) for part in walk(node))  # fmt: skip


def replace_terms(node: Any, mapping: Mapping[Any, Term]) -> Any:
    """Return the node with whole subterms replaced."""
    if isinstance(node, tuple):
        return tuple(replace_terms(part, mapping) for part in node)
    if not isinstance(node, Node):
        return node
    if node in mapping:
        return mapping[node]
    return type(node)(*(replace_terms(getattr(node, name), mapping) for name in node.fields))
