"""No test finds what another one kept, or knows the workflow that runs it."""

from __future__ import annotations

import os

os.environ["GRADCHECK_NO_CACHE"] = "1"
os.environ.pop("GITHUB_STEP_SUMMARY", None)
os.environ.pop("CI", None)
