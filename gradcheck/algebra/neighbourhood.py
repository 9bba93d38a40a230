"""Conditions that hold around a point, and not only at it: hypotheses and side conditions that a derivative may use.

A strict inequality between continuous terms holds in a neighbourhood of every point where it holds.  One between terms
that may jump need not: sign(x) < 1/2 holds at x = 0 and at no x > 0, and an arbitrary function need not be continuous,
nor the last of the derivatives that it is known to have.  A term that is defined at a point, such as sqrt(x) at 0,
need not be defined around it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.calculus import Variable
from gradcheck.algebra.dependence import depends_through, varies_with
from gradcheck.algebra.differentiability import members_times
from gradcheck.algebra.ring import Condition, Ring, Unsupported
from gradcheck.algebra.signs import KINDS, sign_of, within
from gradcheck.algebra.sufficiency import suffices
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.substitution import occurs_in, replace_symbols
from gradcheck.language.syntax.terms import Apply, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted

Some = TypeVar("Some", bound=Node)
STRICT = {"<=": "<", ">=": ">"}
CONTINUOUS_TERMS = (
    terms.Num, terms.Const, Symbol, terms.Add, terms.Neg, terms.Mul, terms.Div, terms.Pow, terms.Sum, arrays.Array,
    arrays.Entry, arrays.MatMul, arrays.Transpose, arrays.Hadamard, arrays.Outer, arrays.Diag, arrays.Diagonal,
    arrays.Trace, arrays.Norm, arrays.Identity, arrays.Ones, arrays.OrderedProduct, arrays.Determinant, arrays.Inverse,
)  # fmt: skip
CONTINUOUS_ATOMS = (
    "symbol", "index", "pi", "entry", "random", "delta", "exp", "log", "root", "abs", "power", "sum", "reciprocal",
    "sin", "cos", "erf", "atan", "product", "body", "width", "array",
)  # fmt: skip


def is_open(hypothesis: Proposition, variable: Term, definitions: tuple[Definition, ...]) -> bool:
    """Whether a hypothesis that holds at a point holds around it, when only the variable moves."""
    if not depends_through(hypothesis, variable, definitions):
        return True
    return (
        isinstance(hypothesis, Relation)
        and hypothesis.op in ("<", ">", "!=")
        and all(_is_continuous(side, variable) for side in (hypothesis.left, hypothesis.right))
    )


def _is_continuous(node: Node, variable: Term) -> bool:
    """Whether a term is continuous in the variable wherever it is defined, by its form."""
    if isinstance(node, Apply):
        tame = FUNCTIONS[node.function].regularity != "jumps"
    elif isinstance(node, Uninterpreted | ArbitraryMap):
        tame = node.order < node.differentiable
    else:
        tame = isinstance(node, CONTINUOUS_TERMS)
    constant = not occurs_in(variable, node) and not isinstance(node, arrays.Sequence)
    return constant or (tame and all(_is_continuous(child, variable) for child in node.children()))


def require_around(ring: Ring, conditions: list[Condition], variable: Variable) -> None:
    """Require that the conditions under which a term is defined hold around the point, too."""
    for condition in conditions:
        if condition.kind == "finite":
            if depends_through(condition.shown, variable.term, ring.setting.definitions):
                raise Unsupported("a derivative of what is known to be a number at one point only")
        elif condition.kind in KINDS and varies_with(ring, condition.quotient, variable.term):
            _hold_around(ring, condition, variable.term)


def _hold_around(ring: Ring, condition: Condition, variable: Term) -> None:
    if within(sign_of(ring, condition.quotient), KINDS[condition.kind]):
        return  # by hypotheses that hold around the point themselves
    if not all(_is_tame(ring, atom, variable) for atom in ring.atoms_within(condition.quotient)):
        raise Unsupported("a derivative of what is known to be defined at one point only")
    if condition.kind == "nonnegative":
        shown = condition.shown
        if isinstance(shown, Relation):
            shown = Relation(STRICT.get(shown.op, shown.op), shown.left, shown.right)
        suffices(ring, "positive", condition.quotient, shown)


def _is_tame(ring: Ring, atom: Atom, variable: Term) -> bool:
    """Whether the atom is continuous in its arguments and in the variable."""
    if atom.head == "function":
        return bool(atom.data[3] < atom.data[2])
    if atom.head == "map":
        return bool(len(atom.data[4]) < atom.data[1])
    if atom.head == "member":
        return members_times(atom.data[0], ring.setting.definitions) >= 1
    return atom.head in CONTINUOUS_ATOMS


def instance_of(node: Some, mapping: Mapping[Symbol, Term], definitions: tuple[Definition, ...]) -> Some:
    """Return the node with terms in the place of symbols; raise ValueError if none says the same of them.

    d(x*y, x) = y holds for every number y, and d(x*x, x) is not x; nor does it hold for h(k), h defined through x.
    """
    for part in walk(node):
        if isinstance(part, terms.Derivative):
            inside = [term for symbol, term in mapping.items() if symbol in free_symbols(part.body) - {part.variable}]
            name = mapping.get(part.variable, part.variable) if isinstance(part.variable, Symbol) else part.variable
            hidden = name is not part.variable and name not in mapping and depends_through(part.body, name, definitions)
            if hidden or any(depends_through(term, part.variable, definitions) for term in inside):
                raise ValueError("what stands for a symbol in a derivative depends on the variable of the derivative")
    return replace_symbols(node, mapping)
