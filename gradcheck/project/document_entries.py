"""Finds documents among files: those that are named, and those below a folder that carry a gradcheck comment.

A document that nobody names and that carries no comment is never checked and never fails: its formulas may be of
another subject, or of a past that nobody keeps true.  Those that have formulas are counted, and a notice says so once.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import NamedTuple

from gradcheck.documents.carriers.passage import MAX_BYTES, Document, Unusable
from gradcheck.documents.carriers.reading import read_document
from gradcheck.outcome.run import Location, Problem
from gradcheck.project.assignment import is_meant
from gradcheck.project.folders import project_of, shorten

TEXT, PYTHON = ".txt", ".py"
BESIDE = ".gradcheck"  # what is said of a document that one may not edit
OWN = b"gradcheck"
MARKS = (b"$", b"\\(", b"\\[", b"\\begin{", b"math::", b":math:")
UNCHECKED = "GC609"
SHOWN = 3  # of documents that are not checked


class Examined(NamedTuple):
    """A document: its title, which is empty if it is not checked, and whether it carries a gradcheck comment."""

    title: str
    speaks: bool


def examine(path: Path, is_named: bool) -> Examined | None:
    """Return what a document is; None where the file is none.

    Of two kinds only some files are documents: a Python file that defines no derivation, and a text, if they have
    formulas and are named, or speak to gradcheck.  Unusable where a document that is named cannot be read.
    """
    sometimes = path.suffix in (TEXT, PYTHON)
    try:
        content = read_bytes(path)
    except Unusable:
        if sometimes or not is_named:
            return None
        raise
    if path.suffix == PYTHON and is_meant(content):
        return None
    speaks = carries_comment(path, content)
    if speaks or (is_named and not sometimes):
        return Examined(title_of(path, content), speaks)
    if not has_formulas(path, content):
        return None
    if is_named:
        return Examined(title_of(path, content), speaks)
    return None if path.suffix == TEXT else Examined("", speaks)


def read_bytes(path: Path) -> bytes:
    """Return the content of a regular file; Unusable where there is none, or too much."""
    try:
        about = os.stat(path)
        if not stat.S_ISREG(about.st_mode):
            raise Unusable("GC608", "this is no regular file")
        if about.st_size > MAX_BYTES:
            raise Unusable("GC608", f"the document is larger than {MAX_BYTES:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise Unusable("GC608", f"the document cannot be read: {error.strerror or error}") from None


def read(path: Path, content: bytes) -> Document:
    """Return the regions of a document; Unusable otherwise.  Only files of its project are opened beside it."""
    return read_document(path, content, project_of(path.parent))


def title_of(path: Path, content: bytes) -> str:
    """Return the first heading of a document, or the name of its file where it has none or cannot be read."""
    try:
        regions = read(path, content).regions
    except Unusable:
        return path.name
    titles = (" ".join(region.text.split()) for region in regions if region.kind == "heading")
    return next((title for title in titles if title and path.suffix != ".py"), path.name)


def has_formulas(path: Path, content: bytes) -> bool:
    """Return whether a document has formulas."""
    if not any(mark in content for mark in MARKS):
        return False
    try:
        return any(region.kind in ("inline", "display", "fault") for region in read(path, content).regions)
    except Unusable:
        return False


def carries_comment(path: Path, content: bytes) -> bool:
    """Return whether a document speaks to gradcheck, in itself or in a file beside it."""
    if path.with_suffix(BESIDE).is_file():
        return True
    if OWN not in content:
        return False
    try:
        return any(region.kind in ("comment", "fence") for region in read(path, content).regions)
    except Unusable:
        return False


def notice_of(unchecked: list[Path]) -> Problem | None:
    """Return the notice that some documents are not checked."""
    if not unchecked:
        return None
    names = [shorten(str(path)) for path in unchecked]
    rest = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    count = "1 document with formulas is" if len(names) == 1 else f"{len(names)} documents with formulas are"
    message = f"{count} not checked: {', '.join(names[:SHOWN])}{rest}"
    return Problem(UNCHECKED, message, Location(names[0], 1))
