"""Derivatives of normal forms.

The chain rule over generators: D(num/den) from the partial derivatives by each generator times the derivative of its
atom.  The variable is a scalar symbol, or one entry of a free array (then d w[k] / d w[a] = delta(k, a)).

    exp(m/D)' = exp(m/D) m'/D     log(q)' = q'/q           root_D(q)' = root_D(q) q' / (D q), needs q > 0
    |q|' = |q| q'/q, needs q != 0   (q**m)' = m q**m q'/q   erf(q)' = 2/sqrt(pi) exp(-q^2) q'
    y_k(x)' = the slope atom of y_k by its parameter, times the derivative of that parameter; where y_k may have kinks,
              if a hypothesis says what the derivative is
    sigma(q)' = sigma'(q) q', for an arbitrary function that has a derivative; L(q)' = the sum of dL/dq_k q_k'
    db_k/db_i = delta(k, i) for a free sequence; dy_k/db_i, y defined through b, is an entry of the Jacobian atom of y_k

The derivative of a term is taken before any hypothesis about the variable that is not open (an equation, <=) may be
used; see ``lower``.  Refused: variables on which a sequence, a law or an opaque term depends in a hidden way.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from gradcheck.algebra import elementary
from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.bound_arrays import open_array
from gradcheck.algebra.contraction import as_quotient, contract_all, open_sum
from gradcheck.algebra.dependence import hidden_in_definitions, varies_with
from gradcheck.algebra.differentiability import members_times
from gradcheck.algebra.functions import derivative_of_function, map_value
from gradcheck.algebra.kinds import REBUILDS
from gradcheck.algebra.polynomial import ONE
from gradcheck.algebra.products import open_product
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported, told
from gradcheck.algebra.substitution import delta
from gradcheck.algebra.sufficiency import suffices
from gradcheck.algebra.trigonometry import cosine_and_sine
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term


@dataclass(frozen=True)
class Variable:
    """The variable of a derivative: a symbol, or the entry of an array or of a member of a free sequence."""

    term: Term
    indices: tuple[Quotient, ...] = ()
    place: Quotient | None = None  # of a member of a free sequence: its index


def derivative(ring: Ring, value: Quotient, variable: Variable) -> Quotient:
    """Return the derivative of a normal form."""
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
    """Return the derivative of one atom."""
    zero, head, data = ring.constant(0), atom.head, atom.data
    if head in ("index", "pi", "delta", "width"):
        return zero
    if head == "symbol":
        return ring.constant(1 if data[0] is variable.term else 0)
    if head == "entry":
        return _entry(ring, atom, variable)
    if head in ("member", "slope"):
        return _member(ring, atom, variable)
    if head == "jacobian":
        return _again(ring, atom, variable)
    if head == "product":
        if derivative(ring, open_product(ring, atom)[0], variable).is_zero:
            return zero
        raise Unsupported("the derivative of an ordered product by what its factors depend on")
    if head == "sum":
        indices: dict[Atom, tuple[Quotient, Quotient]] = {}
        body = as_quotient(ring, open_sum(ring, atom, indices))
        return contract_all(ring, derivative(ring, body, variable), indices)
    if head == "map":
        return _chain_rule(ring, atom, variable)
    if head in ("array", "spectral", "spectrum"):
        rows = ((open_array(ring, atom)[0],),) if head == "array" else data[1] if head == "spectrum" else (data[1:],)
        if all(derivative(ring, entry, variable).is_zero for row in rows for entry in row):
            return zero
        raise Unsupported("the derivative of a norm of matrices by what the matrix depends on")
    if head in ("random", "cumulant", "mean", "opaque"):
        if varies_with(ring, ring.generator(atom), variable.term):
            raise Unsupported("a derivative of what may depend on the variable in a way that no rule opens")
        return zero
    inner = derivative(ring, data[0], variable)
    if inner.is_zero:
        return zero
    return inner * _outer(ring, atom)


def _outer(ring: Ring, atom: Atom) -> Quotient:
    """Return the derivative of the function of an atom at its argument."""
    head, this = atom.head, ring.generator(atom)
    argument: Quotient = atom.data[0]
    if head == "exp":
        return this.scaled(Fraction(1, atom.data[1]))
    if head == "log":
        return ring.constant(1) / argument
    if head == "root":
        suffices(ring, "positive", argument, told(ring, ">", argument))
        return this.scaled(Fraction(1, atom.data[1])) / argument
    if head in ("abs", "sign"):
        suffices(ring, "nonzero", argument, told(ring, "!=", argument))
        return this / argument if head == "abs" else ring.constant(0)
    if head == "power":
        suffices(ring, "nonzero", argument, told(ring, "!=", argument))
        return this * atom.data[1] / argument  # type: ignore[no-any-return]
    if head == "function":
        return derivative_of_function(ring, atom)
    if head == "erf":
        pi = ring.generator(ring.atom("pi"))
        return elementary.exp(ring, -argument * argument).scaled(Fraction(2)) / elementary.root(ring, pi, 2)
    if head in ("sin", "cos"):
        cosine, sine = cosine_and_sine(ring, argument.scaled(Fraction(1, atom.data[1])))
        return (cosine if head == "sin" else -sine).scaled(Fraction(1, atom.data[1]))
    if head == "atan":
        return ring.constant(1) / (argument * argument + ring.constant(1))
    raise Unsupported(f"the derivative of {head}")


def _chain_rule(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    """Return the sum, over the arguments of an arbitrary map and their entries, of its slope times theirs."""
    *data, by = atom.data
    result = ring.constant(0)
    for place, argument in enumerate(data[2], start=1):
        slot = argument.generator_slot()
        is_array = slot is not None and ring.slots[slot].head == "array"
        body, indices = open_array(ring, ring.slots[slot]) if is_array else (argument, ())
        inner = derivative(ring, body, variable)
        if not inner.is_zero:
            outer = map_value(ring, *data, (*by, (place, tuple(map(ring.generator, indices)))))
            result = result + contract_all(ring, outer * inner, {index: ring.ranges[index] for index in indices})
    return result


def _entry(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    name, indices = atom.data
    if not isinstance(variable.term, Array) or variable.term.name != name:
        return ring.constant(0)
    return prod((delta(ring, *pair) for pair in zip(indices, variable.indices, strict=True)), start=ring.constant(1))


def _member(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    name, index, parameters, entries, *orders = atom.data
    before = orders[0] if orders else (0,) * len(parameters)
    result = _by_definition(ring, atom, variable)
    for position, parameter in enumerate(parameters):
        inner = derivative(ring, parameter, variable)
        if not inner.is_zero:
            if members_times(name, ring.setting.definitions) <= sum(before):
                _require_slope(ring, atom, variable)
            after = tuple(order + (k == position) for k, order in enumerate(before))
            slope = ring.atom("slope", name, index, parameters, entries, after, families=atom.families)
            result = result + ring.generator(slope) * inner
    return result


def _require_slope(ring: Ring, atom: Atom, variable: Variable) -> None:
    """Require that a member that may have kinks is differentiable at this point, as an equation of H may say.

    A relation is true at a point only where its sides are defined: d(y_k(x), x) = q says that y_k has a derivative at
    x, and the chain rule at x needs no more.  Refused but for a scalar member at symbols, by one of them.
    """
    name, index, parameters, entries, *orders = atom.data
    plain = [ring.slots[slot].data[0] if slot is not None and ring.slots[slot].head == "symbol" else None
             for slot in (value.generator_slot() for value in (index, *parameters))]  # fmt: skip
    if (
        entries
        or orders
        or atom.families
        or None in plain
        or variable.term not in plain[1:]
        or plain.count(variable.term) > 1
    ):
        raise Unsupported(f"the members of {name} may not be differentiable")
    slope = terms.Derivative(Sequence(name, (), plain[0], tuple(plain[1:])), variable.term)  # type: ignore[arg-type]
    suffices(ring, "finite", ring.constant(1), Relation("=", slope, slope))


def _by_definition(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    """Return the derivative of a member at fixed parameters: by what its definition depends on, or by itself.

    By an entry of an array or of a member of a free sequence it is an atom, the entry of a Jacobian; it unfolds
    together with the member.
    """
    name, index, parameters, entries, *orders = atom.data
    term = variable.term
    if isinstance(term, Sequence) and term.name == name:
        if parameters or variable.place is None:
            raise Unsupported(f"{name} occurs with parameters and without")
        pairs = zip((index, *entries), (variable.place, *variable.indices), strict=True)
        return prod((delta(ring, *pair) for pair in pairs), start=ring.constant(1))
    if not hidden_in_definitions(ring.setting.definitions, name, term):
        return ring.constant(0)
    if isinstance(term, Symbol):
        raise Unsupported(f"{name} depends on the variable through its definition; make the variable a parameter of it")
    if orders:
        raise Unsupported(f"a second derivative of {name}")
    if members_times(name, ring.setting.definitions) < 1:
        raise Unsupported(f"the members of {name} may not be differentiable")
    if isinstance(term, Sequence):
        by: Term = Sequence(term.name, term.sides, Num(Fraction(0)))  # the place determines which member it is
    else:
        by = term
    place = () if variable.place is None else (variable.place,)
    data = (name, index, parameters, entries, by, place, variable.indices)
    return ring.generator(ring.atom("jacobian", *data, families=atom.families))


def jacobian(ring: Ring, data: tuple[Any, ...]) -> Quotient:
    """Return the entry of a Jacobian of a member at fixed parameters, made anew:
    with another index the member may unfold.
    """
    name, index, parameters, entries, by, place, indices = data
    member, variable = ring.member(name, index, parameters, entries), Variable(by, indices, *place)
    slot = member.generator_slot()
    if slot is not None and ring.slots[slot].head == "member" and ring.slots[slot].data[0] == name:
        return _by_definition(ring, ring.slots[slot], variable)
    if any(not derivative(ring, parameter, variable).is_zero for parameter in parameters):
        raise Unsupported(f"the parameters of {name} depend on the variable too")
    return derivative(ring, member, variable)


def _again(ring: Ring, atom: Atom, variable: Variable) -> Quotient:
    """Return the derivative of a derivative of a member: 0 where the member does not depend on the variable."""
    name, _, parameters, *_ = atom.data
    if hidden_in_definitions(ring.setting.definitions, name, variable.term) or any(
        not derivative(ring, parameter, variable).is_zero for parameter in parameters
    ):
        raise Unsupported(f"a second derivative of {name}")
    return ring.constant(0)


REBUILDS["jacobian"] = lambda ring, atom, data: jacobian(ring, data)
