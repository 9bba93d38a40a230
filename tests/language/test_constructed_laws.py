"""Laws that are made of others, divergences and entropies, factorials: against tables that are computed here."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import comb, factorial

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import ReadError, read_typed
from gradcheck.language.printing.line import render_line
from gradcheck.language.printing.text import render_text
from gradcheck.prover.preamble import preamble_of_typed
from tests.verdicts import verdict_on

P = Fraction(1, 3)


def verdict(text: str) -> str:
    typed = read_typed(text)
    return verdict_on(Goal(typed.claim, typed.given, typed.definitions))


def moment(law: Iterable[tuple[Fraction, Fraction]], order: int) -> Fraction:
    return sum((chance * value**order for value, chance in law), Fraction(0))


@pytest.mark.parametrize("count", [0, 1, 3])
def test_binomial_moments_are_those_of_the_table(count: int) -> None:
    table = [(Fraction(k), comb(count, k) * P**k * (1 - P) ** (count - k)) for k in range(count + 1)]
    for order in (1, 2, 3):
        value = moment(table, order)
        assert verdict(f"E[X^{order}] = {value} where X ~ Binomial({count}, 1/3)") == "proved"
        assert verdict(f"E[X^{order}] = {value + 1} where X ~ Binomial({count}, 1/3)") == "refuted"


def test_gamma_and_laplace_moments_are_known() -> None:
    for order in (1, 2, 3):
        gamma = Fraction(factorial(2 + order), factorial(2))  # (k + order - 1)!/(k - 1)! for k = 3
        assert verdict(f"E[X^{order}] = {gamma}/r^{order} where X ~ Gamma(3, r)") == "proved"
        assert verdict(f"E[X^{order}] = {gamma + 1}/r^{order} where X ~ Gamma(3, r)") == "refuted"
    for order, value in ((1, 0), (2, 2), (3, 0), (4, 24)):
        assert verdict(f"E[X^{order}] = {value} b^{order} where X ~ Laplace(0, b)") == "proved"
    assert verdict("E[X^2] = b^2 where X ~ Laplace(0, b)") == "refuted"


@pytest.mark.parametrize(
    "chances",
    [("1/2", "1/4", "1/4"), ("0", "0", "1"), ("1", "0", "0"), ("0", "1/2", "1/2"), ("1/2", "1/2"), ("1/8",) * 8],
)
def test_categorical_moments_are_those_of_the_table(chances: tuple[str, ...]) -> None:
    table = [(Fraction(k), Fraction(chance)) for k, chance in enumerate(chances, 1)]
    law = f"X ~ Categorical({', '.join(chances)})"
    for order in (1, 2):
        assert verdict(f"E[X^{order}] = {moment(table, order)} where {law}") == "proved"
        assert verdict(f"E[X^{order}] = {moment(table, order) - Fraction(1, 7)} where {law}") == "refuted"


CLAIMS = {
    "E[X] = n p where X ~ Binomial(n, p)": "proved",
    "Var[X] = n p (1 - p) where X ~ Binomial(n, p)": "proved",
    "Var[X] = n p (1 + p) where X ~ Binomial(n, p)": "refuted",
    "E[X Y] = n p m q where X ~ Binomial(n, p), Y ~ Binomial(m, q)": "proved",
    "E[X X] = n p n p where X ~ Binomial(n, p)": "refuted",  # one random variable twice
    "Var[X] > 0 where X ~ Laplace(m, b)": "proved",  # b > 0 is presupposed
    "E[X] = k/r where X ~ Gamma(k, r), k dimension": "proved",
    "E[X] = p a + (1 - p) b where X ~ Finite([a, b], [p, 1 - p])": "proved",
    "E[X] = p b + (1 - p) a where X ~ Finite([a, b], [p, 1 - p])": "refuted",
    "E[X] (1 - p) > 0 where X ~ Finite([1, 2], [p, 1 - p])": "refuted",  # at p = 1
    "KL(Normal(m, 1), Normal(0, 1)) = m^2/2": "proved",
    "KL(Normal(a, v), Normal(c, w)) = log(w/v)/2 + (v + (a - c)^2)/(2w) - 1/2 where v > 0, w > 0": "proved",
    "KL(Exponential(a), Exponential(b)) = log(a/b) + b/a - 1 where a > 0, b > 0": "proved",
    "entropy(Normal(m, v)) = log(2 pi e v)/2 where v > 0": "proved",
    "entropy(X) = 1 - log(r) where X ~ Exponential(r), r > 0": "proved",
    "entropy(X) = log(2) where X ~ Bernoulli(1/2)": "proved",
    "entropy(X) = log(3) where X ~ Bernoulli(1/2)": "refuted",
    "binomial(5, 2) = 10": "proved",
    "binomial(5, 2) = 9": "refuted",
    "binomial(5, 5) = binomial(5, 0)": "proved",
    "(n + 1)! = (n + 1) n! for n in N": "proved",
}


@pytest.mark.parametrize("text", CLAIMS)
def test_verdicts(text: str) -> None:
    assert verdict(text) == CLAIMS[text]


VALUELESS = ["entropy(Normal(0, 0)) = 0", "binomial(5, 6) = 0", "entropy(X) = 0 where X ~ Bernoulli(0)"]


@pytest.mark.parametrize("text", VALUELESS)
def test_what_has_no_value_is_not_proved(text: str) -> None:
    assert verdict(text) == "undecided"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("E[X] = 1 where X ~ Categorical(1/2, 1/4, 1/2)", "add up to 1"),
        ("E[X] = 1 where X ~ Categorical(3/2, -1/2)", "add up to 1"),
        ("E[X] = 1 where X ~ Categorical(p, q, r)", "three outcomes or more are numbers"),
        ("E[X] = a/b where X ~ Gamma(a, b), a > 0", "whole number"),
        ("E[X] = a/b where X ~ Gamma(0, b)", "whole number"),
        ("E[X] = 1 where X ~ Binomial(-1, p)", "whole number"),
        ("E[X] = 1 where X ~ Binomial(n, p), n real", "whole number"),
        ("E[X] = 1 where X ~ Laplace(1, 0)", "positive"),
        ("E[X] = 1 where X ~ Finite([1, 2], [1])", "as many values"),
        ("E[X] = v where X ~ Binomial(3, 1/2), X in R^n", "only a number"),
        ("E[X] = 1 where X ~ Poisson(1)", "laws are Binomial"),
        ("KL(Normal(0, 1), Bernoulli(1/2)) = 0", "not part of the language"),
        ("entropy(Uniform(0, 1)) = 0", "not part of the language"),
        ("argmax(x - x^2, x) = 1/2", "for all x"),
    ],
)
def test_refusals(text: str, said: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_typed(text)
    assert said in str(refused.value)


def test_the_preamble_says_what_the_name_is_made_of() -> None:
    told = preamble_of_typed(read_typed("E[X] = n p where X ~ Binomial(n, p)"))
    assert [one.pretty for one in told.defined] == ["X = 𝟏ₙᵀX'"]
    assert any("Bernoulli(p)" in one.pretty for one in told.lines)


def test_factorials_are_printed_as_they_are_read() -> None:
    for text in ("(n + 1)! = (n + 1)*n!", "5!/(2!*3!) = 10", "(2*n)! = n!"):
        typed = read_typed(f"{text} for n in N")
        assert render_text(typed.claim) == text
        assert read_typed(render_line(typed.claim, typed.given)).claim is typed.claim
