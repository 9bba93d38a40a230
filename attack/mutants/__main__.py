"""``python -m attack.mutants``."""

from __future__ import annotations

import sys

from attack.mutants.run import main

sys.exit(main())
