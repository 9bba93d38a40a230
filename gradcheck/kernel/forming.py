"""Terms and propositions that a rule makes of what the evidence says: where there is no such term, the rule refuses.

The constructors of nodes raise for parts that do not fit together, and a replacement raises where it would be captured.
Here, and nowhere else in the kernel, that is the fault of the evidence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from gradcheck.algebra.neighbourhood import instance_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term

Made = TypeVar("Made")
Some = TypeVar("Some", bound=Node)


def formed(make: Callable[[], Made]) -> Made:
    """Return the nodes that ``make`` builds, and nothing else; raise Rejected where its parts do not fit together."""
    try:
        return make()
    except (ValueError, TypeError) as reason:
        raise Rejected(f"the evidence makes no statement: {reason}") from None


def put_in(node: Some, mapping: Mapping[Symbol, Term]) -> Some:
    """Return the node with terms for symbols; raise Rejected where one would be captured, or does not fit."""
    return formed(lambda: replace_symbols(node, mapping))


def instantiated(node: Some, mapping: Mapping[Symbol, Term], definitions: tuple[Definition, ...]) -> Some:
    """Return the node at those terms, where it says the same of them (see ``instance_of``); else raise Rejected."""
    try:
        return instance_of(node, mapping, definitions)
    except (ValueError, TypeError) as reason:
        raise Rejected(f"the instance does not exist: {reason}") from None
