"""Reads a document by the carrier that its name says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gradcheck.documents.carriers.beside import join_beside
from gradcheck.documents.carriers.docstrings import scan_docstrings
from gradcheck.documents.carriers.latex import scan_latex
from gradcheck.documents.carriers.markdown import scan_markdown
from gradcheck.documents.carriers.notebook import scan_notebook
from gradcheck.documents.carriers.passage import Document, File, Unusable, gather, read_file, whole
from gradcheck.documents.carriers.restructured import scan_restructured

BESIDE = ".gradcheck"
MAX_BESIDE = 1_000_000  # bytes


def read_document(path: Path, content: bytes, root: Path) -> Document:
    """Return the regions of a document; Unusable where it cannot be read at all.

    The name of the file says which carrier reads it.  Files that LaTeX inputs are opened below ``root`` alone.  The
    comments of a file beside it, ``note.gradcheck`` for ``note.md``, stand at their places among the regions.
    """
    found = _read(path, content, root)
    beside = path.with_suffix(BESIDE)
    if not beside.is_file():
        return found
    if beside.stat().st_size > MAX_BESIDE:
        raise Unusable("GC608", f"{beside.name} is larger than {MAX_BESIDE:,} bytes")
    file = _open(beside)
    return replace(found, regions=join_beside(found.regions, found.files[0], file), files=(*found.files, file))


def _read(path: Path, content: bytes, root: Path) -> Document:
    """Return the regions of the document alone."""
    file = read_file(str(path), content)
    suffix = path.suffix.lower()
    if suffix == ".tex":
        regions, files = scan_latex(path, file, root, _open)
        return Document(str(path), gather(regions), tuple(files))
    if suffix == ".ipynb":
        regions = scan_notebook(file)
    elif suffix == ".rst":
        regions = scan_restructured(whole(file))
    elif suffix == ".py":
        regions = scan_docstrings(file)
    else:
        regions = scan_markdown(whole(file))
    return Document(str(path), gather(regions), (file,))


def _open(path: Path) -> File:
    try:
        return read_file(str(path), path.read_bytes())
    except OSError as error:
        raise Unusable(
            "GC608", f"{path.name}, beside the document or an input of it, cannot be read: {error.strerror or error}"
        ) from None
