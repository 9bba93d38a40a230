"""Reports for streams that cannot take Unicode: formulas in one line of the text notation, signs in words."""

from __future__ import annotations

import codecs
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from unicodedata import normalize

from gradcheck.outcome.run import Formula

Some = TypeVar("Some")
HANDLER = "gradcheck.ascii"
SIGNS = {
    "✓": "+", "✗": "x", "∞": "oo", "≤": "<=", "≥": ">=", "≠": "!=", "−": "-", "→": "->", "√": "sqrt", "ℝ": "R",
    "ℕ": "N", "ℤ": "Z", "∈": "in", "²": "^2", "³": "^3", "·": "*", "×": "x", "│": "|", "─": "-", "–": "-", "—": "-",
    "…": "...", "‖": "||", "𝔼": "E", "∂": "d", "σ": "sigmoid", "λ": "lambda", "π": "pi", "∑": "sum", "≈": "~",
}  # fmt: skip


def in_text(value: Some) -> Some:
    """Return an outcome whose formulas are drawn as the text notation writes them."""
    if isinstance(value, Formula):
        return replace(value, pretty=value.text, row="")
    if isinstance(value, tuple):
        return tuple(map(in_text, value))  # type: ignore[return-value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    before = {one.name: getattr(value, one.name) for one in fields(value)}
    changed = {name: in_text(part) for name, part in before.items()}
    changed = {name: part for name, part in changed.items() if part is not before[name]}
    return replace(value, **changed) if changed else value


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Write what the stream has no character for with those that it has, and what nobody can spell as ?."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    told = ""
    for sign in error.object[error.start : error.end]:
        nearest = normalize("NFKD", sign).encode("ascii", "ignore").decode()
        told += SIGNS.get(sign, nearest or "?")
    return told, error.end


def use_ascii(stream: Any) -> None:
    """Have the stream write in words what it has no character for."""
    codecs.register_error(HANDLER, _spell)
    stream.reconfigure(errors=HANDLER)
