"""Remembers which steps of which modules failed when they were last proved, for ``--failed-first``.

No verdict depends on it; what cannot be read is forgotten.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from gradcheck.project.cache.folder import Folder

NAME = "last_run"  # in the place of a version: it outlives changes of gradcheck
KIND, KEY = "failed", "steps"
MODULE = ""  # in the place of a step: the module itself cannot be used
MAX_BYTES = 5_000_000


class LastRun:
    """The steps that failed, by the path of their module as seen from the root of the project."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._folder = Folder(root, NAME)
        self._failed = self._read()

    def failed(self, path: Path) -> bool:
        """Return whether a step of the module failed when it was last proved."""
        return bool(self._failed.get(self._key(path)))

    def note(self, path: Path, steps: Mapping[str, bool], whole: bool = True) -> None:
        """Note the steps of a module, True for those that are as expected.

        ``whole``: these are all; else the other steps stay as they were.  A module that cannot be used has the one
        step ``MODULE``.
        """
        key = self._key(path)
        before = [] if whole else [step for step in self._failed.get(key, []) if step not in steps and step != MODULE]
        failed = [*before, *(step for step, good in steps.items() if not good)]
        if failed:
            self._failed[key] = failed
        else:
            self._failed.pop(key, None)

    def write(self) -> None:
        """Keep it for the next run, without the modules that are gone."""
        there = {key: steps for key, steps in self._failed.items() if os.path.exists(os.path.join(self._root, key))}
        if there or self._read():
            self._folder.write(KIND, KEY, json.dumps(there, sort_keys=True).encode(errors="surrogatepass"))

    def _key(self, path: Path) -> str:
        return os.path.relpath(os.path.realpath(path), self._root).replace(os.sep, "/")

    def _read(self) -> dict[str, list[str]]:
        content = self._folder.read(KIND, KEY)
        if content is None or len(content) > MAX_BYTES:
            return {}
        try:
            found = json.loads(content.decode(errors="surrogatepass"))
        except (ValueError, RecursionError):
            return {}
        rows: Iterable[tuple[object, object]] = found.items() if isinstance(found, dict) else ()
        return {str(key): [str(step) for step in steps] for key, steps in rows if isinstance(steps, list) and steps}
