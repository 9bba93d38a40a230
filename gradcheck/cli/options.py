"""Defines the values of the options of the command line.  Imports nothing that takes time."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from gradcheck.report.formats import DEFAULT, FORMATS, ReportFormat


class Color(StrEnum):
    """When to colour the report."""

    auto = "auto"
    always = "always"
    never = "never"


class Trust(StrEnum):
    """The weakest trust that a verdict may have."""

    exact = "exact"
    enclosure = "enclosure"
    solver = "solver"


class Format(StrEnum):
    """How to write the results."""

    text = "text"
    json = "json"


class SourceFormat(StrEnum):
    """How to write the results of a command whose answer is a term: as Python source of SymPy, too."""

    text = "text"
    json = "json"
    sympy = "sympy"


class Report(NamedTuple):
    """One report on a run: its format, and the file it goes to, or None for standard output."""

    format: str
    path: Path | None = None


def read_report(written: str) -> Report:
    """The report that ``FORMAT`` or ``FORMAT:FILE`` asks for; ValueError if there is no such format."""
    form, colon, file = written.partition(":")
    if form not in FORMATS:
        raise ValueError(f"there is no format {form!r}; there are {', '.join(FORMATS)}")
    if colon and not file:
        raise ValueError(f"{written!r} names no file; write {form}:FILE, or {form} alone for standard output")
    return Report(form, Path(file) if file else None)


def read_reports(written: Iterable[str]) -> tuple[Report, ...]:
    """The reports, of which one at most goes to standard output; ValueError if there are more, or two to one file."""
    reports = tuple(map(read_report, written))
    places = [report.path for report in reports]
    for place in places:
        if places.count(place) > 1:
            where = "standard output" if place is None else str(place)
            raise ValueError(f"two reports cannot share {where}; write FORMAT:FILE for one of them")
    return reports


class Output(NamedTuple):
    """How a command shows its results; text goes to standard output if no report does."""

    reports: tuple[Report, ...] = ()
    color: Color = Color.auto
    verbose: bool = False
    quiet: bool = False
    durations: int | None = None  # how many of the slowest steps are listed, 0 for all
    as_sympy: bool = False  # standard output is Python source that builds the answer with SymPy

    @property
    def shown(self) -> str:
        """The format on standard output."""
        return next((report.format for report in self.reports if report.path is None), DEFAULT)

    @property
    def shown_as(self) -> ReportFormat:
        """What is known of the format on standard output."""
        return FORMATS[self.shown]

    @property
    def as_json(self) -> bool:
        """Whether standard output is one JSON document."""
        return self.shown == "json"
