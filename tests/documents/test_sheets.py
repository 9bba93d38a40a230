"""Sheets that people handed in, with declarations beside them, are judged as the table of docs/sheets.md says.

The sheets are not part of the repository; where they are not there, nothing is tested.
"""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from gradcheck.documents.derive import load_document
from tests.documents.reading import verdicts

ROOT = Path(__file__).parents[2]
BESIDE = Path(__file__).parent / "sheets"
SHEETS = next((found for folder in ROOT.parents if (found := folder / "shared" / "seeds").is_dir()), None)
FALSE = {"001": [51], "002": [216], "003": [31, 39]}  # lines with what is false, and refuted
ROW = re.compile(r"^\| (\d{3})" + r" \| (\d+)" * 7 + r" \|$", re.MULTILINE)


def table() -> dict[str, tuple[int, ...]]:
    """Return the rows of the page: displays, left out, relations, proved, refuted as said, refuted, undecided."""
    page = (ROOT / "docs" / "sheets.md").read_text(encoding="utf-8")
    return {row[0]: tuple(map(int, row[1:])) for row in ROW.findall(page)}


@pytest.mark.skipif(SHEETS is None, reason="the sheets are not here")
@pytest.mark.parametrize("name", sorted(path.stem for path in BESIDE.glob("*.gradcheck")))
def test_a_sheet_is_judged_as_the_page_says(name: str, tmp_path: Path) -> None:
    assert SHEETS is not None
    (sheet,) = SHEETS.glob(f"{name}_*")
    path = tmp_path / f"{name}.md"
    path.write_bytes(sheet.read_bytes())
    (tmp_path / f"{name}.gradcheck").write_bytes((BESIDE / f"{name}.gradcheck").read_bytes())
    work = load_document(path, path.read_bytes(), tmp_path, name, name)
    assert not work.remarks
    outcomes = verdicts(work)
    count = Counter((one.verdict, one.expected) for one in outcomes)
    about = work.document
    assert about is not None
    undecided = sum(number for (verdict, _), number in count.items() if verdict == "undecided")
    assert table()[name] == (
        about.formulas, about.skipped, len(outcomes), count["proved", "proved"], count["refuted", "refuted"],
        count["refuted", "proved"], undecided,
    )  # fmt: skip
    assert [one.location.line for one in outcomes if one.expected == "refuted" and one.location] == FALSE.get(name, [])
    unread = [one.location.line for one in outcomes if one.code == "GC601" and one.location]
    assert unread == ([47] if name == "003" else [])  # a fraction that is never closed
