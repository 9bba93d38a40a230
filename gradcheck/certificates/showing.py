"""Terms of the second reader for its normal forms, so that a hint can name them."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.certificates.reader import own_modules

FUNCTIONS = ("log", "abs", "sin", "cos", "erf", "atan", "sign")


class NotShown(Exception):
    """There is no term for this normal form: it holds an index that is bound."""


def show_quotient(quotient: Any) -> Any:
    """Return a term with this normal form."""
    modules = own_modules()
    above = show_polynomial(quotient.num)
    if quotient.den == modules.polynomials.ONE:
        return above
    return modules.nodes.make("Div", above, show_polynomial(quotient.den))


def show_polynomial(poly: Any) -> Any:
    """Return the sum of its monomials."""
    nodes = own_modules().nodes
    terms = []
    for mono, value in poly.items():
        factors = [show_atom(a, e) for a, e in mono]
        if value != 1 or not factors:
            factors.insert(0, nodes.number(value))
        terms.append(factors[0] if len(factors) == 1 else nodes.times(*factors))
    if not terms:
        return nodes.number(0)
    return terms[0] if len(terms) == 1 else nodes.plus(*terms)


def show_atom(number: int, exponent: Any = 1) -> Any:
    """Return a power of an atom as a term."""
    nodes = own_modules().nodes
    head, data = own_modules().atoms.ATOMS[number]
    if head == "exp":
        return nodes.apply("exp", show_quotient(data[0].scaled(Fraction(exponent))))
    shown = _plain(head, data)
    return shown if exponent == 1 else nodes.make("Pow", shown, nodes.number(exponent))


def _plain(head: str, data: Any) -> Any:
    nodes = own_modules().nodes
    if head == "symbol":
        return data[0]
    if head == "pi":
        return nodes.make("Const", "pi")
    if head in FUNCTIONS:
        return nodes.apply(head, show_quotient(data[0]))
    if head == "root" and data[1] == 2:
        return nodes.apply("sqrt", show_quotient(data[0]))
    if head == "root":
        return nodes.make("Pow", show_quotient(data[0]), nodes.number(Fraction(1, data[1])))
    if head == "power":
        return nodes.make("Pow", show_quotient(data[0]), show_quotient(data[1]))
    if head == "function":
        return nodes.make("Uninterpreted", data[0], data[1], data[2], show_quotient(data[3]))
    if head == "entry":
        return nodes.make("Entry", data[0], tuple(map(show_quotient, data[1])))
    if head == "member":
        base, index, parameters, places = data
        member = nodes.make("Sequence", *base.args[:2], show_quotient(index), tuple(map(show_quotient, parameters)))
        return nodes.make("Entry", member, tuple(map(show_quotient, places))) if places else member
    raise NotShown(head)
