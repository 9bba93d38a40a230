"""Inequalities up to pi/2 and pi, without their divisors; near misses are not proved."""

from __future__ import annotations

from gradcheck.search.inequalities.irrational_bounds import between_irrational_ends, inside_a_modulus
from gradcheck.search.logic.lemmas import FORMS
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search
from tests.search.asking import found_by, goal_of

PAIRS = (
    ("tan(x) > x + x**3/3; 0 < x; x < pi/2", "tan(x) > x + 1.01*x**3/3; 0 < x; x < pi/2"),
    ("x <= tan(x); 0 <= x; x < pi/2", "1.01*x <= tan(x); 0 <= x; x < pi/2"),
    ("(sin(x)/x)**3 > cos(x); 0 < x; x < pi/2", "(sin(x)/x)**3 > 1.01*cos(x); 0 < x; x < pi/2"),
    ("2*sin(x) + tan(x) >= 3*x; 0 <= x; x < pi/2", "2*sin(x) + tan(x) >= 3.03*x; 0 <= x; x < pi/2"),
    ("sin(x)**2/sin(x) <= 1; 0 < x; x < pi", "sin(x)**2/sin(x) <= 0.99; 0 < x; x < pi"),
)


def test_up_to_multiples_of_pi() -> None:
    for true, _ in PAIRS:
        assert found_by(between_irrational_ends, true) is not None, true


def test_near_misses() -> None:
    search = new_search().skipping(FORMS, depth=2)  # that the divisors have a sign is shown by the tactic itself
    for _, false in PAIRS:
        assert first_proof(goal_of(false), search, (between_irrational_ends,)) is None, false


def test_inside_of_a_modulus() -> None:
    assert found_by(inside_a_modulus, "exp(x) < 3; abs(x) < 1") is not None
    assert found_by(inside_a_modulus, "exp(x) < 2.7; abs(x) < 1") is None
    assert found_by(inside_a_modulus, "exp(x) < 3; abs(x) <= a; a < 1") is None
