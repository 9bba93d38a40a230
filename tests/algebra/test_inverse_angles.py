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


OPEN_SIGNS = {  # terms whose square is a number, with the conditions under which they are defined
    "abs(x)/x": "; x != 0",
    "x/abs(x)": "; x != 0",
    "sqrt(x**2)/x": "; x != 0",
    "sign(x)": "; x != 0",
    "(-1)**n": "; n in naturals",
    "(-1)**(n + 1)*sign(x)": "; n in naturals; x != 0",
}


@pytest.mark.parametrize(("term", "given"), OPEN_SIGNS.items())
@pytest.mark.parametrize(
    ("claim", "multiple"),
    [
        ("atan({0})", "pi/4"),
        ("asin({0})", "pi/2"),
        ("atan(sqrt(3)*({0}))", "pi/3"),
        ("atan(({0})/sqrt(3))", "pi/6"),
    ],
)
def test_a_constant_square_is_not_taken_for_a_positive_number(term: str, given: str, claim: str, multiple: str) -> None:
    assert verdict(f"{claim.format(term)} = {multiple}{given}") == "refuted"
    assert verdict(f"{claim.format(term)} = {multiple}*({term}){given}") == "proved"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("x*atan(abs(x)/x) = abs(x)*pi/4; x != 0", "proved"),
        ("x*atan(abs(x)/x) = x*pi/4; x != 0", "refuted"),
        ("atan(sign(x)) + atan(sign(y)) = pi/2; x != 0; y != 0", "refuted"),
        ("atan(sign(x)) + atan(sign(y)) = pi/2; x > 0; y > 0", "proved"),
        ("acos(x/abs(x)) = 0; x != 0", "refuted"),
        ("acos(x/abs(x)) = 0; x > 0", "proved"),
        ("acos(x/abs(x)) = pi; x < 0", "proved"),
        ("sin(pi*abs(x)/(2*x)) = 1; x != 0", "refuted"),
        ("sin(pi*abs(x)/(2*x)) = 1; x > 0", "proved"),
    ],
)
def test_the_sign_is_used_where_it_is_known(written: str, expected: str) -> None:
    assert verdict(written) == expected
