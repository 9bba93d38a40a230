"""Numbers with an infinitesimal part, a + b e with e * e = 0: computations with them carry the derivative along.

Derivatives inside of derivatives have an ``e`` each; of two, the later one is outside.  ``Direction.side`` says on
which side of the point the e lies, where only one is looked at:
then a choice that depends on a number which is 0 at the point is the one on this side.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from gradcheck.reference.numbers import PLAIN, Approximate, exact, over, sign
from gradcheck.reference.refusals import CannotTell, Tie

_serial = count()


class Direction:
    """The infinitesimal e of one derivative."""

    __slots__ = ("serial", "side")

    def __init__(self, side: int = 0) -> None:
        self.serial, self.side = next(_serial), side


class Moving:
    """``value + slope * e``."""

    __slots__ = ("direction", "slope", "value")

    def __init__(self, direction: Direction, value: Any, slope: Any) -> None:
        self.direction, self.value, self.slope = direction, value, slope

    def _parts(self, other: Any) -> tuple[Direction, Any, Any, Any, Any] | None:
        """Return both numbers by the outer one of their directions."""
        if isinstance(other, Moving):
            if other.direction is self.direction:
                return self.direction, self.value, self.slope, other.value, other.slope
            if other.direction.serial > self.direction.serial:
                return other.direction, self, 0, other.value, other.slope
        elif type(other) not in PLAIN:
            return None
        return self.direction, self.value, self.slope, other, 0

    def __add__(self, other: object) -> Any:
        parts = self._parts(other)
        if parts is None:
            return NotImplemented
        direction, a, da, b, db = parts
        return Moving(direction, a + b, da + db)

    __radd__ = __add__

    def __neg__(self) -> Moving:
        return Moving(self.direction, -self.value, -self.slope)

    def __sub__(self, other: object) -> Any:
        return NotImplemented if self._parts(other) is None else self + (-other)  # type: ignore[operator]

    def __rsub__(self, other: object) -> Any:
        return NotImplemented if self._parts(other) is None else -self + other

    def __mul__(self, other: object) -> Any:
        parts = self._parts(other)
        if parts is None:
            return NotImplemented
        direction, a, da, b, db = parts
        return Moving(direction, a * b, a * db + da * b)

    __rmul__ = __mul__

    def __pow__(self, exponent: int) -> Any:
        if exponent == 0:
            return 1
        return Moving(self.direction, self.value**exponent, exponent * self.value ** (exponent - 1) * self.slope)

    def sign(self) -> int:
        """Return the sign of the value, or else that on the side; raise Tie where both sides count."""
        here = sign(self.value)
        if here:
            return here
        if not self.direction.side:
            raise Tie("a choice hangs on a number that is 0 at the point of the derivative")
        beside = sign(self.slope) * self.direction.side
        if not beside:
            raise CannotTell("a choice hangs on a number that is 0 at the point of the derivative, to first order too")
        return beside

    def divides(self, numerator: Any) -> Any:
        """Return the quotient of the numerator by this number, whose value is not 0."""
        inverse = over(1, self.value)
        return numerator * Moving(self.direction, inverse, -self.slope * inverse * inverse)

    def chain(self, value: Any, slope: Any) -> Moving:
        """Return the image of this number under a function with this value and slope here."""
        return Moving(self.direction, value, slope * self.slope)


def is_constant(value: Any) -> bool:
    """Whether the number moves in no direction."""
    return not isinstance(value, Moving)


def slope_along(value: Any, direction: Direction) -> Any:
    """Return the coefficient of e of this direction."""
    if isinstance(value, Moving):
        if value.direction is direction:
            return value.slope
        return Moving(value.direction, slope_along(value.value, direction), slope_along(value.slope, direction))
    if exact(value) or isinstance(value, Approximate):
        return 0
    return value.each(lambda part: slope_along(part, direction))


def value_along(value: Any, direction: Direction) -> Any:
    """Return the number without the e of this direction."""
    if isinstance(value, Moving):
        if value.direction is direction:
            return value.value
        return Moving(value.direction, value_along(value.value, direction), value_along(value.slope, direction))
    if exact(value) or isinstance(value, Approximate):
        return value
    return value.each(lambda part: value_along(part, direction))
