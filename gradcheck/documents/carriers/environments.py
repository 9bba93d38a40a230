"""The environments of LaTeX that hold a display, and where one ends."""

from __future__ import annotations

import re
from functools import cache

DISPLAYS = {
    "equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "displaymath", "math", "dmath",
    "xalignat",
}  # fmt: skip
VERBATIM = {"verbatim", "Verbatim", "lstlisting", "minted", "comment", "alltt", "filecontents", "tikzpicture"}


def is_display(name: str) -> bool:
    """Return whether an environment of that name holds a display of its own."""
    return name.removesuffix("*") in DISPLAYS


def is_verbatim(name: str) -> bool:
    """Return whether what stands in an environment of that name is no formula."""
    return name.removesuffix("*") in VERBATIM


def end_of(text: str, at: int, name: str) -> int:
    """Return where the display that began before ``at`` ends, behind its \\end; -1 if it does not.

    Such an environment never stands in one of the same name, so the next mark of that name decides.
    """
    found = _marks_of(name).search(text, at)
    return found.end() if found is not None and found[1] == "end" else -1


@cache
def _marks_of(name: str) -> re.Pattern[str]:
    return re.compile(rf"\\(begin|end)\{{{re.escape(name)}\}}")
