"""No test finds what another one kept: the cache is off where it is not the subject."""

from __future__ import annotations

import os

os.environ["GRADCHECK_NO_CACHE"] = "1"
