"""The activations of the frameworks and the literature, as texts by name and alias; nothing here computes.

``entry`` says what an entry is; ``smooth``, ``rectifiers`` and ``shrinkage`` hold them by family.
"""

from __future__ import annotations

from gradcheck.activations.catalogue.entry import Entry
from gradcheck.activations.catalogue.rectifiers import RECTIFIERS
from gradcheck.activations.catalogue.shrinkage import SHRINKAGE
from gradcheck.activations.catalogue.smooth import SMOOTH

ENTRIES: dict[str, Entry] = {entry.name: entry for entry in (*SMOOTH, *RECTIFIERS, *SHRINKAGE)}
ALIASES: dict[str, str] = {alias: entry.name for entry in ENTRIES.values() for alias in entry.aliases}
