"""What a change of files may affect: modules and documents to check again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gradcheck.project.discovery import Entry, Library
from gradcheck.project.document_entries import BESIDE

Changed = frozenset[Path]


def affected(found: Library, changed: Changed) -> Library:
    """Return the derivations that a change may affect: those that changed, and those that may import what changed.

    Any module that is not hermetic (``cache.hermetic``) may import a changed helper; only modules that name a changed
    derivation can import that.  A document also depends on the file beside it, and in LaTeX on others.
    """
    from gradcheck.project.cache.hermetic import is_hermetic

    own = {entry.path.resolve() for entry in found.entries}
    troubled = {Path(problem.location.path).resolve() for problem in found.problems if problem.location is not None}
    modules = {path for path in changed if path.suffix == ".py"}
    imported = bool(modules - own - troubled)
    named = [path.stem.encode() for path in modules]
    in_latex = any(path.suffix == ".tex" for path in changed)

    def is_affected(entry: Entry) -> bool:
        if entry.path.resolve() in changed:
            return True
        if entry.is_document:
            beside = entry.path.with_suffix(BESIDE).resolve() in changed
            return beside or (in_latex and (entry.path.suffix == ".tex" or entry.preamble in changed))
        try:
            source = entry.path.read_bytes()
            return (imported or any(name in source for name in named)) and not is_hermetic(source)
        except OSError:
            return True

    entries = tuple(entry for entry in found.entries if is_affected(entry))
    problems = tuple(
        problem
        for problem in found.problems
        if problem.location is None or Path(problem.location.path).resolve() in changed
    )
    return replace(found, entries=entries, problems=problems)
