"""``gradcheck list``, ``show`` and ``axioms``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Gradcheck


def test_list_by_topic(gradcheck: Gradcheck) -> None:
    ran = gradcheck("list")
    assert (ran.code, ran.err) == (0, "")
    rows = ran.out.splitlines()
    assert "regularisation" in rows
    assert any(row.startswith("  dropout-l2 ") and "Dropout" in row for row in rows)


def test_list_json(gradcheck: Gradcheck, own: Path) -> None:
    found = json.loads(gradcheck("list", "--output-format", "json").out)
    assert found["schema"] == 1
    mine = next(item for item in found["derivations"] if item["name"] == "add-zero")
    assert mine == {
        "name": "add-zero",
        "title": "Nothing is lost by adding zero",
        "topic": "algebra",
        "path": "derivations/algebra/add_zero.py",
    }


def test_show_prints_what_was_written(gradcheck: Gradcheck, own: Path) -> None:
    pytest.importorskip("gradcheck.language.printing.page")
    ran = gradcheck("show", "add-zero")
    assert ran.code == 0
    assert ran.out.startswith("add-zero  Nothing is lost by adding zero\nsheet 7\n")
    assert "  zero\n    x + 0 = x\n    given x > 0\n" in ran.out
    assert "  twice  false, kept as an erratum\n    x + x = 2" in ran.out
    assert "half of it is lost" in ran.out


def test_show_latex_and_json(gradcheck: Gradcheck, own: Path) -> None:
    pytest.importorskip("gradcheck.language.printing.latex")
    assert "x + 0 = x" in gradcheck("show", "add-zero", "--latex").out
    found = json.loads(gradcheck("show", "add-zero", "--output-format", "json").out)
    assert found["steps"][0]["statement"] == {"text": "x + 0 = x", "latex": "x + 0 = x"}
    assert [step["expected"] for step in found["steps"]] == ["proved", "refuted"]


@pytest.mark.parametrize("name", ["no-such-name", "broken"])
def test_show_what_is_not_there(gradcheck: Gradcheck, own: Path, name: str) -> None:
    (own / "broken.py").write_text("DERIVATION = undefined", encoding="utf-8")
    ran = gradcheck("show", name)
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err


def test_axioms(gradcheck: Gradcheck) -> None:
    pytest.importorskip("gradcheck.kernel.axioms")
    ran = gradcheck("axioms")
    assert ran.code == 0
    found = json.loads(gradcheck("axioms", "--output-format", "json").out)
    assert all(fact["name"] and fact["statement"] and fact["source"] for fact in found["facts"])
