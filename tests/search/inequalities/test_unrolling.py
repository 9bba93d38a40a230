"""What follows after T steps from assumptions about every step, and near misses; a simulation is the oracle."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import read_typed
from gradcheck.search.inequalities.unrolling import unrolled
from tests.search.asking import found_by

NUMBERS = "where T in N, T >= 1, a_t, r_t, f_t, b, c, d, m, s, B in R, h, l > 0"
ITERATES = f"{NUMBERS}, v, g_t, w_t in R^n, w_t = w_(t-1) - h*g_(t-1) for t >= 1"
CONVEX = "for all t in N: f_t <= b + g_t @ (w_t - v)"
DESCENT = "for all t in N: f_(t+1) <= f_t - h/2*norm(g_t)^2"
SMOOTH = "for all t in N: f_(t+1) <= f_t + g_t @ (w_(t+1) - w_t) + l/2*norm(w_(t+1) - w_t)^2"
ABOVE = "for all t in N: f_t >= b"
TELESCOPE = "for all t in N: r_t <= a_t - a_(t+1)"

PROVED = (
    f"r_T <= (1 - m)^T*r_0 {NUMBERS}, 0 <= m <= 1, for all t in N: r_(t+1) <= (1 - m)*r_t",
    f"r_T <= c^T*r_0 + s/(1 - c) {NUMBERS}, 0 <= c < 1, s >= 0, for all t in N: r_(t+1) <= c*r_t + s",
    f"r_T = c^T*r_0 {NUMBERS}, for all t in N: r_(t+1) = c*r_t",
    f"r_T < r_0 {NUMBERS}, for all t in N: r_(t+1) < r_t",
    f"r_T >= r_0 + d*T {NUMBERS}, for all t in N: r_(t+1) >= r_t + d",
    f"a_0 - a_T >= sum(r_k, k, 0, T-1) {NUMBERS}, {TELESCOPE}",
    f"a_1 - a_(T+1) >= sum(r_k, k, 1, T) {NUMBERS}, {TELESCOPE}",
    f"sum(r_k, k, 0, T-1) <= a_0 - b {NUMBERS}, {TELESCOPE}, for all t in N: a_t >= b",
    f"m <= 2*l*(a_0 - b)/T {NUMBERS}, for all t in N: a_(t+1) <= a_t - r_t/(2*l), for all t in N: a_t >= b,"
    " for all t in N: r_t >= m",
)

DESCENTS = (
    f"sum(norm(g_k)^2, k, 0, T-1) <= (f_0 - b)/(h*(1 - h*l/2)) {ITERATES}, h*l < 2, {SMOOTH}, {ABOVE}",
    f"f_T - b <= norm(w_0 - v)^2/(2*h*T) {ITERATES}, {DESCENT}, {CONVEX}",
    f"sum(f_k - b, k, 0, T-1) <= norm(w_0 - v)^2/(2*h) + h*T*B^2/2 {ITERATES}, {CONVEX},"
    " for all t in N: norm(g_t)^2 <= B^2",
    f"norm(w_T - v)^2 <= (1 - h*m)^T*norm(w_0 - v)^2 {ITERATES}, m > 0, h*m <= 1, h*l <= 1,"
    " for all t in N: b + norm(g_t)^2/(2*l) <= f_t, for all t in N: f_t <= b + g_t @ (w_t - v) - m/2*norm(w_t - v)^2",
    "norm(w_T)^2 <= norm(w_0)^2 where T in N, w_t, g_t in R^n, for all t in N: w_(t+1) = w_t - g_t,"
    " for all t in N: norm(g_t)^2 <= 2*(g_t @ w_t)",
)

NOT_PROVED = (
    f"r_T <= (1 - m)^(T+1)*r_0 {NUMBERS}, 0 <= m <= 1, r_0 >= 0, for all t in N: r_(t+1) <= (1 - m)*r_t",
    f"r_T <= c^T*r_0 {NUMBERS}, for all t in N: r_(t+1) <= c*r_t",
    f"r_T <= c^T*r_0 + s {NUMBERS}, 0 <= c < 1, s >= 0, for all t in N: r_(t+1) <= c*r_t + s",
    "r_T < r_0 where T in N, r_t in R, for all t in N: r_(t+1) < r_t",
    f"a_0 - a_T >= sum(r_k, k, 0, T) {NUMBERS}, {TELESCOPE}",
    f"sum(r_k, k, 0, T-1) <= a_0 - b {NUMBERS}, {TELESCOPE}, for all t in N: a_t <= b",
    f"m <= l*(a_0 - b)/T {NUMBERS}, for all t in N: a_(t+1) <= a_t - r_t/(2*l), for all t in N: a_t >= b,"
    " for all t in N: r_t >= m",
    f"f_T - b <= norm(w_0 - v)^2/(4*h*T) {ITERATES}, {DESCENT}, {CONVEX}",
    f"sum(f_k - b, k, 0, T-1) <= norm(w_0 - v)^2/(2*h) {ITERATES}, {CONVEX}, for all t in N: norm(g_t)^2 <= B^2",
    f"r_T <= r_1 {NUMBERS}, for all t in dimensions: r_t <= 3",
)


def goal_of(line: str) -> Goal:
    typed = read_typed(line)
    return Goal(typed.claim, typed.given, typed.definitions)


@pytest.mark.parametrize("line", PROVED)
def test_it_follows_after_all_steps(line: str) -> None:
    assert found_by(unrolled, goal_of(line)) is not None


@pytest.mark.parametrize("line", DESCENTS)
def test_methods_of_descent_converge(line: str) -> None:
    assert found_by(unrolled, goal_of(line)) is not None


def test_near_misses_do_not_follow() -> None:
    assert [line for line in NOT_PROVED if found_by(unrolled, goal_of(line)) is not None] == []


def test_an_assumption_from_another_index_on_is_not_used_before() -> None:
    """r(0) may be anything where the assumption begins at 1."""
    from_one = "for all t in dimensions: r_(t+1) <= r_t"
    assert found_by(unrolled, goal_of(f"r_(T+1) <= r_1 where T in N, r_t in R, {from_one}")) is not None
    assert found_by(unrolled, goal_of(f"r_T <= r_0 where T in N, r_t in R, {from_one}")) is None


def test_the_bound_of_a_linear_recurrence_is_proved_exactly_where_it_holds() -> None:
    """For r(t + 1) <= c r(t) + s the rest c^T r(0) + u is a bound for all T if and only if s/(1 - c) <= u."""
    draw = Random(7)
    for _ in range(8):
        c, s = Fraction(draw.randint(1, 5), 6), Fraction(draw.randint(0, 3), 3)
        u = s / (1 - c) + Fraction(draw.choice((-1, 0, 0, 1)), 60)
        rule = f"for all t in N: r_(t+1) <= ({c})*r_t + {s}"
        line = f"r_T <= ({c})^T*r_0 + ({u}) where T in N, T >= 1, r_t in R, {rule}"
        worst = max(sum(c**k * s for k in range(T)) for T in range(1, 60))
        assert (found_by(unrolled, goal_of(line)) is not None) == (worst <= u), line
