"""The derivations that come with gradcheck, each loaded once for all tests of a process: a derivation never changes."""

from __future__ import annotations

from functools import cache

from gradcheck.derivation import Derivation
from gradcheck.project import discovery

LIBRARY = discovery.discover([discovery.shipped_folder()])
ENTRIES = {entry.name: entry for entry in LIBRARY.entries}


@cache
def derivation_of(name: str) -> Derivation:
    """The derivation of this name, whose module runs in this process."""
    return discovery.load(ENTRIES[name])
