"""What holds of a derivative for every y need not hold for a y that depends on what the derivative is taken by."""

from __future__ import annotations

import pytest

from gradcheck.kernel.evidence import (
    ByCases,
    ByForallElimination,
    ByHypothesis,
    ByNormalForm,
    BySign,
    ByStep,
    ByWitness,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import established, genuine, prove
from gradcheck.language.author import (
    Exists,
    ForAll,
    arbitrary_function,
    d,
    dimension,
    eq,
    initial,
    natural,
    reals,
    recurrence,
    sequence,
    vector,
    where,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from gradcheck.language.syntax.uninterpreted import ARGUMENT

x, y, z, u = reals("x y z u")
k, n = natural("k"), dimension("n")
w = vector("w", n)
h, b = sequence("h"), sequence("b")
hidden = (initial(h(0), x), recurrence(h(k), 2 * h(k - 1), start=1))
NF, SIGN = ByNormalForm(), BySign()

INSTANCES: list[tuple[Term, Term, Term]] = [  # what is differentiated, by what, what it would be for every y
    (x * y, x, y),
    (y * b(k), b(k), y),
    (y * (w @ w), w, 2 * y * w),
]


@pytest.mark.parametrize(("body", "by", "value"), INSTANCES)
def test_an_instance_may_not_depend_on_the_variable(body: Term, by: Term, value: Term) -> None:
    claim = eq(d(body, by), value)
    step = established(prove(Goal(claim, (), hidden), NF), "slope")
    seen = {x: (x, x + 1, h(k)), b(k): (b(k), b(k) ** 2, b(k + 1)), w: (w[1], w @ w)}[by]
    for term in seen:
        goal = Goal(written_with(by, term), (), hidden, (step,))
        with pytest.raises(Rejected):
            prove(goal, ByStep("slope", ((y, term),), (), ByHypothesis()))
    fine = Goal(replace_symbols(claim, {y: u + 1}), (), hidden, (step,))
    assert genuine(prove(fine, ByStep("slope", ((y, u + 1),), (), ByHypothesis())))


def test_the_variable_is_not_renamed_to_one_on_which_a_definition_depends() -> None:
    step = established(prove(Goal(eq(d(u * h(k), u), h(k)), (), hidden), NF), "slope")
    goal = Goal(eq(d(x * h(k), x), h(k)), (), hidden, (step,))
    with pytest.raises(Rejected):
        prove(goal, ByStep("slope", ((u, x),), (), ByHypothesis()))


def written_with(by: Term, term: Term) -> Proposition:
    """The claim with the term for y, written down anew: no substitution would make it."""
    bodies = {x: (x * term, term), b(k): (term * b(k), term), w: (term * (w @ w), 2 * term * w)}
    body, value = bodies[by]
    return eq(d(body, by), value)


@pytest.mark.parametrize(
    ("claim", "evidence", "given"),
    [
        (eq(d(y * y, y), y), lambda g: ByForallElimination(g, (y,), ByHypothesis()), ForAll((z,), eq(d(z * y, z), y))),
        (eq(d(x * x, x), x), lambda g: ByForallElimination(g, (x,), ByHypothesis()), ForAll((z,), eq(d(x * z, x), z))),
        (Exists(y, eq(d(x * y, x), x + y)), lambda g: ByWitness(x, NF), None),
    ],
)
def test_nor_may_one_of_an_assumption_or_a_witness(claim: Proposition, evidence: object, given: Proposition) -> None:
    proof: Evidence = evidence(given)  # type: ignore[operator]
    with pytest.raises(Rejected):
        prove(Goal(claim, () if given is None else (given,)), proof)


def test_a_definition_is_not_differentiated_at_an_argument() -> None:
    """g_0(z) = d(z x, x) = z for every z, so that g_0(x) = x, and not 2 x."""
    g = sequence("g", of=(z,))

    def at(index: object, value: Term) -> Term:
        return type(g(0))("g", (), as_term(index), (value,))

    definitions = (initial(g(0), d(z * x, x)), recurrence(g(k), g(k - 1), start=1))
    with pytest.raises(Rejected):
        prove(Goal(eq(at(0, x), 2 * x), (), definitions), NF)
    assert genuine(prove(Goal(eq(at(0, u), u), (), definitions), NF))


def test_replacing_the_variable_of_a_derivative() -> None:
    assert replace_symbols(d(x * y, x), {x: u}) is d(u * y, u)
    assert replace_symbols(d(x * y, x), {x: y, y: x}) is d(y * x, y)
    for mapping in ({x: y}, {y: x}, {y: x + 1}, {x: u, y: u}):
        with pytest.raises(ValueError, match="variable of a derivative"):
            replace_symbols(d(x * y, x), mapping)


def test_evidence_says_nothing_of_the_names_of_bound_variables() -> None:
    """A case distinction by the sign of the bound z would read "for all z" as "for all z of this sign"."""
    sigma = arbitrary_function("sigma")
    steep = ForAll((z,), where(z > 0, sigma(z) - 1, -1 - sigma(z)) >= 0)
    with pytest.raises(Rejected, match="angle brackets"):
        prove(Goal(sigma(x) * sigma(y) > 0, (steep,)), ByCases(Symbol("<z>"), SIGN, SIGN, SIGN))
    with pytest.raises(Rejected, match="angle brackets"):
        prove(Goal(eq(x, x)), ByCases(ARGUMENT + 1, NF, NF, NF))
