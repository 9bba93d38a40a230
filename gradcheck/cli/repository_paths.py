"""Rewrites places as paths from the root of the repository, as servers expect them."""

from __future__ import annotations

import os
from dataclasses import replace
from functools import cache
from pathlib import Path

from gradcheck.outcome.run import Location, Problem, RunOutcome, StepOutcome

FOLDERS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")  # where GitHub and GitLab say that the repository is


def source_root() -> Path:
    """Return the root of the repository around the working directory, from the variables of the server or by ``.git``.

    The working directory itself, if there is no repository.
    """
    here = Path.cwd()
    around = (here, *here.parents)
    for name in FOLDERS:
        if os.environ.get(name) and Path(os.environ[name]).resolve() in around:
            return Path(os.environ[name]).resolve()
    return next((folder for folder in around if os.path.exists(folder / ".git")), here)


def seen_from_root(run: RunOutcome) -> RunOutcome:
    """Return the run with its places relative to the root; a place outside of it becomes an absolute path."""
    root = source_root()

    @cache
    def path_of(path: str) -> str:
        whole = Path(path).resolve()
        return whole.relative_to(root).as_posix() if whole.is_relative_to(root) else whole.as_posix()

    def placed(at: Location | None) -> Location | None:
        return None if at is None else replace(at, path=path_of(at.path))

    def steps(items: tuple[StepOutcome, ...]) -> tuple[StepOutcome, ...]:
        return tuple([replace(item, location=placed(item.location)) if item.location else item for item in items])

    def problems(items: tuple[Problem, ...]) -> tuple[Problem, ...]:
        return tuple([replace(item, location=placed(item.location)) for item in items])

    derivations = [
        replace(item, steps=steps(item.steps), remarks=problems(item.remarks), notices=problems(item.notices))
        for item in run.derivations
    ]
    return replace(run, derivations=tuple(derivations), problems=problems(run.problems), notices=problems(run.notices))
