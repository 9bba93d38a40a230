"""Layers one after the other, on an image."""

from __future__ import annotations

from dataclasses import dataclass, fields

from gradcheck.language.printing.table import Table
from gradcheck.language.syntax.propositions import And, Exists, Proposition, eq
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols
from gradcheck.layers.counts import Counts
from gradcheck.layers.layer import Branches, Image, Layer
from gradcheck.layers.window import Field, Span, Window, compose


@dataclass(frozen=True)
class Stack:
    """Layers from the input up."""

    input: Image
    layers: tuple[Layer, ...]

    def images(self) -> tuple[Image, ...]:
        """The input, and the output of each layer."""
        found = [self.input]
        for layer in self.layers:
            found.append(layer.output(found[-1]))
        return tuple(found)

    @property
    def output(self) -> Image:
        """The image at the top."""
        return self.images()[-1]

    def counts(self) -> Counts:
        """What the stack costs, in closed form."""
        total = Counts()
        for layer, below in zip(self.layers, self.images(), strict=False):
            total = total + layer.counts(below)
        return total

    def sums(self) -> Counts:
        """What the stack costs, as sums over channels, positions and taps."""
        total = Counts()
        for layer, below in zip(self.layers, self.images(), strict=False):
            total = total.beside(layer.sums(below))
        return total

    def windows(self, axis: int = 0) -> tuple[Window, ...]:
        """The windows along one axis (0: rows, 1: columns), from the input up."""
        found = [layer.windows() for layer in self.layers]
        if any(pair is None for pair in found):
            raise ValueError("a layer of the stack reads no window; only convolutions and pooling do")
        return tuple(pair[axis] for pair in found if pair is not None)

    def field(self, axis: int = 0) -> Field:
        """Jump, offset and size of the receptive field."""
        return compose(self.windows(axis))

    @property
    def size(self) -> Term:
        """How many positions lie from the least input of an output to its greatest, along the rows."""
        return as_term(self.field().size)

    def reads(self, output: Term, axis: int = 0) -> Span:
        """The least and the greatest input that the output reads."""
        return self.field(axis).reads(output)

    def taps(self, axis: int = 0) -> tuple[Symbol, ...]:
        """A symbol for the tap of each layer, from the input up."""
        return tuple(Symbol(f"t_{number}", "integer") for number in range(1, len(self.windows(axis)) + 1))

    def position(self, output: Term, axis: int = 0) -> Term:
        """The input that the output reads through the taps: a layer at a time, from the top down."""
        self._keep_apart(axis, output)
        place = output
        for window, tap in reversed(list(zip(self.windows(axis), self.taps(axis), strict=True))):
            place = window.position(place, tap)
        return place

    def _keep_apart(self, axis: int, *terms: Term) -> None:
        """Refuse sizes and positions that mention a symbol of a tap."""
        sizes = (as_term(value) for w in self.windows(axis) for value in (w.kernel, w.stride, w.padding, w.dilation))
        used = set().union(*map(free_symbols, (*sizes, *terms)))
        taken = [tap.name for tap in self.taps(axis) if tap in used]
        if taken:
            raise ValueError(f"{taken[0]} is the tap of a layer; call the symbol otherwise")

    def choices(self, axis: int = 0) -> tuple[Proposition, ...]:
        """That each tap is one of its window."""
        pairs = zip(self.windows(axis), self.taps(axis), strict=True)
        return tuple(part for window, tap in pairs for part in window.taps(tap))

    def depends(self, output: Term, place: Term, axis: int = 0) -> Proposition:
        """That the output reads the input at the place: there are taps through which it does."""
        self._keep_apart(axis, place)
        claim: Proposition = eq(place, self.position(output, axis))
        for window, tap in reversed(list(zip(self.windows(axis), self.taps(axis), strict=True))):
            claim = Exists(tap, And((*window.taps(tap), claim)))
        return claim

    def rows(self) -> tuple[tuple[str, Counts], ...]:
        """Each layer in words, with what it costs; the layers of branches one by one."""
        found: list[tuple[str, Counts]] = []
        for layer, below in zip(self.layers, self.images(), strict=False):
            if isinstance(layer, Branches):
                found += [
                    (f"branch {number}: {part.describe()}, {_arrow(inner, part)}", part.counts(inner))
                    for number, part, inner in layer.rows(below)
                ]
            else:
                found.append((f"{layer.describe()}, {_arrow(below, layer)}", layer.counts(below)))
        return tuple(found)

    def table(self, title: str, *columns: str) -> Table:
        """What each layer costs, with the totals; ``columns`` are fields of ``Counts``, all that occur by default."""
        rows = (*self.rows(), ("total", self.counts()))
        names = columns or tuple(
            field.name for field in fields(Counts) if getattr(rows[-1][1], field.name) is not as_term(0)
        )
        cells = tuple((name, tuple(getattr(counts, column) for column in names)) for name, counts in rows)
        return Table(title, names, cells)


def _arrow(below: Image, layer: Layer) -> str:
    from gradcheck.language.printing.text import render_text

    above = layer.output(below).channels
    return f"{render_text(as_term(below.channels))} → {render_text(as_term(above))}"


def stack(input: Image, *layers: Layer) -> Stack:
    """Layers from the input up, on an image."""
    found = Stack(input, layers)
    found.images()  # refuses layers that do not fit
    return found
