"""The cache of a run: where it is, and whether there is one."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from gradcheck.cache import installation
from gradcheck.cache.answers import Answers
from gradcheck.cache.folder import Folder, project_root

if TYPE_CHECKING:
    from gradcheck.cli.options import Output
    from gradcheck.limits import Limits

VARIABLE = "GRADCHECK_NO_CACHE"


class Cache(NamedTuple):
    """The two levels: the folder for what searches found, and answers."""

    folder: Folder
    answers: Answers


def open_cache(limits: Limits, output: Output, *, afresh: bool = False, anywhere: bool = False) -> Cache | None:
    """The cache of the project that the working directory belongs to; ``anywhere``, it is a project of its own.

    ``afresh``, nothing is read from it.
    """
    root = project_root(Path.cwd()) or (Path.cwd() if anywhere else None)
    version = installation.version()
    if root is None or version is None or os.environ.get(VARIABLE):
        return None
    folder = Folder(root, version)
    folder.used()
    return Cache(folder, Answers(folder, root, (limits.seconds, limits.megabytes, output.verbose), afresh))
