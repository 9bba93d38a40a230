"""``python -m attack``."""

from __future__ import annotations

import sys

from attack.run import main

if __name__ == "__main__":
    sys.exit(main())
