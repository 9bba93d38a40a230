"""Splits a run over several machines that do not communicate: shard k of n.

The split depends on the modules alone, so that n machines with the same checkout prove each derivation exactly once.
The sizes of the files stand for the work: the largest first, each to the shard that has least so far, which leaves no
shard with more than 4/3 of what the best split gives the fullest one (Graham 1969).  A derivation is never split.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gradcheck.outcome.record import record
from gradcheck.project.discovery import Entry

MOST = 10_000  # shards


@record
class Shard:
    """Shard ``number`` of ``count``, counted from 1."""

    number: int
    count: int

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def read_shard(written: str) -> Shard:
    """The shard that ``2/4`` names; ValueError if it names none."""
    match = re.fullmatch(r"([0-9]{1,5})/([0-9]{1,5})", written)
    number, count = map(int, match.groups()) if match else (0, 0)
    if not 1 <= number <= count <= MOST:
        raise ValueError(f"{written!r} is no shard; write 2/4 for the second of four")
    return Shard(number, count)


def entries_of(entries: Sequence[Entry], shard: Shard) -> list[Entry]:
    """The entries of this shard, in the order in which they were given."""
    work = [0] * shard.count
    own: set[Entry] = set()
    for size, entry in sorted(((_size(entry), entry) for entry in entries), key=lambda pair: (-pair[0], pair[1].name)):
        least = work.index(min(work))
        work[least] += size
        if least == shard.number - 1:
            own.add(entry)
    return [entry for entry in entries if entry in own]


def _size(entry: Entry) -> int:
    """The length of the module in bytes, and a little more, for loading takes time too; of what is gone, only that."""
    try:
        return entry.path.stat().st_size + 500
    except OSError:
        return 500
