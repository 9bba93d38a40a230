"""The rules and tactics for inequalities that touch: what they prove, and near misses that they must not prove."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_claim
from gradcheck.search.inequalities import curves, descent, equivalents
from gradcheck.search.inequalities.one_variable import cover
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search

TACTICS = {
    "descent": descent.descend,
    "equivalent": equivalents.equivalents,
    "curve": curves.along_curves,
    "end": curves.from_irrational_ends,
    "cover": cover,
}


@pytest.mark.parametrize(
    ("tactic", "line", "near_miss"),
    [
        ("descent", "tanh(x) <= x*(15 + x**2)/(15 + 6*x**2); x >= 0",
         "tanh(x) <= x*(15 + x**2)/(15.001 + 6*x**2); x >= 0"),
        ("descent", "exp(x) >= 1 + x + x**2/2 + x**3/6", "exp(x) >= 1 + x + x**2/2 + 0.16667*x**3"),
        ("equivalent", "sinh(x)/x <= cosh(x); x > 0", "sinh(x)/x <= 0.999999*cosh(x); x > 0"),
        ("equivalent", "x**(1/x) <= exp(exp(-1)); x > 0", "x**(1/x) < exp(exp(-1)); x > 0"),
        ("curve", "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2*(p - q)**2; 0 < p; p < 1; 0 < q; q < 1",
         "p*log(p/q) + (1 - p)*log((1 - p)/(1 - q)) >= 2.001*(p - q)**2; 0 < p; p < 1; 0 < q; q < 1"),
        ("curve", "(1 + x)**p <= 1 + p*x; x > -1; 0 < p; p < 1", "(1 + x)**p <= 1 + p*x; x > -1; 0 < p; p < 2"),
        ("curve", "exp(x + y) >= 1 + x + y", "exp(x + y) > 1 + x + y"),
        ("end", "sin(x) >= 2*x/pi; x >= 0; x <= pi/2", "sin(x) >= 2*x/pi; x >= 0; x <= pi/2 + 0.001"),
        ("cover", "softplus(x) <= exp(x)", "softplus(x) <= 0.999999*exp(x)"),
        ("cover", "(1 - erf(x/sqrt(2)))/2 <= exp(-x**2/2)/2; x >= 0",
         "(1 - erf(x/sqrt(2)))/2 < exp(-x**2/2)/2; x >= 0"),
        ("cover", "-p*log(p) - (1 - p)*log(1 - p) >= 4*p*(1 - p)*log(2); p > 0; p < 1",
         "-p*log(p) - (1 - p)*log(1 - p) > 4*p*(1 - p)*log(2); p > 0; p < 1"),
    ],
)  # fmt: skip
def test_tactics(tactic: str, line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (TACTICS[tactic],))
        assert (found is not None) is proved, text


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("x*log(1 + 1/x) <= 1; x > 0", "x*log(1 + 1/x) <= 0.999999; x > 0"),
        ("x*log(1 + 1/x) < 1; x > 0", "x*log(1 - 1/x) <= -1.000001; x > 1"),
        ("(x + 1)*log(1 + 1/x) >= 1; x > 0", "(x + 1/3)*log(1 + 1/x) >= 1; x > 0"),
        ("sqrt(x**2 + 1) - x > 0; x > 0", "1/(1 + x**2) - 1/x > 0; x > 0"),
        ("x/(1 - x) >= -1; x < 0", "x/(1 - x) >= -0.999; x < 0"),
    ],
)
def test_from_infinity(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (descent.from_infinity,))
        assert (found is not None) is proved, text
