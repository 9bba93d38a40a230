"""The cache of a run: where it is, and whether there is one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradcheck.project.cache import installation
from gradcheck.project.cache.answers import Answers
from gradcheck.project.cache.folder import Folder, project_root

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run


class Cache(NamedTuple):
    """The two levels: the folder for what searches found, and answers; and the root of the project."""

    folder: Folder
    answers: Answers
    root: Path


def open_cache(run: Run, *, afresh: bool = False, anywhere: bool = False) -> Cache | None:
    """The cache of the project, if there may be one; ``anywhere``, the working directory is a project of its own.

    ``afresh``, nothing is read from it.
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
    """What an outcome depends on besides the statement."""
    limits = run.limits
    return limits.seconds, limits.megabytes, limits.trust, run.output.verbose
