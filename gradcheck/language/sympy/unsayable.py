"""What SymPy has no form for, and what to write instead.  Imports no SymPy."""

from __future__ import annotations

from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Num, Term

INSTEAD = {
    "Extremum": "state f(x) <= c for every x",
    "ForAll": "as a whole claim, leave its variables free: it is for all their values",
    "Exists": "name the number that there is",
    "Width": "take one dimension for all layers, or a number",
    "Here": "take one dimension for all layers, or a number",
    "PositiveDefinite": "Q.positive_definite is of symmetric matrices: state v @ A @ v > 0",
    "OrderedProduct": "write a fixed number of factors",
    "Spectral": "bound a norm",
    "RandomVariable": "take a random scalar",
    "RandomSequence": "take a random scalar",
    "Sequence": "take a sequence of scalars",
    "ArbitraryMap": "take functions of one number",
}
LAWS = "it has Normal, Bernoulli, Uniform and Exponential, and no law of which moments alone are known"
JACOBIAN = "it lays out a derivative of an array by an array in another way: take entries"


class Unsayable(TypeError):
    """A term or proposition that SymPy has no form for."""


def unsayable(node: Node, why: str = "") -> Unsayable:
    """Return the error that names the node, and says why or what there is instead."""
    arrays = " of arrays" if isinstance(node, Term) and node.shape else ""
    name = type(node).__name__
    reason = why or INSTEAD.get(name, "state it in gradcheck's own words")
    return Unsayable(f"{name}{arrays} has no counterpart in SymPy; {reason}")


def check_shape(node: Node) -> None:
    """Refuse an array of which SymPy has no matrix."""
    shape = node.shape if isinstance(node, Term) else ()
    if len(shape) > 2:
        raise unsayable(node, f"it has {len(shape)} indices: take entries first")
    if any(isinstance(side, Num) and side.value == 1 for side in shape):
        raise unsayable(node, "with a side 1 it would be a vector or a scalar there")
