"""Reads files with a claim, a name or a formula on each line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import IO


class SourceError(Exception):
    """A file that cannot be read; its text says why."""


def written_lines(source: str) -> Iterator[tuple[int, str]]:
    """Yield the lines that are not blank, with their numbers and without their comments; ``-`` is standard input.

    Raises SourceError if they cannot be read, so that an OSError can only be that of the caller's own output.
    """
    try:
        opened = _opened(source)
    except OSError as error:
        raise SourceError(f"{source} cannot be read: {error.strerror or error}") from None
    with opened as lines:
        number = 0
        while True:
            try:
                row = lines.readline()
            except OSError as error:
                raise SourceError(f"{source} cannot be read: {error.strerror or error}") from None
            if not row:
                return
            number += 1
            written = row.partition("#")[0].strip()
            if written:
                yield number, written


def _opened(source: str) -> AbstractContextManager[IO[str]]:
    """Open the file, or standard input; bytes that are not UTF-8 become characters that the parser refuses."""
    if source != "-":
        return open(source, encoding="utf-8-sig", errors="replace")
    if sys.stdin is None:
        raise OSError("standard input is closed")
    if hasattr(sys.stdin, "reconfigure"):
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")
    return nullcontext(sys.stdin)


def with_assumptions(claim: str, given: Iterable[str]) -> str:
    """Join the claim and its assumptions in one line; a semicolon at the end of a part is dropped."""
    return "; ".join(part.rstrip().removesuffix(";") for part in (claim, *given))
