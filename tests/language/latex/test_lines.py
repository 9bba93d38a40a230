"""Lines in LaTeX with declarations and assumptions in text behind them, in any mixture."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.reader import ReadError, read_claim
from gradcheck.language.printing.text import render_text

SAME = [
    (r"\sum_{i=1}^n i = \frac{n(n+1)}{2} where n in N", "sum(i, i, 1, n) = n(n + 1)/2 where n in N"),
    (r"\log(xy) = \log x + \log y where x, y > 0", "log(x y) = log(x) + log(y) where x, y > 0"),
    (r"\log x \le x - 1 given x > 0", "log(x) <= x - 1 given x > 0"),
    (r"\mathbb{E}[X^2] = \mu^2 + s^2 where X ~ Normal(\mu, s^2)", "E[X^2] = mu^2 + s^2 where X ~ Normal(mu, s^2)"),
    (r"x \le 1 where x \in \mathbb{R}; x < 0", "x <= 1 where x in R; x < 0"),
    (r"\|u\|^2 = u^\top u where u \in \mathbb{R}^n", "‖u‖² = u @ u where u in R^n"),
    (r"$x^2 \ge 0$ where x in R", "x^2 >= 0 where x in R"),
]


@pytest.mark.parametrize(("mixed", "text"), SAME)
def test_a_line_says_what_the_text_says(mixed: str, text: str) -> None:
    (claim, given), (other, assumed) = read_claim(mixed), read_claim(text)
    assert (render_text(claim), given) == (render_text(other), assumed)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        (r"\log x = 1 where x in Q7", 23),  # the place is that in the whole line
        (r"\mu x = 1 where X ~ Normal(\mu, ]", 33),
    ],
)
def test_places_are_those_of_the_line(line: str, column: int) -> None:
    with pytest.raises(ReadError) as caught:
        read_claim(line)
    assert caught.value.column == column


@pytest.mark.parametrize(
    "line", [r"s_i(\delta_{ij} - s_j) = 0 where s in R^n; i, j in 1..n", "δ_ij = 0 where i, j in 1..n"]
)
def test_a_name_with_two_indices_is_asked_for(line: str) -> None:
    with pytest.raises(ReadError, match="nothing says what delta is, with i and j at it") as caught:
        read_claim(line)
    assert "where(i = j, 1, 0)" in caught.value.hint


def test_a_declared_name_with_two_indices_is_a_name() -> None:
    assert render_text(read_claim("x_ij = 0 where x_ij in R; i, j in 1..n")[0]) == "x_ij = 0"
    assert render_text(read_claim("x_ij = 0")[0]) == "x_ij = 0"
