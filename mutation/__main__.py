"""``python -m mutation``."""

from __future__ import annotations

import sys

from mutation.run import main

sys.exit(main())
