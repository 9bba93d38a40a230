"""Terms that have a value everywhere by their form: no part of them requires anything."""

from __future__ import annotations

from gradcheck.kernel.definedness.conditions import own_conditions
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.functions import TOTAL
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Const, Num, Symbol
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Here, Width

BY_PARTS = (
    terms.Add, terms.Neg, terms.Mul, terms.Div, terms.Pow, arrays.Array, arrays.Entry, arrays.MatMul, arrays.Transpose,
    arrays.Hadamard, arrays.Outer, arrays.Diag, arrays.Diagonal, arrays.Trace, arrays.Inverse, arrays.Determinant,
    arrays.Identity, arrays.Ones, arrays.Norm, Uninterpreted, ArbitraryMap, Spectral, Width,
)  # fmt: skip


def is_total(node: Node) -> bool:
    """Whether the node has a value everywhere by its form: no part of it requires anything."""
    known: bool | None = node.__dict__.get("_total")
    if known is None:
        known = asks_nothing(node) and all(map(is_total, node.children()))
        object.__setattr__(node, "_total", known)
    return known


def asks_nothing(node: Node) -> bool:
    match node:
        case Num() | Symbol() | Const(name="pi") | Here() | Proposition() | terms.Where():
            return True
        case terms.Apply(function=name):
            return name in TOTAL
        case _ if isinstance(node, BY_PARTS):
            return not own_conditions(node)
    return False


def is_total_but_for(node: Node, name: str) -> bool:
    """Whether the node has a value everywhere if the members of the sequence have one."""
    return all(
        (isinstance(part, arrays.Sequence) and part.name == name and not own_conditions(part)) or asks_nothing(part)
        for part in walk(node)
    )
