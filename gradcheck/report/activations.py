"""Lists all activations: formula, range of the derivative, Lipschitz constant and smoothness."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from gradcheck.outcome.bound import Extremum, FunctionBounds
from gradcheck.report.page import Line, Span, in_line, line, prose

HEAD = ("activation", "formula", "defaults", "values of the derivative", "Lipschitz", "smoothness")
LONGEST, DIGITS = 14, 9  # characters of an exact value, and of the decimals shown in its place


@dataclass(frozen=True)
class Row:
    """A name, its formula with the defaults of its parameters, and what is known of it."""

    name: str
    formula: str
    parameters: tuple[tuple[str, str], ...]
    bounds: FunctionBounds | None


def activation_lines(rows: Iterable[Row], columns: int | None = None) -> Iterator[Line]:
    """A row each, or a few lines where the table is wider than so many columns; and how to read it."""
    table = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEAD))]
    if columns is not None and sum(widths) + 2 * len(widths) - 2 > columns:
        yield from _blocks(table[1:])
    else:
        yield from _table(table, widths)
    yield line("")
    yield line(prose("[ and ]: attained, ( and ): approached and never attained; … stands for further digits", "quiet"))
    yield line(prose("where a function has kinks, the derivative is taken at all other points", "quiet"))


def _blocks(rows: Iterable[tuple[str, ...]]) -> Iterator[Line]:
    for number, (name, formula, defaults, values, constant, smoothness) in enumerate(rows):
        yield from [line("")] * bool(number)
        yield line(Span(name, "name"), Span(f"  {smoothness}" if smoothness else "", "quiet"))
        yield line("    ", formula)
        if defaults:
            yield line("    ", Span("where ", "quiet"), prose(defaults))
        about = f"derivative {values}" + (f", Lipschitz {constant}" if constant else "")
        yield line("    ", prose(about))


def _table(table: Iterable[tuple[str, ...]], widths: list[int]) -> Iterator[Line]:
    for number, row in enumerate(table):
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        meanings = ("quiet",) * len(cells) if number == 0 else ("name", "", "quiet", "", "", "quiet")
        pieces = [Span(cell, meaning) for cell, meaning in zip(cells, meanings, strict=True)]
        yield line(*[piece for cell in pieces for piece in ("  ", cell)][1:])


def _cells(row: Row) -> tuple[str, ...]:
    bounds = row.bounds
    defaults = ", ".join(f"{name} = {_cut(value)}" for name, value in row.parameters)
    if bounds is None:
        return row.name, row.formula, defaults, "not found", "", ""
    left = "[" if bounds.infimum.attained else "("
    right = "]" if bounds.supremum.attained else ")"
    unknown = "?" if None in (bounds.infimum.attained, bounds.supremum.attained) else ""
    values = f"{left}{_short(bounds.infimum)}, {_short(bounds.supremum)}{right}{unknown}"
    constant = "" if bounds.lipschitz is None else _short(bounds.lipschitz)
    smoothness = bounds.smoothness.replace("inf", "∞")
    return row.name, row.formula, defaults, values, constant.replace("∞", "none"), smoothness


def _cut(decimal: str) -> str:
    """The number, or its first digits where it is long."""
    return decimal if len(decimal) <= LONGEST else decimal[:DIGITS] + "…"


def _short(extremum: Extremum) -> str:
    """The exact value where it is short, else the digits that are certain."""
    exact = extremum.exact if extremum.value is None else in_line(extremum.value)
    if exact is not None and len(exact) <= LONGEST:
        return exact
    if extremum.lower == extremum.upper:
        return _cut(extremum.lower.replace("oo", "∞"))
    same = takewhile(lambda pair: pair[0] == pair[1], zip(extremum.lower, extremum.upper, strict=False))
    return "".join(digit for digit, _ in same)[:DIGITS] + "…"
