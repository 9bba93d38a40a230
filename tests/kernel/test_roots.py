"""Counterexamples at roots of equations: what is refuted, and what the kernel refuses."""

from __future__ import annotations

from fractions import Fraction as Q

import pytest

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import refute
from gradcheck.language.author import (
    And,
    E,
    Iff,
    Implies,
    Normal,
    Or,
    absolute,
    d,
    eq,
    initial,
    limit,
    natural,
    ne,
    random_variable,
    real,
    reals,
    recurrence,
    sequence,
    sign,
    sqrt,
    tanh,
    where,
)
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num

x, y, r, s = reals("x y r s")
n, k = natural("n"), natural("k")
ROOT = (r > 0, eq(r * tanh(r), 1))
AT = ((r, Q(119, 100), Q(12, 10)),)


def refuted(claim: object, given: tuple[object, ...], witness: Counterexample, define: tuple[object, ...] = ()) -> bool:
    try:
        refute(Goal(claim, given, define), witness)  # type: ignore[arg-type]
    except Rejected:
        return False
    return True


def test_a_false_statement_about_a_root_is_refuted() -> None:
    witness = Counterexample((), roots=AT)
    assert refuted(eq(r, 1), ROOT, witness)
    assert refuted(r >= 2, ROOT, witness)
    assert refuted(ne(r * tanh(r) - 1, r - r), (eq(r * tanh(r), 1),), witness) is False  # true only at the root itself
    assert refuted(And((r > 0, r > 2)), ROOT, witness)
    assert refuted(Implies(r > 1, r > 2), ROOT, witness)
    assert refuted(Or((r > 2, r < 1)), ROOT, witness)
    assert refuted(Or((r > 2, r > 2)), (*ROOT, Or((r > 1, 1 / (r - r) > 0))), witness)
    assert refuted(Iff(r > 1, r > 2), ROOT, witness)
    assert refuted(eq(d(tanh(r), r), 1), ROOT, witness)
    assert refuted(x < r, (*ROOT, x > 0), Counterexample(((x, Q(2)),), roots=AT))


def test_a_true_statement_is_not() -> None:
    witness = Counterexample((), roots=AT)
    for claim in (r > 1, eq(r * tanh(r), 1), eq(tanh(r), 1 / r), r < 2, ne(r, 1), Implies(r > 2, r > 3)):
        assert not refuted(claim, ROOT, witness)
    assert not refuted(eq(tanh(r) + r * (1 - tanh(r) ** 2), r), ROOT, witness)


def test_a_part_without_a_value_decides_nothing() -> None:
    witness, nothing = Counterexample((), roots=AT), 1 / (r - r) > 0
    for claim in (Or((nothing, r > 2)), And((nothing, r > 2)), Implies(nothing, r > 2), Or((r > 1, r > 2))):
        assert not refuted(claim, ROOT, witness)
    assert refuted(And((r > 2, nothing)), ROOT, witness)
    for given in (Or((nothing, r > 1)), Implies(nothing, r > 1)):
        assert not refuted(r > 2, (*ROOT, given), witness)


def test_what_is_set_equal_to_a_term_is_put_in() -> None:
    given = (*ROOT, eq(x, r), eq(y, x + 1))
    assert refuted(eq(x + y, 2 * r), given, Counterexample((), roots=AT))
    assert not refuted(eq(x + y, 2 * r + 1), given, Counterexample((), roots=AT))
    assert not refuted(eq(x, 1), (*ROOT, eq(x, 1 / (r - r))), Counterexample((), roots=AT))  # x has no value
    assert not refuted(eq(x, 5), (*ROOT, eq(x, r), eq(x, 2)), Counterexample((), roots=AT))  # which can't be


def test_every_root_has_its_own_equation() -> None:
    two = ((r, Q(14, 10), Q(15, 10)), (s, Q(17, 10), Q(18, 10)))
    given = (eq(r**2, 2), eq(s**2, 3))
    assert refuted(eq(r * s, 2), given, Counterexample((), roots=two))
    assert not refuted(eq(r * s, 2), (eq(r**2, 2),), Counterexample((), roots=two))
    assert not refuted(eq(r * s, 2), (eq(r**2, 2), eq(r**2 + s**2, 5)), Counterexample((), roots=two))


def test_a_root_is_refused_without_a_change_of_sign() -> None:
    for interval in ((Q(1), Q(11, 10)), (Q(12, 10), Q(119, 100)), (Q(12, 10), Q(12, 10)), (Q(-12, 10), Q(12, 10))):
        assert not refuted(eq(r, 5), ROOT, Counterexample((), roots=((r, *interval),)))
    assert not refuted(eq(r, 5), (r > 0,), Counterexample((), roots=AT))  # there is no equation
    assert not refuted(eq(r, 5), (*ROOT, r > 3), Counterexample((), roots=AT))
    double = (eq((r - 1) ** 2, 0),)
    assert not refuted(eq(r, 5), double, Counterexample((), roots=((r, Q(0), Q(3)),)))


def test_a_jump_is_no_root() -> None:
    around = Counterexample((), roots=((r, Q(-1, 3), Q(1, 2)),))
    assert not refuted(eq(r, 5), (eq(sign(r), Q(1, 2)),), around)
    assert not refuted(eq(r, 5), (eq(where(r > 0, r + 1, r - 1), 0),), around)
    assert not refuted(eq(r, 5), (eq(1 / r, 0),), around)
    assert not refuted(eq(r, 5), (eq(d(absolute(r), r), 0),), around)
    assert not refuted(eq(r, 5), (eq(sqrt(r) - Q(1, 2), 0),), Counterexample((), roots=((r, Q(-1), Q(1)),)))


def test_what_has_no_value_somewhere_in_the_interval_refutes_nothing() -> None:
    wide = Counterexample((), roots=((r, Q(1), Q(2)),))
    assert refuted(eq(r, 5), ROOT, wide)
    assert not refuted(eq(1 / (r - Q(3, 2)) ** 2, -1), ROOT, wide)


def test_malformed_roots_are_refused() -> None:
    whole = natural("w")
    forged = (
        Counterexample(((r, Q(6, 5)),), roots=AT),  # a value besides
        Counterexample((), roots=(*AT, *AT)),
        Counterexample((), roots=((whole, Q(1), Q(2)),)),
        Counterexample((), roots=((r, 1.19, 1.2),)),  # type: ignore[arg-type]
        Counterexample((), roots=((r, Q(119, 100), Q(12 * 10**700 + 1, 10**701)),)),
        Counterexample((), roots=AT, outcomes=(("R", (), Q(1)),)),
    )
    for witness in forged:
        assert not refuted(eq(r, 5), ROOT, witness)


def test_a_definition_may_depend_on_the_root() -> None:
    v = sequence("v")
    define = (initial(v(0), 1), recurrence(v(k), r * v(k - 1), start=1))
    witness = Counterexample(((n, Q(2)),), roots=((r, Q(7, 10), Q(71, 100)),))
    assert refuted(eq(v(n), r), (eq(r**2, Q(1, 2)),), witness, define)
    assert not refuted(eq(v(n), Q(1, 2)), (eq(r**2, Q(1, 2)),), witness, define)
    assert not refuted(eq(v(n), 3), (eq(x, 2),), Counterexample(((n, Q(2)),), roots=((r, Q(0), Q(1)),)), define)
    held = real("h")
    other = (initial(v(0), held), recurrence(v(k), v(k - 1), start=1))
    assert not refuted(eq(v(n), 3), (*ROOT, eq(held, r)), Counterexample(((n, Q(1)),), roots=AT), other)


def test_a_negation_keeps_the_assumptions_about_the_root() -> None:
    goal = Goal(eq(limit(x * r, x, 1), r + 1), ROOT)
    opposite = negated(goal, Counterexample((), roots=AT))
    assert opposite.claim is ne(limit(x * r, x, 1), r + 1)
    assert set(opposite.hypotheses) == {*ROOT, Relation("<", Num(Q(119, 100)), r), r < Q(12, 10)}
    for wrong in (Counterexample(()), Counterexample((), roots=((r, Q(1), Q(11, 10)),))):
        with pytest.raises(Rejected):
            negated(goal, wrong)


def test_what_is_put_in_means_the_same() -> None:
    """d(x c, c) = x for the number x, also where x = v(3) and v is c; and no number is X at every outcome."""
    held, v, witness = real("h"), sequence("v"), Counterexample(((real("h"), Q(1)),), roots=AT)
    define = (initial(v(0), held), recurrence(v(k), v(k - 1), start=1))
    assert not refuted(eq(d(x * held, held), x), (*ROOT, eq(x, v(3)), eq(held, 1)), witness, define)
    outcome = random_variable("X", Normal(0, 1))
    assert not refuted(eq(E(x * outcome), 0), (*ROOT, eq(x, outcome)), Counterexample((), roots=AT))
