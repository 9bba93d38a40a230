"""Opens the cache of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradcheck.project.cache import installation
from gradcheck.project.cache.answers import MAX_BYTES, Answers
from gradcheck.project.cache.folder import Folder, project_root
from gradcheck.runtime.files import read_regular

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run


class Cache(NamedTuple):
    """Both levels of the cache: the folder of search results, and the answers; and the root of the project."""

    folder: Folder
    answers: Answers
    root: Path


def open_cache(run: Run, *, afresh: bool = False, anywhere: bool = False) -> Cache | None:
    """Open the cache of the project; None if there is none, or it is switched off.

    With ``anywhere`` the working directory counts as a project; with ``afresh`` nothing is read from the cache.
    """
    if not run.cached:
        return None
    root = project_root(run.root) or (run.root if anywhere else None)
    version = installation.version()
    if root is None or version is None:
        return None
    folder = Folder(root, version)
    folder.used()
    return Cache(folder, Answers(folder, root, _options(run), afresh), root)


def _options(run: Run) -> tuple[object, ...]:
    """List the options on which an outcome depends."""
    limits = run.limits
    options = (limits.seconds, limits.megabytes, limits.trust, run.output.verbose)
    preamble = run.configuration.settings.preamble
    return (*options, read_regular(run.root / preamble, MAX_BYTES)) if preamble else options
