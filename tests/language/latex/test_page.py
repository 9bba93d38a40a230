"""The page on LaTeX says what is so: each line of its examples is read as the text beside it, or refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from gradcheck.language.notation.reader import ReadError, read_typed

PAGE = (Path(__file__).parents[3] / "docs" / "latex.md").read_text(encoding="utf-8")
LINES = [
    line.strip()
    for block in re.findall(r"```text\n(.*?)```", PAGE, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]


def test_the_examples_of_the_page() -> None:
    assert len(LINES) > 30
    for line in LINES:
        latex, _, text = (part.strip() for part in line.partition("   "))
        if text:
            one, other = read_typed(latex), read_typed(text)
            assert (one.claim, one.given) == (other.claim, other.given), line
        else:
            with pytest.raises(ReadError) as caught:
                read_typed(latex)
            assert caught.value.code == "GC417", line
