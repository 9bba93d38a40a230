"""gradcheck's own failures, which nobody foresaw: what is said of them, and what a report for a bug needs."""

from __future__ import annotations

import traceback

from gradcheck.scheduling.messages import Stopped
from gradcheck.verdict import CRASH

LONGEST = 200  # characters of what the exception says
MOST_LINES = 200  # of a traceback, the last ones


def stopped_by(error: BaseException) -> Stopped:
    """Why a step, or a module, at which this was raised has no verdict."""
    what = " ".join("".join(traceback.format_exception_only(error)).split())
    shown = what if len(what) <= LONGEST else f"{what[:LONGEST]} ..."
    trace = "".join(traceback.format_exception(error)).splitlines()
    return Stopped(f"gradcheck failed ({shown})", CRASH, tuple(trace[-MOST_LINES:]))
