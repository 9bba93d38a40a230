"""Connectives, cases, lemmas, instances, consequences, induction: what each rule accepts, and what it refuses."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByCut,
    ByDisjunct,
    ByDisjunction,
    ByForallElimination,
    ByHypothesis,
    ByImplication,
    ByInduction,
    ByModusPonens,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    ByStep,
    ByWitness,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import Proved, established
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Exists,
    ForAll,
    Iff,
    Implies,
    Independent,
    Invertible,
    Normal,
    Or,
    PositiveDefinite,
    Var,
    absolute,
    dimensions,
    eq,
    identity,
    initial,
    limit,
    matrix,
    natural,
    ne,
    oo,
    random_sequence,
    random_variable,
    reals,
    recurrence,
    sequence,
    sin,
    total,
)
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Proposition
from gradcheck.language.syntax.terms import as_term

x, y, z, p, m, beta = reals("x y z p m beta")
k, t = natural("k"), natural("t")
n, d, j = dimensions("n d j")
NF, RR, HYP = ByNormalForm(), BySign(), ByHypothesis()


def prove(claim: Proposition, evidence: Evidence, *given: Proposition, define: tuple[Definition, ...] = ()) -> Proved:
    return prove_goal(Goal(claim, given, define), evidence)


def refused(claim: Proposition, evidence: Evidence, *given: Proposition, define: tuple[Definition, ...] = ()) -> None:
    with pytest.raises(Rejected):
        prove(claim, evidence, *given, define=define)


def test_parts() -> None:
    prove(And((eq(x, x), x**2 >= 0)), ByConjunction((NF, RR)))
    prove(Iff(eq(x, y), eq(y, x)), ByConjunction((ByImplication(HYP), ByImplication(HYP))))
    refused(And((eq(x, x), x >= 0)), ByConjunction((NF, RR)))
    refused(And((eq(x, x), x >= 0)), ByConjunction((NF,)))
    refused(x >= 0, ByConjunction((NF,)))


def test_assuming_uses_the_premise_only_for_the_conclusion() -> None:
    prove(Implies(x > 0, x >= 0), ByImplication(RR))
    refused(Implies(x > 0, y > 0), ByImplication(RR))
    refused(And((Implies(x > 0, x >= 0), x >= 0)), ByConjunction((ByImplication(RR), RR)))


def test_a_disjunction_asks_a_part_for_its_value_only_where_those_before_it_are_false() -> None:
    guarded = Or((eq(x, 0), eq(x / x, 1)))
    prove(guarded, ByConjunction((ByImplication(NF),)))
    prove(guarded, ByDisjunct(0, HYP), eq(x, 0))
    prove(
        Or((eq(x, 0), eq(y, 0), eq(x * y / (x * y), 1))),
        ByConjunction((ByImplication(ByConjunction((ByImplication(NF),))),)),
    )
    refused(Or((eq(x / x, 1), eq(x, 0))), ByConjunction((ByImplication(HYP),)))
    refused(Or((eq(x / x, 1), eq(x, 0))), ByDisjunct(1, HYP), eq(x, 0))
    refused(Or((eq(y, 0), eq(x / x, 1))), ByConjunction((ByImplication(NF),)))


def test_a_part_without_negation_is_not_supposed_to_be_false() -> None:
    A = matrix("A", n, n)
    claim = Or((Invertible(A), eq(x, 0), eq(x / x, 1)))
    refused(claim, ByConjunction((ByImplication(NF),)))
    prove(claim, ByDisjunct(1, HYP), eq(x, 0))
    refused(Or((Invertible(A / x), eq(x, 0))), ByDisjunct(1, HYP), eq(x, 0))
    prove(claim, ByDisjunction(claim, (ByDisjunct(0, HYP), ByDisjunct(1, HYP), ByDisjunct(2, HYP))), claim)


def test_the_value_of_what_connects_others_is_asked_in_order() -> None:
    last = x**2 >= 0
    for first in (
        And((ne(x, 0), eq(x / x, 1))),
        Implies(ne(x, 0), eq(x / x, 2)),
        Or((eq(x, 0), eq(x / x, 2))),
        Iff(eq(x, 0), ne(y, 0)),
        ForAll((y,), Implies(ne(y, 0), y / y > x)),
        Exists(y, x / y > 0),
        PositiveDefinite(matrix("B", n, n)),
    ):
        prove(Or((first, last)), ByDisjunct(1, RR))
    for first in (
        And((eq(x / x, 1), ne(x, 0))),
        Implies(eq(x, 0), eq(x / x, 2)),
        Or((ne(x, 0), eq(x / x, 2))),
        Iff(eq(x, 0), 1 / x > 0),
        ForAll((y,), y / y > x),
        Implies(1 / x > 0, x > 0),
        PositiveDefinite(matrix("B", n, n) / x),
    ):
        refused(Or((first, last)), ByDisjunct(1, RR))


def test_a_hypothesis_about_a_free_symbol_says_nothing_of_a_bound_one() -> None:
    refused(Or((ForAll((x,), 1 / x > 0), eq(y, y))), ByDisjunct(1, NF), x > 0)


def test_the_parts_of_a_disjunction_that_holds_for_every_outcome_are_no_cases() -> None:
    a = random_variable("a", Normal(0, 1))
    either = Or((a >= 0, a <= 0))
    refused(eq(E(absolute(a)), 0), ByDisjunction(either, (HYP, HYP)), either)
    refused(either, ByConjunction((ByImplication(HYP),)))
    prove(Or((a >= 0, a**2 >= 0)), ByDisjunct(1, RR))  # which holds for every outcome by itself


def test_cases() -> None:
    prove(absolute(x) >= x, ByCases(x, RR, RR, RR))
    refused(x**2 > 0, ByCases(x, RR, RR, RR))


def test_cases_of_a_term_without_value_are_refused() -> None:
    nothing = limit(sin(x), x, oo)
    refused(eq(nothing - nothing, 0), ByCases(nothing, NF, NF, NF))
    refused(eq(1 / x, 1 / x), ByCases(1 / x, NF, NF, NF))


def test_cases_of_a_random_term_are_refused() -> None:
    a = random_variable("a", Normal(0, 1))
    refused(eq(E(absolute(a)), 0), ByCases(a, NF, NF, NF))
    g, v = random_sequence("g", Normal(0, 1)), sequence("v")
    define = (initial(v(0), 0), recurrence(v(t), v(t - 1) + g(t), start=1))
    refused(eq(E(absolute(v(t))), 0), ByCases(v(t), NF, NF, NF), define=define)


def test_rewriting_needs_the_equation_and_replaces_after_derivatives() -> None:
    prove(eq(x + y, 3), ByRewriting((eq(x, 1), eq(y, 2)), NF), eq(x, 1), eq(y, 2))
    refused(eq(x, 1), ByRewriting((eq(x, 1),), NF))
    refused(eq(x, 1), ByRewriting((x <= 1,), NF), x <= 1)


def test_lemma_must_be_proved() -> None:
    prove(x + 1 > 0, ByCut(x + 1 > x, RR, ByPositivity((x + 1 - x) + x)), x >= 0)
    refused(x >= 0, ByCut(x >= 0, HYP, HYP))


def test_a_lemma_presupposes_nothing_of_the_laws_that_it_brings_in() -> None:
    kept = random_variable("R", Bernoulli(x))
    refused(x >= 0, ByCut(eq(E(kept), E(kept)), NF, RR))
    refused(x * (1 - x) >= 0, ByPositivity(Var(kept)))
    prove(x >= 0, ByCut(eq(E(kept), E(kept)), NF, RR), x >= 0, x <= 1)
    prove(eq(E(kept), x), NF)  # a statement does presuppose the laws of its own variables


def test_hypothesis() -> None:
    prove(x <= y, HYP, x < y)
    prove(y >= x, HYP, x <= y)
    refused(x < y, HYP, x <= y)
    refused(y <= x, HYP, x <= y)


def test_contradiction() -> None:
    prove(eq(y, 5), ByContradiction(x < 0, RR), x > 1, x < 0)
    refused(eq(y, 5), ByContradiction(x < 0, RR), x < 0)
    refused(eq(y, 5), ByContradiction(x < 0, HYP), x < 0)


def test_consequences() -> None:
    rule = Implies(x > 0, y > 0)
    prove(y > 0, ByModusPonens(rule, HYP, HYP), rule, x > 0)
    refused(y > 0, ByModusPonens(rule, RR, HYP), rule)
    refused(x > 0, ByModusPonens(rule, HYP, HYP, backward=True), rule, y > 0)
    refused(y > 0, ByModusPonens(rule, HYP, HYP), x > 0)
    both = Iff(x > 0, y > 0)
    prove(x > 0, ByModusPonens(both, HYP, HYP, backward=True), both, y > 0)
    refused(x > 0, ByModusPonens(both, HYP, HYP), both, y > 0)


def step(claim: Proposition, evidence: Evidence, *given: Proposition) -> Established:
    return established(prove(claim, evidence, *given), "step")


def use(claim: Proposition, evidence: Evidence, known: Established, *given: Proposition) -> Proved:
    return prove_goal(Goal(claim, given, (), (known,)), evidence)


def test_steps_and_their_instances() -> None:
    square = step(x**2 >= 0, RR)
    use((y - z) ** 2 >= 0, ByStep("step", ((x, y - z),), (), HYP), square)
    root = step(1 / x > 0, RR, x > 0)
    use(1 / y > 0, ByStep("step", ((x, y),), (), HYP), root, y > 0)
    with pytest.raises(Rejected):
        use(1 / y > 0, ByStep("step", ((x, y),), (), HYP), root)
    with pytest.raises(Rejected):
        use(1 / y > 0, ByStep("other", ((x, y),), (), HYP), root, y > 0)


def test_an_instance_of_a_step_needs_its_laws() -> None:
    kept = random_variable("R", Bernoulli(p))
    known = step(eq(E(kept), p), NF)
    with pytest.raises(Rejected):
        use(p >= 0, ByStep("step", (), (), BySign()), known)
    with pytest.raises(Rejected):
        use(x <= 1, ByStep("step", ((p, x),), (), RR), known)


def test_a_random_term_is_no_instance_of_a_number_under_a_mean() -> None:
    a = random_variable("a", Independent(0, 1))
    known = step(eq(E(x), x), NF)
    with pytest.raises(Rejected):
        use(eq(a, 0), ByStep("step", ((x, a),), (), NF), known)


def test_constants_of_definitions_are_not_instantiated() -> None:
    v = sequence("v")
    define = (initial(v(0), x), recurrence(v(t), v(t - 1), start=1))
    first = prove_goal(Goal(eq(v(0), x), (), define), NF)
    goal = Goal(eq(v(0), 7), (), define, (established(first, "first"),))
    with pytest.raises(Rejected):
        prove_goal(goal, ByStep("first", ((x, as_term(7)),), (), HYP))


def test_instances_of_universal_hypotheses() -> None:
    every = ForAll((x,), x * y >= 0)
    prove(y >= 0, ByForallElimination(every, (as_term(1),), ByPositivity(1 * y)), every)
    refused(y >= 0, ByForallElimination(every, (as_term(1),), HYP))
    small = ForAll((k,), k >= 0)
    refused(as_term(-1) >= 0, ByForallElimination(small, (as_term(-1),), HYP), small)


def test_what_is_known_of_a_free_symbol_says_nothing_of_a_bound_one() -> None:
    every = ForAll((k,), absolute(k - t) >= 0)
    refused(k >= 1, BySign(), every)


def test_witnesses() -> None:
    prove(Exists(x, eq(x**2, 4)), ByWitness(as_term(2), NF))
    refused(Exists(x, eq(x**2, 4)), ByWitness(as_term(3), NF))
    refused(Exists(k, eq(k, -1)), ByWitness(as_term(-1), NF))
    refused(Exists(x, eq(x, x + 1)), ByWitness(x + 1, NF))
    refused(Exists(x, eq(x - x, 0)), ByWitness(limit(sin(y), y, oo), NF))


def test_a_witness_is_not_random() -> None:
    a = random_variable("a", Normal(0, 1))
    refused(Exists(x, eq(E(x * a), 1)), ByWitness(a, NF))


def test_induction() -> None:
    v = sequence("v")
    define = (initial(v(0), 1), recurrence(v(k), 2 * v(k - 1), start=1))
    hypothesis = eq(v(k), 2**k)
    step_proof = ByNormalForm(((as_term(2), hypothesis),))
    prove(hypothesis, ByInduction(k, 0, NF, step_proof), define=define)
    refused(hypothesis, ByInduction(k, 1, NF, step_proof), define=define)
    refused(eq(v(k), 3**k), ByInduction(k, 0, NF, NF), define=define)
    refused(x >= 0, ByInduction(k, 0, HYP, HYP), define=define)


def test_a_hypothesis_about_the_variable_is_lost_in_an_induction() -> None:
    refused(eq(k, 0), ByInduction(k, 0, NF, HYP), eq(k, 0))


def test_induction_is_not_over_reals_nor_over_constants() -> None:
    refused(x >= 0, ByInduction(x, 0, RR, RR))
    v = sequence("v")
    define = (initial(v(0), k), recurrence(v(t), v(t - 1), start=1))
    refused(eq(v(0), 0), ByInduction(k, 0, NF, HYP), define=define)


def test_members_of_random_sequences_are_random() -> None:
    g, v = random_sequence("g", Independent(m, 1)), sequence("v")
    define = (initial(v(0), 0), recurrence(v(t), beta * v(t - 1) + g(t), start=1))
    refused(eq(E(v(t)), v(t)), NF, define=define)
    refused(eq(E(v(t) ** 2), E(v(t)) ** 2), NF, define=define)
    refused(eq(E(v(t) * g(t)), E(v(t)) * m), NF, define=define)
    prove(eq(E(3 * v(t) + g(t)), 3 * E(v(t)) + m), NF, define=define)


def test_entries_lie_within_their_arrays() -> None:
    refused(eq(total(identity(d)[j, n], j, 1, d), 1), NF)
    prove(eq(total(identity(d)[j, n], j, 1, d), 1), NF, n <= d)


def test_the_index_of_a_sum_takes_the_values_of_its_range() -> None:
    every = absolute(k - 1)
    refused(eq(total(every, k, 0, t), total(k - 1, k, 0, t)), NF)
    prove(eq(total(every, k, 1, t), total(k - 1, k, 1, t)), NF)


def test_two_indices_that_differ() -> None:
    prove(eq(identity(d)[j, n], 0), NF, j <= d, n <= d, ne(j, n))
    refused(eq(identity(d)[j, n], 0), NF, j <= d, n <= d)
