"""Candidates are small at first, the same in every run, and fit the equations among the assumptions."""

from __future__ import annotations

from fractions import Fraction
from itertools import islice

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import ForAll, dimension, eq, natural, norm, reals, sequence, vector
from gradcheck.language.syntax.terms import Symbol
from gradcheck.search.refutation.candidates import is_model, search_candidates
from gradcheck.search.refutation.fitting import solved
from gradcheck.search.refutation.pools import size_of

x, y = reals("x y")
n, k = dimension("n"), natural("k")
s = sequence("s")


def at(**values: int) -> Counterexample:
    symbols: dict[str, Symbol] = {"x": x, "y": y}
    return Counterexample(tuple((symbols[name], Fraction(value)) for name, value in values.items()))


def test_candidates_are_the_same_in_every_run() -> None:
    goal = Goal(x * y > 0, (x + y >= 1,))
    assert list(islice(search_candidates(goal), 40)) == list(islice(search_candidates(goal), 40))


def test_small_values_come_first() -> None:
    first, *others = islice(search_candidates(Goal(x * y > 0)), 60)
    assert all(abs(value) <= 2 for _, value in first.scalars)
    assert any(size_of(value) > 3 for one in others for _, value in one.scalars)
    assert sorted(map(Fraction, (2, -1, 0, "1/2")), key=size_of) == [0, 2, -1, Fraction(1, 2)]


def test_everything_gets_a_value() -> None:
    for one in islice(search_candidates(Goal(norm(vector("v", n)) > x, (s(k) > 0,))), 10):
        values = dict(one.scalars)
        assert {n, k, x} <= values.keys()
        assert values[n] >= 1
        assert len(one.arrays) == values[n]
        assert any(name == "s" for name, *_ in one.members)


def test_equations_are_solved_where_they_are_linear() -> None:
    line = Goal(x > 0, (eq(2 * x + y, 3),))
    assert solved(line, at(x=1, y=5)) == at(x=-1, y=5)
    circle = Goal(x > 0, (eq(x**2 + y**2, 3),))
    assert solved(circle, at(x=1, y=5)) == at(x=1, y=5)
    assert all(is_model(line, one) for one in islice(search_candidates(line), 20))


def test_models() -> None:
    goal = Goal(x > 0, (eq(x + y, 3),))
    assert is_model(goal, at(x=1, y=2))
    assert not is_model(goal, at(x=1, y=1))
    assert not is_model(Goal(x > 0, (1 / y > 0,)), at(y=0)), "without a value it does not hold"
    assert not is_model(Goal(x > 0, (ForAll((y,), y**2 >= x),)), at(x=1))
