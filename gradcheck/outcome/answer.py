"""What an answer looks like where a person meets it: in an interpreter, in a notebook, and in an if.

The outcomes are plain data and know no report; who asks for them puts in how they are shown (``SHOWN``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from gradcheck.outcome.record import fields_shown

SHOWN: dict[str, Callable[[Any], str]] = {}  # text and html, where reports are at hand


class Answer:
    """An outcome that is shown as on the terminal, and that is neither true nor false."""

    def __repr__(self) -> str:
        return SHOWN["text"](self) if "text" in SHOWN else fields_shown(self)

    def _repr_html_(self) -> str | None:
        return SHOWN["html"](self) if "html" in SHOWN else None

    def __bool__(self) -> NoReturn:
        raise TypeError(f"a {type(self).__name__} is neither true nor false; ask for {self._asked}")

    @property
    def _asked(self) -> str:
        return "what it holds"
