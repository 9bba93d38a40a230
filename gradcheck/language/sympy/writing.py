"""Terms and propositions as SymPy objects: what a person takes on to SymPy, or into a paper.

Sorts become assumptions, members of sequences and arbitrary functions undefined functions, ``where`` a Piecewise, and
random variables those of ``sympy.stats`` with the same law.  Functions that SymPy does not have, such as the sigmoid,
are written out.  How often an arbitrary function is differentiable is lost.

SymPy has no form, and ``to_sympy`` raises a TypeError, for

    suprema and infima, ForAll and Exists (so also O and Theta), widths and ordered products, operator norms, singular
    values and eigenvalues, PositiveDefinite (which SymPy has of symmetric matrices); random vectors, matrices and
    sequences, and laws of which moments alone are known; sequences of arrays; Jacobians and Hessians (SymPy lays them
    out in another way); arrays with a side 1, or with more than two sides; sums and derivatives of arrays as parts of
    other arrays; Iff of a statement and itself.

A sum over the entries of arrays runs over the places that SymPy counts, from 0.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.sympy import array_writers, scalar_writers, statement_writers  # noqa: F401  (they fill the table)
from gradcheck.language.sympy.unevaluated import evaluated
from gradcheck.language.sympy.writers import write
from gradcheck.language.syntax.node import Node


def to_sympy(node: Node, evaluate: bool = True) -> Any:
    """Return the SymPy object of a term or proposition; a TypeError where SymPy has none says what there is instead.

    ``evaluate=False`` keeps the statement: x/x stays a quotient, and x = x an equation.
    """
    made = write(node)
    return evaluated(made) if evaluate else made
