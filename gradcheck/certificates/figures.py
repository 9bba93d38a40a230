"""How many proved steps of the shipped library the second reader checks, and what the others rest on.

``figures.json`` holds the answers, by derivation; ``python -m tests.rechecking.figures`` asks anew and writes it.
"""

from __future__ import annotations

import json
from collections import Counter
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("figures.json")


class Figures(NamedTuple):
    """Numbers of steps, and by name of a fact or rule how many steps are taken on trust because of it."""

    proved: int
    checked: int
    on_trust: Counter[str]


@cache
def answers() -> dict[str, dict[str, list[str]]]:
    """Return by derivation and step what the step is taken on trust for; nothing where it is checked."""
    return dict(json.loads(FILE.read_text(encoding="utf-8")))


def figures(*patterns: str) -> Figures:
    """Return the figures of the derivations whose names fit one of the patterns; of all without any."""
    named = {name: steps for name, steps in answers().items() if any(fnmatchcase(name, p) for p in patterns or ("*",))}
    rows = [facts for steps in named.values() for facts in steps.values()]
    return Figures(len(rows), sum(not facts for facts in rows), Counter(fact for facts in rows for fact in facts))
