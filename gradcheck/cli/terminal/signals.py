"""Handles signals that ask for an end: the first ends the run with a summary, the second at once."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType

ENDS = {"SIGINT": "interrupted", "SIGTERM": "terminated", "SIGHUP": "hung up"}
SAME = (
    0.5  # seconds in which a second signal is the first once more: some that start commands pass on what the terminal
)
# sends to all of them


class Interruption(KeyboardInterrupt):
    """Raised where the program is at work when a signal comes; ``how`` is a word of ``run.STOPPED``."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


_asked = "interrupted"  # the word for the last signal: libraries may put an exception of their own in place of ours
_came = False  # a signal, whose exception may have been lost: Python drops those that are raised in a finaliser


def word_for(stop: KeyboardInterrupt) -> str:
    """Return the word for how a run ended, by the exception that ended it."""
    return stop.how if isinstance(stop, Interruption) else _asked


def raise_lost_interruption() -> None:
    """Raise an interruption again that was raised where Python swallows exceptions; long waits call this."""
    if _came:
        raise Interruption(_asked)


def report_interruption(stop: KeyboardInterrupt) -> int:
    """Report the interruption on standard error; return the exit code."""
    from gradcheck.outcome.run import STOPPED

    with contextlib.suppress(OSError):  # a terminal that is gone
        print(f"gradcheck: {word_for(stop)}", file=sys.stderr)
    return STOPPED[word_for(stop)]


@contextlib.contextmanager
def interruptible() -> Iterator[None]:
    """Let the signals raise Interruption while the block runs; the second one ends the process at once.

    A signal that the parent process set to be ignored, as nohup does, stays ignored.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    global _asked, _came
    _asked, _came = "interrupted", False
    first: list[float] = []
    own = os.getpid()

    def end(number: int, frame: FrameType | None) -> None:
        global _asked, _came
        if os.getpid() != own:  # a forked child that has made no arrangement of its own
            signal.signal(number, signal.SIG_DFL)
            os.kill(os.getpid(), number)
            return
        now = time.monotonic()
        if not first:
            first.append(now)
            _asked, _came = ENDS[signal.Signals(number).name], True
            raise Interruption(_asked)
        if now - first[0] > SAME:
            processes = sys.modules.get("multiprocessing.process")
            for child in () if processes is None else processes.active_children():
                child.kill()
            os._exit(128 + number)

    before = {}
    try:
        for name in ENDS:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                before[number] = signal.signal(number, end)
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
