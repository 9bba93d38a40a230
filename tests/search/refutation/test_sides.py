"""What the two sides of a refuted claim are: exactly or in balls, of the part and the entry that fails."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import refute
from gradcheck.language.author import (
    And,
    Iff,
    Implies,
    Invertible,
    Or,
    dimension,
    eq,
    exp,
    matrix,
    ones,
    reals,
    sin,
    tanh,
    vector,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Num, Symbol
from gradcheck.search.refutation.sides import FailingRelation, sides_of

x, r = reals("x r")
d = dimension("d")
w, M = vector("w", d), matrix("M", d, d)


def at(value: object) -> Counterexample:
    return Counterexample(((Symbol("x"), Fraction(str(value))),))


def sides(claim: Proposition, witness: Counterexample, *given: Proposition) -> FailingRelation:
    refute(Goal(claim, given), witness)
    found = sides_of(Goal(claim, given), witness)
    assert found is not None
    return found


def test_exact_values_and_values_in_balls() -> None:
    found = sides(eq(x**2 / 4, x), at(3))
    assert (found.left, found.right, found.place) == ((Fraction(9, 4),) * 2, (Fraction(3),) * 2, ())
    low, high = sides(exp(x) <= 2, at(1)).left
    assert Fraction(271828, 100000) < low < high < Fraction(271829, 100000)


def test_values_that_are_too_small_for_normal_forms() -> None:
    low, high = sides(eq(sin(x) * exp(x), x), at("0.000001")).left
    assert Fraction(1, 10**6) < low < high < Fraction(11, 10**7)


def test_the_relation_that_fails_and_the_entry() -> None:
    entries = (("w", (1,), Fraction(1)), ("w", (2,), Fraction(5)))
    found = sides(eq(w, ones(d)), Counterexample(((d, Fraction(2)),), entries))
    assert (found.place, found.left[0], found.right[0]) == ((2,), 5, 1)
    second = sides(Implies(x > 0, And((x >= 1, x >= 3))), at(2))
    assert (second.relation, second.left[0]) == (x >= 3, 2)
    assert sides(Iff(x > 0, x > 1), at(1)).relation == (x > 1)
    assert sides(Implies(Implies(x > 5, x > 6), x > 7), at(1)).relation == (x > 7)
    assert sides(Or((x >= 2, x >= 1)), at(0)).relation == (x >= 1)


def test_a_product_that_is_not_multiplied_out() -> None:
    found = sides((x - 1) * (x - 3) * (1 + x**2) >= 0, at(2))
    assert found.left == (-5, -5)


def test_over_the_box_of_a_root() -> None:
    witness = Counterexample((), roots=((r, Fraction(119, 100), Fraction(12, 10)),))
    found = sides(And((r > 0, r > 2)), witness, r > 0, eq(r * tanh(r), 1))
    assert (found.relation, found.right) == (r > 2, (2, 2))
    assert found.left[0] <= Fraction(119, 100) < Fraction(12, 10) <= found.left[1]


def test_a_claim_that_is_no_relation_of_numbers_has_none() -> None:
    witness = Counterexample(((d, Fraction(1)),), (("M", (1, 1), Fraction(0)),))
    refute(Goal(Invertible(M)), witness)
    assert sides_of(Goal(Invertible(M)), witness) is None
    assert sides_of(Goal(eq(x, Num(Fraction(1)))), Counterexample(())) is None
