"""What follows linearly from the hypotheses, their terms as they are written; near misses are not proved."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import ByNormalForm, ByPositivity
from gradcheck.language.author import exp, reals
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.inequalities.transitivity import linear, transitive
from tests.search.asking import found_by

x, y = reals("x y")


@pytest.mark.parametrize(
    "line",
    [
        "x <= z; x <= y; y <= z",
        "2*x + 1 < 3*z + 2; 2*x < y; y <= 3*z",
        "sup(y*exp(-y), y) + x <= 5; sup(y*exp(-y), y) <= 2; x < 3",
        "x >= z - 1; z = 2*y; 2*y <= x + 1",
    ],
)
def test_a_chain(line: str) -> None:
    assert isinstance(found_by(transitive, line), ByPositivity)


def test_a_chain_of_equations() -> None:
    assert isinstance(found_by(transitive, "x = z; x = y + 1; z = y + 1"), ByNormalForm)
    assert found_by(transitive, "x = z; x = y + 1; z = y - 1") is None
    assert found_by(transitive, "x = z; x <= y; z >= y") is None


@pytest.mark.parametrize(
    "line",
    [
        "x < z; x <= y; y <= z",
        "x <= z; x <= y",
        "x <= z; x <= y; z <= y",
        "2*x < 3*z; 2*x < y; y <= 3*z + 1",
        "x >= z; z = 2*y; 2*y <= x + 1",
    ],
)
def test_near_misses(line: str) -> None:
    assert found_by(transitive, line) is None


@pytest.mark.parametrize("line", ["x*y <= 6; x <= 2; y <= 3; x >= 0; y >= 0", "exp(x) <= exp(y); x <= y"])
def test_products_and_functions_of_hypotheses_are_undecided(line: str) -> None:
    assert found_by(transitive, line) is None


def test_a_term_as_a_combination() -> None:
    one = as_term(1)
    assert linear((x + 2 * y) / 3 - 2 * (x - 1)) == {x: Fraction(-5, 3), y: Fraction(2, 3), one: Fraction(2)}
    assert linear(exp(x) * 3 - exp(x) - 2 * exp(x)) == {}
