"""Finds the files below a folder that may be derivations, also through links to folders of the project.

A link to a folder is followed into the project, each folder once: what is checked must not depend on whether a folder
stands where it is or is linked to.  A link that leads out of the project, back to a folder around it, or nowhere is not
followed, and a notice says so, since nothing behind it is checked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from gradcheck.outcome.run import Location, Problem

SUFFIX, PROOFS = ".py", ".proof"
PROJECT = ("pyproject.toml", ".git", ".hg")  # what stands at the root of a project

Skip = Callable[[Path], bool]  # whether a file or folder is passed over


def find_modules(
    root: Path,
    skip: Skip | None,
    problems: list[Problem],
    notices: list[Problem],
    suffixes: tuple[str, ...] = (SUFFIX,),
) -> Iterator[Path]:
    """The files that may be derivations: not those whose name, or whose folder's name, begins with _ or a dot.

    Their names end in one of the ``suffixes``.

    A folder that cannot be read is a problem; recorded proofs without a module, and links that are not followed, are
    worth a notice.  What is found through links comes last.
    """
    if not os.path.isdir(root):
        yield root
        return
    walk = _Walk(root, skip, problems, notices, suffixes)
    yield from sorted(walk.below(root))
    while walk.links:
        yield from sorted(walk.follow(walk.links.pop(0)))


class _Walk:
    """A walk through the folders below a root; ``links`` are those to folders that are still to be followed."""

    def __init__(
        self,
        root: Path,
        skip: Skip | None,
        problems: list[Problem],
        notices: list[Problem],
        suffixes: tuple[str, ...],
    ) -> None:
        self._suffixes = suffixes
        self._project = project_of(Path(os.path.realpath(root)))
        self._skip, self._problems, self._notices = skip, problems, notices
        self._walked: set[str] = set()  # real paths of folders
        self.links: list[Path] = []

    def below(self, top: Path) -> list[Path]:
        """The modules in a folder and in the folders below it, links to folders left for later."""
        found = []
        for folder, inside, files in os.walk(top, onerror=self._tell):
            here, real = Path(folder), os.path.realpath(folder)
            if real in self._walked:
                inside.clear()
                continue
            self._walked.add(real)
            inside[:] = [name for name in inside if self._is_wanted(here / name)]
            links = [name for name in inside if (here / name).is_symlink()]
            self.links += [here / name for name in sorted(links)]
            inside[:] = [name for name in inside if name not in links]
            found += [here / name for name in files if name.endswith(self._suffixes) and self._is_wanted(here / name)]
            self._notices += [_orphaned(here / name) for name in sorted(files) if _is_orphaned(name, files)]
            self._notices += [
                _not_followed(here / name, "leads nowhere")
                for name in sorted(files)
                if not name.endswith((SUFFIX, PROOFS)) and self._is_dangling(here / name)
            ]
        return found

    def follow(self, link: Path) -> list[Path]:
        """The modules behind a link to a folder."""
        real = Path(os.path.realpath(link))
        if str(real) in self._walked:
            return []
        if real in Path(os.path.realpath(link.parent)).parents:
            self._notices.append(_not_followed(link, "leads back to a folder around it"))
            return []
        if not real.is_relative_to(self._project):
            self._notices.append(_not_followed(link, f"leads out of the project, to {real}"))
            return []
        if not all(map(_is_public, real.relative_to(self._project).parts)) or (self._skip and self._skip(real)):
            self._notices.append(_not_followed(link, f"leads to a folder that is passed over, {shorten(str(real))}"))
            return []
        return self.below(link)

    def _is_wanted(self, path: Path) -> bool:
        return _is_public(path.name) and not (self._skip and self._skip(path))

    def _is_dangling(self, path: Path) -> bool:
        return path.is_symlink() and not os.path.exists(path) and self._is_wanted(path)

    def _tell(self, error: OSError) -> None:
        at = Location(shorten(str(error.filename)), 1)
        self._problems.append(Problem("GC432", f"cannot be read: {error.strerror or error}", at))


def project_of(folder: Path) -> Path:
    """The nearest folder at or above this one that is the root of a project, or else the folder itself."""
    around = (folder, *folder.parents)
    return next((place for place in around if any(os.path.lexists(place / mark) for mark in PROJECT)), folder)


def _not_followed(link: Path, why: str) -> Problem:
    message = f"the link {why}; what is behind it is not checked"
    return Problem("GC513", message, Location(shorten(str(link)), 1))


def _is_orphaned(name: str, files: Sequence[str]) -> bool:
    return name.endswith(PROOFS) and _is_public(name) and name.removesuffix(PROOFS) + SUFFIX not in files


def _orphaned(path: Path) -> Problem:
    module = path.with_suffix(SUFFIX).name
    return Problem("GC512", f"there is no {module} to which these proofs belong", Location(shorten(str(path)), 1))


def _is_public(name: str) -> bool:
    return not name.startswith(("_", "."))


def shorten(path: str) -> str:
    """The path as seen from the working directory, if it lies under it."""
    try:
        return Path(path).resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError, RuntimeError):  # elsewhere, or a circle of links
        return path
