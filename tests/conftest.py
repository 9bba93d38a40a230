"""No test finds what another one kept, or knows the workflow that runs it; processes compile each module once.

Garbage is collected as seldom as the program itself does it, and never what belongs to the tests.
"""

from __future__ import annotations

import gc
import os
import sys

os.environ["GRADCHECK_NO_CACHE"] = "1"
os.environ["GRADCHECK_MISHAPS"] = "raise"  # an engine that raises what nobody foresaw fails its test
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("CI", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
gc.set_threshold(500_000, 50, 50)


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
