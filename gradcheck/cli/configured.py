"""Combines the command line with the settings of the project."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import NamedTuple

from gradcheck.cli.options import Color, Output, Report, read_reports
from gradcheck.cli.refusal import refuse
from gradcheck.outcome.run import Location, Problem
from gradcheck.project.configuration.pyproject import from_here
from gradcheck.project.configuration.resolution import Configuration, resolve
from gradcheck.project.discovery import Library, Recall, known
from gradcheck.runtime.limits import Limits


class Run(NamedTuple):
    """The settings of a run; ``again`` reads them once more, where they may have changed."""

    configuration: Configuration
    output: Output
    again: Callable[[], Run | int] = lambda: 2

    @property
    def limits(self) -> Limits:
        """Return the limits of a claim, and the weakest trust that counts."""
        settings = self.configuration.settings
        return Limits(settings.timeout, settings.memory, settings.trust)

    @property
    def processes(self) -> int:
        """Return how many processes prove at once; 0 means one a processor."""
        return self.configuration.settings.jobs

    @property
    def cached(self) -> bool:
        """Return whether the run may use a cache."""
        return self.configuration.settings.cache

    @property
    def root(self) -> Path:
        """Return the folder to which the paths of the settings are relative."""
        return self.configuration.root

    def library(self, recall: Recall | None = None, names: Collection[str] | None = None) -> Library:
        """Find the derivations of the project and those that come with gradcheck.

        With ``names`` only those of these names.
        """
        return known(recall, self.configuration.default_paths(), self.configuration.skip(), names)


def configure(command: str, said: Mapping[str, object], output: Output, reporting: bool = False) -> Run | int:
    """Return the settings of a run, or the exit code where the settings of the project cannot be used.

    ``said`` are the options of the command line by their parameters.  With ``reporting`` the reports that the project
    configures are written where the command line asks for none.
    """
    try:
        start = Path.cwd()
    except OSError as error:
        return refuse(command, output, f"the working directory cannot be used: {error.strerror or error}")
    asked = output
    given = {**said, "cache": False if said.get("no_cache") else None, "paths": None}
    given["output_format"] = tuple(_written(report) for report in output.reports) or None
    configuration = resolve(given, os.environ, start, isolated=bool(said.get("isolated")))
    if configuration.problems:
        return refuse(command, output, *configuration.problems)
    read = configuration.read
    if reporting and not output.reports and read is not None and "output_format" in read.values:
        try:
            output = output._replace(reports=read_reports(configuration.settings.output_format))
        except ValueError as error:
            at = Location(str(from_here(read.file)), *read.place("output-format"))
            return refuse(command, output, Problem("GC424", str(error), at))
    colored = output._replace(color=Color(configuration.settings.color))
    return Run(configuration, colored, lambda: configure(command, said, asked, reporting))


def _written(report: Report) -> str:
    return report.format if report.path is None else f"{report.format}:{report.path}"
