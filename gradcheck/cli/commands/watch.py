"""``gradcheck check --watch``: check everything once, then whatever changes, until an interruption.

A change of the configuration checks everything once more.  A configuration that cannot be used is reported, and nothing
is checked before it is mended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gradcheck.cli.commands.affected import Changed
from gradcheck.cli.options import Output, Report
from gradcheck.cli.refusal import refuse
from gradcheck.cli.terminal.signals import raise_lost_interruption
from gradcheck.cli.terminal.streams import complain
from gradcheck.project.configuration.pyproject import FILE, folders_above
from gradcheck.project.discovery import DOCUMENTS
from gradcheck.project.document_entries import BESIDE
from gradcheck.project.folders import shorten
from gradcheck.report.formats import FORMATS
from gradcheck.report.page import enumerated

if TYPE_CHECKING:
    from gradcheck.cli.commands.check import Asked
    from gradcheck.cli.configured import Run

MISSING = "--watch needs the library watchfiles; install it with: pip install 'gradcheck[watch]'"
PATIENCE = 200  # milliseconds in which changes are one change, and after which signals are looked for
SHOWN = tuple(form.name for form in FORMATS.values() if form.kind == "terminal")  # to somebody who watches

Check = Callable[["Run", Changed | None], int]
Roots = Callable[["Run"], list[Path]]


def is_shown(report: Report) -> bool:
    """Return whether a report goes to the terminal; one in a file would hold the last change alone."""
    return report.path is None and report.format in SHOWN


def watch_checks(run: Run, asked: Asked, reports: Iterable[Report], is_alone: bool) -> int:
    """Check whenever something changes, until an interruption; refuse what makes no sense then."""
    from gradcheck.cli.commands.check import check

    if asked.fix or asked.diff or asked.shard or not is_alone or not all(map(is_shown, reports)):
        what = f"{' or '.join(SHOWN)} on the terminal, of this machine"
        why = f"--watch shows {what}: no --fix, no shard, no cluster, no other format, no file"
        return refuse("check", run.output, why)
    return watch(
        run,
        lambda run: [target.path for target in asked.read_targets(run)],
        lambda run, changed: check(run, asked, changed=changed),
    )


def watch(run: Run, roots_of: Roots, check: Check) -> int:
    """Call ``check`` for everything, then for every set of changed files; an interruption is the only end.

    Returns, with 2, only where nothing can be watched.
    """
    try:
        import watchfiles
    except ImportError:
        return refuse("check", run.output, MISSING)
    if not _there(roots_of(run)):
        return check(run, None)
    settings = _Settings()
    following: Run | None = run
    while following is not None:
        run = following
        roots = _there(roots_of(run))
        changes = watchfiles.watch(
            *{path if os.path.isdir(path) else path.parent for path in roots},
            watch_filter=_filter(roots),
            debounce=PATIENCE,
            rust_timeout=PATIENCE,
            yield_on_timeout=True,
        )
        with closing(_files(changes)) as seen:
            next(seen)  # from here on nothing is missed
            check(_shown(run), None)
            _tell(roots)
            following = _follow(run, seen, settings, roots_of, check)
    return 2


def _follow(run: Run, seen: Iterable[Changed], settings: _Settings, roots_of: Roots, check: Check) -> Run | None:
    """Check what changes until the configuration does; the run with the new one."""
    usable, roots = True, _there(roots_of(run))
    for changed in seen:
        reread = settings.changed()
        if reread or (changed and not usable):
            new = run.again()
            if not isinstance(new, int) and not _there(roots_of(new)):
                new = check(_shown(new), None)  # which says so
            if isinstance(new, int):
                usable = False
                complain("nothing is checked until that is mended; Ctrl-C ends it")
            elif not usable or not _is_same(run, new):
                complain(f"{enumerated([shorten(str(path)) for path in reread] or ['the project'])} changed")
                return new
        elif changed:
            complain(f"{enumerated(sorted(shorten(str(path)) for path in changed))} changed")
            check(_shown(run), changed)
            _tell(roots)
    return None


class _Settings:
    """The files that may configure the run, there or not, and what is known of them without reading."""

    def __init__(self) -> None:
        self._files = [folder / FILE for folder in folders_above(Path.cwd())]
        self._known = {path: _state(path) for path in self._files}

    def changed(self) -> list[Path]:
        """Return the files that changed since the last call."""
        before, self._known = self._known, {path: _state(path) for path in self._files}
        return [path for path in self._files if before[path] != self._known[path]]


def _state(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _is_same(run: Run, new: Run) -> bool:
    """Return whether the settings of gradcheck are the same, whatever else the project file says."""
    old = run.configuration
    return (old.settings, old.root, run.output) == (new.configuration.settings, new.configuration.root, new.output)


def _there(roots: Iterable[Path]) -> list[Path]:
    return [path for path in roots if os.path.exists(path)]


def _shown(run: Run) -> Run:
    output: Output = run.output._replace(reports=tuple(filter(is_shown, run.output.reports)))
    return run._replace(output=output)


def _files(changes: Iterable[set[tuple[Any, str]]]) -> Generator[Changed]:
    for found in changes:
        raise_lost_interruption()
        yield frozenset(Path(path).resolve() for _, path in found)


def _tell(roots: Iterable[Path]) -> None:
    complain(f"watching {enumerated([shorten(str(path)) for path in roots])}; Ctrl-C ends it")


def _filter(roots: list[Path]) -> Callable[[object, str], bool]:
    return lambda _, path: _is_meant(Path(path), roots)


def _is_meant(path: Path, roots: Iterable[Path]) -> bool:
    """Return whether a file is read and lies under the roots; a module may begin with _, which others import."""
    if path.suffix not in (".py", BESIDE, *DOCUMENTS):
        return False
    if path.suffix == BESIDE:  # which speaks of a document that may be a root itself
        roots = [root.with_suffix(BESIDE) if os.path.isfile(root) else root for root in roots]
    for root in roots:
        if os.path.isfile(root):
            if path.resolve() == root.resolve():
                return True
        elif path.resolve().is_relative_to(root.resolve()):
            inside = path.resolve().relative_to(root.resolve())
            return not any(part.startswith(".") for part in inside.parts)
    return False
