"""Means over Bernoulli scalars inside of functions and choices are taken at both outcomes, unless some are hidden."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

import pytest

from gradcheck import prove
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Normal,
    absolute,
    arbitrary_function,
    d,
    eq,
    exp,
    initial,
    integer,
    maximum,
    natural,
    ne,
    pi,
    random_sequence,
    random_variable,
    rational,
    reals,
    recurrence,
    sequence,
    sqrt,
    total,
    where,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term

q, w, a = reals("q w a")
k, t = integer("k"), natural("t")
M, N = random_variable("M", Bernoulli(q)), random_variable("N", Bernoulli(q))
Z = random_variable("Z", Normal(0, 1))
f = arbitrary_function("f")
B, v = random_sequence("B", Bernoulli(q)), sequence("v")
GIVEN = (q >= 0, q <= 1)


def chance(condition: Proposition) -> Term:
    """The probability of an event."""
    return E(where(condition, 1, 0))


@pytest.mark.parametrize(
    ("true", "false"),
    [
        (eq(chance(eq(M, 1)), q), eq(chance(eq(M, 1)), 1 - q)),
        (eq(chance(eq(M, 0)), 1 - q), eq(chance(eq(M, 0)), q)),
        (eq(chance(M > 0), q), eq(chance(M >= 0), q)),
        (eq(chance(eq(M, 2)), 0), eq(chance(ne(M, 2)), 0)),
        (eq(chance(eq(M, N)), q**2 + (1 - q) ** 2), eq(chance(eq(M, M)), q**2 + (1 - q) ** 2)),
        (eq(E(f(M)), q * f(1) + (1 - q) * f(0)), eq(E(f(M)), q * f(0) + (1 - q) * f(1))),
        (eq(E(2 * f(M) + 3 * f(N)), 5 * E(f(M))), eq(E(2 * f(M) + 3 * f(N)), 5 * f(q))),
        (eq(E(f(M) * f(N)), E(f(M)) ** 2), eq(E(f(M) * f(M)), E(f(M)) ** 2)),
        (eq(E(exp(w * M)), 1 - q + q * exp(w)), eq(E(exp(w * M)), exp(w * q))),
        (eq(d(E(exp(w * M)), w), q * exp(w)), eq(d(E(exp(w * M)), w), exp(w))),
        (eq(E(absolute(M * Z)), q * sqrt(2 / pi)), eq(E(absolute(M * Z)), sqrt(2 / pi))),
        (eq(E(absolute(M - q)), 2 * q * (1 - q)), eq(E(absolute(M - q)), q * (1 - q))),
    ],
)
def test_a_mean_at_its_outcomes_and_a_near_miss(true: Proposition, false: Proposition) -> None:
    assert prove(true, given=GIVEN).verdict == "proved"
    assert prove(false, given=GIVEN).verdict == "refuted"


@pytest.mark.parametrize(("weights", "numerator"), [((1, -2, 3), 1), ((-3, 2, 2), 3), ((1, 1, 1), 4)])
def test_it_is_the_sum_over_all_outcomes(weights: tuple[int, ...], numerator: int) -> None:
    p = rational(numerator, 4)
    masks = [random_variable(f"M{place}", Bernoulli(p)) for place in range(3)]
    body = maximum(sum((weight * mask for weight, mask in zip(weights, masks, strict=True)), start=rational(0)), 0)
    value = rational(0)
    for outcome in product((0, 1), repeat=3):
        mass = rational(1)
        for one in outcome:
            mass = mass * (p if one else 1 - p)
        value = value + mass * max(sum(x * y for x, y in zip(weights, outcome, strict=True)), 0)
    assert prove(eq(E(body), value)).verdict == "proved"


def refused(claim: Proposition, *given: Proposition, define: Iterable[Definition] = ()) -> bool:
    """Whether the normal forms of the sides do not prove the equation."""
    try:
        prove_goal(Goal(claim, given or GIVEN, tuple(define)), ByNormalForm())
    except Rejected:
        return True
    return False


def test_what_varies_in_a_hidden_way_is_left_alone() -> None:
    """A law that depends on what is bound, a mean inside, a random law, a member that is made of the scalar."""
    bound, derived = random_variable("W", Bernoulli(1 / k)), random_variable("W", Bernoulli(a))
    assert refused(eq(E(total(exp(bound), k, 1, 2)), 2 * (1 + exp(1) / k - 1 / k)), k >= 1)
    assert refused(eq(E(d(exp(derived), a)), 0), a > 0, a < 1)
    nested = E(f(M) * E(f(M)))
    assert refused(eq(nested, q * f(1) ** 2 + (1 - q) * f(0) ** 2))
    assert refused(eq(E(f(random_variable("X", Bernoulli(M)))), M * f(1) + (1 - M) * f(0)))
    walk = [initial(v(0), M), recurrence(v(t), v(t - 1) + M, 1)]
    assert refused(eq(E(exp(M * v(t))), 1 - q + q * exp(v(t))), define=walk)
    other = random_variable("M", Bernoulli(a))
    assert refused(eq(E(exp(M + other)), (1 - q + q * exp(1)) * (1 - a + a * exp(1))), *GIVEN, a > 0, a < 1)
    assert not refused(eq(E(exp(M + N)), (1 - q + q * exp(1)) ** 2))


def test_members_at_literal_indices_are_scalars() -> None:
    assert prove(eq(E(f(B(1)) * f(B(2))), E(f(B(1))) ** 2), given=GIVEN).verdict == "proved"
    assert prove(eq(chance(eq(B(1) + B(2) + B(3), 2)), 3 * q**2 * (1 - q)), given=GIVEN).verdict == "proved"
    assert prove(eq(chance(eq(B(1) + B(2) + B(3), 2)), q**2 * (1 - q)), given=GIVEN).verdict == "refuted"
    assert refused(eq(E(f(B(1)) * f(B(k))), E(f(B(1))) ** 2))  # k may be 1


def test_it_has_a_value_at_every_outcome_or_none() -> None:
    assert refused(eq(0 * E(1 / M), 0))
    assert prove(eq(E(where(eq(M, 1), 1 / M, 0)), q), given=GIVEN).verdict == "proved"
    assert refused(eq(E(f(random_variable("T", Bernoulli(2)))), 2 * f(1) - f(0)))
