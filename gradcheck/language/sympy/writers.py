"""The table of what is written to SymPy, and by which function; the modules beside this one fill it.

Scalars are written as expressions, matrices as matrix expressions, and a vector of n as a matrix of n by 1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy.matrices.expressions import MatrixExpr

from gradcheck.language.sympy.unsayable import check_shape, unsayable
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Term

Writer = Callable[[Any], Any]
WRITERS: dict[tuple[str, bool], Writer] = {}  # by the name of a class, and whether it is of arrays


def writes(*kinds: type[Node], arrays: bool = False) -> Callable[[Writer], Writer]:
    """Enter a function that writes these kinds of nodes: those that are arrays, or those that are not."""

    def enter(writer: Writer) -> Writer:
        WRITERS.update({(kind.__name__, arrays): writer for kind in kinds})
        return writer

    return enter


def write(node: Node) -> Any:
    """Return the SymPy object of a term or proposition, with nothing evaluated; Unsayable where there is none."""
    writer = WRITERS.get((type(node).__name__, isinstance(node, Term) and bool(node.shape)))
    if writer is None:
        raise unsayable(node)
    check_shape(node)
    return writer(node)


def write_matrix(term: Term) -> Any:
    """Return the matrix expression of an array; Unsayable where SymPy has another kind of object for it."""
    made = write(term)
    if not isinstance(made, MatrixExpr):
        raise unsayable(term, "but as a side of a relation: compare it alone")
    return made
