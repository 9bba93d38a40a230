"""A proof names the facts that it rests on: each of the list when it is used, and none when it is not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from gradcheck.algebra.expectation import mean
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Setting, with_ring
from gradcheck.derivation import Step
from gradcheck.kernel.axioms import FACTS
from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByContinuity,
    ByExpansion,
    ByFact,
    ByHypothesis,
    ByMonotonicity,
    ByNormalForm,
    BySign,
    BySolver,
    BySqueeze,
    ByStep,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.facts import CONCLUDING, statements
from gradcheck.kernel.verdict import Proved, established
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.author import (
    Bernoulli,
    E,
    Independent,
    Normal,
    absolute,
    det,
    dimension,
    eq,
    erf,
    exp,
    identity,
    inverse,
    limit,
    log,
    matrix,
    natural,
    norm,
    ones,
    oo,
    pi,
    random_variable,
    rational,
    reals,
    relu,
    sequence,
    sin,
    sqrt,
    tanh,
    total,
    vector,
    where,
)
from gradcheck.language.syntax.propositions import Exists, Invertible, PositiveDefinite, Proposition
from gradcheck.language.syntax.terms import Integral, Sum, Symbol, as_term
from gradcheck.search.solver.asking import asking
from gradcheck.search.tactics import new_search, search_proof
from tests.kernel.test_norm_facts import CONCLUSIONS

x, y, s = reals("x y s")
k = natural("k")
n = dimension("n")
v = vector("v", n)
w = vector("w", n)
A = matrix("A", n, n)
a = sequence("a")
Z, Y = random_variable("Z", Normal(0, s**2)), random_variable("Y", Independent(0, 1))
G = random_variable("G", Normal(0, 1))
C = random_variable("C", Bernoulli(rational(1, 2)))
ONE = as_term(1)


def prove(claim: Proposition, *given: Proposition) -> Proved:
    goal = Goal(claim, given)
    evidence = search_proof(goal, new_search((), Step("claim", claim, given).hints))
    assert evidence is not None, claim
    return prove_goal(goal, evidence)


def told_by_a_solver() -> Proved:
    with asking(lambda question, solver, version: True):
        return prove_goal(Goal(x * y <= x**2 + y**2), BySolver("stub", "1"))


USES: dict[str, Callable[[], Proved]] = {
    "definite-invertible": lambda: prove(Invertible(A), PositiveDefinite(A)),
    "inverse-solves": lambda: prove_goal(
        Goal(eq(A @ v, w), (Invertible(A), eq(v, inverse(A) @ w))),
        ByFact("inverse-solves", (ByHypothesis(), ByHypothesis()), (A, v, w)),
    ),
    "definite-norm": lambda: prove(eq(v, w), statements("definite-norm", (v, w))[0][1]),
    "termwise": lambda: prove(ones(n) @ exp(v) > 0),
    "sum-parts": lambda: prove(eq(v[1] + total(v[k], k, 2, n), ones(n) @ v)),
    "sum-turned": lambda: prove(eq(total(v[n + 1 - k], k, 1, n), ones(n) @ v)),
    "inverse-product": lambda: prove(eq(A @ inverse(A), identity(n)), Invertible(A)),
    "inverse-unique": lambda: prove(eq(inverse(inverse(A)), A), Invertible(A)),
    "right-inverse": lambda: prove(Invertible(A.T), Invertible(A)),
    "determinant": lambda: prove(eq(det(A.T), det(A))),
    "transpose": lambda: prove(eq(A.T @ inverse(A).T, identity(n)), Invertible(A)),
    "congruence": lambda: prove(eq(norm(A @ v), norm(v)), eq(A.T @ A, identity(n))),
    "definite-form": lambda: prove(v @ A @ v > 0, PositiveDefinite(A), norm(v) > 0),
    "cumulants": lambda: prove(eq(E(Z**2), s**2)),
    "independence": lambda: prove(eq(E(Z * Y), 0)),
    "total-expectation": lambda: prove(eq(E(exp(C)), (1 + exp(1)) / 2)),
    "even-part": lambda: prove(eq(E(relu(Z) ** 2), s**2 / 2)),
    "gaussian-absolute-moment": lambda: prove(eq(E(absolute(Z)) ** 3, E(absolute(Z)) * E(absolute(Z)) ** 2)),
    "sturm": lambda: prove(x**4 - x + 1 > 0),
    "ball-arithmetic": lambda: prove(log(as_term(2)) < rational(7, 10)),
    "mean-value": lambda: prove(absolute(sin(x) - sin(y)) <= 1 * absolute(x - y)),
    "taylor": lambda: prove(exp(x) >= 1 + x),
    "intermediate-value": lambda: prove(Exists(x, eq(exp(x), 2 - x))),
    "fundamental-theorem": lambda: prove_goal(
        Goal(eq(Integral(2 * x, x, as_term(0), ONE), 1)),
        ByAntiderivative(x**2, ByNormalForm(), ByNormalForm()),
    ),
    "density": lambda: prove(eq(E(where(G > 0, G, 0)), 1 / sqrt(2 * pi))),
    "error-function-tail": lambda: prove_goal(Goal(eq(limit(erf(x), x, oo), 1)), ByExpansion()),
    "asymptotic-expansion": lambda: prove(eq(limit((exp(x) - 1) / x, x, 0), 1)),
    "continuity": lambda: prove_goal(
        Goal(eq(limit(exp(a(k)), k, oo), 1), (eq(limit(a(k), k, oo), 0),)),
        ByContinuity(exp(a(k)), (eq(limit(a(k), k, oo), 0),), ByNormalForm(), ByNormalForm()),
    ),
    "squeeze": lambda: prove_goal(
        Goal(eq(limit(tanh(x) / x, x, oo), 0)), BySqueeze(1 / x, ONE, BySign(), ByExpansion())
    ),
    "monotonicity": lambda: prove_goal(
        Goal(x**3 + x >= 0, (x >= 0,)), ByMonotonicity(x, as_term(0), "+", BySign(), BySign())
    ),
    "induction": lambda: prove(2**k >= k + 1),
    "solver": lambda: told_by_a_solver(),
}


def test_what_is_said_of_parts_of_sums_is_true() -> None:
    """Of short ranges, empty ones among them, which the normal form adds up; beyond the end there is no such part."""
    i = Symbol("i", "integer")
    for lo, length, cut in product((-2, 0, 1), range(4), range(4)):
        body = i * i * 7 + 3 * i  # exact, and told apart by every place
        whole = Sum(body, i, as_term(lo), as_term(lo + length - 1))
        for name, arguments in (("sum-parts", (whole, as_term(lo + cut - 1))), ("sum-turned", (whole,))):
            ((said,),) = statements(name, arguments)
            holds = name == "sum-turned" or cut <= length
            goal = Goal(said)
            if holds:
                assert prove_goal(goal, ByFact(name, (), arguments))
                assert prove_goal(goal, ByNormalForm())
            else:
                with pytest.raises(Rejected):
                    prove_goal(goal, ByFact(name, (), arguments))


def test_every_fact_is_used() -> None:
    assert USES.keys() | {name for name, _, _ in CONCLUSIONS} == FACTS.keys()
    assert CONCLUDING.keys() <= FACTS.keys()


@pytest.mark.parametrize("name", sorted(USES))
def test_a_proof_names_the_fact_that_it_uses(name: str) -> None:
    assert name in {fact.partition(" (")[0] for fact in USES[name]().facts}


@pytest.mark.parametrize(
    "claim",
    [
        eq((x + y) ** 2, x**2 + 2 * x * y + y**2),
        (x - y) ** 2 >= 0,
        eq(E(3 * Z + 1), 1),  # linear: nothing is needed of the law but its mean
        eq(tanh(x), (exp(x) - exp(-x)) / (exp(x) + exp(-x))),
        eq(A @ (v + w), A @ v + A @ w),
    ],
)
def test_a_proof_by_normal_form_alone_names_none(claim: Proposition) -> None:
    verdict = prove(claim)
    assert verdict.facts == ()
    assert verdict.trust == "exact"


def test_a_memoised_mean_is_used_as_well() -> None:
    def work(ring: object) -> None:
        lowering = prepare(ring)  # type: ignore[arg-type]
        first = lowering.scalar(E(Z * Z))
        assert "cumulants" in lowering.ring.facts_used
        assert lowering.scalar(E(Z * Z)).key == first.key
        assert "cumulants" in lowering.ring.facts_used
        assert mean(lowering.ring, first).key == first.key

    with_ring(Setting(), work)


def test_what_rests_on_balls_is_an_enclosure() -> None:
    for claim, trust in ((log(as_term(2)) < rational(7, 10), "enclosure"), (log(as_term(2)) > 0, "exact")):
        verdict = prove(claim)
        assert verdict.trust == trust
        assert ("ball-arithmetic" in verdict.facts) == (trust == "enclosure")


def test_a_step_hands_on_what_it_rests_on() -> None:
    first = prove(log(as_term(2)) < rational(7, 10))
    step = established(first, "log")
    later = prove_goal(Goal(first.goal.claim, (), (), (step,)), ByStep("log", (), (), ByHypothesis()))
    assert later.facts == first.facts
    assert later.trust == "enclosure"
