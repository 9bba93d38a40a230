"""``gradcheck check --watch``: everything once, then what changed, until somebody ends it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal import complain
from gradcheck.library import Entry, Library, shorten
from gradcheck.report.page import enumerated

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run

MISSING = "--watch needs the library watchfiles; install it with: pip install 'gradcheck[watch]'"
PATIENCE = 200  # milliseconds in which changes are one change, and after which signals are looked for

Changed = frozenset[Path]


def watch(run: Run, paths: Sequence[Path], check: Callable[[Run, Changed | None], int]) -> int:
    """Call ``check`` for everything, then for every set of changed files; an interruption is the only end.

    Returns, with 2, only where nothing can be watched.  Reports in files would tell of the last change alone, so they
    are not written.
    """
    try:
        import watchfiles
    except ImportError:
        return refuse("check", run.output, MISSING)
    roots = [path for path in paths or run.configuration.default_paths() if os.path.exists(path)]
    if not roots:
        return check(run, None)
    shown = run._replace(output=run.output._replace(reports=()))
    folders = {path if os.path.isdir(path) else path.parent for path in roots}
    changes = watchfiles.watch(
        *folders,
        watch_filter=lambda _, path: _is_meant(Path(path), roots),
        debounce=PATIENCE,
        rust_timeout=PATIENCE,
        yield_on_timeout=True,
    )
    seen = _files(changes)
    next(seen)  # from here on nothing is missed
    check(shown, None)
    _tell(roots)
    for changed in seen:
        if changed:
            complain(f"{enumerated(sorted(shorten(str(path)) for path in changed))} changed")
            check(shown, changed)
            _tell(roots)
    return 2


def _files(changes: Iterable[set[tuple[Any, str]]]) -> Iterator[Changed]:
    for found in changes:
        yield frozenset(Path(path).resolve() for _, path in found)


def _tell(roots: Iterable[Path]) -> None:
    complain(f"watching {enumerated([shorten(str(path)) for path in roots])}; Ctrl-C ends it")


def _is_meant(path: Path, roots: Iterable[Path]) -> bool:
    """Whether a file is Python and lies under the roots; what one whose name begins with _ holds, others import."""
    if path.suffix != ".py":
        return False
    for root in roots:
        if os.path.isfile(root):
            if path.resolve() == root.resolve():
                return True
        elif path.resolve().is_relative_to(root.resolve()):
            inside = path.resolve().relative_to(root.resolve())
            return not any(part.startswith(".") for part in inside.parts)
    return False


def affected(found: Library, changed: Changed) -> Library:
    """What of the derivations may say something else now: those that changed, and those that import what changed.

    Which modules import others is not looked into: it may be any that is not sealed off (``cache.hermetic``).  A
    derivation is imported by those alone that name it.
    """
    from gradcheck.cache.hermetic import is_hermetic

    own = {entry.path.resolve() for entry in found.entries}
    troubled = {Path(problem.location.path).resolve() for problem in found.problems if problem.location is not None}
    imported = bool(changed - own - troubled)
    named = [path.stem.encode() for path in changed]

    def is_affected(entry: Entry) -> bool:
        if entry.path.resolve() in changed:
            return True
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
