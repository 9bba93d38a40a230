"""How often a term can be differentiated by a variable wherever it has a value, as far as its form says it.

``times(term, variable, definitions)`` is infinite for what is built of smooth functions whose domains are open: sums,
products, quotients, whole powers, even powers of norms, exp, log, sigmoid, matrix products, inverses, determinants.
Where such a term has a value at a point, its conditions (a divisor other than 0, a positive logarithm) are strict
inequalities between continuous terms, and hold around the point too.  An arbitrary function counts as often as it is
declared to be differentiable; members of a sequence as often as its initial values and the body of its recurrence (by
induction over the index, so no recurrence may differentiate its members); a derivative once less than its body is by
all that it depends on together; what does not depend on the variable always.  It is 0 for all else: roots, absolute
values and choices may have kinks, means and integrals need an interchange of limits, and a power with any other
exponent may have a value at the edge of its domain: x**t at x = 0, or at x = -1 for t = 2.
"""

from __future__ import annotations

from math import inf

from gradcheck.algebra.dependence import depends_through
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.functions import SMOOTH
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.terms import Symbol, Term, number_of
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted
from gradcheck.language.syntax.widths import Here, Width

BUILT = (
    terms.Add, terms.Neg, terms.Mul, terms.Div, terms.Sum, arrays.Entry, arrays.MatMul, arrays.Transpose,
    arrays.Hadamard, arrays.Outer, arrays.Diag, arrays.Diagonal, arrays.Trace, arrays.Inverse, arrays.Determinant,
    arrays.OrderedProduct,
)  # fmt: skip
Definitions = tuple[Definition, ...]
Known = dict[Node, float]
Inside = frozenset[str]
LEAVES = (terms.Symbol, arrays.Array)
FIXED = (terms.Num, terms.Const, arrays.Ones, arrays.Identity, Width, Here)


def is_variable(variable: Term, definitions: Definitions) -> bool:
    """Whether one can differentiate by the term: a real symbol, an array,
    or a member of a sequence without a definition.
    """
    if isinstance(variable, arrays.Sequence):
        return not variable.parameters and all(d.member.name != variable.name for d in definitions)
    return isinstance(variable, arrays.Array) or (isinstance(variable, Symbol) and not variable.is_integer)


def times(term: Node, variable: Term, definitions: Definitions) -> float:
    """Return how often the term can be differentiated by the variable wherever it has a value; see the module."""
    return _times(term, variable, definitions, {}, frozenset())


def members_times(name: str, definitions: Definitions) -> float:
    """Return how often the members of a sequence can be differentiated by all that they depend on.

    A sequence without a definition is a family of differentiable functions of its parameters by convention.
    """
    return _of_members(name, None, definitions, frozenset())


def _times(node: Node, variable: Term | None, definitions: Definitions, known: Known, inside: Inside) -> float:
    if isinstance(node, FIXED) or (variable is not None and not depends_through(node, variable, definitions)):
        return inf
    if node not in known:
        known[node] = _own(node, variable, definitions, known, inside)
    return known[node]


def _own(node: Node, variable: Term | None, definitions: Definitions, known: Known, inside: Inside) -> float:
    def least(*parts: Node) -> float:
        return min((_times(part, variable, definitions, known, inside) for part in parts), default=inf)

    match node:
        case _ if isinstance(node, LEAVES):
            return inf
        case terms.Apply(function=name, args=args) if name in SMOOTH:
            return least(*args)
        case terms.Pow(base=arrays.Norm(array=array), exponent=terms.Num(value=value)) if value > 0 and value % 2 == 0:
            return least(array)
        case terms.Pow(base=base, exponent=exponent):
            number = number_of(exponent)
            whole = is_integer(exponent) if number is None else number.denominator == 1
            return least(base, exponent) if whole else 0
        case Uninterpreted() | ArbitraryMap():
            return min(node.differentiable - node.order, least(*node.children()))
        case terms.Derivative(
            body=body
        ):  # it exists at points near by, in every direction, if the body is smooth there
            if inside and any(isinstance(part, arrays.Sequence) for part in walk(body)):
                return 0
            return max(_times(body, None, definitions, {}, inside) - 1, 0)
        case arrays.Sequence():
            return min(least(*node.parameters), _of_members(node.name, variable, definitions, inside))
        case _ if isinstance(node, BUILT):
            return least(*node.children())
    return 0


def _of_members(name: str, variable: Term | None, definitions: Definitions, inside: Inside) -> float:
    """Return how often the members can be differentiated by their parameters and by what their definition mentions."""
    if name in inside:
        return inf
    own = [definition for definition in definitions if definition.member.name == name]
    by = [(d.body, inner) for d in own for inner in (variable, *d.member.parameters)]
    return min((_times(body, inner, definitions, {}, inside | {name}) for body, inner in by), default=inf)
