"""Shows progress in a line on standard error: after a second, on a terminal, and never in a pipe.

The line is drawn over itself, without any colour, and taken away before anything else is printed (``aside``).  The
thread that draws imports nothing: workers are forked beside it, and would wait forever for what it was importing.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Self

from gradcheck.cli.terminal.streams import columns_of, in_continuous_integration
from gradcheck.report.page import cells

DELAY = 1.0  # seconds before the line appears
PERIOD = 0.2  # seconds from one drawing to the next
ERASE = "\r\x1b[2K"

Describe = Callable[[int, bool], str]  # the line for so many columns, in Unicode or in ASCII


class Progress:
    """Shows the line that ``describe`` returns while the block runs, after ``delay`` seconds; then removes it."""

    def __init__(self, describe: Describe, delay: float | None = None) -> None:
        self._describe = describe
        self._delay = DELAY if delay is None else delay
        self._stream = sys.stderr
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._drawn = False
        self._thread = threading.Thread(target=self._run, name="gradcheck-progress", daemon=True)

    def __enter__(self) -> Self:
        global _shown
        _shown = self
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _shown
        _shown = None
        self._ended.set()
        self._thread.join()
        self._drawn |= error is not None  # after Ctrl-C the terminal shows ^C where the line was, or is to be
        self._erase()

    @contextlib.contextmanager
    def hidden(self) -> Iterator[None]:
        """Hide the line while the block runs."""
        with self._lock:
            self._erase()
            yield

    def _run(self) -> None:
        if self._ended.wait(self._delay):
            return
        while True:
            with self._lock:
                if not self._ended.is_set():
                    self._draw()
            if self._ended.wait(PERIOD):
                return

    def _draw(self) -> None:
        encoding = self._encoding()
        text = self._describe(self._columns() - 1, encoding.lower().startswith("utf"))
        self._write(ERASE + text.encode(encoding, "replace").decode(encoding))
        self._drawn = True

    def _erase(self) -> None:
        if self._drawn:
            self._write(ERASE)
            self._drawn = False

    def _columns(self) -> int:
        return columns_of(self._stream)

    def _write(self, text: str) -> None:
        """Write the text at once and whole; a terminal that is gone is no error.

        Writes past the buffer of the stream where possible: a process that is forked meanwhile would find it locked.
        """
        with contextlib.suppress(OSError, ValueError):
            if os.name == "posix" and (descriptor := self._descriptor()) is not None:
                os.write(descriptor, text.encode(self._encoding(), "replace"))
            else:
                self._stream.write(text)
                self._stream.flush()

    def _descriptor(self) -> int | None:
        try:
            return self._stream.fileno()
        except (OSError, ValueError):
            return None

    def _encoding(self) -> str:
        return getattr(self._stream, "encoding", None) or "ascii"


_shown: Progress | None = None


@contextlib.contextmanager
def aside() -> Iterator[None]:
    """Hide the progress while the block prints."""
    if _shown is None:
        yield
        return
    with _shown.hidden():
        yield


def is_wanted() -> bool:
    """Return whether a person watches, and nothing else can write to the terminal at the same time.

    Standard error is a terminal that can move its cursor, and standard output the terminal too, or a file.  A pipe
    often leads back to the terminal (``| tee``, ``| less``).
    """
    if (
        in_continuous_integration()
        or os.environ.get("TERM", "dumb" if os.name == "posix" else "") == "dumb"
        or not sys.stderr.isatty()
    ):
        return False
    try:
        kind = os.fstat(sys.stdout.fileno()).st_mode
    except (OSError, ValueError):
        return False
    return stat.S_ISREG(kind) or stat.S_ISCHR(kind)


@contextlib.contextmanager
def progress(what: str, delay: float | None = None) -> Iterator[None]:
    """Show what is being done, and for how long, while the block runs."""
    if not is_wanted():
        yield
        return
    start = time.monotonic()
    with Progress(lambda width, _: cut(f"{what}  {clock(time.monotonic() - start)}", width), delay):
        yield


def clock(seconds: float) -> str:
    """'0:07', '1:02:03'."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def cut(text: str, width: int, more: str = "...") -> str:
    """Return the text without characters that move the cursor, in at most so many columns."""
    text = "".join(c if c.isprintable() else "?" for c in text)
    if cells(text) <= width:
        return text
    while text and cells(text) + cells(more) > width:
        text = text[:-1]
    return (text + more)[: max(width, 0)]
