"""A large derivation in parts, which several processes prove at once.

A part is a run of consecutive steps.  A step uses earlier ones only, so a part waits for parts before it and never for
one behind it; the parts depend on the derivation alone, whoever proves them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

LARGE = 60  # steps; a derivation with fewer stays whole, since one process remembers what it has normalised
PART = 20  # steps


def parts_of(count: int) -> list[tuple[int, ...]]:
    """The positions of ``count`` steps, in parts of about equal size.

    >>> parts_of(5)
    [(0, 1, 2, 3, 4)]
    >>> [len(part) for part in parts_of(75)]
    [19, 19, 19, 18]
    """
    if count <= LARGE:
        return [tuple(range(count))]
    number = -(-count // PART)
    size, longer = divmod(count, number)
    starts = [place * size + min(place, longer) for place in range(number + 1)]
    return [tuple(range(first, last)) for first, last in pairwise(starts)]


def needed_for(part: Iterable[int], uses: Sequence[Collection[int]]) -> set[int]:
    """The positions of the steps that those of the part use, apart from themselves."""
    own = set(part)
    return {used for position in own for used in uses[position]} - own
