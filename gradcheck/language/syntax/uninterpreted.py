"""Arbitrary functions: a statement about one holds for every function that fits its assumptions.

``sigma = arbitrary_function("sigma", differentiable=2)`` stands for any function from the real line to the real line
that has, at every point, derivatives up to the stated order; the last one need not be continuous.  It
depends on its argument alone: whatever else varies, sigma stays the same function.  Applied to an array it acts entry
by entry.  ``sigma.derivative(z)`` is its derivative at z, in the same way.

``f = arbitrary_map("f", (n,), (d,), sides=(h,))`` stands for any function of a vector of n numbers and one of d, whose
values are vectors of h numbers, differentiable in all of them together (in the sense of Fréchet).

What else is known of a function is assumed: ``ForAll((z,), chain(0, "<=", sigma.derivative(z), "<=", 1))`` is used at
every argument.  To refute a statement, a concrete function with these properties is put in its place.
"""

from __future__ import annotations

from typing import Any

from gradcheck.language.syntax.arrays import check_sides
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.terms import Symbol, Term

ARGUMENT = Symbol("<argument>")  # the variable in the term of a counterexample for an arbitrary function


class Uninterpreted(Term):
    """The derivative of the given order (0: the function itself) of the function ``name`` at the argument.

    ``differentiable`` belongs to the name: two functions that are differentiable to different orders are two functions.
    """

    name: str
    differentiable: int
    order: int
    argument: Term

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        name, differentiable, order, _ = values
        if not isinstance(name, str) or not name:
            raise ValueError("an arbitrary function needs a name")
        if name in ARITIES:
            raise ValueError(f"{name} is a function of the language; an arbitrary function needs another name")
        if type(differentiable) is not int or type(order) is not int or differentiable < 0:
            raise ValueError("the order of a derivative is one of 0, 1, 2, ...")
        if not 0 <= order <= differentiable:
            raise ValueError(f"{name} is only known to be {differentiable} times differentiable")
        return values

    def settle(self) -> None:
        object.__setattr__(self, "shape", self.argument.shape)


class ArbitraryMap(Term):
    """A partial derivative of the function ``name`` of several numbers or arrays, whose values have the given sides.

    ``by`` are the arguments, counted from 1, by which it is derived, one after the other; a twice differentiable
    function has symmetric second derivatives.  The shape is that of the values, then of each argument in ``by``.
    """

    name: str
    sides: tuple[Term, ...]
    differentiable: int
    arguments: tuple[Term, ...]
    by: tuple[int, ...] = ()

    @staticmethod
    def prepare(*values: Any) -> tuple[Any, ...]:
        name, _, differentiable, arguments, by = values
        Uninterpreted.prepare(name, differentiable, len(by), None)
        if not arguments or not all(type(place) is int and 1 <= place <= len(arguments) for place in by):
            raise ValueError(f"{name} is derived by its arguments 1, 2, ...")
        return values

    def settle(self) -> None:
        check_sides(self.name, self.sides)
        inner = (side for place in self.by for side in self.arguments[place - 1].shape)
        object.__setattr__(self, "shape", (*self.sides, *inner))

    @property
    def order(self) -> int:
        return len(self.by)
