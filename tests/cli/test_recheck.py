"""``gradcheck recheck``: what the second reader says, as text and as JSON, and the exit codes."""

from __future__ import annotations

import json

from tests.cli.conftest import Gradcheck


def test_a_derivation_is_checked(gradcheck: Gradcheck) -> None:
    ran = gradcheck("recheck", "product-variance")
    assert ran.code == 0
    assert "✓ checked" in ran.out
    assert ran.out.rstrip().endswith("checked")


def test_as_json(gradcheck: Gradcheck) -> None:
    ran = gradcheck("recheck", "product-variance", "--output-format", "json")
    document = json.loads(ran.out)
    summary = document["summary"]
    assert ran.code == 0
    assert summary["proved"] == summary["checked"] + summary["on_trust"] + summary["unread"] + summary["wrong"] > 0
    assert [item["name"] for item in document["derivations"]] == ["product-variance"]


def test_an_unknown_name(gradcheck: Gradcheck) -> None:
    ran = gradcheck("recheck", "product-varianc")
    assert ran.code == 2
    assert "did you mean product-variance?" in ran.err
