"""gradcheck's own failures, which nobody foresaw: what is said of them, and what a report for a bug needs."""

from __future__ import annotations

import traceback

from gradcheck.outcome.run import CRASH, Location, Problem
from gradcheck.project.discovery import Entry
from gradcheck.project.folders import shorten
from gradcheck.scheduling.messages import Stopped

LONGEST = 200  # characters of what the exception says
MOST_LINES = 200  # of a traceback, the last ones


def give_up(entry: Entry, why: Stopped) -> Problem:
    """Why a whole module has no verdicts."""
    return Problem(why.code, why.reason, Location(shorten(str(entry.path)), 1), trace="\n".join(why.detail))


def stopped_by(error: BaseException) -> Stopped:
    """Why a step, or a module, at which this was raised has no verdict."""
    what = " ".join("".join(traceback.format_exception_only(error)).split())
    shown = what if len(what) <= LONGEST else f"{what[:LONGEST]} ..."
    trace = "".join(traceback.format_exception(error)).splitlines()
    return Stopped(f"gradcheck failed ({shown})", CRASH, tuple(trace[-MOST_LINES:]))
