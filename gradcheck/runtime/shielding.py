"""Defers interruptions while a process is started or ended, so that no process is left behind."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

ENDS = [number for name in ("SIGINT", "SIGTERM", "SIGHUP") if (number := getattr(signal, name, None)) is not None]


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Handle signals that come while the block runs after the block."""
    came: list[tuple[int, FrameType | None]] = []
    usual = {number: handler for number in ENDS if callable(handler := signal.getsignal(number))}
    try:
        for number in usual:
            signal.signal(number, lambda number, frame: came.append((number, frame)))
    except ValueError:  # threads other than the main one are never interrupted
        usual = {}
    try:
        yield
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)
        for number, frame in came[:1]:
            usual[number](number, frame)
