"""Readings that were refused or wrong: bounds without a declaration, indices, means and maxima over something."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.members import TWO_DIGITS
from gradcheck.language.notation.reader import ReadError, read_typed
from gradcheck.language.printing.abbreviations import abbreviated
from gradcheck.language.printing.line import render_line
from gradcheck.language.printing.text import render_text
from gradcheck.prover.preamble import preamble_of_typed
from tests.verdicts import verdict_on

BOUNDS_SUM = "n is a natural number: it bounds a sum"


@pytest.mark.parametrize(
    ("text", "meant", "remark"),
    [
        ("sum(i, i, 1, n) = n(n + 1)/2", "sum(i, i, 1, n) = n*(n + 1)/2", BOUNDS_SUM),
        (r"\sum_{i=1}^n i = \frac{n(n+1)}{2}", "sum(i, i, 1, n) = n*(n + 1)/2", BOUNDS_SUM),
        ("i^2 >= i where i in 1..n", "i**2 >= i", "n is a natural number: it bounds a range"),
        ("prod(k x, k, 1, 2m) = 0", None, "m is a natural number: it bounds a product"),
        ("sum(k, k, 1, n) = 15 where n = 5", "sum(k, k, 1, 5) = 15", None),
        ("sum(x_i, i, 1, n) = 0 where x in R^n", "sum(x[i], i, 1, n) = 0", None),
        ("X_{12} = X_{21} where X in R^(2 x 2)", "X[1, 2] = X[2, 1]", TWO_DIGITS),
        ("X_12 = X_21 where X in R^(2 x 2)", "X[1, 2] = X[2, 1]", TWO_DIGITS),
        ("v_12 = 0 where v in R^20", "v[12] = 0", None),
        ("x_12 = 0", "x_12 = 0", None),
        (r"\mathbb{E}_{x \sim \mathcal{N}(0, 1)}[x^2] = 1", "E(x**2) = 1", None),
        (r"\mathbb{E}_x[x] + \mathbb{E}_y[y] = 0; x, y ~ Normal(0, 1)", "E(x) + E(y) = 0", None),
        (r"\mathbb{E}_{x, y}[x y] = 0; x, y ~ Normal(0, 1)", "E(x*y) = 0", None),
        (r"\max_i |z_i| \le \|z\| where z in R^n", "max(abs(z)) <= norm(z)", "the max over i is over the whole axis"),
        (r"\max_{1 \le i \le n} (c - 2 z_i) = 0 where z in R^n", "max(c*ones(n) - 2*z) = 0", None),
        (r"\min_i z_i^2 = 0 where z in R^n", "-max(-hadamard(z, z)) = 0", None),
        (r"\nabla_w \frac{1}{2} \|w\|^2 = w where w in R^n", "d(1/2*norm(w)**2, w) = w", None),
        ("∇_w 1/2 ‖w‖² = w where w in R^n", "d(1/2*norm(w)**2, w) = w", None),
    ],
)  # fmt: skip
def test_how_it_is_read(text: str, meant: str | None, remark: str | None) -> None:
    typed = read_typed(text)
    assert meant is None or render_text(typed.claim) == meant
    assert remark is None or remark in typed.remarks
    if not any("bounds" in one for one in typed.remarks):
        again = read_typed(render_line(typed.claim, typed.given, typed.definitions))
        assert again.claim is typed.claim


@pytest.mark.parametrize(
    ("text", "code", "said"),
    [
        # z_j would be a number that has nothing to do with z_k, and its derivative 0
        (r"\frac{\partial}{\partial z_j} \log \sum_{k=1}^K e^{z_k} = 0", "GC418", "what its index j is"),
        ("sum(z_k, k, 1, n) = z_j", "GC418", "what its index j is"),
        ("X_112 = 0 where X in R^(20 x 20)", "GC417", "X[1, 2]"),
        ("X_1 = 0 where X in R^(2 x 2)", "GC417", "X[1, 2]"),
        ("X[12] = 0 where X in R^(2 x 2)", "GC415", "2 indices"),
        ("sum(k, k, 1, n/2) = 0", "GC416", "integers"),
        (r"x = \mathbb{E}_{x \sim N(0, 1)}[x]", "GC417", "stands outside"),
        (r"\mathbb{E}_x[x y] = 0; x, y ~ Normal(0, 1)", "GC410", "y is random, too"),
        (r"\mathbb{E}_x[y] = 0; x, e ~ Normal(0, 1), y = x + e", "GC410", "e is random, too"),
        (r"\mathbb{E}_q[x] = 0; x ~ Normal(0, 1)", "GC410", "x is random, too"),
        (r"\mathbb{E}_{z \sim q(z | x)}[z] = 0", "GC410", "behind a bar"),
        (r"\max_{1 \le i \le m} z_i = 0 where z in R^n", "GC416", "whole axis"),
        (r"\max_i z_i y_i = 0 where z, y in R^n", "GC410", "one vector"),
        (r"\max_i z_i \le 1", "GC410", "as in  v in R^n"),
        ("cov(x, x) = 1", "GC404", "did you mean Cov?"),
        ("gelu(x) = x Phi(x)", "GC404", "where Phi(x) ="),
        ("H(X) = 1 where X ~ Bernoulli(1/2)", "GC404", "entropy(X)"),
        ("C(n, k) = 1 for n in N, k in 0..n", "GC404", "binomial(n, k)"),
        ("np.exp(x) > 0", "GC402", "write exp(x)"),
    ],
)
def test_refusals(text: str, code: str, said: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_typed(text)
    assert refused.value.code == code
    assert said in str(refused.value)


def test_a_number_with_a_name_is_printed_as_a_number() -> None:
    """1 + 1 = 2 where x = 1 is neither x + x = 2 nor x = x."""
    claims = {"x + 1 = 2 where x = 1": "1 + 1 = 2", "x = 1 where x = 1": "1 = 1", "x = y where x = -2": "-2 = y"}
    for text, shown in claims.items():
        typed = read_typed(text)
        assert render_text(abbreviated(typed.claim, typed.notation)) == shown
        assert "x = " in preamble_of_typed(typed).defined[0].text


def test_verdicts() -> None:
    claims = {
        "sum(i, i, 1, n) = n(n + 1)/2": "proved",
        "sum(i, i, 1, n) = n(n - 1)/2": "refuted",
        "sum(k, k, 2, n) = n(n + 1)/2 - 1": "undecided",  # it has no value at n = 0
        r"\mathbb{E}_{x \sim \mathcal{N}(0, 1)}[x^2] = 1": "proved",
        r"\mathbb{E}_{x \sim \mathcal{N}(1, 1)}[x^2] = 1": "refuted",
        r"\max_i z_i \le z_1 where z in R^n": "refuted",
    }
    for text, verdict in claims.items():
        typed = read_typed(text)
        assert verdict_on(Goal(typed.claim, typed.given)) == verdict, text
