"""A sign of life on standard error while something takes long: after a second, on a terminal, and never in a pipe."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

DELAY = 1.0  # seconds


@contextmanager
def progress(what: str, delay: float = DELAY) -> Iterator[None]:
    """While the block runs, from ``delay`` seconds on: what is being done, and for how long."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    ended = threading.Event()
    shown: list[Progress] = []

    def show() -> None:
        if ended.wait(delay):
            return
        from rich.console import Console
        from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

        bar = Progress(
            SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn(),
            console=Console(stderr=True), transient=True,
        )  # fmt: skip
        bar.add_task(what, total=None)
        if not ended.is_set():
            bar.start()
            shown.append(bar)

    thread = threading.Thread(target=show, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
        for bar in shown:
            bar.stop()
