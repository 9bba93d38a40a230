"""The memory of an interpretation of terms: bound symbols, computed series, members of sequences."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.balls.series import Series
from gradcheck.language.syntax.terms import Symbol, Term

ARGUMENT = Symbol("argument of a branch")


class Binding:
    """The series of a bound symbol, to any order asked for; of an index, the integer too."""

    def __init__(self, compute: Callable[[int], Series], integer: int | None = None) -> None:
        self.compute = compute
        self.integer = integer


class Scope:
    """Bound symbols, and the series computed under them."""

    def __init__(self, bindings: dict[Symbol, Binding]) -> None:
        self.bindings = bindings
        self.known: dict[Term, tuple[int, Series]] = {}


class Family:
    """The members of one sequence at one list of parameters."""

    def __init__(self, name: str, bindings: dict[Symbol, Binding]) -> None:
        self.name = name
        self.bindings = bindings
        self.members: dict[int, tuple[int, Series]] = {}
