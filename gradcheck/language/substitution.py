"""Replacing symbols by terms in terms and propositions, without capture.

A symbol that is bound (the index of a sum, the variable of a limit, supremum or quantifier) is left alone under its
binder.  Refused with ValueError, because the result would mean something else: a replacement that mentions a bound
variable, and the replacement of the variable of a derivative by something that is not a symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from gradcheck.language.node import Node
from gradcheck.language.terms import (
    Derivative,
    Symbol,
    Term,
    bound_variables,
    free_symbols,
    outside_fields,
)

Some = TypeVar("Some", bound=Node)


def replace_symbols(node: Some, mapping: Mapping[Symbol, Term]) -> Some:
    """The node with every free occurrence of the symbols replaced, in the sides of its arrays too."""
    replaced: Some = _replace(node, dict(mapping), {})
    return replaced


def _replace(node: Any, mapping: dict[Symbol, Term], memory: dict[Any, Any]) -> Any:
    if isinstance(node, tuple):
        return tuple(_replace(part, mapping, memory) for part in node)
    if not isinstance(node, Node):
        return node
    if isinstance(node, Symbol):
        return mapping.get(node, node)
    if not (free_symbols(node) & mapping.keys()):
        return node
    if node not in memory:
        memory[node] = _rebuild(node, mapping, memory)
    return memory[node]


def _rebuild(node: Node, mapping: dict[Symbol, Term], memory: dict[Any, Any]) -> Node:
    bound = bound_variables(node)
    inner = {symbol: term for symbol, term in mapping.items() if symbol not in bound}
    if any(symbol in free_symbols(term) for term in inner.values() for symbol in bound):
        raise ValueError(f"the replacement mentions the bound variable {bound[0].name}")
    if isinstance(node, Derivative) and isinstance(node.variable, Symbol):
        image = mapping.get(node.variable, node.variable)
        if not isinstance(image, Symbol):
            raise ValueError(f"{node.variable.name} is the variable of a derivative and can't be replaced by a value")
    inside = memory if len(inner) == len(mapping) else {}
    fields = []
    for name in node.fields:
        value = getattr(node, name)
        if name in outside_fields(node):
            fields.append(_replace(value, mapping, memory))
        elif value in bound:
            fields.append(value)
        else:
            fields.append(_replace(value, inner, inside))
    return type(node)(*fields)
