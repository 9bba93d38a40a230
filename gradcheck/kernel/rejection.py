"""The refusals of the kernel, and its own failure."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Rejected(Exception):
    """Evidence that does not prove its goal; the message says what was found and what was expected."""


class Upheld(Rejected):
    """Values at which the claim holds."""


class TooDeep(Rejected):
    """A statement or evidence that is nested deeper than the kernel can follow."""


class CheckerFailed(Exception):
    """A checker raised what no checker should: a bug in gradcheck, which no search may take for a refusal."""

    code = "GC905"

    def __init__(self, where: str, error: BaseException) -> None:
        super().__init__(f"the kernel failed ({where}: {type(error).__name__}: {error})")


@contextmanager
def failing_openly(where: str) -> Iterator[None]:
    """Raise CheckerFailed for an exception inside, except refusals and a lack of depth or memory,
    which pass unchanged.
    """
    try:
        yield
    except (Rejected, CheckerFailed, RecursionError, MemoryError):
        raise
    except Exception as error:
        raise CheckerFailed(where, error) from error
