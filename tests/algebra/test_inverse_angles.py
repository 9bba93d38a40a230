"""Inverse trigonometric functions at exact values, and sines and cosines of them, against floating point."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.verdicts import verdict

VALUES = {
    "0": 0.0,
    "1/2": 0.5,
    "sqrt(2)/2": math.sqrt(2) / 2,
    "sqrt(3)/2": math.sqrt(3) / 2,
    "1": 1.0,
    "-1/2": -0.5,
    "-sqrt(2)/2": -math.sqrt(2) / 2,
    "-sqrt(3)/2": -math.sqrt(3) / 2,
    "-1": -1.0,
}
TANGENTS = {
    "2 - sqrt(3)": 2 - math.sqrt(3),
    "sqrt(2) - 1": math.sqrt(2) - 1,
    "1/sqrt(3)": 1 / math.sqrt(3),
    "1/(sqrt(2) - 1)": 1 / (math.sqrt(2) - 1),
    "2 + sqrt(3)": 2 + math.sqrt(3),
    "-1/(2 + sqrt(3))": -1 / (2 + math.sqrt(3)),
    "sqrt(3) - 2": math.sqrt(3) - 2,
}
QUESTIONS = [("asin", *v) for v in VALUES.items()] + [("acos", *v) for v in VALUES.items()]
QUESTIONS += [("atan", *v) for v in TANGENTS.items()]


@pytest.mark.parametrize(("function", "text", "value"), QUESTIONS, ids=lambda item: str(item))
def test_the_angle_is_found(function: str, text: str, value: float) -> None:
    turn = Fraction(getattr(math, function)(value) / math.pi).limit_denominator(24)
    assert verdict(f"{function}({text}) = {turn.numerator}*pi/{turn.denominator}") == "proved"


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.sampled_from(QUESTIONS), st.integers(-24, 48))
def test_no_other_angle_is_proved(question: tuple[str, str, float], steps: int) -> None:
    """Oracle: floating point tells multiples of pi/24 apart."""
    function, text, value = question
    true = abs(getattr(math, function)(value) - steps * math.pi / 24) < 0.01
    assert verdict(f"{function}({text}) = {steps}*pi/24") == ("proved" if true else "refuted")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tan(atan(x)) = x", "proved"),
        ("sin(asin(x)) = x; x >= -1; x <= 1", "proved"),
        ("cos(asin(x)) = sqrt(1 - x**2); x >= -1; x <= 1", "proved"),
        ("tan(2*atan(x)) = 2*x/(1 - x**2); x > -1; x < 1", "proved"),
        ("d(cos(atan(x)), x) = -x/(1 + x**2)**(3/2)", "proved"),
        ("cos(asin(x)) = -sqrt(1 - x**2); x >= -1; x <= 1", "refuted"),
        ("sin(atan(x)) = x/(1 + x**2)", "refuted"),
        ("cos(3*atan(x)) = (1 - 3*x**2)/(1 + x**2)**(3/2)", "proved"),
        ("atan(sqrt(2)) = pi/4", "refuted"),
        ("atan(x*sqrt(2)) = pi/8", "refuted"),
    ],
)
def test_functions_of_their_inverses(written: str, expected: str) -> None:
    assert verdict(written) == expected
