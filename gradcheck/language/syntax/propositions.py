"""Propositions: relations between terms, and their few connectives.

A relation is a pair of terms that nothing evaluates.  A relation between arrays of equal shape is meant entry by
entry.  A proposition is claimed for all values of its free symbols (within their sorts, under the assumptions).
It is true at a point only where both sides are defined.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.node import Node, ShapeError
from gradcheck.language.syntax.terms import WORDS, Symbol, Term, as_term, describe_shape

OPERATORS = ("=", "!=", "<=", "<", ">=", ">")
CONVERSE = {"=": "=", "!=": "!=", "<=": ">=", "<": ">", ">=": "<=", ">": "<"}
NEGATION = {"=": "!=", "!=": "=", "<=": ">", "<": ">=", ">=": "<", ">": "<="}


class Proposition(Node):
    """Base of the propositions."""

    fields = ()

    def __bool__(self) -> bool:
        raise TypeError("a proposition has no truth value; a chain a < b < c is written chain(a, '<', b, '<', c)")


class Relation(Proposition):
    """``left op right``."""

    op: str
    left: Term
    right: Term

    def settle(self) -> None:
        if self.op not in OPERATORS:
            raise ValueError(f"{self.op!r} is not one of {', '.join(OPERATORS)}")
        if self.left.shape != self.right.shape:
            left, right = describe_shape(self.left.shape), describe_shape(self.right.shape)
            raise ShapeError(f"the two sides have different shapes: {left} and {right}")


def _variables(word: str, given: Any) -> tuple[Symbol, ...]:
    """Return the variables of a quantifier, of which one may stand alone."""
    found = tuple(given) if isinstance(given, tuple | list) else (given,)
    for variable in found:
        if not isinstance(variable, Symbol):
            raise TypeError(f"{word}(variables, claim) is about symbols such as real('x'), not about {variable!r}")
    return found


def _check_parts(*parts: object) -> None:
    for part in parts:
        if not isinstance(part, Proposition):
            raise TypeError(f"{part!r} is no proposition; use eq(a, b)")


class And(Proposition):
    """All of the parts."""

    parts: tuple[Any, ...]

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        if not isinstance(values[0], tuple | list):
            raise TypeError("the parts of And are a tuple: And((first, second))")
        return (tuple(values[0]),)

    def settle(self) -> None:
        _check_parts(*self.parts)


class Or(Proposition):
    """One of the parts, from left to right: a part is asked for its value only where all parts before it are false."""

    parts: tuple[Any, ...]

    def settle(self) -> None:
        _check_parts(*self.parts)
        if len(self.parts) < 2:
            raise ValueError("a disjunction has at least two parts")


class Implies(Proposition):
    """The conclusion under the premise; the conclusion is asked for its value only where the premise is true."""

    premise: Any
    conclusion: Any

    def settle(self) -> None:
        _check_parts(self.premise, self.conclusion)


class Iff(Proposition):
    """Each side implies the other."""

    left: Any
    right: Any

    def settle(self) -> None:
        _check_parts(self.left, self.right)


class ForAll(Proposition):
    """The body for every value of the variables (scalar symbols); useful as a premise."""

    variables: tuple[Symbol, ...]
    body: Any

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        variables, body = values
        return _variables("ForAll", variables), body

    def settle(self) -> None:
        _check_parts(self.body)

    @property
    def binds(self) -> tuple[Symbol, ...]:
        return self.variables


class Exists(Proposition):
    """The body for some value of the variable; of several, written as ForAll takes them, one stands in the other."""

    variable: Symbol
    body: Any

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        variables, body = values
        first, *rest = _variables("Exists", variables) or (None,)
        if first is None:
            raise ValueError("Exists needs a variable: Exists(x, claim)")
        return first, Exists(tuple(rest), body) if rest else body  # type: ignore[arg-type]

    def settle(self) -> None:
        _check_parts(self.body)

    @property
    def binds(self) -> tuple[Symbol, ...]:
        return (self.variable,)


class Invertible(Proposition):
    """The square matrix has an inverse; of another matrix, that is false."""

    matrix: Term

    def settle(self) -> None:
        _check_matrix(self.matrix)


class PositiveDefinite(Proposition):
    """v @ A @ v > 0 for every vector v other than 0."""

    matrix: Term

    def settle(self) -> None:
        _check_matrix(self.matrix)


def _check_matrix(matrix: object) -> None:
    if not isinstance(matrix, Term) or len(matrix.shape) != 2:
        raise TypeError(f"a matrix is invertible or positive definite, not {matrix!r}")


def eq(left: object, right: object) -> Relation:
    """Return left = right, entry by entry for arrays."""
    return Relation("=", as_term(left), as_term(right))


WORDS["relation"] = Relation
