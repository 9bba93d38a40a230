"""The edges of every rule: what it proves there, and what is false or has no value there and is refused.

``MET`` says which edges a rule can meet besides the two that every rule meets, ``CONTRADICTORY`` and ``NO_VALUE``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from gradcheck.kernel import evidence as rules
from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByBoxes,
    ByCases,
    ByConjunction,
    ByContinuity,
    ByContradiction,
    ByCover,
    ByCut,
    ByDecay,
    ByDefiniteness,
    ByDensity,
    ByDisjunct,
    ByDisjunction,
    ByEvaluation,
    ByExistsElimination,
    ByExpansion,
    ByExtremum,
    ByFact,
    ByFiniteCases,
    ByForallElimination,
    ByForallIntroduction,
    ByImplication,
    ByImproperIntegral,
    ByInduction,
    ByIntermediateValue,
    ByInverse,
    ByMeanValue,
    ByModusPonens,
    ByMonotonicity,
    ByNormalForm,
    ByPositivity,
    ByQuadrature,
    ByRewriting,
    BySqueeze,
    ByStep,
    ByTransitivity,
    ByWitness,
    Cell,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import (
    And,
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
    eq,
    exp,
    identity,
    integral,
    inverse,
    limit,
    log,
    matrix,
    ne,
    norm,
    ones,
    oo,
    pi,
    random_variable,
    rational,
    sup,
    tanh,
    total,
    vector,
    where,
)
from gradcheck.language.author import d as derivative
from gradcheck.language.syntax.terms import Extremum, Num
from tests.kernel.forgeries import (
    COUNT,
    GEOMETRIC,
    KNOWN,
    LEAD,
    NF,
    SIGN,
    SQUARES,
    TOLD,
    Q,
    a,
    b,
    d,
    i,
    k,
    n,
    one,
    r,
    s,
    step,
    t,
    v,
    x,
    y,
    z,
    zero,
)
from tests.kernel.forgeries_of_means import QUADRATURE, RIGHT, WHOLE

EQUAL, EMPTY, SIDE, FIRST = "equal ends", "an empty range", "side 1", "the first index"
CAPTURED, TWICE = "a captured symbol", "one random variable twice"
CONTRADICTORY, NO_VALUE = "a hypothesis that nothing satisfies", "a part without a value"

MET: dict[type[Evidence], set[str]] = {
    rules.ByNormalForm: {EQUAL, EMPTY, SIDE, FIRST, CAPTURED, TWICE},
    rules.ByPositivity: {TWICE, SIDE},
    rules.BySign: {EQUAL, EMPTY, FIRST, TWICE},
    rules.BySolver: {EQUAL},
    rules.ByEvaluation: {EMPTY},
    rules.ByCover: {EQUAL},
    rules.ByBoxes: {EQUAL},
    rules.ByDecay: {EQUAL, CAPTURED},
    rules.ByMonotonicity: {EQUAL, CAPTURED},
    rules.ByExtremum: {EQUAL, EMPTY, FIRST, CAPTURED},
    rules.ByMeanValue: {EQUAL, CAPTURED},
    rules.ByIntermediateValue: {EQUAL, CAPTURED},
    rules.ByExistsElimination: {CAPTURED, TWICE},
    rules.ByAntiderivative: {EQUAL, EMPTY, CAPTURED},
    rules.ByImproperIntegral: {EQUAL, EMPTY, CAPTURED},
    rules.ByExpansion: {CAPTURED},
    rules.BySqueeze: {CAPTURED},
    rules.ByContinuity: {CAPTURED},
    rules.ByInduction: {FIRST, CAPTURED},
    rules.ByCases: {TWICE},
    rules.ByDisjunct: {TWICE, EQUAL},
    rules.ByDisjunction: {EQUAL},
    rules.ByRewriting: {CAPTURED},
    rules.ByTransitivity: {EQUAL},
    rules.ByContradiction: {EQUAL},
    rules.ByHypothesis: {EQUAL},
    rules.ByConjunction: {EQUAL},
    rules.ByImplication: {TWICE},
    rules.ByCut: {CAPTURED},
    rules.ByModusPonens: {EQUAL},
    rules.ByStep: {FIRST, CAPTURED, TWICE},
    rules.ByForallElimination: {FIRST, CAPTURED, TWICE},
    rules.ByWitness: {FIRST, CAPTURED, TWICE},
    rules.ByForallIntroduction: {FIRST, CAPTURED},
    rules.ByFiniteCases: {EQUAL, EMPTY, TWICE},
    rules.ByFact: {SIDE, EQUAL},
    rules.ByDensity: {EQUAL, CAPTURED, TWICE},
    rules.ByQuadrature: {EQUAL, TWICE},
    rules.ByInverse: {SIDE},
    rules.ByDefiniteness: {SIDE, CAPTURED},
}


class Edge(NamedTuple):
    kind: str
    goal: Goal
    evidence: Evidence
    proved: bool


EDGES: list[Edge] = []


def holds(kind: str, claim: Any, evidence: Evidence, *given: Any, define: Any = (), steps: Any = ()) -> None:
    """The claim is true at the edge, and the rule proves it."""
    EDGES.append(Edge(kind, Goal(claim, given, define, steps), evidence, True))


def fails(kind: str, claim: Any, evidence: Evidence, *given: Any, define: Any = (), steps: Any = ()) -> None:
    """The claim is false, or has no value, at the edge: the rule refuses it."""
    EDGES.append(Edge(kind, Goal(claim, given, define, steps), evidence, False))


Z, W = random_variable("Z", Normal(0, 1)), random_variable("W", Independent(0, 1))
LIM = ByExpansion()
NOTHING = 0 * log(-one)
unit, row = vector("e", 1), matrix("M", 1, 1)

# algebra
holds(EQUAL, eq(total(k, k, n, n), n), NF)
fails(EQUAL, eq(total(k, k, n, n), 0), NF)
holds(EMPTY, eq(total(k, k, n, n - 1), 0), NF)
fails(EMPTY, eq(total(1 + 0 * k, k, n, n - 2), -1), NF)
fails(EMPTY, eq(total(0 * k, k, 1, i), 0), NF)
holds(SIDE, eq(ones(1) @ unit, unit[1]), NF)
fails(SIDE, eq(v @ v, v[1] ** 2), NF)
holds(SIDE, eq(identity(1), ones(1, 1)), NF)
fails(SIDE, eq(identity(n), ones(n, n)), NF)
holds(FIRST, eq(s(0), 0), NF, define=COUNT)
fails(FIRST, eq(s(-1), -1), NF, define=COUNT)
holds(CAPTURED, eq(total(k, k, 0, 2), 3), NF, eq(k, 5))
fails(CAPTURED, eq(total(k, k, 0, 2), 15), ByNormalForm(((one, eq(k, 5)),)), eq(k, 5))
holds(TWICE, eq(Var(W - W), 0), NF)
holds(TWICE, eq(E(W * W), 1), NF)
fails(TWICE, eq(E(W * W), E(W) ** 2), NF)
fails(TWICE, eq(Var(W + W), 2 * Var(W)), NF)
fails(NO_VALUE, eq(NOTHING, 0), NF)
fails(NO_VALUE, eq(0 / x, 0), NF)
holds(TWICE, Var(W + W) >= 0, ByPositivity(Var(W + W)))
fails(TWICE, 1 - Var(W + W) >= 0, ByPositivity((1 - Var(W)) ** 2))
holds(SIDE, unit @ unit >= 0, ByPositivity(unit @ unit))
fails(SIDE, unit @ unit > 0, ByPositivity(unit @ unit))
fails(NO_VALUE, x**2 + NOTHING >= 0, ByPositivity(x**2))
fails(NO_VALUE, x**2 >= 0, ByPositivity(x**2 + 0 * log(x)))
holds(EQUAL, eq(x, 1), SIGN, x >= 1, x <= 1)
fails(EQUAL, x > 1, SIGN, x >= 1, x <= 1)
holds(EMPTY, total(k, k, 1, 0) >= 0, SIGN)
fails(EMPTY, total(k, k, 1, 0) > 0, SIGN)
holds(FIRST, n >= 0, SIGN)
fails(FIRST, n > 0, SIGN)
holds(TWICE, Var(W) > 0, SIGN)
fails(TWICE, Var(W - W) > 0, SIGN)
fails(NO_VALUE, 1 + NOTHING > 0, SIGN)
fails(NO_VALUE, absolute(1 / x) >= 0, SIGN)
holds(EQUAL, a * b <= a**2, TOLD, eq(a, b))
fails(NO_VALUE, a / a >= 1, TOLD)
holds(EMPTY, pi + total(k, k, 1, 0) > 3, ByEvaluation())
fails(NO_VALUE, pi + NOTHING > 3, ByEvaluation())
fails(NO_VALUE, 1 / (pi - pi) > 3, ByEvaluation())
LINE = ByCover(x, (Cell(Q(0), Q(1), "value"),))
holds(EQUAL, tanh(x) < 1, LINE, x >= 1, x <= 1)
fails(EQUAL, tanh(x) < rational(1, 2), LINE, x >= 1, x <= 1)
fails(NO_VALUE, 1 + 0 / x > 0, LINE, x >= 0, x <= 1)
fails(NO_VALUE, 1 + NOTHING + 0 * x > 0, LINE, x >= 0, x <= 1)
holds(EQUAL, a * b <= 1, ByBoxes((a, b), (None,)), a >= 1, a <= 1, b >= 0, b <= 1)
fails(EQUAL, a * b < 1, ByBoxes((a, b), (None,)), a >= 1, a <= 1, b >= 1, b <= 1)
fails(NO_VALUE, b + 0 / a <= 1, ByBoxes((a, b), (None,)), a >= 0, a <= 1, b >= 0, b <= 1)

# analysis
TO_ZERO = ByDecay(x, "+", Num(Q(0)), LEAD, SIGN)
holds(EQUAL, 1 / x - 1 / x >= 0, TO_ZERO, x >= 1)
fails(EQUAL, 1 / x - 1 / x > 0, TO_ZERO, x >= 1)
fails(CAPTURED, a / x > 0, TO_ZERO, x > 0, ForAll((x,), a * x > 0))
fails(NO_VALUE, 1 / x + NOTHING > 0, TO_ZERO, x > 0)
FROM_ZERO = ByMonotonicity(x, zero, "+", SIGN, SIGN)
holds(EQUAL, x**3 >= 0, FROM_ZERO, x >= 0)
fails(EQUAL, x**3 > 0, FROM_ZERO, x >= 0)
fails(CAPTURED, tanh(x) >= 1, FROM_ZERO, x >= 0, ForAll((x,), tanh(x) >= 1 + 0 * y), eq(x, 0))
fails(NO_VALUE, x >= 0, ByMonotonicity(x, log(-one), "+", SIGN, SIGN), x >= 0)
fails(NO_VALUE, x + NOTHING >= 0, FROM_ZERO, x >= 0)
TO_END = ByExtremum(SIGN, None, LIM, "+")
holds(CAPTURED, eq(sup(x, x, 0, 1), 1), TO_END, eq(x, 5))
fails(CAPTURED, eq(sup(x, x, 0, 1), 5), ByExtremum(SIGN, x, SIGN), eq(x, 5))
fails(EQUAL, eq(sup(x, x, 1, 1), 1), TO_END)
fails(EQUAL, eq(sup(x, x, a, b), b), TO_END, a <= b)
holds(EQUAL, eq(sup(x, x, a, b), b), TO_END, a < b)
fails(EMPTY, eq(sup(x, x, 1, 0), 0), TO_END)
holds(FIRST, eq(Extremum("inf", n, n, -oo, oo), 0), ByExtremum(SIGN, zero, SIGN))
fails(FIRST, eq(Extremum("inf", n, n, zero, oo), 0), ByExtremum(SIGN, zero, SIGN))
fails(NO_VALUE, eq(sup(5 + 0 * x, x, log(-one), oo), 5), ByExtremum(SIGN, one, NF))
fails(NO_VALUE, eq(sup(5 + 0 * x, x, -oo, 1 / a), 5), TO_END)
fails(NO_VALUE, eq(sup(x, x, 0, 1), 1 + NOTHING), TO_END)
fails(NO_VALUE, eq(sup(x + 0 / (2 * x - 1), x, 0, 1), 1), TO_END)
SLOPE = ByMeanValue(tanh(z), z, (SIGN,))
holds(EQUAL, absolute(tanh(a) - tanh(a)) <= 1 * absolute(a - a), SLOPE)
fails(EQUAL, absolute(tanh(a) - tanh(a)) <= 0 * absolute(a - a), SLOPE)
holds(CAPTURED, absolute(tanh(z) - tanh(b)) <= 1 * absolute(z - b), SLOPE, eq(z, 0))
fails(CAPTURED, absolute(exp(z) - exp(b)) <= 1 * absolute(z - b), ByMeanValue(exp(z), z, (SIGN,)), z <= 0)
fails(NO_VALUE, absolute(tanh(1 / a) - tanh(b)) <= 1 * absolute(1 / a - b), SLOPE)
fails(NO_VALUE, absolute(tanh(a) - tanh(b)) <= (1 + NOTHING) * absolute(a - b), SLOPE)
holds(EQUAL, absolute(tanh(a) - tanh(a)) <= 1 * absolute(a - a), ByMeanValue(tanh(z), z, (SIGN, SIGN), (Q(0),)))
fails(EQUAL, absolute(tanh(a) - tanh(b)) <= 1 * absolute(a - b), ByMeanValue(tanh(z), z, (SIGN,) * 3, (Q(0), Q(0))))
holds(EQUAL, Exists(x, eq(x, 1)), ByIntermediateValue(Q(1), Q(1), SIGN, SIGN))
fails(EQUAL, Exists(x, eq(x, 1)), ByIntermediateValue(Q(2), Q(2), SIGN, SIGN))
fails(CAPTURED, Exists(x, eq(x**2, -1)), ByIntermediateValue(Q(0), Q(1), SIGN, SIGN), x**2 <= -1, x**2 >= -1)
fails(NO_VALUE, Exists(x, eq(x + NOTHING, 1)), ByIntermediateValue(Q(0), Q(2), SIGN, SIGN))
fails(NO_VALUE, Exists(x, eq(1 / x, 0)), ByIntermediateValue(Q(1), Q(-1), SIGN, SIGN))
SOME = Exists(x, x > 5)
fails(CAPTURED, eq(a, 1), ByExistsElimination(SOME, ByContradiction(x < 0, SIGN)), SOME, x < 0)
holds(CAPTURED, Exists(y, y > 5), ByExistsElimination(SOME, KNOWN), SOME, Exists(y, y > 5), x < 0)
fails(TWICE, eq(E(W * W), 0), ByExistsElimination(Exists(x, eq(x, W)), NF), Exists(x, eq(x, W)))
fails(NO_VALUE, eq(log(x), log(x)), ByExistsElimination(SOME, NF), SOME)
SQUARE, DOUBLE = ByAntiderivative(x**2, NF, NF), 2 * x
holds(EQUAL, eq(integral(DOUBLE, x, a, a), 0), SQUARE)
holds(EQUAL, eq(integral(log(x), x, -1, -1), 0), SQUARE)
fails(EQUAL, eq(integral(DOUBLE, x, a, a), 1), SQUARE)
fails(EMPTY, eq(integral(DOUBLE, x, 1, 0), -1), SQUARE)
holds(CAPTURED, eq(integral(DOUBLE, x, 0, 1), 1), SQUARE, eq(x, 5))
fails(CAPTURED, eq(integral(DOUBLE, x, 0, x), 25), SQUARE, eq(x, 5), x < 0)
fails(NO_VALUE, eq(integral(0 * x, x, 0, log(a)), 0), ByAntiderivative(one, NF, NF))
fails(NO_VALUE, eq(integral(0 * x, x, 1 / a, 1 / a), 0), ByAntiderivative(one, NF, NF))
fails(NO_VALUE, eq(integral(DOUBLE, x, 0, 1), 1 + NOTHING), SQUARE)
fails(NO_VALUE, eq(integral(DOUBLE + 0 / (x - rational(1, 2)), x, 0, 1), 1), SQUARE)
FADING = ByImproperIntegral(-exp(-x), NF, (None, zero), (LIM, LIM), NF)
holds(CAPTURED, eq(integral(exp(-x), x, 0, oo), 1), FADING, eq(x, 5))
fails(CAPTURED, eq(integral(exp(-x), x, 0, oo), exp(-x)), FADING, eq(x, 5))
fails(EQUAL, eq(integral(DOUBLE, x, a, b), b**2 - a**2), replace(FADING, primitive=x**2, ends=(None, None)), a <= b)
fails(EQUAL, eq(integral(1 / x, x, 0, 0), oo), ByImproperIntegral(log(x), NF, (-oo, None), (LIM, LIM), NF))
fails(EMPTY, eq(integral(exp(-x), x, oo, oo), 0), FADING)
fails(EMPTY, eq(integral(DOUBLE, x, 1, 0), -1), replace(FADING, primitive=x**2, ends=(None, None)))
fails(NO_VALUE, eq(integral(exp(-x), x, log(a), oo), 1 / a), FADING)
fails(NO_VALUE, ne(integral(x, x, -oo, oo), 0), ByImproperIntegral(x**2 / 2, NF, (oo, oo), (LIM, LIM), NF))
for rule in (LEAD, LIM):
    holds(CAPTURED, eq(limit(1 / x, x, oo), 0), rule, eq(x, 5))
    fails(CAPTURED, eq(limit(1 / x, x, oo), rational(1, 5)), rule, eq(x, 5))
    fails(NO_VALUE, eq(limit(1 / x + NOTHING, x, oo), 0), rule)
    fails(NO_VALUE, eq(limit(x, x, 1 / a, "+"), 1 / a), rule)
    fails(NO_VALUE, eq(limit(1 / x, x, oo), NOTHING), rule)
SQUEEZED = BySqueeze(1 / x, one, SIGN, LEAD)
holds(CAPTURED, eq(limit(tanh(x) / x, x, oo), 0), SQUEEZED, eq(x, 5))
fails(CAPTURED, eq(limit(tanh(x), x, oo), 0), SQUEEZED, x * tanh(x) <= 1)
fails(NO_VALUE, eq(limit(tanh(x) / x + NOTHING, x, oo), 0), SQUEEZED)
GOES = eq(limit(r(n), n, oo), a)
holds(CAPTURED, eq(limit(exp(r(n)), n, oo), exp(a)), ByContinuity(exp(r(n)), (GOES,), NF, NF), GOES, eq(n, 0))
fails(CAPTURED, eq(limit(exp(r(n)), n, oo), 1), ByContinuity(exp(r(n)), (GOES,), NF, NF), GOES, eq(r(n), 0))
fails(NO_VALUE, eq(limit(log(r(n)), n, oo), log(a)), ByContinuity(log(r(n)), (GOES,), NF, NF), GOES)
fails(NO_VALUE, eq(limit(0 * x, x, 1 / a), 0), ByContinuity(0 * x, (), NF, NF))

# logic
STEP_ON = ByNormalForm(((one, GEOMETRIC),))
holds(FIRST, GEOMETRIC, ByInduction(k, 0, NF, STEP_ON), define=COUNT)
fails(FIRST, GEOMETRIC, ByInduction(k, 1, NF, STEP_ON), define=COUNT)
fails(FIRST, d >= 2, ByInduction(d, 2, SIGN, SIGN))
fails(CAPTURED, k <= 0, ByInduction(k, 0, SIGN, KNOWN), k <= 0, k + 1 <= 0)
fails(NO_VALUE, eq(0 * k + NOTHING, 0), ByInduction(k, 0, NF, NF))
fails(TWICE, absolute(W) >= W, ByCases(W, SIGN, SIGN, SIGN))
fails(NO_VALUE, absolute(x) >= x, ByCases(log(x), SIGN, SIGN, SIGN))
fails(CAPTURED, eq(integral(x, x, 0, 1), 0), ByRewriting((eq(x, 0),), NF), eq(x, 0))
fails(CAPTURED, eq(total(k, k, 1, 2), 0), ByRewriting((eq(k, 0),), NF), eq(k, 0))
fails(CAPTURED, eq(derivative(x**2, x), 1), ByRewriting((eq(x, 0),), NF), eq(x, 0))
fails(NO_VALUE, eq(x / y, 0), ByRewriting((eq(x, 0),), NF), eq(x, 0))
holds(EQUAL, eq(x, x + 0), ByTransitivity(eq(x, x + 0), NF), eq(x, x + 0))
fails(EQUAL, x < x, ByTransitivity(eq(x, x), SIGN), eq(x, x))
fails(NO_VALUE, a + NOTHING <= b, ByTransitivity(eq(a, b), SIGN), eq(a, b))
holds(EQUAL, eq(a, b), ByContradiction(x < x, SIGN), x < x)
fails(EQUAL, eq(a, b), ByContradiction(x <= x, SIGN), x <= x)
fails(NO_VALUE, eq(a, b), ByContradiction(eq(1 / x, 0), SIGN))
holds(EQUAL, x <= y, KNOWN, eq(x, y))
fails(EQUAL, x < y, KNOWN, eq(x, y))
fails(NO_VALUE, eq(log(x), log(x)), KNOWN)
holds(EQUAL, eq(x, 1), ByConjunction((SIGN, SIGN)), x >= 1, x <= 1)
fails(EQUAL, eq(x, 1), ByConjunction((SIGN, SIGN)), x >= 1)
fails(NO_VALUE, eq(log(x), log(x)), ByConjunction((SIGN, SIGN)))
fails(NO_VALUE, And((x**2 >= 0, eq(NOTHING, 0))), ByConjunction((SIGN, NF)))
fails(NO_VALUE, Iff(x > 0, 1 / x > 0), ByConjunction((ByImplication(SIGN), ByImplication(KNOWN))))
fails(TWICE, Implies(W > 0, eq(E(W), 1)), ByImplication(NF))
fails(NO_VALUE, Implies(x >= 0, 1 / x >= 0), ByImplication(SIGN))
fails(
    CAPTURED,
    eq(x, 0),
    ByCut(ForAll((x,), eq(0 * x, 0)), ByForallIntroduction(NF), ByForallElimination(eq(x, 0), (), NF)),
)
fails(NO_VALUE, x**2 >= 0, ByCut(eq(x / x, 1), NF, SIGN))
TRIVIAL = Implies(x <= x, y > 0)
holds(EQUAL, y > 0, ByModusPonens(TRIVIAL, SIGN, KNOWN), TRIVIAL)
fails(EQUAL, y > 0, ByModusPonens(Implies(x < x, y > 0), SIGN, KNOWN), Implies(x < x, y > 0))
fails(NO_VALUE, y > 0, ByModusPonens(Implies(log(x) <= log(x), y > 0), SIGN, KNOWN), Implies(log(x) <= log(x), y > 0))
FIRSTS = step(k >= 0, SIGN)
holds(FIRST, eq(one, 1), ByStep("step", ((k, zero),), (), NF), steps=FIRSTS)
fails(FIRST, -one >= 0, ByStep("step", ((k, -one),), (), KNOWN), steps=FIRSTS)
UNDER = step(eq(total(x * k, k, 1, 2), 3 * x), NF)
fails(CAPTURED, eq(total(k * k, k, 1, 2), 3 * k), ByStep("step", ((x, k),), (), KNOWN), steps=UNDER)
fails(TWICE, eq(E(W * W), 0), ByStep("step", ((x, W),), (), KNOWN), steps=step(eq(E(W * x), 0), NF))
fails(NO_VALUE, eq(zero, 0), ByStep("step", ((x, log(a)), (y, one)), (), NF), steps=SQUARES)
EVERY = ForAll((k,), r(k) > 0)
holds(FIRST, r(0) > 0, ByForallElimination(EVERY, (zero,), KNOWN), EVERY)
fails(FIRST, r(-1) > 0, ByForallElimination(EVERY, (-one,), KNOWN), EVERY)
LINEAR = ForAll((x,), eq(total(x * k, k, 1, 2), 3 * x))
fails(CAPTURED, eq(total(k * k, k, 1, 2), 3 * k), ByForallElimination(LINEAR, (k,), KNOWN), LINEAR)
MEANS = ForAll((x,), eq(E(W * x), 0))
fails(TWICE, eq(E(W * W), 0), ByForallElimination(MEANS, (W,), KNOWN), MEANS)
fails(NO_VALUE, eq(zero, 0), ByForallElimination(LINEAR, (1 / a,), NF), LINEAR)
holds(FIRST, Exists(k, eq(k, 0)), ByWitness(zero, NF))
fails(FIRST, Exists(k, eq(k, -1)), ByWitness(-one, NF))
fails(CAPTURED, Exists(x, x > x), ByWitness(x + 1, SIGN))
fails(CAPTURED, Exists(x, eq(total(x + 0 * k, k, 1, 2), total(k, k, 1, 2))), ByWitness(k, NF))
fails(TWICE, Exists(x, eq(E(W * x), 1)), ByWitness(W, NF))
fails(NO_VALUE, Exists(x, eq(0 * x, 0)), ByWitness(log(-one), NF))
holds(FIRST, ForAll((k,), k >= 0), ByForallIntroduction(SIGN))
fails(FIRST, ForAll((k,), k >= 1), ByForallIntroduction(SIGN))
fails(CAPTURED, ForAll((x,), eq(x, 5)), ByForallIntroduction(ByNormalForm(((one, eq(x, 5)),))), eq(x, 5))
fails(NO_VALUE, ForAll((x,), eq(x / x, 1)), ByForallIntroduction(NF))
holds(EQUAL, eq(i**2, 4), ByFiniteCases(i, 2, 2, KNOWN, KNOWN, (ByRewriting((eq(i, 2),), NF),)), i >= 2, i <= 2)
fails(EQUAL, eq(i, 3), ByFiniteCases(i, 2, 2, KNOWN, KNOWN, (NF,)), i >= 2, i <= 2)
holds(EMPTY, eq(a, b), ByFiniteCases(i, 3, 2, KNOWN, KNOWN, ()), i >= 3, i <= 2)
fails(EMPTY, eq(a, b), ByFiniteCases(i, 3, 2, SIGN, SIGN, ()), i >= 2, i <= 2)
fails(TWICE, eq(a, b), ByFiniteCases(i, 1, 0, KNOWN, KNOWN, ()), i * W >= 1, i * W <= 0)
fails(NO_VALUE, eq(r(0) / r(0), 1), ByFiniteCases(n, 0, 0, SIGN, SIGN, (NF,)), n <= 0)

# means, matrices, facts
RAMP = eq(E(where(Z > 0, Z, zero)), 1 / (2 * pi) ** rational(1, 2))
fails(EQUAL, E(where(Z > 0, Z, zero)) > 0, ByDensity(t, (replace(RIGHT, lo=zero, hi=zero),), NF))
fails(EQUAL, RAMP, replace(WHOLE, pieces=(WHOLE.pieces[0],)))
fails(CAPTURED, RAMP, WHOLE, t > 0)
fails(TWICE, eq(E(where(Z > 0, Z, zero) - where(Z > 0, Z, zero)), 1 / (2 * pi) ** rational(1, 2)), WHOLE)
fails(NO_VALUE, RAMP, replace(WHOLE, pieces=tuple(replace(p, lo=log(-one)) for p in WHOLE.pieces)))
holds(TWICE, E(tanh(Z) * tanh(Z)) < 1, QUADRATURE)
fails(TWICE, E(tanh(Z) * tanh(Z)) < rational(1, 10), QUADRATURE)
fails(EQUAL, E(tanh(Z) ** 2) < 1, ByQuadrature((Q(0), Q(0)), 12))
fails(NO_VALUE, E(tanh(Z) ** 2 + NOTHING) < 1, QUADRATURE)
fails(NO_VALUE, E(tanh(1 / Z) ** 2) < 2, QUADRATURE)
SOLVED, REGULAR = eq(row @ unit, row @ unit), Invertible(row)
holds(SIDE, eq(unit, inverse(row) @ (row @ unit)), ByInverse(NF, KNOWN), REGULAR)
fails(SIDE, eq(unit, inverse(row) @ unit), ByInverse(NF, KNOWN), REGULAR)
fails(NO_VALUE, eq(unit, inverse(row) @ (row @ unit)), ByInverse(NF, KNOWN))
holds(SIDE, PositiveDefinite(identity(1)), ByDefiniteness("q", zero, ones(1)))
fails(SIDE, PositiveDefinite(0 * identity(1)), ByDefiniteness("q", zero, ones(1)))
fails(CAPTURED, PositiveDefinite(identity(d) - identity(d)), ByDefiniteness("v", zero, ones(d)), v @ v <= 0)
fails(NO_VALUE, PositiveDefinite((1 + NOTHING) * identity(d)), ByDefiniteness("q", zero, ones(d)))
holds(SIDE, eq(unit, 0 * unit), ByFact("definite-norm", (SIGN,), (unit, 0 * unit)), norm(unit - 0 * unit) ** 2 <= 0)
fails(SIDE, eq(unit, 0 * unit), ByFact("definite-norm", (SIGN,), (unit, 0 * unit)))
holds(EQUAL, x <= x, ByFact("order", (SIGN, SIGN), (x, x, x)))
fails(EQUAL, x < x, ByFact("order", (SIGN, SIGN), (x, x, x)))
fails(NO_VALUE, x <= x + 1, ByFact("order", (SIGN, SIGN), (x, x + 0 * log(x), x + 1)))

# Disjunctions: the same random variable twice, a part without a value before the one that holds, equal parts.
fails(TWICE, Or((W <= 0, W > 0)), ByDisjunct(1, SIGN))
fails(NO_VALUE, Or((eq(x / x, 1), eq(x, x))), ByDisjunct(1, NF))
holds(EQUAL, Or((eq(x, x), eq(1 / x, x))), ByDisjunct(0, NF))
fails(NO_VALUE, eq(x / x, 1), ByDisjunction(Or((x > 0, x < 1)), (NF, NF)), Or((x > 0, x < 1)))
holds(EQUAL, x**2 >= 0, ByDisjunction(Or((x > 0, x > 0)), (SIGN, SIGN)), Or((x > 0, x > 0)))
fails(EQUAL, x >= 0, ByDisjunction(Or((x >= 0, x <= 0)), (SIGN, SIGN)), Or((x >= 0, x <= 0)))
