"""Witnesses with fractions: entries within their bounds, on the simplex, on the sphere; and true claims beside them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    Invertible,
    chain,
    dimensions,
    eq,
    identity,
    integer,
    inverse,
    log,
    matrix,
    natural,
    norm,
    ones,
    rational,
    reals,
    sequence,
    total,
    vector,
    zeros,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.refutation.candidates import is_model
from gradcheck.search.refutation.counterexample import refutes, search_counterexample
from gradcheck.search.refutation.fitting import solved
from gradcheck.search.refutation.pools import SIMPLE, entry_bounds, entry_pool, limits_at

n, i, j = dimensions("n i j")
k, b, T = integer("k"), natural("b"), natural("T")
v, w, p = (vector(name, n) for name in "vwp")
A = matrix("A", n, n)
x, y, z = reals("x y z")
s = sequence("s")
half = rational(1, 2)
simplex = (p > zeros(n), eq(ones(n) @ p, 1))
corner = (eq(x + y + z, 1), x > 0, y > 0, z > 0)

Case = tuple[Proposition, tuple[Proposition, ...]]
FALSE: dict[str, Case] = {
    "an entry between 0 and 1": (eq(v[1], v[1] ** 2), (chain(0, "<", v[1], "<", 1),)),
    "its square is smaller": (v[1] < v[1] ** 2, (v[1] > 0, v[1] < 1)),
    "an entry of a matrix": (A[1, 1] <= A[1, 1] ** 2, (A[1, 1] >= 0, n >= 2)),
    "all entries in a box": (total(v[k] ** 2, k, 1, n) >= 1, (v > zeros(n), v < ones(n))),
    "two arrays in a box": (eq(v[1] * w[1], v[1]), (v > zeros(n), w > zeros(n), v < ones(n), w < ones(n))),
    "a short vector": (eq(norm(v), 1), (norm(v) <= 1, norm(v) > 0)),
    "a norm and its square": (norm(v) ** 2 >= norm(v), (v > zeros(n),)),
    "unit vectors": (eq(v @ v, v @ w), (eq(norm(v), 1), eq(norm(w), 1))),
    "the simplex": (eq(p @ p, 1), simplex),
    "the closed simplex": (p @ p < half, (p >= zeros(n), eq(ones(n) @ p, 1))),
    "the simplex as a sum": (eq(p @ p, 1), (p > zeros(n), eq(total(p[k], k, 1, n), 1), n >= 3)),
    "an entropy": (eq(-p @ log(p), log(n)), simplex),
    "the sign of an entropy": (-p @ log(p) <= 0, simplex),
    "a mean": (eq(p @ v, v[1]), simplex),
    "cubes on the simplex": (p @ p <= total(p[k] ** 3, k, 1, n), simplex),
    "the uniform distribution alone": (p @ p > 1 / n, simplex),
    "three numbers": (eq(x**2 + y**2 + z**2, 1), corner),
    "three numbers, at the centre alone": (x * y * z < rational(1, 27), corner),
    "twice the unit": (eq(A @ inverse(A), 2 * identity(n)), (Invertible(A),)),
    "all members between 0 and 1": (s(T) ** 2 >= s(T), (ForAll((b,), And((s(b) >= 0, s(b) <= 1))),)),
    "entries below a bound": (eq(v[i], v[i] ** 2),
                              (ForAll((j,), Implies(j <= n, And((v[j] > 0, v[j] < 1)))), i <= n)),
    "all entries but the last": (v[i] > 0, (ForAll((j,), Implies(j <= n - 1, v[j] > 0)), i <= n)),
    "all entries but the first": (v[i] > 0, (ForAll((j,), Implies(And((j <= n, j >= 2)), v[j] > 0)), i <= n)),
}  # fmt: skip
TRUE: dict[str, Case] = {
    "an entry between 0 and 1": (v[1] > v[1] ** 2, (v[1] > 0, v[1] < 1)),
    "squares on the simplex": (p @ p <= 1, simplex),
    "an entry of the simplex": (p[1] <= 1, simplex),
    "the least squares on the simplex": (p @ p >= 1 / n, simplex),
    "an entropy": (-p @ log(p) <= log(n), simplex),
    "three numbers": (x * y * z <= rational(1, 27), corner),
    "a product with the inverse": (eq(A @ inverse(A), identity(n)), (Invertible(A),)),
    "unit vectors": (v @ w <= 1, (eq(norm(v), 1), eq(norm(w), 1))),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_witness_with_fractions_is_found(name: str) -> None:
    goal = Goal(*FALSE[name])
    found = search_counterexample(goal, 120)
    assert found is not None
    assert refutes(goal, found)
    assert is_model(goal, found)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_claim_has_no_witness(name: str) -> None:
    assert search_counterexample(Goal(*TRUE[name]), 60) is None


def at(*entries: object, **scalars: object) -> Counterexample:
    named = {"x": x, "y": y, "z": z, "n": n}
    return Counterexample(
        tuple((named[name], Fraction(str(value))) for name, value in scalars.items()),
        tuple(("p", (place,), Fraction(str(value))) for place, value in enumerate(entries, 1)),
    )


def test_all_numbers_of_an_equation_are_scaled_and_keep_their_signs() -> None:
    assert solved(Goal(p @ p > 0, simplex), at(1, 3, n=2), scaling=True) == at("1/4", "3/4", n=2)
    assert solved(Goal(x > 0, corner), at(x=1, y=2, z=3), scaling=True) == at(x="1/6", y="1/3", z="1/2")
    sphere = Goal(p[1] > 0, (eq(norm(p), 1),))
    assert solved(sphere, at(3, 4, n=2), scaling=True) == at("3/5", "4/5", n=2)
    assert solved(sphere, at(1, 1, n=2), scaling=True) == at(1, 1, n=2), "sqrt(2) is no rational number"
    turned = Goal(p[1] > 0, (eq(ones(n) @ p, -1),))
    assert solved(turned, at(1, 1, n=2), scaling=True) == at(1, -2, n=2), "a sign would change: one entry is set"


def test_one_entry_is_set_where_scaling_does_not_help() -> None:
    assert solved(Goal(p[1] > 0, (eq(ones(n) @ p, 0),)), at(1, 3, n=2)) == at(1, -1, n=2)
    assert solved(Goal(p[1] > 0, (eq(p @ p, 2),)), at(1, 3, n=2)) == at(1, 3, n=2), "it is not linear"


def test_bounds_of_entries() -> None:
    goal = Goal(v[1] > 0, (v >= zeros(n), v[2] < 1, ForAll((j,), Implies(j <= n, w[j] > 2))))
    bounds = entry_bounds(goal)
    assert limits_at(bounds, "v", (1,), {}, partly=True) == ((">=", Fraction(0)),)
    assert limits_at(bounds, "v", (2,), {}, partly=True) == ((">=", Fraction(0)), ("<", Fraction(1)))
    assert limits_at(bounds, "w", (1,), {}, partly=False) == ()
    assert limits_at(bounds, "w", (1,), {}, partly=True) == ((">", Fraction(2)),)
    inside = entry_pool(((">", Fraction(0)), ("<", Fraction(1))), True)
    assert all(0 < value < 1 for value in inside)
    assert inside[0] == Fraction(1, 2)
    assert set(entry_pool((), True)) == set(SIMPLE[:5])
    assert all(value > 2 for value in entry_pool(((">", Fraction(2)),), False))
