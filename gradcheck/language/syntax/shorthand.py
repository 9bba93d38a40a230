"""Shorter ways to write relations, derivatives by entries and arbitrary functions, in nodes of the files beside it.

``is_sympy`` tells what is written in SymPy, which the words of authors read.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.language.syntax.arrays import Array, Entry, Sequence
from gradcheck.language.syntax.node import ShapeError
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.terms import Derivative, Shape, Term, as_term, describe_shape
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted


def is_sympy(value: object) -> bool:
    """Whether it is an object of SymPy; the class of v(k), for an undefined function v, has no module of its own."""
    return any(str(kind.__module__).startswith("sympy.") for kind in type(value).__mro__)


def ne(left: object, right: object) -> Relation:
    """Return left != right."""
    return Relation("!=", as_term(left), as_term(right))


def derivative_by(body: Term, variable: Term) -> Term:
    """Return the derivative; by an entry v[k] that entry of the derivative of a number by v, which is to exist."""
    if isinstance(variable, Entry) and isinstance(variable.array, Array | Sequence) and not body.shape:
        return Entry(Derivative(body, variable.array), variable.indices)
    return Derivative(body, variable)


def chain(first: object, *rest: object) -> Proposition:
    """Return the conjunction of chain(a, "<", b, "<=", c): a < b and b <= c."""
    if not rest or len(rest) % 2:
        raise ValueError('a chain alternates terms and relations: chain(a, "<", b, "<=", c)')
    terms = [as_term(first), *(as_term(value) for value in rest[1::2])]
    parts = tuple(Relation(str(op), terms[k], terms[k + 1]) for k, op in enumerate(rest[0::2]))
    return parts[0] if len(parts) == 1 else And(parts)


@dataclass(frozen=True)
class ArbitraryFunction:
    """The callable object of an author: ``sigma(z)``, and ``sigma.derivative(z, 2)``."""

    name: str
    differentiable: int

    def __call__(self, argument: object) -> Term:
        return self.derivative(argument, 0)

    def derivative(self, argument: object, order: int = 1) -> Term:
        """Return the derivative of the given order at the argument, entry by entry for an array."""
        return Uninterpreted(self.name, self.differentiable, order, as_term(argument))


@dataclass(frozen=True)
class ArbitraryMapping(ArbitraryFunction):
    """The callable object of an author: ``f(h, x)``, and ``f.derivative(h, x, by=(1, 2))``."""

    shapes: tuple[Shape, ...] = ()  # of the arguments
    sides: Shape = ()  # of the values

    def __call__(self, *arguments: object) -> Term:
        return self.derivative(*arguments, by=())

    def derivative(self, *arguments: object, by: tuple[int, ...] = (1,)) -> Term:
        """Return the derivative by these arguments, which are counted from 1, at the arguments."""
        terms = tuple(map(as_term, arguments))
        if tuple(term.shape for term in terms) != self.shapes:
            wanted = ", ".join(map(describe_shape, self.shapes))
            raise ShapeError(f"{self.name} is of {wanted}, not {', '.join(describe_shape(t.shape) for t in terms)}")
        return ArbitraryMap(self.name, self.sides, self.differentiable, terms, by)
