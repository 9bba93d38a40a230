"""The layers, and what each of them makes of an image and costs.

Conventions
    convolution   every output channel has one weight for each tap and input channel, and a bias unless ``bias=False``;
                  a weight on padding counts as used; the addition of the bias counts; one activation an output
    masked        a convolution of 2 m + 1 by 2 m + 1 taps of which those before the centre in raster order are kept,
                  and with ``centre=True`` the centre too; stride 1, padded so that the image keeps its size
    pooling       the maximum over a window of one channel: no weights, comparisons only
    recurrent     one unit a position that reads all channels below it and, in its own layer, those of its neighbours
                  (the one before it in each of ``directions`` directions); a weight on a missing neighbour counts
    branches      several layers or stacks on the same input, their channels put beside each other
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from gradcheck.language.syntax.terms import Sum, Symbol, Term, as_term, free_symbols
from gradcheck.layers.counts import Counts
from gradcheck.layers.sizes import Size, minus, plus, size, times
from gradcheck.layers.window import Window

Pair = tuple[Size, Size]


@dataclass(frozen=True)
class Image:
    """Channels, and the positions of each of them in rows and columns."""

    channels: Size
    height: Size
    width: Size

    @property
    def units(self) -> Size:
        """How many numbers the image is."""
        return times(self.height, self.width, self.channels)


class Layer(Protocol):
    """What a stack asks of a layer."""

    def output(self, below: Image) -> Image:
        """The image that the layer makes."""

    def counts(self, below: Image) -> Counts:
        """What it costs, in closed form."""

    def sums(self, below: Image) -> Counts:
        """What it costs, as sums over channels, positions and taps: the meaning of ``counts``."""

    def windows(self) -> tuple[Window, Window] | None:
        """Its windows along rows and columns; None if what it reads is no window."""

    def describe(self) -> str:
        """A few words for a table."""


def over(body: object, *ranges: tuple[str, Size, Size]) -> Term:
    """The sum of the body over the ranges, the last one innermost; the names yield to those that occur inside."""
    term = as_term(body)
    for name, lo, hi in reversed(ranges):
        index = Symbol(name, "integer")
        while index in free_symbols(term):
            index = Symbol(index.name + "'", "integer")
        term = Sum(term, index, as_term(lo), as_term(hi))
    return term


def _places(image: Image) -> tuple[tuple[str, Size, Size], ...]:
    return ("row", 1, image.height), ("column", 1, image.width), ("c_out", 1, image.channels)


def _weighted(taps: Term, outputs: Image, bias: bool, activation: bool) -> Counts:
    """A layer that applies one weight at every tap: the sums, from the number of taps of one output."""
    one = 1 if bias else 0
    return Counts(
        parameters=over(taps + one if bias else taps, ("c_out", 1, outputs.channels)),
        multiplications=over(taps, *_places(outputs)),
        additions=over(taps - 1 + one, *_places(outputs)),
        activations=over(1, *_places(outputs)) if activation else as_term(0),
    )


def _closed(taps: Size, outputs: Image, bias: bool, activation: bool) -> Counts:
    one = 1 if bias else 0
    return Counts.of(
        parameters=times(plus(taps, one), outputs.channels),
        multiplications=times(outputs.units, taps),
        additions=times(outputs.units, plus(taps, one - 1)),
        activations=outputs.units if activation else 0,
    )


@dataclass(frozen=True)
class Convolution:
    """``channels`` filters of the windows' size over all input channels."""

    channels: Size
    rows: Window
    columns: Window
    bias: bool = True
    activation: bool = True

    def output(self, below: Image) -> Image:
        return Image(self.channels, self.rows.outputs(below.height), self.columns.outputs(below.width))

    def counts(self, below: Image) -> Counts:
        taps = times(self.rows.kernel, self.columns.kernel, below.channels)
        return _closed(taps, self.output(below), self.bias, self.activation)

    def sums(self, below: Image) -> Counts:
        across = (("c_in", 1, below.channels), ("u", 1, self.rows.kernel), ("v", 1, self.columns.kernel))
        return _weighted(over(1, *across), self.output(below), self.bias, self.activation)

    def windows(self) -> tuple[Window, Window] | None:
        return self.rows, self.columns

    def describe(self) -> str:
        return f"{_by(self.rows.kernel, self.columns.kernel)} convolution"


@dataclass(frozen=True)
class MaskedConvolution:
    """A convolution that sees what comes before its position in raster order."""

    channels: Size
    reach: Size
    centre: bool
    bias: bool = True
    activation: bool = True

    def output(self, below: Image) -> Image:
        return Image(self.channels, below.height, below.width)

    @property
    def taps(self) -> Size:
        """2 m (m + 1) taps before the centre, of (2 m + 1)^2."""
        return plus(times(2, self.reach, plus(self.reach, 1)), 1 if self.centre else 0)

    def counts(self, below: Image) -> Counts:
        return _closed(times(self.taps, below.channels), self.output(below), self.bias, self.activation)

    def sums(self, below: Image) -> Counts:
        m = self.reach
        above = over(1, ("u", minus(m), -1), ("v", minus(m), m))
        beside = over(1, ("v", minus(m), 0 if self.centre else -1))
        return _weighted(
            over(above + beside, ("c_in", 1, below.channels)), self.output(below), self.bias, self.activation
        )

    def windows(self) -> tuple[Window, Window] | None:
        return None

    def describe(self) -> str:
        side = plus(times(2, self.reach), 1)
        return f"{_by(side, side)} masked convolution"


@dataclass(frozen=True)
class Pooling:
    """The maximum over a window of each channel."""

    rows: Window
    columns: Window

    def output(self, below: Image) -> Image:
        return Image(below.channels, self.rows.outputs(below.height), self.columns.outputs(below.width))

    def counts(self, below: Image) -> Counts:
        taps = times(self.rows.kernel, self.columns.kernel)
        return Counts.of(comparisons=times(self.output(below).units, plus(taps, -1)))

    def sums(self, below: Image) -> Counts:
        taps = over(1, ("u", 1, self.rows.kernel), ("v", 1, self.columns.kernel))
        return Counts(comparisons=over(taps - 1, *_places(self.output(below))))

    def windows(self) -> tuple[Window, Window] | None:
        return self.rows, self.columns

    def describe(self) -> str:
        return f"{_by(self.rows.kernel, self.columns.kernel)} max pooling"


@dataclass(frozen=True)
class Recurrent:
    """A layer of a multi-dimensional recurrent network."""

    channels: Size
    directions: int = 2
    bias: bool = True
    activation: bool = True

    def output(self, below: Image) -> Image:
        return Image(self.channels, below.height, below.width)

    def counts(self, below: Image) -> Counts:
        taps = plus(below.channels, times(self.directions, self.channels))
        return _closed(taps, self.output(below), self.bias, self.activation)

    def sums(self, below: Image) -> Counts:
        taps = over(1, ("c_in", 1, below.channels)) + over(1, ("near", 1, self.directions), ("c_in", 1, self.channels))
        return _weighted(taps, self.output(below), self.bias, self.activation)

    def windows(self) -> tuple[Window, Window] | None:
        return None

    def describe(self) -> str:
        return f"recurrent in {self.directions} directions"


@dataclass(frozen=True)
class Branches:
    """Several layers on one input; their outputs have one size and are concatenated along the channels."""

    parts: tuple[tuple[Layer, ...], ...]

    def _images(self, below: Image) -> list[list[Image]]:
        """For each branch, the input of each of its layers, and at the end its output."""
        found = []
        for branch in self.parts:
            images = [below]
            for layer in branch:
                images.append(layer.output(images[-1]))
            found.append(images)
        return found

    def output(self, below: Image) -> Image:
        ends = [images[-1] for images in self._images(below)]
        if len({(end.height, end.width) for end in ends}) != 1:
            raise ValueError("the branches have outputs of different sizes, which can't be concatenated")
        return Image(plus(*(end.channels for end in ends)), ends[0].height, ends[0].width)

    def rows(self, below: Image) -> list[tuple[int, Layer, Image]]:
        """Each layer with the number of its branch and its input."""
        images = self._images(below)
        return [
            (number, layer, image)
            for number, (branch, inputs) in enumerate(zip(self.parts, images, strict=True), 1)
            for layer, image in zip(branch, inputs, strict=False)
        ]

    def counts(self, below: Image) -> Counts:
        total = Counts()
        for _, layer, image in self.rows(below):
            total = total + layer.counts(image)
        return total

    def sums(self, below: Image) -> Counts:
        total = Counts()
        for _, layer, image in self.rows(below):
            total = total.beside(layer.sums(image))
        return total

    def windows(self) -> tuple[Window, Window] | None:
        return None

    def describe(self) -> str:
        return f"{len(self.parts)} branches"


def _by(a: Size, b: Size) -> str:
    from gradcheck.language.printing.text import render_text

    return f"{render_text(as_term(a))} by {render_text(as_term(b))}"


def _pair(value: object) -> Pair:
    if isinstance(value, tuple):
        rows, columns = value
        return size(rows), size(columns)
    return size(value), size(value)


def image(channels: object, height: object, width: object) -> Image:
    """An input of so many channels, rows and columns."""
    return Image(size(channels), size(height), size(width))


def _windows(kernel: object, stride: object, padding: object, dilation: object) -> tuple[Window, Window]:
    kernels, strides, dilations = _pair(kernel), _pair(stride), _pair(dilation)
    if padding == "same":
        reach = [times(d, plus(k, -1)) for k, d in zip(kernels, dilations, strict=True)]
        if strides != (1, 1) or any(isinstance(r, int) and r % 2 for r in reach):
            raise ValueError("padding='same' is for stride 1 and an odd extent; give the padding as a number")
        paddings: Pair = (_half(reach[0]), _half(reach[1]))
    else:
        paddings = _pair(padding)
    rows, columns = zip(kernels, strides, paddings, dilations, strict=True)
    return Window(*rows), Window(*columns)


def _half(value: Size) -> Size:
    from gradcheck.layers.sizes import quotient

    return quotient(value, 2)


def convolution(
    channels: object,
    kernel: object,
    stride: object = 1,
    padding: object = 0,
    dilation: object = 1,
    bias: bool = True,
    activation: bool = True,
) -> Convolution:
    """A convolution; a pair is (rows, columns), ``padding="same"`` keeps the size of the image."""
    return Convolution(size(channels), *_windows(kernel, stride, padding, dilation), bias, activation)


def pooling(kernel: object, stride: object = None, padding: object = 0) -> Pooling:
    """Max pooling; the stride is the kernel unless it is given."""
    return Pooling(*_windows(kernel, kernel if stride is None else stride, padding, 1))


def masked(
    channels: object, reach: object, centre: bool = True, bias: bool = True, activation: bool = True
) -> MaskedConvolution:
    """A masked convolution of side 2 reach + 1."""
    return MaskedConvolution(size(channels), size(reach), centre, bias, activation)


def recurrent(channels: object, directions: int = 2, bias: bool = True, activation: bool = True) -> Recurrent:
    """A recurrent layer that scans the image in so many directions at once."""
    return Recurrent(size(channels), directions, bias, activation)


def branches(*parts: Layer | tuple[Layer, ...]) -> Branches:
    """Layers, or tuples of layers that follow each other, side by side."""
    return Branches(tuple(part if isinstance(part, tuple) else (part,) for part in parts))
