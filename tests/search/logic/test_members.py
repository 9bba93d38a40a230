"""Universal hypotheses and earlier steps at the members of a claim; near misses are not proved."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByForallElimination, ByInduction, ByNormalForm, ByStep
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.verdict import established, prove
from gradcheck.language.author import ForAll, Implies, eq, family, initial, naturals, recurrence
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.search.logic.members import members, members_of, steps_at_members
from tests.search.asking import found_by

a, i, j, p = naturals("a i j p")
t = family("t")
DEFINED = (initial(t(0, i), i), recurrence(t(p, i), t(p - 1, i) + 2, start=1))
FROM_ONE = ForAll((j,), Implies(j >= 1, eq(t(p, j), 2 * p)))


def closed_form() -> Established:
    goal = Goal(eq(t(p, i), i + 2 * p), (), DEFINED)
    step = ByNormalForm(((1 + 0 * p, eq(t(p, i), i + 2 * p)),))
    return established(prove(goal, ByInduction(p, 0, ByNormalForm(), step)), "closed")


def test_the_members_of_a_term_after_its_recurrence() -> None:
    found = members_of(Goal(eq(t(p + 1, i), 0), (), DEFINED), [t(p + 1, i) + t(p, 3)])
    assert set(found) == {t(p, i), t(p, 3)}


@pytest.mark.parametrize(
    ("claim", "known"),
    [
        (eq(t(p + 1, i), 2 * p + i + 2), ForAll((j,), eq(t(p, j), 2 * p + j))),
        (t(p + 1, i) <= 2 * p + 3, ForAll((j,), t(p, j) <= 2 * p + 1)),
        (eq(t(p + 1, 3), 2 * p + 2), FROM_ONE),
    ],
)
def test_a_hypothesis_at_a_member(claim: Proposition, known: Proposition) -> None:
    assert isinstance(found_by(members, Goal(claim, (known,), DEFINED)), ByForallElimination)


@pytest.mark.parametrize(
    ("claim", "known"),
    [
        (eq(t(p + 1, i), 2 * p + i + 3), ForAll((j,), eq(t(p, j), 2 * p + j))),
        (eq(t(p + 1, i), 2 * p + i + 5), ForAll((j,), eq(t(p, j + 1), 2 * p + j))),
        (t(p + 1, i) < 2 * p + 3, ForAll((j,), t(p, j) <= 2 * p + 1)),
        (eq(t(p + 1, 0), 2 * p + 2), FROM_ONE),
    ],
)
def test_near_misses(claim: Proposition, known: Proposition) -> None:
    assert found_by(members, Goal(claim, (known,), DEFINED)) is None


def test_places_that_do_not_occur_are_undecided() -> None:
    same = ForAll((j,), eq(t(p, j + 1), t(p, j)))
    assert found_by(members, Goal(eq(t(p, 3), t(p, 0)), (same,))) is None


@pytest.mark.parametrize("claim", [eq(t(a + 3, 2), 8 + 2 * a), t(3, 2) + t(1, 0) <= 10])
def test_an_earlier_step_at_members(claim: Proposition) -> None:
    goal = Goal(claim, (), DEFINED, (closed_form(),))
    assert isinstance(found_by(steps_at_members, goal, using=("closed",)), ByStep)
    assert found_by(steps_at_members, goal) is None, "a step that is not named is not used"


@pytest.mark.parametrize("claim", [eq(t(a + 3, 2), 9 + 2 * a), t(3, 2) + t(1, 0) < 10])
def test_what_an_earlier_step_does_not_say(claim: Proposition) -> None:
    goal = Goal(claim, (), DEFINED, (closed_form(),))
    assert found_by(steps_at_members, goal, depth=2, using=("closed",)) is None
