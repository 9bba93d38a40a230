"""Describes failures of gradcheck itself: a line for the report, and the traceback for a bug report."""

from __future__ import annotations

import traceback

from gradcheck.outcome.run import CRASH, Location, Problem
from gradcheck.project.discovery import Entry
from gradcheck.project.folders import shorten
from gradcheck.scheduling.messages import Stopped

LONGEST = 200  # characters of what the exception says
MAX_LINES = 200  # of a traceback, the last ones


def give_up(entry: Entry, why: Stopped) -> Problem:
    """Return the problem that says why a module has no verdicts."""
    return Problem(why.code, why.reason, Location(shorten(str(entry.path)), 1), trace="\n".join(why.detail))


def stopped_by(error: BaseException) -> Stopped:
    """Return why the step, or the module, at which this was raised has no verdict."""
    what = " ".join("".join(traceback.format_exception_only(error)).split())
    shown = what if len(what) <= LONGEST else f"{what[:LONGEST]} ..."
    trace = "".join(traceback.format_exception(error)).splitlines()
    return Stopped(f"gradcheck failed ({shown})", CRASH, tuple(trace[-MAX_LINES:]))
