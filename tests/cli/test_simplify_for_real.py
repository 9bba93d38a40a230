"""``gradcheck simplify`` with the engines and the kernel behind it."""

from __future__ import annotations

import json

from .conftest import Gradcheck


def test_a_function_is_found_behind_its_exponentials(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "(exp(x) - exp(-x))/(exp(x) + exp(-x))")
    assert ran.code == 0
    assert ran.out.startswith("  tanh(x)\n\n  ✓ proved  simplest form")


def test_the_condition_is_said(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "(x**2 - 1)/(x - 1)")
    assert ran.code == 0
    assert ran.out.startswith("  x + 1\n")
    assert "assuming: x ≠ 1" in ran.out


def test_json(gradcheck: Gradcheck) -> None:
    found = json.loads(gradcheck("simplify", "x/x", "--output-format", "json").out)
    (derivation,) = found["derivations"]
    (step,) = derivation["steps"]
    assert (step["statement"]["text"], step["assumptions"], step["verdict"]) == ("x/x = 1", ["x != 0"], "proved")


def test_a_derivation(gradcheck: Gradcheck) -> None:
    ran = gradcheck("simplify", "sigmoid-derivative")
    assert "✓ proved" in ran.out
