"""Polynomial inequalities of several variables by sums of squares, each beside a near miss."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.derivation import Step
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Refuted, prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.inequalities.gram import Block, Certificate, Poly, monomials, plus, search_squares, times
from gradcheck.search.inequalities.semidefinite import follow_path
from gradcheck.search.inequalities.squares import squares
from gradcheck.search.tactic import Search

TRUE = [
    "x**4 + y**4 + z**4 >= x*y*z*(x + y + z)",
    "x**4 - 4*x*y + y**4 + 2 >= 0",
    "x**4 - 4*x*y + y**4 + 3 > 0",
    "2*x**4 + 2*x**3*y - x**2*y**2 + 5*y**4 >= 0",
    "x**4*y**2 + x**2*y**4 + 1 - 3*x**2*y**2 >= 0",
    "2*x**2*y**2 <= x**4 + y**4 + 1/1000000",
    "x**8 + y**8 >= 2*x**4*y**4 - 1",
    "x**2 + x*y + y**2 > 0; x > 0",
    "x + y >= 2; x*y >= 1; x > 0",
    "x**2 + y**2 >= 2; x*y = 1",
    "x**4 + y**4 >= 1/2; x**2 + y**2 = 1",
    "x*y + y*z + z*x <= 1/3; x + y + z = 1; x >= 0; y >= 0; z >= 0",
    "x*y*z <= 1/27; x + y + z = 1; x >= 0; y >= 0; z >= 0",
    "x**2*y <= 4/27; x + y <= 1; x >= 0; y >= 0",
    "x**4*y**2 + y**4*z**2 + z**4*x**2 >= 3*x**2*y**2*z**2",
    "x*(x - y)*(x - z) + y*(y - x)*(y - z) + z*(z - x)*(z - y) >= 0; x >= 0; y >= 0; z >= 0",
    "a**2*b + b**2*c + c**2*a >= 3*a*b*c; a >= 0; b >= 0; c >= 0",
    "exp(4*x) + exp(4*y) + 2 >= 4*exp(x + y)",
]

FALSE = [
    "x**4 + y**4 + z**4 >= x*y*z*(x + y + z) + 1/1000*x**4",
    "x**4 - 4*x*y + y**4 + 1999/1000 >= 0",
    "x**4 - 4*x*y + y**4 + 2 > 0",
    "2*x**4 + 2*x**3*y - 3*x**2*y**2 + 1/2*y**4 >= 0",
    "x**4*y**2 + x**2*y**4 + 1 - 3001/1000*x**2*y**2 >= 0",
    "2*x**2*y**2 <= x**4 + y**4 - 1/1000000",
    "x**8 + y**8 > 2*x**4*y**4",
    "x**2 + 2*x*y + y**2 > 0; x > 0",
    "x + y >= 2; x*y >= 999/1000; x > 0",
    "x**2 + y**2 > 2; x*y = 1",
    "x**4 + y**4 >= 501/1000; x**2 + y**2 = 1",
    "x*y + y*z + z*x <= 333/1000; x + y + z = 1; x >= 0; y >= 0; z >= 0",
    "x*y*z < 1/27; x + y + z = 1; x >= 0; y >= 0; z >= 0",
    "x**2*y <= 4/28; x + y <= 1; x >= 0; y >= 0",
    "x**4*y**2 + y**4*z**2 + z**4*x**2 >= 3001/1000*x**2*y**2*z**2",
    "x*(x - y)*(x - z) + y*(y - x)*(y - z) + z*(z - x)*(z - y) >= 0; x >= 0; y >= 0",
    "a**2*b + b**2*c + c**2*a >= 3*a*b*c; a >= 0; b >= 0",
    "exp(4*x) + exp(4*y) + 2 > 4*exp(x + y)",
]


def accepted(line: str) -> Evidence | None:
    """The evidence of the tactic that the kernel accepts."""
    claim, given = read_claim(line)
    goal = Goal(claim, given)
    for evidence in squares(goal, Search()):
        try:
            check(goal, evidence, Trail()) if evidence is not None else None
        except Rejected:
            continue
        return evidence
    return None


@pytest.mark.parametrize("line", TRUE)
def test_a_true_polynomial_claim_has_an_exact_certificate(line: str) -> None:
    claim, given = read_claim(line)
    evidence = accepted(line)
    assert evidence is not None
    assert prove(Goal(claim, given), evidence).trust == "exact"


@pytest.mark.parametrize("line", FALSE)
def test_a_near_miss_has_none(line: str) -> None:
    assert accepted(line) is None


@pytest.mark.parametrize("line", FALSE[:3])
def test_a_near_miss_is_refuted(line: str) -> None:
    claim, given = read_claim(line)
    goal, step = Goal(claim, given), Step("claim", claim, given)
    assert isinstance(decide(goal, search_finding(goal, step, refute_first=False)), Refuted)


numbers = st.integers(-3, 3).map(Fraction)
forms = st.lists(numbers, min_size=6, max_size=6).map(
    lambda values: {key: v for key, v in zip(monomials(2, 0, 2), values, strict=True) if v}
)


BLOCK = Block({(0, 0): Fraction(1)}, tuple({key: Fraction(1)} for key in monomials(2, 0, 2)))
few = settings(max_examples=10, deadline=None, derandomize=True)


def sum_of_squares(parts: Iterable[Poly]) -> Poly:
    target: Poly = {}
    for part in parts:
        target = plus(target, times(part, part))
    return target


def value_of(found: Certificate) -> Poly:
    total: Poly = {}
    for weight, polynomial in found.squares[0]:
        assert weight > 0
        total = plus(total, times(polynomial, polynomial), weight)
    return total


@few
@given(st.lists(forms, max_size=3))
def test_a_sum_inside_of_the_cone_is_recognised(parts: list[Poly]) -> None:
    """With a square of each monomial there is a Gram matrix that is definite."""
    target = sum_of_squares([*parts, *BLOCK.basis])
    found = search_squares(target, [BLOCK], [])
    assert found is not None
    assert value_of(found) == target


@few
@given(st.lists(forms, min_size=1, max_size=3))
def test_what_is_found_on_its_boundary_is_the_polynomial(parts: list[Poly]) -> None:
    """There a sum may go unrecognised: its Gram matrices may annihilate irrational vectors."""
    target = sum_of_squares(parts)
    found = search_squares(target, [BLOCK], [])
    assert found is None or value_of(found) == target


@settings(max_examples=40, deadline=None)
@given(forms, st.tuples(numbers, numbers))
def test_what_is_negative_somewhere_is_no_sum_of_squares(part: Poly, place: tuple[Fraction, Fraction]) -> None:
    value = sum((v * place[0] ** a * place[1] ** b for (a, b), v in part.items()), Fraction(0))
    target = plus(times(part, part), {(0, 0): -(value**2) - Fraction(1, 100)})
    block = Block({(0, 0): Fraction(1)}, tuple({key: Fraction(1)} for key in monomials(2, 0, 2)))
    assert search_squares(target, [block], []) is None


def test_the_path_ends_at_the_largest_least_eigenvalue() -> None:
    """[[1, y], [y, 1]] is best at y = 0, where the least eigenvalue is 1; the path is bounded by 1."""
    points = list(follow_path([2], [(0, 0, 0, 1.0), (0, 1, 1, 1.0), (0, 0, 1, 0.5)], [[(0, 0, 1, 1.0)]]))
    assert points[-1].least == pytest.approx(1, abs=1e-3)
    assert points[-1].parameters[0] == pytest.approx(-0.5, abs=1e-2)


def test_the_path_gives_up_where_no_matrix_is_positive() -> None:
    """[[-1, y], [y, 1]] has a negative eigenvalue for every y."""
    points = list(follow_path([2], [(0, 0, 0, -1.0), (0, 1, 1, 1.0)], [[(0, 0, 1, 1.0)]]))
    assert all(point.least < 0 for point in points)
