"""The error for text that cannot be read: a code, a place and advice, and how a terminal shows the place."""

from __future__ import annotations

import unicodedata

WINDOW = 70  # characters of a long line that are shown around a mistake


class ReadError(ValueError):
    """The error for text that cannot be read: ``column`` counts the characters of ``text`` from 1."""

    def __init__(self, code: str, message: str, text: str, column: int, hint: str = "") -> None:
        super().__init__(code, message, text, column, hint)
        self.code, self.message, self.text, self.column, self.hint = code, message, text, column, hint

    def __str__(self) -> str:
        return f"{self.message} ({self.hint})" if self.hint else self.message


def render_caret(error: ReadError) -> str:
    """Return the source line, or the part of a long one around the place, with a caret under it."""
    place = min(max(error.column - 1, 0), len(error.text))
    start = 0 if len(error.text) <= WINDOW else max(0, min(place - WINDOW // 2, len(error.text) - WINDOW))
    before, after = error.text[start:place], error.text[place : start + WINDOW]
    head, tail = "..." * (start > 0), "..." * (start + WINDOW < len(error.text))
    shown = head + visible(before)
    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else not unicodedata.combining(c) for c in shown)
    return f"{shown}{visible(after)}{tail}\n{' ' * width}^"


def visible(text: str) -> str:
    """Return the text with every character that a terminal would not simply show replaced by one that it does."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "\N{REPLACEMENT CHARACTER}" for c in text)
