"""``gradcheck check --shard K/N``: the parts together are the whole, and an empty part of something is a success."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

from tests.cli.conftest import Gradcheck


def test_shards_of_a_check(gradcheck: Gradcheck, prover: ModuleType, own: Path) -> None:
    for copy in ("more", "most"):
        (own / f"{copy}.py").write_bytes((own / "add_zero.py").read_bytes())
    whole = [gradcheck("check", "--no-cache", "--jobs", "1", "--shard", f"{k}/3") for k in (1, 2, 3)]
    assert [ran.code for ran in whole] == [0, 0, 0]
    assert sorted(ran.out.split()[0] for ran in whole) == ["add-zero", "more", "most"]
    assert "shard 2/3)" in whole[1].out
    empty = gradcheck("check", "--no-cache", "--shard", "4/4")
    assert (empty.code, empty.err) == (0, "gradcheck: this shard is empty\n")


def test_a_shard_of_nothing_is_no_success(gradcheck: Gradcheck, own: Path) -> None:
    (own / "add_zero.py").unlink()
    assert gradcheck("check", "--shard", "1/2").code == 2
    assert "is no shard" in gradcheck("check", "--shard", "3/2").err
