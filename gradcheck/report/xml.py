"""XML 1.0, written so that every reader gets back what was meant, whatever is in a formula.

A character that XML cannot hold at all (most control characters, half a surrogate pair) becomes its escape, ``\\x1b``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
QUOTED = '&<>"\r\n\t'  # what an attribute cannot hold as it is: a reader makes white space of it a blank
_NAMED = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}


def xml_text(text: str) -> str:
    """The content of an element.  A reader would make a bare carriage return a new line."""
    return _escaped(text, "&<>\r")


def xml_tag(name: str, attributes: Mapping[str, str | int | None], *, empty: bool = False) -> str:
    """``<name key="value">``, ``<name key="value"/>`` if it is empty; attributes that are None are left out."""
    told = "".join(f' {key}="{_escaped(str(value), QUOTED)}"' for key, value in attributes.items() if value is not None)
    return f"<{name}{told}{'/' if empty else ''}>"


def _escaped(text: str, marked: str) -> str:
    told = _FORBIDDEN.sub(lambda match: _visible(ord(match[0])), text)
    return "".join(_NAMED.get(c, f"&#{ord(c)};") if c in marked else c for c in told)


def _visible(code: int) -> str:
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
