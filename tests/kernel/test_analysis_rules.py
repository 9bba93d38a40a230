"""Rules of analysis: each proves what it should, and refuses near misses and forgeries."""

from fractions import Fraction

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByCover,
    ByEvaluation,
    ByExpansion,
    ByExtremum,
    ByIntermediateValue,
    ByMeanValue,
    ByMonotonicity,
    BySign,
    Cell,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import (
    Exists,
    absolute,
    d,
    eq,
    exp,
    inf,
    integer,
    rational,
    reals,
    sigmoid,
    softplus,
    sup,
    tanh,
)
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Apply, Const, Extremum, Neg, Term, Where, as_term

x, z, a, b = reals("x z a b")
n = integer("n")
ROOTS = BySign()
ZERO, ONE = as_term(0), as_term(1)


def proves(claim: Proposition, evidence: Evidence, *given: Proposition) -> bool:
    try:
        check(Goal(claim, given), evidence, Trail())
    except Rejected:
        return False
    return True


def sign(term: Term) -> Term:
    return Apply("sign", (term,))


# monotonicity


def away_from_0(side: str = "+", anchor: Term = ZERO) -> ByMonotonicity:
    return ByMonotonicity(x, anchor, side, ROOTS, ROOTS)


def test_monotonicity_carries_an_inequality_away_from_its_anchor() -> None:
    assert proves(1 + x <= exp(x), away_from_0(), x >= 0)
    assert proves(1 + x < exp(x), away_from_0(), x > 0)


@pytest.mark.parametrize(
    ("claim", "given", "evidence"),
    [
        (1 + x <= exp(x), (), away_from_0()),  # the variable is on both sides
        (1 + x <= exp(x), (x >= 0,), away_from_0("-")),  # the wrong side
        (1 + x <= exp(x), (x >= 0,), away_from_0(anchor=ONE)),  # 0 <= x < 1 is not reached
        (1 + x < exp(x), (x >= 0,), away_from_0()),  # equality at the anchor
        (2 + x <= exp(x), (x >= 0,), away_from_0()),  # false at the anchor
        (tanh(x) <= rational(9, 10) * x, (x >= 0,), away_from_0()),  # false: the slope fails near 0
        (1 / (x - 1) <= 0, (x >= 0, x < 3), away_from_0()),  # a pole between
        (sign(x - 1) <= 0, (x >= 0,), away_from_0()),  # a jump between
        (Where(x < 1, ZERO, ONE) <= 0, (x >= 0,), away_from_0()),  # not continuous by its form
        (x <= absolute(x), (x >= 0,), away_from_0(anchor=x)),  # the anchor is the variable
        (n >= 0, (n >= 0,), ByMonotonicity(n, ZERO, "+", ROOTS, ROOTS)),  # an integer has no derivative
    ],
)
def test_monotonicity_refuses(claim: Proposition, given: tuple[Proposition, ...], evidence: Evidence) -> None:
    assert not proves(claim, evidence, *given)


def test_a_slope_on_part_of_the_way_is_not_enough() -> None:
    # x (x - 2) falls on (0, 1): for x > 1 alone the slope is positive, but at 3/2 the claim is false
    claim = x * (x - 2) >= 0
    assert not proves(claim, away_from_0(), x > 1)
    assert not proves(claim, away_from_0(), x >= 0, x > 1)


# covers


def test_a_cover_has_no_gap_and_reaches_the_ends() -> None:
    claim = sigmoid(x) <= rational(9, 10)
    cells = (Cell(Fraction(0), Fraction(1), "value"), Cell(Fraction(1), Fraction(2), "value"))
    assert proves(claim, ByCover(x, cells), x >= 0, x <= 2)
    assert not proves(claim, ByCover(x, cells), x >= 0)
    assert not proves(claim, ByCover(x, cells[:1]), x >= 0, x <= 2)
    assert not proves(sigmoid(x) <= rational(8, 10), ByCover(x, cells), x >= 0, x <= 2)
    assert not proves(sigmoid(x) <= 1 / (x - 1) ** 2 + 1, ByCover(x, cells), x >= 0, x <= 2)


def test_a_kink_inside_a_cell_has_no_slope() -> None:
    claim = absolute(x) >= 0
    assert not proves(d(absolute(x), x) <= 1, ByCover(x, (Cell(Fraction(-1), Fraction(1), "value"),)), x >= -1, x <= 1)
    assert not proves(claim, ByCover(x, (Cell(Fraction(-1), Fraction(1), "slope"),)), x >= -1, x <= 1)


# extrema


def test_a_supremum_by_a_point_and_by_an_end() -> None:
    slope = sigmoid(x) * (1 - sigmoid(x))
    assert proves(eq(sup(slope, x), rational(1, 4)), ByExtremum(ROOTS, ZERO, ROOTS))
    assert proves(eq(sup(d(softplus(x), x), x), 1), ByExtremum(ROOTS, None, ByExpansion(), "+"))
    assert proves(eq(inf(d(softplus(x), x), x), 0), ByExtremum(ROOTS, None, ByExpansion(), "-"))
    assert proves(sup(slope, x) <= 1, ByExtremum(ROOTS))
    assert proves(sup(slope, x) >= rational(1, 5), ByExtremum(None, ZERO, ROOTS))


SLOPE = sigmoid(x) * (1 - sigmoid(x))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (eq(sup(SLOPE, x), rational(1, 2)), ByExtremum(ROOTS, ZERO, ROOTS)),  # a bound without approach
        (eq(sup(SLOPE, x), rational(1, 2)), ByExtremum(ROOTS)),
        (eq(sup(SLOPE, x), rational(1, 5)), ByExtremum(ROOTS, ZERO, ROOTS)),  # no bound
        (eq(sup(SLOPE, x), rational(1, 5)), ByExtremum(None, ZERO, ROOTS)),
        (eq(sup(SLOPE, x), rational(1, 4)), ByExtremum(ROOTS, x, ROOTS)),  # the point mentions the variable
        (eq(sup(sigmoid(x), x), 1), ByExtremum(ROOTS, None, ByExpansion(), "-")),  # the other end
        (sup(SLOPE, x) < rational(1, 4), ByExtremum(ROOTS)),  # strictness is not for this rule
        (sup(1 / x, x) >= 1, ByExtremum(None, ONE, ROOTS)),  # not defined at 0
        (eq(Extremum("sup", x, x, ONE, ZERO), rational(7)), ByExtremum(ROOTS, None, ByExpansion(), "+")),
        (Extremum("sup", x, x, ONE, ONE) <= 0, ByExtremum(ROOTS)),  # an empty interval
        (Extremum("sup", x, x, ZERO, a) <= a, ByExtremum(ROOTS)),  # perhaps empty
        (Extremum("sup", x, x, Const("oo"), Neg(Const("oo"))) <= 0, ByExtremum(ROOTS)),
        (Extremum("sup", x, x, ZERO, ONE) >= 1, ByExtremum(None, ONE, ROOTS)),  # the end is not inside
        (eq(sup(n * (1 - n), n), rational(1, 4)), ByExtremum(ROOTS, rational(1, 2), ROOTS)),  # no integer
        (Extremum("sup", n, n, ZERO, ONE) <= 0, ByExtremum(ROOTS)),  # no integer between 0 and 1
    ],
)
def test_extremum_refuses(claim: Proposition, evidence: Evidence) -> None:
    assert not proves(claim, evidence)


def test_a_hypothesis_about_the_bound_variable_is_not_used() -> None:
    assert not proves(sup(tanh(x), x) <= 0, ByExtremum(ROOTS), x <= 0)
    assert proves(Extremum("sup", tanh(x), x, Neg(Const("oo")), ZERO) <= 0, ByExtremum(ROOTS), x >= 5)


# mean values


def test_a_lipschitz_bound() -> None:
    claim = absolute(sigmoid(a) - sigmoid(b)) <= absolute(a - b) / 4
    evidence = ByMeanValue(sigmoid(z), z, (BySign(),))
    assert proves(claim, evidence)
    assert not proves(absolute(sigmoid(a) - sigmoid(b)) <= absolute(a - b) / 5, evidence)
    assert not proves(absolute(sigmoid(a) - tanh(b)) <= absolute(a - b) / 4, evidence)
    assert not proves(claim, ByMeanValue(tanh(z), z, (BySign(),)))
    assert not proves(absolute(1 / a - 1 / b) <= absolute(a - b), ByMeanValue(1 / z, z, (BySign(),)), a >= 1, b >= 1)
    assert not proves(absolute(sign(a) - sign(b)) <= 0 * absolute(a - b), ByMeanValue(sign(z), z, (BySign(),)))
    assert proves(claim, evidence, eq(z, 0))


def test_a_slope_that_holds_on_the_domain_of_another_name_only() -> None:
    claim = absolute(a**2 - b**2) <= 2 * absolute(a - b)
    assert not proves(claim, ByMeanValue(z**2, z, (BySign(),)), z <= 1, z >= -1)


# intermediate values


def bolzano(lo: int, hi: int) -> ByIntermediateValue:
    return ByIntermediateValue(Fraction(lo), Fraction(hi), ROOTS, ROOTS)


def test_an_equation_with_a_solution_between() -> None:
    claim = Exists(x, eq(sigmoid(x) - x, rational(1, 100)))
    by_balls = ByIntermediateValue(Fraction(1), Fraction(0), ByEvaluation(), ByEvaluation())
    assert proves(claim, by_balls)
    assert not proves(claim, ByIntermediateValue(Fraction(0), Fraction(1), ByEvaluation(), ByEvaluation()))
    assert proves(Exists(x, eq(x**2, 2)), bolzano(0, 2))


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (Exists(x, eq(1 / x, 0)), bolzano(-1, 1)),  # the pole
        (Exists(x, eq(sign(x), rational(1, 2))), bolzano(-1, 1)),  # the jump
        (Exists(x, eq(Where(x < 0, -ONE, ONE), 0)), bolzano(-1, 1)),
        (Exists(x, eq(x**2, -1)), bolzano(0, 2)),
        (Exists(x, eq(x**2, 2)), bolzano(0, 1)),
        (Exists(n, eq(n**2, 2)), bolzano(0, 2)),  # not over the integers
    ],
)
def test_intermediate_value_refuses(claim: Proposition, evidence: Evidence) -> None:
    assert not proves(claim, evidence)


# evaluation


def test_evaluation_is_of_constants() -> None:
    assert proves(exp(as_term(1)) < rational(3), ByEvaluation())
    assert not proves(exp(as_term(1)) > rational(3), ByEvaluation())
    assert not proves(exp(x) > 0, ByEvaluation())
    assert not proves(eq(exp(as_term(0)), 1), ByEvaluation())
    assert not proves(Relation("!=", 1 / (exp(ZERO) - 1), ONE), ByEvaluation())
    assert not proves(exp(as_term(1)) < rational(3), ByEvaluation(precision=5))
