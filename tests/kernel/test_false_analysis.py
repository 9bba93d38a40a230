"""False claims of analysis with the evidence that looks right for them: kinks, poles, branch cuts, empty intervals."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByContinuity,
    ByExpansion,
    ByExtremum,
    ByHypothesis,
    ByImproperIntegral,
    ByIntermediateValue,
    ByMeanValue,
    ByMonotonicity,
    ByNormalForm,
    BySign,
    BySqueeze,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import absolute, eq, exp, log, natural, ne, pi, real, reals, sequence, sin, sqrt
from gradcheck.language.syntax.propositions import Exists, Proposition, Relation
from gradcheck.language.syntax.terms import (
    Apply,
    Const,
    Derivative,
    Extremum,
    Integral,
    Limit,
    Pow,
    Sum,
    Term,
    Where,
    as_term,
)

x, y, a, b = reals("x y a b")
t = real("t")
n, k = natural("n"), natural("k")
OO, ZERO, ONE = Const("oo"), as_term(0), as_term(1)
NORMAL, ROOTS, LEADING = ByNormalForm(), BySign(), ByExpansion()
STEP = Where(x > 0, ONE, ZERO)
Forgery = tuple[Proposition, Evidence, tuple[Proposition, ...]]


def f(name: str, argument: Term) -> Term:
    return Apply(name, (argument,))


def lipschitz(body: Term, bound: object, *given: Proposition) -> Forgery:
    at_x, at_y = (_put(body, point) for point in (x, y))
    claim = absolute(at_x - at_y) <= as_term(bound) * absolute(x - y)
    return claim, ByMeanValue(body, t, (ROOTS,)), given


def _put(body: Term, point: Term) -> Term:
    from gradcheck.language.syntax.substitution import replace_symbols

    return replace_symbols(body, {t: point})  # type: ignore[dict-item]


def increasing(claim: Proposition, anchor: int, side: str, *given: Proposition) -> Forgery:
    return claim, ByMonotonicity(x, as_term(anchor), side, ROOTS, ROOTS), given


def continuous(body: Term, value: object, side: str = "", form: Term | None = None, point: Term = ZERO) -> Forgery:
    claim = eq(Limit(body, x, point, side), value)
    return claim, ByContinuity(body if form is None else form, (), NORMAL, NORMAL), ()


def extremum(
    kind: str, body: Term, ends: tuple[Term, Term], value: Term, point: object = None, end: str = ""
) -> Forgery:
    place = None if point is None else as_term(point)
    approach: Evidence = ROOTS if point is not None else LEADING
    return eq(Extremum(kind, body, x, *ends), value), ByExtremum(ROOTS, place, approach, end), ()


def integral(body: Term, primitive: Term, ends: tuple[Term, Term], value: object) -> Forgery:
    found: Evidence = ByAntiderivative(primitive, NORMAL, NORMAL)
    if OO in ends:
        found = ByImproperIntegral(primitive, NORMAL, (None, ZERO), (LEADING, LEADING), NORMAL)
    return eq(Integral(body, x, *ends), value), found, ()


def crossing(equation: Relation, lo: int, hi: int) -> Forgery:
    return Exists(x, equation), ByIntermediateValue(Fraction(lo), Fraction(hi), ROOTS, ROOTS), ()


FORGERIES: list[Forgery] = [
    lipschitz(absolute(t), Fraction(1, 2)), lipschitz(f("sign", t), 0), lipschitz(1 / t, 0), lipschitz(t**2, x + y),
    lipschitz(sqrt(t), 1, x >= 0, y >= 0), lipschitz(exp(t), 1, t <= 0), lipschitz(exp(t), 1, x <= 0),
    increasing(f("sign", x) >= 0, 0, "+", x >= -1), increasing(1 / x >= -1, -1, "+", x >= -1),
    increasing(-1 / x >= 1, -1, "+", x >= -1, ne(x, 0)), increasing(-1 / x >= 1, -1, "+", x >= -1, x**2 > 0),
    increasing(x > 0, 0, "+", x >= 0), increasing(x**2 >= 1, 1, "-", x <= 1), increasing(x >= 1, 1, "+", x >= 0),
    increasing(absolute(x) >= 1, -1, "+", x >= -1), increasing(sqrt(x**2) <= x, 0, "-", x <= 0),
    increasing(STEP <= 0, 0, "+", x >= 0), increasing(1 - Pow(x, 0 * a) >= 1, 0, "+", x >= 0),
    increasing(1 - Pow(x, a - a) >= 1, 0, "+", x >= 0, a > 0), increasing(Pow(x, x) >= 1, 1, "-", x >= 0, x <= 1),
    increasing(Pow(x, a) >= 1, 0, "+", x >= 0, a > 0), increasing(Pow(1 + x, a) <= 1 + a * x, 0, "+", x >= 0, a > 1),
    continuous(x / x, 0), continuous(x / x, 1, form=ONE), continuous(sqrt(x), 0), continuous(sqrt(x), 0, "-"),
    continuous(sqrt(-x * x), 0), continuous(log(x), 0, "-"), continuous(f("sign", x), 0), continuous(Pow(x, y), 0, "+"),
    continuous(absolute(x) / x, -1, "+"), continuous(Pow(x, n), 0), continuous(Pow(absolute(x), x), 0, "+"),
    continuous(f("coth", x), 0, "+"), continuous(x, 0, point=OO), continuous(Sum(x, k, ONE, n), 1),
    continuous(Derivative(absolute(x), x), 0, "+"), continuous(Where(eq(x, 0), ONE, ZERO), 1),
    (eq(Limit(sequence("y")(n), n, OO), 0), BySqueeze(1 / (n + 1), ONE, ByHypothesis(), LEADING),
     (absolute(sequence("y")(n) - 0) <= 1 / (n + 1),)),
    (eq(Limit(sin(x), x, OO), 0), BySqueeze(absolute(sin(x)), ONE, ROOTS, LEADING), ()),
    extremum("sup", x, (ZERO, ONE), ONE, point=1), extremum("sup", x, (ZERO, ONE), ONE + 1, end="+"),
    extremum("sup", x, (ONE, ZERO), ZERO, point=Fraction(1, 2)), extremum("sup", x, (ZERO, ZERO), ZERO, point=0),
    extremum("inf", x**2, (ONE, ONE + 1), ZERO, point=0), extremum("sup", x, (a, b), b, end="+"),
    extremum("sup", 1 / x, (-ONE, ONE), ONE, point=Fraction(1, 2)), extremum("sup", log(x), (-ONE, ONE), ZERO, end="+"),
    integral(1 / x**2, -1 / x, (-ONE, ONE), -2), integral(1 / x, log(absolute(x)), (-ONE, ONE), 0),
    integral(2 * x, x**2, (ONE, ZERO), -1), integral(2 * x, x**2, (ZERO, ONE), 2), integral(x, x**2 / 2, (a, b), 0),
    integral(ZERO, f("sign", x), (-ONE, ONE), 2), integral(ZERO, STEP, (-ONE, ONE), 1),
    integral(-1 / (1 + x**2), f("atan", 1 / x), (-ONE, ONE), pi / 2),
    integral(exp(-x), -exp(-x), (ZERO, OO), 0), integral(1 / (2 * sqrt(x)), sqrt(x), (-ONE, ONE), 1),
    crossing(eq(1 / x, 0), -1, 1), crossing(eq(f("sign", x), Fraction(1, 2)), -1, 1), crossing(eq(x**2, -1), -1, 1),
    crossing(eq(f("coth", x), 0), -1, 1), crossing(eq(exp(x), 0), -9, 9), crossing(eq(STEP, Fraction(1, 2)), -1, 1),
]  # fmt: skip


@pytest.mark.parametrize(("claim", "evidence", "given"), FORGERIES)
def test_it_is_refused(claim: Proposition, evidence: Evidence, given: tuple[Proposition, ...]) -> None:
    with pytest.raises(Rejected):
        check(Goal(claim, given), evidence, Trail())


@pytest.mark.parametrize(
    ("claim", "evidence", "given"),
    [
        lipschitz(2 * t, 2),
        increasing(x**3 + x >= 0, 0, "+", x >= 0),
        continuous(exp(x), 1),
        extremum("sup", x, (ZERO, ONE), ONE, end="+"),
        integral(2 * x, x**2, (ZERO, ONE), 1),
        crossing(eq(x**3, 2), 0, 2),
    ],
)
def test_the_same_evidence_proves_what_is_true(
    claim: Proposition, evidence: Evidence, given: tuple[Proposition, ...]
) -> None:
    check(Goal(claim, given), evidence, Trail())
