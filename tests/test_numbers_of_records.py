"""A number in a recorded proof is as long as it is written."""

from __future__ import annotations

import pytest

from gradcheck.proofs.codec import Unreadable, decode


@pytest.mark.parametrize("text", ["1e999999999", "-1e-999999999", "1_0", " 1", "1.5", "nan", "", "1/0"])
def test_numbers_have_no_exponent(text: str) -> None:
    with pytest.raises(Unreadable):
        decode({"nodes": [["Num", {"q": text}]], "value": {"n": 0}})
