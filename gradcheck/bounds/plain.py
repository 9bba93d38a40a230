"""Turns extrema that were found into the plain data of ``gradcheck.outcome.bound``."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.activations.analysis.smoothness import Cut
from gradcheck.balls.decimals import exact_text, interval
from gradcheck.balls.series import Undefined
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.terms import Num, Pow, as_term
from gradcheck.outcome.bound import CutReport, Enclosure, Extremum
from gradcheck.outcome.run import Formula
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.covers.closed_forms import Closed
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

LONGEST_EXACT = 80  # characters of an exact value; a longer power is shown as a power


def formula(node: Node) -> Formula:
    """The three spellings of a term or proposition."""
    from gradcheck.language.printing.latex import render_latex
    from gradcheck.language.printing.page import render_pretty

    return Formula(render_text(node), render_latex(node), render_pretty(node))


def enclosure(lo: Fraction, hi: Fraction, digits: int) -> Enclosure:
    """The interval as decimals, rounded outwards."""
    return Enclosure(*interval(lo, hi, digits))


def extremum(
    value: Supremum | NotFound, digits: int, undecided: list[str], what: str, power: tuple[Fraction, int] | None = None
) -> Extremum:
    """A found extremum as plain data; a failure is [-oo, oo], and a question left open.

    ``power`` is a base and an exponent that give the exact value, for when that is too long to be written out.
    """
    if isinstance(value, NotFound):
        undecided.append(f"{what} was not found: {value.reason}")
        return Extremum("-oo", "oo", reason=value.reason)
    if value.lower is None or value.upper is None:
        word = "-oo" if value.infinite < 0 else "oo"
        return Extremum(word, word, attained=False, at=value.approached, reason="unbounded")
    lower, upper = interval(value.lower, value.upper, digits)
    closed = value.closed or Closed()
    named = tuple(render_text(place) for place in closed.places)
    decimals = tuple(_place(lo, hi, digits) for lo, hi in value.places)
    if named and closed.period is None:
        decimals = ()  # the same places once more
    reason = f"for {' and '.join(value.regions)}" if value.regions else ""
    places = () if value.regions else (*named, *decimals) or value.approached
    remarks = _remarks(closed)
    number = closed.number
    if value.exact is None and number is not None:
        text = render_text(number)
        if isinstance(number, Num):
            text, (lower, upper) = exact_text(number.value), interval(number.value, number.value, digits)
        return Extremum(lower, upper, text, True, places, "exact", formula(number), reason, *remarks)
    if value.exact is None:
        return Extremum(lower, upper, None, value.attained, places, "enclosure", None, reason, *remarks)
    text, term = exact_text(value.exact), as_term(value.exact)
    if power is not None and power[1] > 1 and len(text) > LONGEST_EXACT and power[0] ** power[1] == value.exact:
        text, term = f"({exact_text(power[0])})**{power[1]}", Pow(Num(power[0]), Num(Fraction(power[1])))
    return Extremum(lower, upper, text, value.attained, places, "exact", formula(term), reason, *remarks)


def _remarks(closed: Closed) -> tuple[Formula | None, Formula | None, tuple[str, str] | None, Formula | None]:
    """The period; and, for a place that is no number by itself, its equation, the interval, the value by the root."""
    period = None if closed.period is None else formula(closed.period)
    if closed.equation is None or closed.between is None or closed.places:
        return period, None, None, None
    by_root = None if closed.value is None else formula(closed.value)
    lo, hi = closed.between
    return period, formula(closed.equation), (exact_text(lo), exact_text(hi)), by_root


def cut_report(cut: Cut, digits: int) -> CutReport:
    """Describe what happens at a cut, as plain data."""
    kind = "unknown" if cut.order is None else "jump" if cut.order < 0 else "smooth" if cut.order else "kink"
    return CutReport(exact_text(cut.point), kind, _one_sided(cut.left, digits), _one_sided(cut.right, digits))


def _one_sided(slope: tuple[Fraction | None, Any] | None, digits: int) -> str | None:
    if slope is None:
        return None
    exact, around = slope
    if exact is not None:
        return exact_text(exact)
    try:
        lower, upper = to_fraction(around.lower()), to_fraction(around.upper())
    except Undefined:
        return None
    return "[" + ", ".join(interval(lower, upper, digits)) + "]"


def _place(lo: Fraction, hi: Fraction, digits: int) -> str:
    if lo == hi:
        return exact_text(lo)
    return "[" + ", ".join(interval(lo, hi, digits)) + "]"
