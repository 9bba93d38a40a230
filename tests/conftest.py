"""No test finds what another one kept, or knows the workflow that runs it; processes compile each module once."""

from __future__ import annotations

import os
import sys

os.environ["GRADCHECK_NO_CACHE"] = "1"
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("CI", None)
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
