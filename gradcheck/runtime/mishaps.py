"""Handles unforeseen exceptions of tactics: the search goes on with the next tactic, and the mishap is noted.

``GRADCHECK_MISHAPS`` says what becomes of it.  With ``raise`` the exception goes its way, as in the tests of gradcheck
itself; a path names a file to which the traceback is added; without it the mishap is only counted.  That the memory or
the stack is used up is no mishap, and neither is what is no ``Exception``: these always go their way.
"""

from __future__ import annotations

import os
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress

VARIABLE = "GRADCHECK_MISHAPS"
RAISE = "raise"
EXHAUSTED = (MemoryError, RecursionError)

counted: Counter[str] = Counter()  # of this process, by the name of the exception's class


def is_noted(error: Exception) -> bool:
    """Note what a tactic raised; return False where it is to be raised again."""
    if isinstance(error, EXHAUSTED):
        return False
    counted[type(error).__name__] += 1
    wanted = os.environ.get(VARIABLE, "")
    if wanted == RAISE:
        return False
    if wanted:
        with suppress(OSError), open(wanted, "a", encoding="utf-8", errors="backslashreplace") as file:
            file.writelines(traceback.format_exception(error))
    return True


@contextmanager
def sympy_at_work() -> Iterator[None]:
    """Leave the block where SymPy raises anything: it only proposes, and documents no exceptions."""
    try:
        yield
    except MemoryError:
        raise
    except Exception:
        return
