"""Draws pictures in the terminal: a derivative between its proved bounds, and the bounds over depth.

Dots of Braille (plotille); where the output cannot show them, letters as dark as the dots.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from gradcheck.outcome.bound import BoundOutcome, Curve, DepthCurve
from gradcheck.report.page import Line, Span, line

NARROWEST, WIDEST = 24, 160
MARGIN = 14  # columns for the figures beside a picture
HEIGHT = 14
SHADES = " .::+*##@"  # by the number of dots in a cell
Points = tuple[tuple[float, float], ...]


def plot_lines(outcome: BoundOutcome, columns: int, braille: bool = True) -> Iterator[Line]:
    """The pictures of an answer, as wide as the terminal."""
    width = max(NARROWEST, min(columns, WIDEST)) - MARGIN
    for number, curve in enumerate(outcome.curves):
        if number or outcome.chain is not None or outcome.symbolic is not None:
            yield line("")
        yield line(Span(curve.name, "name"), ": the derivative", _bounds_told(curve))
        levels = [level for level in (curve.lower, curve.upper) if level is not None]
        yield from _picture(curve.pieces, levels, width, braille)
    if outcome.depth_curve is not None and outcome.depth_curve.naive:
        yield line("")
        yield from _depth(outcome.depth_curve, width, braille)


def _bounds_told(curve: Curve) -> str:
    names = [name for name, level in (("infimum", curve.lower), ("supremum", curve.upper)) if level is not None]
    return f"; dotted: its {' and '.join(names)}" if names else ""


def _depth(curve: DepthCurve, width: int, braille: bool) -> Iterator[Line]:
    """Powers of ten over the number of layers."""
    tight = "" if not curve.tight else "; dotted: the naive bound"
    yield line(Span("bound over depth", "name"), ": its power of ten over the number of layers", tight)
    naive = tuple((float(layers), value) for layers, value in curve.naive)
    below = tuple((float(layers), value) for layers, value in curve.tight)
    yield from _picture((below,) if below else (naive,), [], width, braille, dotted=naive if below else ())


def _picture(
    pieces: tuple[Points, ...], levels: list[float], width: int, braille: bool, dotted: Points = ()
) -> Iterator[Line]:
    points = [point for piece in (*pieces, dotted) for point in piece]
    if not points:
        return
    from plotille import Canvas  # dear to import

    left, right = _range([x for x, _ in points], 1e-6)
    bottom, top = _range([*(y for _, y in points), *levels], 0.04)
    canvas = Canvas(width, HEIGHT, xmin=left, ymin=bottom, xmax=right, ymax=top)
    for piece in pieces:
        for (x0, y0), (x1, y1) in pairwise(piece):
            canvas.line(x0, y0, x1, y1)
        for x, y in piece[:1] if len(piece) == 1 else ():
            canvas.point(x, y)
    for level in levels:
        _dots(canvas, ((left, level), (right, level)), width)
    _dots(canvas, dotted, width)
    rows = canvas.plot(linesep="\n").split("\n")
    for number, row in enumerate(rows):
        share = 1 - (number + 0.5) / len(rows)
        label = f"{bottom + share * (top - bottom):.3g}" if number % 4 == 1 else ""
        yield line(Span(f"{label:>11} ", "quiet"), Span("│" if braille else "|", "quiet"), _shown(row, braille))
    ends = f"{left:.4g}", f"{right:.4g}"
    yield line(Span(" " * 13 + ends[0] + ends[1].rjust(width - len(ends[0])), "quiet"))


def _dots(canvas: object, points: Points, width: int) -> None:
    """A dotted line through the points: a dot a cell."""
    for (x0, y0), (x1, y1) in pairwise(points):
        span = points[-1][0] - points[0][0]
        count = max(1, round(width * (x1 - x0) / span)) if span else 1
        for k in range(count + 1):
            share = k / count
            canvas.point(x0 + (x1 - x0) * share, y0 + (y1 - y0) * share)  # type: ignore[attr-defined]


def _range(values: list[float], room: float) -> tuple[float, float]:
    """From the least to the greatest value, with a share of room beyond them."""
    low, high = min(values), max(values)
    extent = high - low if high - low > 1e-9 * max(abs(low), abs(high)) else max(abs(high), 1.0)
    return low - room * extent, high + room * extent


def _shown(row: str, braille: bool) -> str:
    if braille:
        return row.replace("\u2800", " ").rstrip()
    return "".join(SHADES[(ord(cell) - 0x2800).bit_count()] if "\u2800" <= cell <= "\u28ff" else cell for cell in row)
