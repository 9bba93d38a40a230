"""No test finds what another one kept, or knows the workflow that runs it; processes compile each module once.

Garbage is collected as seldom as the program itself does it, and never what belongs to the tests.
"""

from __future__ import annotations

import atexit
import gc
import os
import shutil
import sys
import tempfile

os.environ["GRADCHECK_NO_CACHE"] = "1"
os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp(prefix="gradcheck-state-")
atexit.register(shutil.rmtree, os.environ["XDG_STATE_HOME"], ignore_errors=True)
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("CI", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(500_000, 50, 50)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
