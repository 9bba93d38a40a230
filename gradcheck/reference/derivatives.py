"""Derivatives, by numbers with an infinitesimal part; at a kink, from both sides.

The body must have values in a whole neighbourhood of the point and be differentiable there.  Where a choice depends on
a number that is 0 at the point, the derivative from either side is taken: if they differ, or one side does not go on
from
the value at the point, there is none.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Derivative, Symbol, Term
from gradcheck.reference.evaluator import Evaluator, plain
from gradcheck.reference.infinitesimals import Direction, Moving, slope_along, value_along
from gradcheck.reference.numbers import sign
from gradcheck.reference.refusals import CannotTell, NoValue, Tie, TooClose
from gradcheck.reference.tensors import Tensor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Moves = Any  # a function from a direction to a context in which the variable moves that way


def derivative(e: Evaluator, term: Derivative) -> Any:
    """Return the derivative by a number, or by every entry of an array."""
    body, variable = term.body, term.variable
    with e.apart():
        here = e.value(body)
    point = e.value(variable)
    if type(point) is not Tensor:
        return _along(e, body, here, lambda direction: _moving(e, variable, None, direction), alone=True)
    columns = []
    for position in range(len(point.entries)):
        moves = _at_position(e, variable, position)
        column = _along(e, body, here, moves, alone=len(point.entries) == 1)
        columns.append(column.entries if type(column) is Tensor else [column])
    if not columns:
        return Tensor(e.sides(term.shape), [])
    rows = len(columns[0])
    return Tensor(e.sides(term.shape), [column[row] for row in range(rows) for column in columns])


def _at_position(e: Evaluator, variable: Term, position: int) -> Moves:
    return lambda direction: _moving(e, variable, position, direction)


@contextmanager
def _moving(e: Evaluator, variable: Term, position: int | None, direction: Direction) -> Iterator[None]:
    """Move the variable, or one of its entries, along the direction within the scope."""
    point = e.value(variable)
    step = Moving(direction, 0, 1)
    moved: Any
    if position is None:
        moved = point + step
    else:
        moved = Tensor(point.sides, [one + step if k == position else one for k, one in enumerate(point.entries)])
    table, key = _home(e, variable)
    before = table.get(key)
    with e.apart():
        table[key] = moved
        try:
            yield
        finally:
            if before is None:
                del table[key]
            else:
                table[key] = before


def _home(e: Evaluator, variable: Term) -> tuple[dict[Any, Any], Any]:
    """Return the table that holds the value of the variable, and its key."""
    match variable:
        case Symbol():
            if variable.is_integer:
                raise CannotTell("a derivative by an integer")
            return (e.bound if variable in e.bound else e.scalars), variable
        case arrays.Array(name=name):
            return e.arrays, name
        case arrays.Sequence(name=name) if name not in e.definitions and not variable.parameters:
            return e.moved, (name, e.whole(variable.index))
        case RandomVariable() | RandomSequence():
            raise CannotTell("a derivative by something random")
    raise CannotTell("a derivative by something else than a variable")


def _along(e: Evaluator, body: Term, here: Any, moves: Moves, alone: bool) -> Any:
    """Return the slope of the body along one direction; ``alone``: nothing else moves with the variable."""
    direction = Direction()
    try:
        with moves(direction):
            return _each(e.value(body), lambda one: slope_along(one, direction))
    except Tie:
        return _from_both_sides(e, body, here, moves, alone)


def _each(value: Any, change: Callable[[Any], Any]) -> Any:
    return value.each(change) if type(value) is Tensor else change(value)


def _from_both_sides(e: Evaluator, body: Term, here: Any, moves: Moves, alone: bool) -> Any:
    start = _numbers(here)
    slopes = []
    for side in (1, -1):
        direction = Direction(side)
        try:
            with moves(direction):
                found = e.value(body)
        except NoValue as reason:
            raise CannotTell(f"the derivative from one side: {reason.why}") from None
        from_side = _numbers(_each(found, partial(value_along, direction=direction)))
        if any(_differ(one, two) for one, two in zip(start, from_side, strict=True)):
            raise NoValue(None, "it is not continuous at the point, so there is no derivative")
        slopes.append(_each(found, partial(slope_along, direction=direction)))
    right, left = map(_numbers, slopes)
    if any(_differ(one, two) for one, two in zip(right, left, strict=True)):
        raise NoValue(None, "the derivatives from the two sides differ, so there is none")
    if not alone:
        raise CannotTell("the gradient at a kink")
    return slopes[0]


def _numbers(value: Any) -> list[Any]:
    found = value.entries if type(value) is Tensor else [value]
    if not all(plain(one) for one in found):
        raise CannotTell("a derivative of a derivative at a kink")
    return list(found)


def _differ(one: Any, two: Any) -> bool:
    """Whether the numbers differ for sure; two that look alike are taken for equal only if they are exact."""
    try:
        return sign(one - two) != 0
    except TooClose:
        raise CannotTell("whether the two sides of a kink fit together") from None
