"""Writes XML 1.0 so that every reader gets the same text back, whatever is in a formula.

A character that XML cannot hold at all (most control characters, half a surrogate pair) becomes its escape, ``\\x1b``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
_CONTENT, _QUOTED = (
    str.maketrans({character: _NAMED.get(character, f"&#{ord(character)};") for character in marked})
    for marked in ("&<>\r", '&<>"\r\n\t')  # a reader makes a new line, and in an attribute a blank, of what is bare
)


def xml_text(text: str) -> str:
    """The content of an element."""
    return _told(text).translate(_CONTENT)


def xml_tag(name: str, attributes: Mapping[str, str | int | None], *, empty: bool = False) -> str:
    """``<name key="value">``, ``<name key="value"/>`` if it is empty; attributes that are None are left out."""
    told = [
        f' {key}="{_told(str(value)).translate(_QUOTED)}"' for key, value in attributes.items() if value is not None
    ]
    return f"<{name}{''.join(told)}{'/' if empty else ''}>"


def _told(text: str) -> str:
    return _FORBIDDEN.sub(lambda match: _visible(ord(match[0])), text)


def _visible(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
