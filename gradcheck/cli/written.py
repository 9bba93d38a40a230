"""Files with a claim, a name or a formula a line."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO


def written_lines(lines: IO[str]) -> Iterator[tuple[int, str]]:
    """The lines that say something, with their numbers and without their comments."""
    for number, row in enumerate(lines, start=1):
        written = row.partition("#")[0].strip()
        if written:
            yield number, written


def opened(source: str) -> AbstractContextManager[IO[str]]:
    """The file, or standard input; bytes that are no text reach the reader as characters that it refuses."""
    if source != "-":
        return open(source, encoding="utf-8-sig", errors="replace")
    if sys.stdin is None:
        raise OSError("standard input is closed")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return nullcontext(sys.stdin)
