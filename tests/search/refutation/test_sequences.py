"""Free sequences of which something is assumed for every index, and free families: which they are, and their values."""

from __future__ import annotations

import random
from fractions import Fraction

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import ForAll, Implies, eq, family, initial, naturals, recurrence, sequence
from gradcheck.search.refutation.counterexample import refutes, search_counterexample
from gradcheck.search.refutation.sequences import CHOICES, free_families, steady_names, with_families

i, j, k = naturals("i j k")
s, t = sequence("s"), family("t")
DEFINED = (initial(s(0), 1), recurrence(s(k), s(k - 1) + 1, start=1))
POSITIVE = ForAll((i,), s(i) >= 1)


def test_a_sequence_with_an_assumption_for_every_index() -> None:
    assert steady_names(Goal(s(k) > 0, (POSITIVE,))) == {"s"}
    assert steady_names(Goal(s(k) > 0, (ForAll((i,), Implies(i <= k, s(i) >= 1)),))) == set(), "for few alone"
    assert steady_names(Goal(s(k) > 0, (s(0) >= 1,))) == set()
    assert steady_names(Goal(s(k) > 0, (POSITIVE,), DEFINED)) == set(), "it is not free"


def test_the_members_of_free_families() -> None:
    goal = Goal(t(k, i) > 0, (ForAll((j,), t(k, j) >= 0),))
    assert set(free_families(goal)) == {t(k, i), t(k, 0), t(k, 1)}
    assert free_families(Goal(s(k) > 0)) == []
    step = (initial(t(0, i), 1), recurrence(t(k, i), t(k - 1, i), start=1))
    assert free_families(Goal(t(k, i) > 0, (), step)) == []


def test_a_family_gets_values_at_its_parameters() -> None:
    goal = Goal(t(k, i) > 0)
    bare = Counterexample(((k, Fraction(2)), (i, Fraction(3))))
    found = with_families(goal, bare, free_families(goal), random.Random(1))
    ((name, index, parameters, value),) = found.members
    assert (name, index, parameters) == ("t", 2, (3,))
    assert value in CHOICES
    assert with_families(goal, Counterexample(()), free_families(goal), random.Random(1)).members == ()


def test_what_they_are_for() -> None:
    for goal in (Goal(s(k) >= 2, (POSITIVE,)), Goal(eq(t(k, i), t(k, j)))):
        found = search_counterexample(goal)
        assert found is not None
        assert refutes(goal, found)
    assert search_counterexample(Goal(s(k) >= 1, (POSITIVE,)), 40) is None
