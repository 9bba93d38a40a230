"""What the reader of a refutation sees: where it is false, what the sides are, and how it was refuted."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Gradcheck


@pytest.mark.parametrize(
    ("claim", "shown", "hidden"),
    [
        ("x**2/4 = x", ["false at x = 1", "left = 1/4, right = 1"], ["negation"]),
        ("exp(1) < 2", ["left is between 2.71828 and 2.71829 (rounded), right = 2"], ["everywhere", "false at"]),
        ("1 = 2", ["left = 1, right = 2"], ["everywhere"]),
        ("sup(tanh(x), x) = 2", ["its negation is proved"], ["everywhere", "false at", "left ="]),
        ("x < 1/2 and x > 2", ["false at x = 0", "there x > 2 fails:", "left = 0, right = 2"], []),
    ],
)
def test_a_refutation(gradcheck: Gradcheck, claim: str, shown: list[str], hidden: list[str]) -> None:
    ran = gradcheck("prove", claim)
    assert ran.code == 1
    assert all(text in ran.out for text in shown), ran.out
    assert not any(text in ran.out for text in hidden), ran.out


def test_the_sides_in_json(gradcheck: Gradcheck) -> None:
    (derivation,) = json.loads(gradcheck("prove", "exp(x) < 2*x", "--output-format", "json").out)["derivations"]
    (step,) = derivation["steps"]
    assert step["counterexample"] == {"x": "0"}
    assert step["sides"] == {
        "relation": step["statement"],
        "entry": [],
        "left": {"exact": "1", "lower": "1", "upper": "1"},
        "right": {"exact": "0", "lower": "0", "upper": "0"},
    }
    assert step["everywhere"] is False
