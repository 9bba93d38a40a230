"""Writes what the shipped derivations say into the wheel, when hatch builds it (``gradcheck.scheduling.stated``)."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class StatedDerivations(BuildHookInterface[Any]):
    """Runs every module of ``derivations/`` and puts a file beside it; an editable installation runs the modules."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and say where in the wheel they belong."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)  # what is built is what runs the modules
        from gradcheck.project.discovery import FOLDER, discover
        from gradcheck.runtime.limits import Limits
        from gradcheck.scheduling.loading import close_loaders, fetch_derivation, read_derivation, read_module
        from gradcheck.scheduling.stated import SUFFIX, write_stated

        self._folder = tempfile.TemporaryDirectory()
        library = Path(self.root, FOLDER)
        found = discover([library])
        if found.problems:
            raise RuntimeError("\n".join(map(str, found.problems)))
        try:
            for number, entry in enumerate(found.entries):
                source = read_module(entry)
                content = fetch_derivation(entry, Limits(), source)
                read_derivation(entry, content)  # which fails for what is no derivation
                file = Path(self._folder.name, str(number))
                file.write_bytes(write_stated(entry.path, source, content))
                place = entry.path.relative_to(library).with_suffix(SUFFIX).as_posix()
                build_data["force_include"][str(file)] = f"gradcheck/_{FOLDER}/{place}"
        finally:
            close_loaders()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the files, which are in the wheel now."""
        if version != "editable":
            self._folder.cleanup()
