"""Where programs keep what they noted for a user: the rules of XDG, and LOCALAPPDATA on Windows."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def state_folder() -> Path | None:
    """gradcheck's folder among them; None if the environment does not say who the user is."""
    variable, inside = ("LOCALAPPDATA", "") if sys.platform == "win32" else ("XDG_STATE_HOME", ".local/state")
    named = os.environ.get(variable, "")
    try:
        folder = Path(named) if os.path.isabs(named) else Path.home() / inside
    except RuntimeError:
        return None
    return folder / "gradcheck"
