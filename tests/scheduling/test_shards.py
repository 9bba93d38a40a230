"""Shards: together they are everything, no two share anything, and none has much more than another."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.project.discovery import Entry, discover, shipped_folder
from gradcheck.scheduling.shards import Shard, entries_of, read_shard


@pytest.mark.parametrize("written", ["", "2", "0/4", "5/4", "-1/4", "1/0", "1/4/2", "a/b", "1.5/2", "1/100000", "٢/٤"])
def test_what_is_no_shard_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is no shard"):
        read_shard(written)


def test_a_shard_is_read() -> None:
    assert read_shard("2/4") == Shard(2, 4)


@settings(deadline=None)
@given(st.sets(st.text("abcdef", min_size=1)), st.integers(1, 9))
def test_every_derivation_is_in_exactly_one_shard(names: set[str], count: int) -> None:
    entries = [Entry(name, "", "", Path("nowhere") / name) for name in sorted(names)]
    shards = [entries_of(entries, Shard(number, count)) for number in range(1, count + 1)]
    assert sorted(entry.name for shard in shards for entry in shard) == sorted(names)
    assert max(map(len, shards)) - min(map(len, shards)) <= 1  # where all are of one size


def test_the_order_is_that_of_the_whole_and_the_work_is_shared() -> None:
    entries = discover([shipped_folder()]).entries
    shards = [entries_of(entries, Shard(number, 4)) for number in range(1, 5)]
    sizes = [sum(entry.path.stat().st_size for entry in shard) for shard in shards]
    assert all(shard == [entry for entry in entries if entry in shard] for shard in shards)
    assert max(sizes) < 1.2 * min(sizes)


def test_the_split_does_not_depend_on_the_order_in_which_modules_were_found() -> None:
    entries = discover([shipped_folder()]).entries
    backwards = entries_of(entries[::-1], Shard(1, 3))
    assert backwards == entries_of(entries, Shard(1, 3))[::-1]
