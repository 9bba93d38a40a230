r"""Clauses that declare or define: sets, laws, definitions and functions, as the text notation writes them.

n, d \in \mathbb{N}, X \in \mathbb{R}^{n \times d}      Declaration
R_{ij} \sim \mathrm{Bern}(p)                            Distributed, with iid above the sign as a word
f := x^2, f \triangleq x^2                              Defining
\varphi: \mathbb{R} \to \mathbb{R}                      Signature
"""

from __future__ import annotations

from dataclasses import replace

from gradcheck.language.notation.latex.clauses import is_pattern
from gradcheck.language.notation.latex.rows import Clause
from gradcheck.language.notation.tree import (
    Call,
    Declaration,
    Defining,
    Distributed,
    Joined,
    Listed,
    Name,
    Precedence,
    Signature,
    Tree,
)

LAWS = {
    "Bern": "Bernoulli", "Ber": "Bernoulli", "Unif": "Uniform", "Exp": "Exponential", "Gauss": "Normal",
    "exp": "Exponential", "Norm": "Normal", "Expo": "Exponential",
}  # fmt: skip
IID = frozenset(("iid", "i.i.d", "ind", "indep"))


def items_of(clause: Clause) -> Tree | None:
    """Return the declaration or definition that a clause is, or None if it is a claim."""
    texts = [one.text for one in clause.relations]
    names = _names(clause.sides[0])
    if clause.continues or names is None:
        if texts == [":="] and not clause.continues and isinstance(clause.sides[0], Call):
            return Defining(clause.start, clause.end, *clause.sides)
        return None
    if texts == ["in"]:
        return Declaration(clause.start, clause.end, names, clause.sides[1])
    if texts == ["~"]:
        reasons = {reason.replace(" ", "").lower().strip(".") for _, reason in clause.reasons}
        words = tuple(Name(one.start, one.end, "iid") for one in clause.relations if reasons & IID)
        return Distributed(clause.start, clause.end, names, law_of(clause.sides[1]), words)
    if texts == [":="] and len(names) == 1:
        return Defining(clause.start, clause.end, names[0], clause.sides[1])
    if texts == [":", "->"]:
        return Signature(clause.start, clause.end, names, _sources(clause.sides[1]), clause.sides[2])
    return None


def _names(tree: Tree) -> tuple[Tree, ...] | None:
    """Return the names and patterns that a side is; None if it is something else."""
    names = tree.parts if isinstance(tree, Listed) else (tree,)
    return names if all(is_pattern(name) for name in names) else None


def law_of(tree: Tree) -> Tree:
    """Return the law, by the name that the text notation has for it."""
    if isinstance(tree, Call) and isinstance(tree.function, Name):
        name = tree.function
        return replace(tree, function=Name(name.start, name.end, LAWS.get(name.text, name.text)))
    return tree


def _sources(tree: Tree) -> tuple[Tree, ...]:
    """Return the sets before the arrow, with \\times between them."""
    if (
        isinstance(tree, Joined)
        and tree.precedence is Precedence.PRODUCT
        and all(one.text == "*" for one in tree.operators)
    ):
        return tree.parts
    return (tree,)
