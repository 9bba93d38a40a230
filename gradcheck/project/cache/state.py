"""Finds the folder for what belongs to a user and to no project."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_folder() -> Path | None:
    """Return gradcheck's folder by the rules of XDG, or in LOCALAPPDATA on Windows; None without a home folder."""
    variable, inside = ("LOCALAPPDATA", "") if sys.platform == "win32" else ("XDG_STATE_HOME", ".local/state")
    named = os.environ.get(variable, "")
    try:
        folder = Path(named) if os.path.isabs(named) else Path.home() / inside
    except RuntimeError:
        return None
    return folder / "gradcheck"
