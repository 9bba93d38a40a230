"""Members that may have kinks: their derivatives at a point where a hypothesis says that there is one, and not else."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import ByCases, ByContradiction, ByInduction, ByNormalForm, ByRewriting, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    ForAll,
    arbitrary_function,
    d,
    eq,
    initial,
    naturals,
    ne,
    reals,
    recurrence,
    relu,
    sequence,
    total,
    where,
)
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import as_term

x, t = reals("x t")
i, k, n = naturals("i k n")
w, b = sequence("w"), sequence("b")
y, s, u = sequence("y", of=(x,)), sequence("s", of=(x,)), sequence("u", of=(x, t))
tau = arbitrary_function("tau", differentiable=0)
z = w(k) * y(k - 1) + b(k)
ahead = w(n + 1) * y(n) + b(n + 1)
NETWORK = (
    initial(y(0), x),
    recurrence(y(k), relu(z), start=1),
    initial(s(0), 1),
    recurrence(s(k), where(z > 0, 1, 0) * w(k) * s(k - 1), start=1),
)
NO_KINK = ForAll((k,), ne(w(k + 1) * y(k) + b(k + 1), 0))
NF, SIGN = ByNormalForm(), BySign()
CHAIN = eq(d(y(n), x), s(n))
PUT_IN = ByRewriting((CHAIN,), NF)
CASES = ByCases(ahead, PUT_IN, ByContradiction(Relation("=", ahead, as_term(0)), SIGN), PUT_IN)
PROOF = ByInduction(n, 0, NF, CASES)


def refused(claim: Proposition, *given: Proposition, evidence: Evidence = NF) -> bool:
    try:
        prove(Goal(claim, given, NETWORK), evidence)
    except Rejected:
        return True
    return False


def test_the_derivative_of_a_chain_of_relus_where_no_preactivation_is_0() -> None:
    assert genuine(prove(Goal(CHAIN, (NO_KINK,), NETWORK), PROOF))


def test_with_kinks_it_is_not_proved() -> None:
    assert refused(CHAIN, evidence=PROOF)
    assert refused(CHAIN, ForAll((k,), ne(w(k + 2) * y(k + 1) + b(k + 2), 0)), evidence=PROOF)  # the first unit
    assert refused(CHAIN, ForAll((k,), ne(y(k + 1), 0)), evidence=ByInduction(n, 0, NF, PUT_IN))


def test_a_derivative_that_nobody_says_exists_is_no_number() -> None:
    assert refused(eq(d(y(n), x), d(y(n), x)))
    assert refused(eq(d(y(n) - y(n) + y(n), x), d(y(n), x)))
    assert refused(eq(d(y(n) ** 2, x), 2 * y(n) * d(y(n), x)))
    assert not refused(eq(d(y(n) ** 2, x), 2 * y(n) * s(n)), CHAIN, evidence=PUT_IN)


@pytest.mark.parametrize(
    "given",
    [
        eq(d(y(i), x), s(n)),  # of another unit
        eq(d(y(n), t), 0),  # by another variable
        eq(d(y(n) + x, x), s(n) + 1),
        ForAll((x,), eq(d(y(n), x), s(n))),  # x is another variable there; an instance would be needed
        ForAll((n,), eq(d(y(n), x), s(n))),
    ],
)
def test_what_is_not_said_of_this_very_derivative_is_not_used(given: Proposition) -> None:
    assert refused(eq(d(2 * y(n), x), 2 * d(y(n), x)), given)


@pytest.mark.parametrize("given", [d(y(n), x) <= s(n), ne(d(y(n), x), 0), eq(2 * d(y(n), x), s(n))])
def test_a_true_relation_about_a_derivative_says_that_there_is_one(given: Proposition) -> None:
    assert not refused(eq(d(2 * y(n), x), 2 * d(y(n), x)), given)


def test_it_is_known_at_the_point_only() -> None:
    claim = eq(d(y(n), x), s(n))
    assert refused(eq(d(d(y(n), x), x), d(d(y(n), x), x)), claim)
    assert refused(eq(d(x * d(y(n), x), x), d(y(n), x)), claim)
    assert refused(eq(d(relu(y(n)), x), s(n)), claim, evidence=PUT_IN)  # y(n) may be 0
    assert refused(eq(d(where(y(n) > 0, y(n), 0 * x), x), s(n)), claim, y(n) > 0, evidence=PUT_IN)
    assert refused(eq(d(1 / y(n), x), -s(n) / y(n) ** 2), claim, ne(y(n), 0), evidence=PUT_IN)


def test_not_under_a_bound_index_of_the_same_name() -> None:
    known = eq(d(y(i), x), s(i))
    added = total(d(y(i), x), i, 0, n)
    assert refused(eq(added, added), known)
    assert refused(eq(d(total(y(k), k, 0, n), x), d(total(y(i), i, 0, n), x)), known, eq(d(y(k), x), s(k)))


def test_not_for_other_parameters() -> None:
    there = sequence("y", of=(2 * x,))
    assert refused(eq(d(there(n), x), 2 * d(y(n), x)), CHAIN)
    assert refused(eq(d(sequence("y", of=(t,))(n), t), s(n)), CHAIN)


def test_a_function_that_may_jump_has_no_derivative() -> None:
    rough = (initial(y(0), x), recurrence(y(k), tau(y(k - 1)), start=1))
    with pytest.raises(Rejected):
        prove(Goal(eq(d(y(n + 1), x), d(y(n + 1), x)), (eq(d(y(n), x), 1),), rough), NF)
