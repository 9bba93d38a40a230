"""A stream that cannot take Unicode gets formulas in one line of the text notation, which can be pasted back."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from gradcheck.language.notation.reader import read_typed
from gradcheck.outcome.run import Formula
from gradcheck.report.ascii import in_text

ASKED = {
    "prove": "σ'(x) = σ(x)(1 + σ(x))",
    "simplify": "(x^2 - 1)/√(x^2)",
    "bound": "sigmoid",
    "show": "ema-bias",
}


@pytest.mark.parametrize("command", ASKED)
def test_what_is_printed_is_ascii_and_no_code_of_a_character(command: str) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "GRADCHECK_NO_CACHE": "1"}
    arguments = [sys.executable, "-m", "gradcheck", command, ASKED[command]]
    ran = subprocess.run(arguments, env=environment, capture_output=True, timeout=120, check=False)
    out = ran.stdout.decode("ascii")
    assert "\\u" not in out
    assert "?" not in out.replace("? undecided", "")
    if command == "prove":
        claim = out.splitlines()[1].strip()
        assert read_typed(claim).claim is read_typed(ASKED["prove"]).claim
        assert re.search(r"true right side = sigmoid\(x\)\*\(1 - sigmoid\(x\)\)", out)


def test_formulas_anywhere_in_an_outcome_are_in_text() -> None:
    formula = Formula("x**2", "x^{2}", "x²", "x²")
    assert in_text((formula, ("a", formula))) == (
        Formula("x**2", "x^{2}", "x**2"),
        ("a", Formula("x**2", "x^{2}", "x**2")),
    )
    assert in_text("x²") == "x²"
