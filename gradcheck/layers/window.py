"""What one output of a layer reads along one axis, and how windows compose.

Positions count from 1, as the indices of arrays do; positions below 1 and above the length are padding.  Output i of a
layer with kernel k, stride s, padding p and dilation d reads, through tap t,

    s (i - 1) + 1 - p + d t,    0 <= t <= k - 1.

Reading is increasing in i and in every tap, so the least input of a stack is read through taps 0 and the greatest
through the last taps.  The inputs of an output are all positions from the least to the greatest if no layer leaves a
gap: d_l s_1 ... s_(l-1) <= r_(l-1), where r_(l-1) is the number of positions from the least to the greatest below.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from gradcheck.layers.sizes import Size, minus, plus, quotient, size, times


@dataclass(frozen=True)
class Span:
    """The integers from ``first`` to ``last``."""

    first: Term
    last: Term

    def holds(self, position: Term) -> tuple[Proposition, Proposition]:
        """That the position lies in the span."""
        return Relation("<=", self.first, position), Relation("<=", position, self.last)


@dataclass(frozen=True)
class Window:
    """The taps of a layer along one axis."""

    kernel: Size
    stride: Size = 1
    padding: Size = 0
    dilation: Size = 1

    def __post_init__(self) -> None:
        for name in ("kernel", "stride", "padding", "dilation"):
            value = size(getattr(self, name))
            least = 0 if name == "padding" else 1
            if isinstance(value, int) and value < least:
                raise ValueError(f"the {name} of a window is at least {least}, not {value}")
            object.__setattr__(self, name, value)

    @property
    def extent(self) -> Size:
        """How many positions lie from the first tap to the last: d (k - 1) + 1."""
        return plus(times(self.dilation, plus(self.kernel, -1)), 1)

    def position(self, output: Term, tap: Term) -> Term:
        """The input that the output reads through the tap."""
        moved = output if self.stride == 1 else self.stride * (output - 1) + 1
        shifted = moved if self.padding == 0 else moved - self.padding
        return shifted + (tap if self.dilation == 1 else self.dilation * tap)

    def taps(self, tap: Symbol) -> tuple[Proposition, Proposition]:
        """That the symbol is a tap of the window."""
        return Relation("<=", as_term(0), tap), Relation("<=", tap, as_term(plus(self.kernel, -1)))

    def outputs(self, length: Size) -> Size:
        """How many outputs an input of this length has: floor((n + 2 p - d (k - 1) - 1)/s) + 1."""
        room = plus(length, times(2, self.padding), minus(self.extent))
        found = plus(quotient(room, self.stride), 1)
        if isinstance(found, int) and found < 1:
            raise ValueError(f"a window of extent {self.extent} does not fit into a length of {length}")
        return found


@dataclass(frozen=True)
class Field:
    """Windows from the input up, composed: output i reads from ``jump`` i + ``offset`` on, ``size`` positions."""

    jump: Size = 1
    offset: Size = 0
    size: Size = 1

    def above(self, window: Window) -> Field:
        """One layer more.  With jump S, size r: S' = S s, r' = r + (k - 1) d S."""
        reach = times(self.jump, window.dilation, plus(window.kernel, -1))
        down = plus(minus(window.stride), 1, minus(window.padding))
        return Field(times(self.jump, window.stride), plus(times(self.jump, down), self.offset), plus(self.size, reach))

    def reads(self, output: Term) -> Span:
        """From the least to the greatest input of the output."""
        first = plus(times(self.jump, output), self.offset)
        return Span(as_term(first), as_term(plus(first, self.size, -1)))


def compose(windows: tuple[Window, ...]) -> Field:
    """The field of the top of a stack, from the windows from the input up."""
    field = Field()
    for window in windows:
        field = field.above(window)
    return field
