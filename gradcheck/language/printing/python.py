"""A condition as an author writes it in a module: ``ne(x, 0)``, ``X.T @ w > 0``.

The variables of the module are taken to have the names of their symbols.  Refuses (None) what has no short spelling:
bound variables, members of sequences, functions that the author's language has by no name.
"""

from __future__ import annotations

from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax import arrays, propositions, terms
from gradcheck.language.syntax.node import Node, walk

_AS_TEXT = (terms.Symbol, terms.Add, terms.Neg, terms.Mul, terms.Pow, arrays.Array, arrays.Entry, arrays.MatMul,
            arrays.Transpose, arrays.Hadamard, arrays.Diag, arrays.Diagonal, arrays.Trace, arrays.Norm,
            arrays.Determinant, arrays.Inverse)  # fmt: skip


def render_python(condition: Node) -> str | None:
    """Return the condition in Python; None where that is not known."""
    if not all(_is_plain(node) for part in condition.children() for node in walk(part)):
        return None
    match condition:
        case propositions.Relation():
            left, right = render_text(condition.left), render_text(condition.right)
            if condition.op in ("=", "!="):
                return f"{'eq' if condition.op == '=' else 'ne'}({left}, {right})"
            is_number = isinstance(condition.left, terms.Num) and isinstance(condition.right, terms.Num)
            return None if is_number else f"{left} {condition.op} {right}"
        case propositions.Invertible() | propositions.PositiveDefinite():
            return f"{type(condition).__name__}({render_text(condition.matrix)})"
    return None


def _is_plain(node: Node) -> bool:
    """Whether the text of the node is Python for it, as far as the node itself is concerned."""
    from gradcheck.language import author

    if isinstance(node, terms.Symbol | arrays.Array):
        return node.name.isidentifier()
    if isinstance(node, terms.Num):
        return node.value.denominator == 1
    if isinstance(node, terms.Div):
        return not (isinstance(node.numerator, terms.Num) and isinstance(node.denominator, terms.Num))
    if isinstance(node, terms.Apply):
        return node.function in author.__all__
    return type(node) in _AS_TEXT
