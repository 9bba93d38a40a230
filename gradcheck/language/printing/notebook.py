"""Terms and propositions in a notebook, which asks for their LaTeX."""

from __future__ import annotations

from gradcheck.language.printing.latex import render_latex
from gradcheck.language.syntax.node import Node


def shown(node: Node) -> str:
    """Return the node as a notebook draws it."""
    return f"$\\displaystyle {render_latex(node)}$"


Node._repr_latex_ = shown  # type: ignore[attr-defined]
