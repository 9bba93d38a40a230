"""A part that has no value anywhere is named; one that has a value somewhere is not."""

from __future__ import annotations

import pytest

from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    ForAll,
    arbitrary_function,
    dimension,
    dimensions,
    eq,
    log,
    matrix,
    natural,
    real,
    sequence,
    sqrt,
    vector,
)
from gradcheck.language.notation.reader import read_claim, read_expression
from gradcheck.prover.prove import prove_claim
from gradcheck.runtime.limits import Limits
from gradcheck.search.driver import search_finding
from gradcheck.search.refutation.never_defined import gap_on_the_line, undefined_part


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("1/0 = 1", "1/0 is never defined: its denominator is 0"),
        ("0/0 = 0/0", "0/0 is never defined: its denominator is 0"),
        ("x/(x - x) = 1", "x/(x - x) is never defined: its denominator is 0"),
        ("sqrt(-1) = 1", "sqrt(-1) is never defined: its argument is negative"),
        ("log(0) < 0", "log(0) is never defined: its argument is not positive"),
        ("log(x) = 1 ; x < 0", "log(x) is never defined under the assumptions: its argument is not positive"),
        ("v[n + 1] = v[n + 1] ; v in R^n", "v[n + 1] is never defined: its index is more than n"),
        ("A[1, n + 2] >= 0 ; A in R^(m x n)", "A[1, n + 2] is never defined: its index is more than n"),
        ("v[-n] = 0 ; v in R^n", "v[-n] is never defined: its index is less than 1"),
        ("sum(v[k - 1], k, 1, n) = 2 ; v in R^n", "v[k - 1] is not defined at k = 1: its index is less than 1"),
        ("sum(1/k, k, 0, n) = 1 ; n in naturals", "1/k is not defined at k = 0: its denominator is 0"),
        ("sum(1/(n - k), k, 0, n) = 1 ; n in naturals", "1/(n - k) is not defined at k = n: its denominator is 0"),
        (
            "integral(x, x, 1, 0) = -1/2",
            "integral(x, x, 1, 0) is never defined: its lower end is more than its upper end",
        ),
        ("sup(x, x, 1, 1) = 1", "sup(x, x, 1, 1) is never defined: its lower end is not less than its upper end"),
    ],
)
def test_a_part_without_a_value(line: str, reason: str) -> None:
    outcome = prove_claim(*read_claim(line), Limits())
    assert (outcome.verdict, outcome.reason) == ("undecided", reason)


@pytest.mark.parametrize(
    "line",
    [
        "1/x = 1",
        "sqrt(x) = 1",
        "log(x) = 1",
        "sqrt(0) = 0",
        "where(x > 0, x, 1/0) = x ; x > 0",
        "1/(x - y) = 1",
        "sum(1/(n - k), k, 1, n) = 1 ; n in naturals",
        "v[n] = v[n] ; v in R^n",
        "integral(x, x, 1, 1) = 0",
        "sum(1/k, k, 1, n) = 1 ; n in naturals",
        "integral(x, x, y, 0) = 1",
    ],
)
def test_a_part_with_a_value_somewhere(line: str) -> None:
    claim, given = read_claim(line)
    assert undefined_part(Goal(claim, given)) == ""


@pytest.mark.parametrize(
    ("formula", "where"),
    [
        ("1/x", "1/x is not defined at x = 0: its denominator is 0"),
        ("sqrt(x)", "sqrt(x) is not defined at x = -1: its argument is negative"),
        ("x**(-2)", "x**(-2) is not defined at x = 0: its base is 0"),
        ("x**(1/3)", "x**(1/3) is not defined at x = -1: its base is negative"),
        ("x**x", "x**x is not defined at x = 0: its base is not positive"),
        ("sin(x)/cos(x)", "sin(x)/cos(x) is not defined at x = pi/2: its denominator is 0"),
        ("1/(1 + x**2)", ""),
        ("x**2", ""),
        ("log(1 + exp(x))", ""),
    ],
)
def test_a_gap_on_the_line(formula: str, where: str) -> None:
    assert gap_on_the_line(read_expression(formula), real("x")) == where


def test_bound_tells_where_a_function_is_not_defined() -> None:
    (first, second) = bound_chain(BoundRequest((read_expression("1/x"),))).undecided
    assert first.endswith("1/x is not defined at x = 0: its denominator is 0")
    assert second.endswith("1/x is not defined at x = 0: its denominator is 0")


def test_entries_of_an_array_are_left_alone() -> None:
    v = vector("v", dimension("n"))
    claim = eq(sqrt(v) + log(v), log(v) - sqrt(v))
    assert undefined_part(Goal(claim)) == ""


def test_an_assumption_that_no_candidate_can_be_put_into_ends_no_search() -> None:
    m, (n, side) = natural("m"), dimensions("n side")
    X, y, theta, g = matrix("X", n, side), vector("y", n), sequence("theta", side), sequence("g", side)
    slope = X.T @ arbitrary_function("rho").derivative(X @ theta(m) - y)
    claim = eq(g(m), theta(m))
    found = search_finding(Goal(claim, (ForAll((m,), eq(g(m), slope)),)), Step("claim", claim))
    assert (found.evidence, found.negation) == (None, None)
