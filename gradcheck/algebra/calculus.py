"""Derivatives of normal forms.

The chain rule over generators: D(num/den) from the partial derivatives by each generator times the derivative of its
atom.  The variable is a scalar symbol, or one entry of a free array (then d w[k] / d w[a] = delta(k, a)).

    exp(m/D)' = exp(m/D) m'/D     log(q)' = q'/q           root_D(q)' = root_D(q) q' / (D q), needs q > 0
    |q|' = |q| q'/q, needs q != 0   (q**m)' = m q**m q'/q   erf(q)' = 2/sqrt(pi) exp(-q^2) q'
    y_k(x)' = the slope atom of y_k by its parameter, times the derivative of that parameter

The derivative of a term is taken before any hypothesis about the variable that is not open (an equation, <=) may be
used; see ``lower``.  Refused: variables on which a sequence, a law or an opaque term depends in a hidden way.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.contraction import as_quotient, contract_all, open_sum
from gradcheck.algebra.polynomial import ONE
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.substitution import delta
from gradcheck.algebra.trigonometry import cosine_and_sine
from gradcheck.language.arrays import Array, Norm, Sequence
from gradcheck.language.definitions import Recurrence
from gradcheck.language.node import Node, walk
from gradcheck.language.propositions import Relation
from gradcheck.language.terms import Apply, Div, Num, Pow, Symbol, Term, Where


@dataclass(frozen=True)
class Variable:
    """What one differentiates by: a symbol, or the entry of an array at the given indices."""

    term: Term
    indices: tuple[Quotient, ...] = ()


def depends_on(node: Node, variable: Term) -> bool:
    """Whether the variable occurs in a term or definition at all."""
    if isinstance(variable, Array):
        return any(isinstance(n, Array) and n.name == variable.name for n in walk(node))
    return any(n is variable for n in walk(node))


def hidden_in_definitions(ring: Ring, name: str, variable: Term) -> bool:
    """Whether the members of a sequence may depend on the variable otherwise than through their parameters."""
    names, todo = set(), [name]
    while todo:
        current = todo.pop()
        if current in names:
            continue
        names.add(current)
        for definition in ring.setting.definitions:
            if definition.member.name != current:
                continue
            body = definition.body if isinstance(definition, Recurrence) else definition.value
            if variable not in definition.member.parameters and depends_on(body, variable):
                return True
            todo += [node.name for node in walk(body) if isinstance(node, Sequence)]
    return False


def derivative(ring: Ring, value: Quotient, variable: Variable) -> Quotient:
    """The derivative of a normal form."""
    result = ring.constant(0)
    for slot in value.slots():
        inner = derivative_of_atom(ring, ring.slots[slot], variable)
        if inner.is_zero:
            continue
        num, den = value.num, value.den
        top = Quotient(num.derivative(slot), ONE, ring.relations).normalised()
        outer = top / Quotient(den, ONE, ring.relations)
        if den is not ONE:
            bottom = Quotient(den.derivative(slot), ONE, ring.relations).normalised()
            outer = outer - value * bottom / Quotient(den, ONE, ring.relations)
        result = result + outer * inner
    return result


def derivative_of_atom(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    """The derivative of one atom."""
    zero, head, data = ring.constant(0), atom.head, atom.data
    if head in ("index", "pi", "delta"):
        return zero
    if head == "symbol":
        return ring.constant(1 if data[0] is variable.term else 0)
    if head == "entry":
        return _entry(ring, atom, variable)
    if head in ("member", "slope"):
        return _member(ring, atom, variable)
    if head == "sum":
        indices: dict[Atom, tuple[Quotient, Quotient]] = {}
        body = as_quotient(ring, open_sum(ring, atom, indices))
        return contract_all(ring, derivative(ring, body, variable), indices)
    if head in ("random", "cumulant", "mean", "opaque"):
        _refuse_hidden(ring, atom, variable)
        return zero
    inner = derivative(ring, data[0], variable)
    if inner.is_zero:
        return zero
    return inner * _outer(ring, atom)


def _outer(ring: Ring, atom: Atom) -> Quotient:
    """The derivative of the function of an atom at its argument."""
    head, this = atom.head, ring.generator(atom)
    argument: Quotient = atom.data[0]
    if head == "exp":
        return this.scaled(Fraction(1, atom.data[1]))
    if head == "log":
        return ring.constant(1) / argument
    if head == "root":
        ring.require("positive", argument, Relation(">", show(ring, argument), Num(Fraction(0))))
        return this.scaled(Fraction(1, atom.data[1])) / argument
    if head in ("abs", "sign"):
        ring.require("nonzero", argument, Relation("!=", show(ring, argument), Num(Fraction(0))))
        return this / argument if head == "abs" else ring.constant(0)
    if head == "power":
        ring.require("nonzero", argument, Relation("!=", show(ring, argument), Num(Fraction(0))))
        return this * atom.data[1] / argument  # type: ignore[no-any-return]
    if head == "erf":
        pi = ring.generator(ring.atom("pi"))
        return elementary.exp(ring, -argument * argument).scaled(Fraction(2)) / elementary.root(ring, pi, 2)
    if head in ("sin", "cos"):
        cosine, sine = cosine_and_sine(ring, argument.scaled(Fraction(1, atom.data[1])))
        return (cosine if head == "sin" else -sine).scaled(Fraction(1, atom.data[1]))
    if head == "atan":
        return ring.constant(1) / (argument * argument + ring.constant(1))
    raise Unsupported(f"the derivative of {head}")


def _entry(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    name, indices = atom.data
    result = ring.constant(0)
    if isinstance(variable.term, Array) and variable.term.name == name:
        result = ring.constant(1)
        for index, other in zip(indices, variable.indices, strict=True):
            result = result * delta(ring, index, other)
    return result


def _member(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    name, index, parameters, entries, *orders = atom.data
    if hidden_in_definitions(ring, name, variable.term):
        raise Unsupported(f"{name} depends on the variable through its definition; make the variable a parameter of it")
    if any(variable.term is part for p in parameters for part in _symbols(ring, p)) and not smooth(ring, name):
        raise Unsupported(f"the members of {name} may not be differentiable")
    result = ring.constant(0)
    before = orders[0] if orders else (0,) * len(parameters)
    for position, parameter in enumerate(parameters):
        inner = derivative(ring, parameter, variable)
        if not inner.is_zero:
            after = tuple(order + (k == position) for k, order in enumerate(before))
            slope = ring.atom("slope", name, index, parameters, entries, after, families=atom.families)
            result = result + ring.generator(slope) * inner
    return result


def _symbols(ring: Ring, value: Quotient) -> list[Term]:
    return [part for atom in ring.atoms_of(value) for part in _symbols_of(ring, atom)]


def _symbols_of(ring: Ring, atom: Atom) -> list[Term]:
    if atom.head == "symbol":
        return [atom.data[0]]
    return [s for item in atom.data if isinstance(item, Quotient) for s in _symbols(ring, item)]


def smooth(ring: Ring, name: str) -> bool:
    """Whether the definition of a sequence is built from functions that are smooth on the whole real line.

    A sequence without a definition is a family of differentiable functions of its parameters by convention.
    """
    for definition in ring.setting.definitions:
        if definition.member.name != name:
            continue
        body = getattr(definition, "body", None)
        for node in walk(definition.value if body is None else body):  # type: ignore[union-attr]
            if isinstance(node, Apply) and node.function not in SMOOTH:
                return False
            if isinstance(node, Div) and not isinstance(node.denominator, Num):
                return False
            if isinstance(node, Pow) and not (isinstance(node.exponent, Num) and node.exponent.value >= 0):
                return False
            if isinstance(node, Pow) and isinstance(node.exponent, Num) and node.exponent.value.denominator != 1:
                return False
            if isinstance(node, Sequence) and node.name != name and not smooth(ring, node.name):
                return False
            if isinstance(node, Where | Norm):
                return False
    return True


SMOOTH = {"exp", "sigmoid", "tanh", "sinh", "cosh", "sech", "softplus", "logsigmoid", "silu", "swish", "gelu", "mish",
          "erf", "erfc", "sin", "cos", "atan", "asinh"}  # fmt: skip


def _refuse_hidden(ring: Ring, atom: Atom, variable: Variable) -> None:
    for item in atom.data:
        if isinstance(item, Node) and depends_on(item, variable.term):
            raise Unsupported("a derivative of a term that no rule opens")
        if isinstance(item, Quotient) and any(
            not derivative_of_atom(ring, inner, variable).is_zero for inner in ring.atoms_of(item)
        ):
            raise Unsupported("the derivative of an expectation that no rule computes")
    inner = {family for item in atom.data if isinstance(item, Quotient) for family in ring.families(item)}
    for family in atom.families | inner:
        law = ring.laws[family]
        if depends_on(law, variable.term):
            raise Unsupported(f"the law of {family} depends on the variable")


def is_scalar_variable(term: Term) -> bool:
    """Whether the term may be differentiated by as a scalar."""
    return isinstance(term, Symbol) and term.sort == "real"
