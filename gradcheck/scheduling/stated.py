"""Reads what the modules of an installed library say from files beside them, so that none of them is run.

The wheel carries ``dropout_l2.stated`` beside ``dropout_l2.py``, written when it is built: the derivation as it is sent
from process to process, behind the digests of the module's text and of itself.  It is believed inside of the installed
package alone, where gradcheck's own code stands too.  In a checkout or a project, whoever can write such a file could
claim one thing and prove another; there, and wherever a digest does not fit, the module itself is run.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from gradcheck.project.discovery import INSTALLED
from gradcheck.runtime.files import read_regular

SUFFIX = ".stated"
MAX_BYTES = 50_000_000
LOCATION = b'{"e":["Location",'  # never inside of a string: there, a quotation mark has a backslash before it


def write_stated(path: Path, source: bytes, content: bytes) -> bytes:
    """Return what is to stand beside a module with this text; ``content`` is its derivation as it was sent."""
    here = _located(str(path.resolve()))
    if content.count(LOCATION) != content.count(here):
        raise ValueError(f"{path} has steps that stand in other files")
    content = content.replace(here, _located(""))
    return _digests(source, content) + b"\n" + content


def read_stated(path: Path, source: bytes) -> bytes | None:
    """Return the derivation of an installed module with this text, as it is sent; None if the module must be run."""
    path = path.resolve()
    if not path.is_relative_to(INSTALLED):
        return None
    digests, _, content = (read_regular(path.with_suffix(SUFFIX), MAX_BYTES) or b"").partition(b"\n")
    return content.replace(_located(""), _located(str(path))) if digests == _digests(source, content) else None


def _digests(source: bytes, content: bytes) -> bytes:
    return b" ".join(hashlib.sha256(text).hexdigest().encode() for text in (source, content))


def _located(path: str) -> bytes:
    return LOCATION + json.dumps(path).encode() + b","
