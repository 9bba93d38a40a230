"""The table over depth as text, and numbers beyond floating point as powers of ten."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from gradcheck.outcome.bound import DepthRow, Enclosure, Extremum
from gradcheck.report.page import Line, Span, line

FIGURES = 5
FAR = 300  # decimal exponents from which on a number is told as a power of ten too
HEAD = ("layers", "naive bound", "tight bound", "tight / naive", "infimum", "leaves")


def table_lines(rows: Iterable[DepthRow]) -> Iterator[Line]:
    """A row for every depth: numbers rounded upwards, the infimum downwards."""
    cells = [HEAD, *(_cells(row) for row in rows)]
    widths = [max(len(row[k]) for row in cells) for k in range(len(HEAD) - 1)]
    remark = ": bounds rounded up, the infimum rounded down; not checked by the kernel"
    yield line(Span("the derivative over depth", "name"), remark)
    for number, row in enumerate(cells):
        figures = "  ".join(text.rjust(width) for text, width in zip(row[:-1], widths, strict=True))
        yield line("  ", Span(figures, "quiet" if number == 0 else ""), "  ", Span(row[-1], "quiet"))


def _cells(row: DepthRow) -> tuple[str, ...]:
    least = "0" if row.positive is False else "> 0" if row.positive else "?"
    if row.infimum is not None:
        least = short(row.infimum.lower, up=False)
    ratio = "?" if row.ratio is None else short(row.ratio.upper, up=True)
    tight = "?" if row.tight is None else short(row.tight.upper, up=True)
    return str(row.layers), short(row.naive.upper, up=True), tight, ratio, least, "; ".join(_leaves(row))


def _leaves(row: DepthRow) -> Iterator[str]:
    """The formats whose normal numbers the tight bound leaves, and those that only the naive bound leaves."""
    naive = dict(row.naive_formats)
    for position in ("below", "above"):
        names = [name for name, place in row.formats if place == position]
        if names:
            yield f"{position} {', '.join(names)}"
        only = [name for name, place in row.formats if naive.get(name) == position != place]
        if only:
            yield f"naive bound {position} {', '.join(only)}"


def short(number: str, up: bool) -> str:
    """A decimal to a few figures, rounded in one direction; far from 1 as a power of ten."""
    if "oo" in number:
        return number.replace("oo", "∞")
    value = Decimal(number)
    if value and abs(value.adjusted()) >= FAR:
        return f"10^{_exponent(value, up):.3f}"
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    rounded = Context(prec=FIGURES, rounding=rounding, Emin=-(10**9), Emax=10**9).create_decimal(value)
    rounded = rounded.normalize(Context(prec=FIGURES, Emin=-(10**9), Emax=10**9))
    exponent = rounded.adjusted()
    if -5 <= exponent < 7:
        return f"{rounded:f}"
    return f"{rounded.scaleb(-exponent).normalize():f}e{exponent}"


def power_of_ten(extremum: Extremum | Enclosure) -> str:
    """``10^[602.059, 602.060]`` for a positive number far from 1, else nothing."""
    try:
        lower, upper = Decimal(extremum.lower), Decimal(extremum.upper)
    except ArithmeticError:
        return ""
    if not (lower.is_finite() and upper.is_finite()) or lower <= 0 or abs(upper.adjusted()) < FAR:
        return ""
    return f"10^[{_exponent(lower, up=False):.3f}, {_exponent(upper, up=True):.3f}]"


def _exponent(value: Decimal, up: bool) -> Decimal:
    """log10 to three decimals, rounded in one direction."""
    exponent = value.adjusted()
    if value == Decimal(1).scaleb(exponent):
        return Decimal(exponent)
    figures = math.log10(float(value.scaleb(-exponent, Context(Emin=-(10**9), Emax=10**9, prec=30)))) * 1000
    part = math.ceil(figures + 1e-9) if up else math.floor(figures - 1e-9)
    return Decimal(exponent) + Decimal(part) / 1000
