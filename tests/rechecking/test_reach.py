"""What the second reader sees by itself beyond normal forms, and the near misses that it must not see."""

from __future__ import annotations

import pytest

from gradcheck.kernel import evidence as by
from gradcheck.language import author as a
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import ForAll, Implies
from tests.rechecking.certificate import READER, row, word

NF, SIGN = by.ByNormalForm(), by.BySign()
x, z, w, s = a.reals("x z w s")
n, k = a.natural("n"), a.natural("k")
m = a.dimension("m")
v, u = a.vector("v", m), a.sequence("u")


def agrees(claim: Node, evidence: by.Evidence, *given: Node, define: tuple = (), is_true: bool = True) -> None:
    assert (word(claim, evidence, given, define) == "checked") is is_true


def fails(claim: Node, evidence: by.Evidence, *given: Node, define: tuple = ()) -> None:
    agrees(claim, evidence, *given, define=define, is_true=False)


Z = a.random_variable("Z", a.Normal(0, s**2))
MOVED = a.random_variable("Z", a.Normal(1, 1))
FAIR, LOOSE = (a.random_variable("Y", a.Uncorrelated(0, 1, symmetric=fair), m) for fair in (True, False))
ODD = a.random_variable("O", a.Independent(0, 1, symmetric=True))


def test_means_of_functions_of_a_symmetric_variable() -> None:
    size = a.sqrt(2 / a.pi)
    agrees(a.eq(a.E(a.absolute(Z)), size * a.absolute(s)), NF)
    agrees(a.eq(a.E(a.absolute(Z) ** 3), 2 * size * a.absolute(s) ** 3), NF)
    agrees(a.eq(a.E(a.relu(Z)), size * a.absolute(s) / 2), NF)
    agrees(a.eq(a.E(a.relu(Z) ** 2), s**2 / 2), NF)
    agrees(a.eq(a.E(Z * a.absolute(Z)), 0), NF)
    agrees(a.eq(a.E(a.sin(ODD)), 0), NF)
    agrees(a.eq(a.E(a.relu(FAIR) @ a.relu(FAIR)), m / 2), NF)
    fails(a.eq(a.E(a.absolute(Z)), a.absolute(s)), NF)
    fails(a.eq(a.E(a.absolute(Z)), size * s), NF)
    fails(a.eq(a.E(a.absolute(Z) ** 3), size * a.absolute(s) ** 3), NF)
    fails(a.eq(a.E(a.relu(MOVED) ** 2), 1), NF)
    fails(a.eq(a.E(MOVED * a.absolute(MOVED)), 0), NF)
    fails(a.eq(a.E(a.cos(ODD)), 0), NF)
    fails(a.eq(a.E(a.relu(LOOSE) @ a.relu(LOOSE)), m / 2), NF)


def test_a_mean_that_may_not_exist_has_no_value() -> None:
    """Of uncorrelated entries there are moments of the orders one and two."""
    one = FAIR[1]
    agrees(a.eq(a.E(one * a.absolute(one)), 0), NF)
    fails(a.eq(a.E(one**3 * a.absolute(one)), 0), NF)
    fails(a.eq(a.E(one**3), 0), NF)
    hidden = a.random_variable("H", a.Normal(0, a.random_variable("S", a.Exponential(1)) ** 2))
    fails(a.eq(a.E(hidden * a.absolute(hidden)), 0), NF)


def test_the_mean_of_a_layer_after_a_relu() -> None:
    weights = a.random_variable("W", a.Independent(0, w**2), m, m)
    layer = weights @ a.relu(FAIR)
    agrees(a.eq(a.E(layer), a.zeros(m)), NF)
    agrees(a.eq(a.Var(layer), m * w**2 / 2 * a.ones(m)), NF)
    fails(a.eq(a.Var(layer), m * w**2 * a.ones(m)), NF)


def test_a_hypothesis_about_an_array_is_known_of_its_entries() -> None:
    positive = v > a.zeros(m)
    agrees(v[1] > 0, SIGN, positive)
    agrees(a.total(v[k], k, 1, m) > 0, SIGN, positive)
    agrees(a.eq(a.sqrt(v[1]) ** 2, v[1]), NF, positive)
    fails(v[1] > 0, SIGN, v >= a.zeros(m))
    fails(a.total(v[k], k, 1, m) > 0, SIGN, v >= a.zeros(m))
    fails(a.total(v[k] - 1, k, 1, m) > 0, SIGN, positive)
    fails(a.eq(v[2] / v[2], 1), NF, positive)  # there may be one entry
    fails(v[1] > 0, SIGN, a.vector("w", m) > a.zeros(m))


def test_a_sum_over_no_entries_is_zero() -> None:
    empty = a.vector("e", n)
    fails(a.total(empty[k], k, 1, n) > 0, SIGN, empty > a.zeros(n))
    agrees(a.total(empty[k], k, 1, n) >= 0, SIGN, empty > a.zeros(n))


def test_a_hypothesis_about_every_member_is_known_of_each() -> None:
    every = ForAll((k,), u(k) >= 1)
    late = ForAll((k,), Implies(k >= 3, u(k) >= 1))
    agrees(u(n) + u(n + 1) >= 2, SIGN, every)
    agrees(u(n + 3) > 0, SIGN, late)
    fails(u(n) + u(n + 1) > 2, SIGN, every)
    fails(u(n - 1) >= 1, SIGN, every)  # which may be no member of the family
    fails(u(n + 2) > 0, SIGN, late)
    fails(a.sequence("t")(n) >= 1, SIGN, every)


def test_what_a_hypothesis_says_of_a_product_is_known_of_its_factors() -> None:
    agrees(x >= w, SIGN, (x - w) * (z - x) >= 0, z > x)
    fails(x >= w, SIGN, (x - w) * (z - x) >= 0, z >= x)
    fails(x > w, SIGN, (x - w) * (z - x) >= 0, z > x)
    agrees(a.eq(w / w, 1), NF, a.absolute(w) >= 4)
    fails(a.eq(w / w, 1), NF, a.absolute(w) >= 0)


def test_hypotheses_that_contradict_each_other_prove_all_that_has_a_sign() -> None:
    agrees(z > 0, SIGN, x > 1, x < 0)
    agrees(z > 0, SIGN, a.eq(x * w, 1), x * w < 1)
    fails(z > 0, SIGN, x >= 1, x <= 1)
    fails(z > 0, SIGN, x > 0, x < 1)


def test_equations_that_turn_each_other_around_are_used_one_way() -> None:
    there, back = a.eq(x, z), a.eq(z, x)
    value = a.eq(x * a.tanh(x), 1)
    agrees(z * a.tanh(z) <= 1, by.ByRewriting((there, back), SIGN), there, back, value)
    agrees(a.eq(z * a.tanh(z), 1), by.ByRewriting((there, back), by.ByNormalForm()), there, back, value)
    fails(z * a.tanh(z) < 1, by.ByRewriting((there, back), SIGN), there, back, value)


def test_a_hypothesis_is_true_only_where_its_sides_have_values() -> None:
    quotient = a.eq(1 / x, 1 / x)
    agrees(a.eq(1 / x - 1 / x, 0), NF, quotient)
    fails(a.eq(1 / x - 1 / x, 0), NF, a.eq(1 / z, 1 / z))
    fails(a.eq(1 / x - 1 / x, 0), NF, Implies(z > 0, quotient))
    top = a.sup(a.tanh(x) * z, x)
    agrees(top - top <= 0, SIGN, top <= 5)
    fails(top - top <= 0, SIGN, top >= 5)  # it may be infinite


@pytest.mark.parametrize("gap", [(1, 0), (1, 1), (a.oo, 0)], ids=str)
def test_an_extremum_over_no_numbers_has_no_value(gap: tuple) -> None:
    empty = a.sup(x, x, *gap)
    fails(empty - empty <= 0, SIGN, empty <= 5)


def test_slopes_at_points_without_a_kink() -> None:
    agrees(a.eq(a.d(a.relu(w * x), x), w), NF, w * x > 0)
    agrees(a.eq(a.d(a.absolute(x - z), x), -1), NF, x < z)
    agrees(a.eq(a.d(a.norm(v), v), v / a.norm(v)), NF, a.ne(a.norm(v), 0))
    fails(a.eq(a.d(a.relu(w * x), x), w), NF, w * x >= 0)
    fails(a.eq(a.d(a.relu(w * x), x), 0), NF, a.eq(w * x, 0))
    fails(0 * a.d(a.norm(v), v)[1] >= 0, SIGN)
    fails(a.eq(a.d(a.relu(x - a.sqrt(x)), x), 0), NF, x < a.sqrt(x))  # at 0 the root has no slope


def test_slopes_of_members_with_kinks_where_the_one_before_has_one() -> None:
    y = a.sequence("y", of=(x,))
    layers = (a.initial(y(0), x), a.recurrence(y(k), a.absolute(y(k - 1)), start=1))
    known = a.eq(a.d(y(n), x), s)
    agrees(a.eq(a.d(y(n + 1), x), s), NF, known, y(n) > 0, define=layers)
    agrees(a.eq(a.d(y(n + 1), x), -s), NF, known, y(n) < 0, define=layers)
    fails(a.eq(a.d(y(n + 1), x), s), NF, known, y(n) >= 0, define=layers)
    fails(a.eq(a.d(y(n + 1), x), s), NF, y(n) > 0, define=layers)
    agrees(a.eq(a.d(y(n + 2), x), s), NF, known, y(n) > 0, define=layers)
    fails(a.eq(a.d(y(n + 2), x), s), NF, known, y(n) < 0, define=layers)


def test_a_step_about_a_slope_is_used_at_another_point() -> None:
    y, other = a.sequence("y", of=(x,)), a.sequence("y", of=(z,))
    layers = (a.initial(y(0), x), a.recurrence(y(k), a.tanh(w * y(k - 1)), start=1))
    stated = READER.read(row(a.d(y(n), x) <= 1, SIGN, (), layers))
    steps = {"bound": (stated[0], (), stated[2], ())}
    moved = row(a.d(other(n), z) <= 1, by.ByStep("bound", ((x, z),), (), by.ByHypothesis()), (), layers)
    assert READER.answer(moved, steps).word == "checked"
    fixed = row(a.d(other(n), z) <= 1, by.ByStep("bound", ((x, w),), (), by.ByHypothesis()), (), layers)
    assert READER.answer(fixed, steps).word == "wrong"  # members depend on w
