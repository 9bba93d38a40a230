"""Log-sum-exp between its bounds, and moduli of sums, with near misses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    ForAll,
    Implies,
    absolute,
    dimensions,
    eq,
    exp,
    integer,
    log,
    ones,
    real,
    sigmoid,
    total,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.inequalities.logs_of_sums import both_sides, without_log, without_logarithms
from tests.search.asking import found_by

n, l = dimensions("n l")  # noqa: E741
k, v, w = integer("k"), vector("v", n), vector("w", n)
c, t = real("c"), real("t")
below = v <= c * ones(n)
by_entries = ForAll((l,), Implies(l <= n, v[l] <= c))
Z = ones(n) @ exp(v)
Claims = dict[str, tuple[Proposition, tuple[Proposition, ...]]]

TRUE: Claims = {
    "a largest entry and log n": (log(Z) <= c + log(n), (below,)),
    "by entries": (log(total(exp(v[k]), k, 1, n)) <= c + log(n), (by_entries,)),
    "a mean of exponentials": (log(Z / n) <= c, (below,)),
    "with a temperature": (t * log(total(exp(v[k] / t), k, 1, n)) <= c + t * log(n), (below, t > 0)),
    "two of them": (log(Z) <= log(ones(n) @ exp(w)) + c, (v <= w + c * ones(n),)),
    "a loss of few": (log(total(1 + exp(v[k]), k, 1, n)) > log(n), ()),
}
FALSE: Claims = {
    "log n forgotten": (log(Z) <= c, (below,)),
    "a strict bound": (log(Z) < c + log(n), (below,)),
    "a temperature of any sign": (t * log(total(exp(v[k] / t), k, 1, n)) <= c + t * log(n), (below,)),
    "the other way": (log(Z) >= log(ones(n) @ exp(w)) + c, (v <= w + c * ones(n),)),
}
MODULI: Claims = {
    "the modulus of a sum": (absolute(total(v[k], k, 1, n)) <= total(absolute(v[k]), k, 1, n), ()),
    "written the other way": (ones(n) @ absolute(v) >= absolute(ones(n) @ v), ()),
    "a change of log-sum-exp": (
        absolute(log(Z) - log(ones(n) @ exp(w))) <= c,
        (v <= w + c * ones(n), w <= v + c * ones(n)),
    ),
}


@pytest.mark.parametrize("name", TRUE)
def test_what_the_arguments_say_is_proved(name: str) -> None:
    claim, given = TRUE[name]
    assert found_by(without_logarithms, Goal(claim, given), depth=4) is not None


def test_no_near_miss_is_proved() -> None:
    assert [name for name, (claim, given) in FALSE.items() if found_by(without_logarithms, Goal(claim, given))] == []


@pytest.mark.parametrize("name", MODULI)
def test_a_modulus_is_bounded_from_both_sides(name: str) -> None:
    claim, given = MODULI[name]
    assert found_by(both_sides, Goal(claim, given)) is not None


def test_a_modulus_needs_both_sides() -> None:
    claim = absolute(log(Z) - log(ones(n) @ exp(w))) <= c
    assert found_by(both_sides, Goal(claim, (v <= w + c * ones(n),))) is None


def test_other_claims_are_left_alone() -> None:
    for claim in (eq(log(Z), c), log(c) <= t, c <= t, sigmoid(v) <= w):
        assert found_by(without_logarithms, Goal(claim)) is None
    assert found_by(both_sides, Goal(absolute(c) <= t)) is None


def test_a_claim_of_logarithms_alone_is_one_of_products() -> None:
    order, _ = without_log("<=", {log(c): (1, n), log(t): (-1, n)}, [])
    assert (order.left, order.right) == (c, t)
