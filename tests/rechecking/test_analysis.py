"""The rules of analysis of the second reader: what they prove, and forgeries that they refuse."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByBoxes,
    ByContinuity,
    ByCover,
    ByDecay,
    ByDensity,
    ByEvaluation,
    ByExpansion,
    ByExtremum,
    ByHypothesis,
    ByImproperIntegral,
    ByIntermediateValue,
    ByMeanValue,
    ByMonotonicity,
    ByNormalForm,
    ByQuadrature,
    BySign,
    BySqueeze,
    Cell,
    DensityPiece,
    Evidence,
)
from gradcheck.language.author import (
    And,
    E,
    Exists,
    Normal,
    absolute,
    d,
    eq,
    erf,
    exp,
    family,
    inf,
    integer,
    integral,
    limit,
    log,
    natural,
    oo,
    pi,
    random_variable,
    rational,
    real,
    relu,
    sequence,
    sign,
    sin,
    sqrt,
    sup,
    tanh,
)
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Limit, Num, Where, as_term
from tests.rechecking.certificate import word

x, y, z, a, b, t = (real(name) for name in "xyzabt")
n = natural("n")
s, w = sequence("s"), family("w")
k = integer("k")
ZERO, ONE, TWO = as_term(0), as_term(1), as_term(2)
BALL, LEADING, NORMAL, SIGN, KNOWN = ByEvaluation(), ByExpansion(), ByNormalForm(), BySign(), ByHypothesis()
HALF = Fraction(1, 2)


def reads(claim: Proposition, evidence: Evidence, *given: Proposition, define: tuple[Any, ...] = ()) -> bool:
    """Whether the second reader takes the evidence for a proof of the claim."""
    return word(claim, evidence, given, define) == "checked"


def cells(*rows: tuple[Any, ...]) -> ByCover:
    found = []
    for lo, hi, method, *rest in rows:
        ends = [None if end is None else Fraction(end) for end in (lo, hi, rest[0] if rest else None)]
        found.append(Cell(ends[0], ends[1], method, ends[2], rest[1] if len(rest) > 1 else 0))
    return ByCover(x, tuple(found))


def on(lo: int, hi: int) -> tuple[Proposition, ...]:
    return x >= lo, x <= hi


# numbers


@pytest.mark.parametrize(
    ("claim", "true"),
    [
        (exp(ONE) < rational(2718281829, 10**9), True),
        (exp(ONE) < rational(2718281828, 10**9), False),
        (Relation("!=", erf(ONE), rational(8427, 10**4)), True),
        (sin(as_term(3)) > rational(14112, 10**5), True),
        (sin(as_term(3)) > rational(14113, 10**5), False),
        (sqrt(TWO) * sqrt(TWO) <= 2, False),  # balls that meet
        (eq(exp(ONE), exp(ONE)), False),
        (log(ZERO) < 1, False),
        (log(as_term(-1)) < 1, False),
        (1 / (exp(ONE) - exp(ONE)) < 1, False),
        (sqrt(as_term(-1)) < 1, False),
        (0 * log(ZERO) <= 1, False),
        (x <= x + 1, False),  # a symbol without a value
        (d(absolute(x), x) < 2, False),
    ],
)
def test_evaluation(claim: Proposition, true: bool) -> None:
    assert reads(claim, BALL) is true


# covers


TANH = cells((0, HALF, "touch", 0, 3), (HALF, 4, "value"), (4, None, "tail"))


@pytest.mark.parametrize(
    ("claim", "evidence", "given"),
    [
        (tanh(x) <= x, TANH, (x >= 0,)),
        (tanh(x) < x, TANH, (x > 0,)),
        (
            x * exp(-x) <= exp(as_term(-1)),
            cells((0, HALF, "value"), (HALF, HALF * 3, "touch", 1, 2), (HALF * 3, 4, "value"), (4, None, "tail")),
            (x >= 0,),
        ),
        (exp(x) >= 1 + x, cells((-2, 2, "touch", 0, 2)), on(-2, 2)),
        (d(relu(x), x) <= 1, cells((-1, 0, "tail", 0)), (x >= -1, x < 0)),
        (log(x) <= x - 1, cells((HALF, 2, "touch", 1, 2)), (x >= HALF, x <= 2)),
    ],
)
def test_covers(claim: Proposition, evidence: Evidence, given: tuple[Proposition, ...]) -> None:
    assert reads(claim, evidence, *given)


@pytest.mark.parametrize(
    ("claim", "evidence", "given"),
    [
        (tanh(x) < x, TANH, (x >= 0,)),  # equal at 0
        (tanh(x) <= x, TANH, ()),  # false below 0
        (tanh(x) <= x, cells((0, 1, "touch", 0, 3), (2, 4, "value"), (4, None, "tail")), (x >= 0,)),  # a gap
        (tanh(x) <= x, cells((0, 1, "touch", 0, 3), (1, 4, "value")), (x >= 0,)),  # no end
        (x**3 >= 0, cells((-1, 1, "touch", 0, 3)), on(-1, 1)),  # an odd order on both sides
        (x**2 > 0, cells((-1, 1, "touch", 0, 2)), on(-1, 1)),
        (1 / x <= 5, cells((-1, 0, "tail", 0), (0, 1, "tail", 0)), on(-1, 1)),  # a pole
        (1 / x <= 5, cells((-1, 1, "slope")), on(-1, 1)),
        (log(x) <= 0, cells((0, 1, "value")), on(0, 1)),
        (d(relu(x), x) <= 1, cells((-1, 1, "value")), on(-1, 1)),  # no slope at 0
        (d(relu(x), x) <= 1, cells((-1, 0, "tail", 0), (0, 1, "tail", 0)), on(-1, 1)),
        (d(sqrt(x), x) >= 0, cells((0, 1, "tail", 0)), on(0, 1)),
        (eq(x, 0), cells((0, 1, "slope")), on(0, 1)),
        (eq(x**2, 0), cells((-1, 1, "bend", 0)), on(-1, 1)),
        (Relation("!=", x, ZERO), cells((-1, 1, "slope")), on(-1, 1)),
        (x + y >= 0, cells((0, 1, "value")), (*on(0, 1), y >= 0)),  # another variable
        (exp(-x) <= rational(1, 10**6), cells((4, None, "tail")), (x >= 4,)),
        (x**9 <= exp(x), cells((20, None, "tail")), (x >= 20,)),  # false at 20
        (x <= 10, cells((None, 0, "tail"), (0, None, "tail")), ()),
        (s(0) * x <= 1, cells((0, 1, "value")), on(0, 1)),
    ],
)
def test_forged_covers(claim: Proposition, evidence: Evidence, given: tuple[Proposition, ...]) -> None:
    assert not reads(claim, evidence, *given)


def test_boxes() -> None:
    box = (x >= 0, x <= 1, y >= 0, y <= 1)
    assert reads(exp(x * y) <= 3, ByBoxes((x, y), (None,)), *box)
    assert reads(x - y <= 1, ByBoxes((x, y), (None,)), *box)
    assert not reads(exp(x * y) <= rational(27, 10), ByBoxes((x, y), (None,)), *box)
    assert not reads(exp(x * y) <= 3, ByBoxes((x, y), ((0, HALF), None)), *box)  # a half is left over
    assert not reads(exp(x * y) <= 3, ByBoxes((x,), (None,)), *box)
    assert not reads(exp(x * y) <= 3, ByBoxes((x, y), (None,)), *box[1:])
    assert not reads(Relation("!=", 1 / (x - y), ZERO), ByBoxes((x, y), (None,)), *box)


# functions of a real variable


def test_monotonicity() -> None:
    rising = ByMonotonicity(x, ZERO, "+", SIGN, SIGN)
    assert reads(x <= x * exp(x), rising, x >= 0)
    assert not reads(x < x * exp(x), rising, x >= 0)  # equal at the anchor
    assert not reads(x <= x * exp(x), rising)
    assert not reads(x <= x * exp(x), ByMonotonicity(x, ONE, "+", SIGN, SIGN), x >= 0)
    assert not reads(1 / (x - 1) <= 0, rising, x >= 0, x < 3)  # a pole on the way
    assert not reads(sign(x - 1) <= 0, rising, x >= 0)  # a jump on the way
    assert not reads(Where(x < 1, ZERO, ONE) <= 0, rising, x >= 0)
    assert not reads(x <= x * exp(x), ByMonotonicity(x, x, "+", SIGN, SIGN), x >= 0)
    assert not reads(n <= n * exp(n), ByMonotonicity(n, ZERO, "+", SIGN, SIGN))
    assert not reads(-x <= -2, rising, x >= 2)  # false at the anchor


def test_decay() -> None:
    falling = ByDecay(x, "+", Num(Fraction(0)), LEADING, SIGN)
    assert reads(exp(-x) > 0, falling)
    assert not reads(-exp(-x) > 0, falling)
    assert not reads(1 / x > 0, falling, x > -1)  # a pole on the way
    assert not reads(exp(-x) > 0, ByDecay(x, "-", Num(Fraction(0)), LEADING, SIGN))
    assert not reads(exp(-x) - 1 >= 0, ByDecay(x, "+", Num(Fraction(-1)), LEADING, SIGN))


def test_mean_value() -> None:
    claim = absolute(sin(a) - sin(b)) <= 1 * absolute(a - b)
    assert not reads(absolute(exp(a) - exp(b)) <= 1 * absolute(a - b), ByMeanValue(exp(z), z, (SIGN,)))
    assert not reads(absolute(1 / a - 1 / b) <= 1 * absolute(a - b), ByMeanValue(1 / z, z, (SIGN,)), a > 2, b > 2)
    assert not reads(absolute(sin(a) - sin(b)) <= rational(1, 2) * absolute(a - b), ByMeanValue(sin(z), z, (SIGN,)))
    assert not reads(claim, ByMeanValue(sin(z) + z, z, (SIGN,)))
    halves = absolute(relu(a) - relu(b)) <= 1 * absolute(a - b)
    assert reads(halves, ByMeanValue(relu(z), z, (SIGN, SIGN), (Fraction(0),)))
    assert not reads(halves, ByMeanValue(relu(z), z, (SIGN, SIGN), (Fraction(1),)))
    jump = absolute(sign(a) - sign(b)) <= 1 * absolute(a - b)
    assert not reads(jump, ByMeanValue(sign(z), z, (SIGN, SIGN), (Fraction(0),)))


def test_intermediate_value() -> None:
    root = Exists(x, eq(exp(x), 2))
    assert reads(root, ByIntermediateValue(Fraction(0), Fraction(1), BALL, BALL))
    assert not reads(root, ByIntermediateValue(Fraction(1), Fraction(2), BALL, BALL))
    assert not reads(Exists(x, eq(1 / x, 0)), ByIntermediateValue(Fraction(-1), Fraction(1), BALL, BALL))
    assert not reads(Exists(x, eq(sign(x), HALF)), ByIntermediateValue(Fraction(-1), Fraction(1), BALL, BALL))
    assert not reads(Exists(n, eq(exp(n), 2)), ByIntermediateValue(Fraction(0), Fraction(1), BALL, BALL))
    both = Exists(x, And((x >= 2, eq(exp(x), 2))))
    assert not reads(both, ByIntermediateValue(Fraction(0), Fraction(1), BALL, BALL, (SIGN,)))


def test_extrema() -> None:
    top = ByExtremum(SIGN, ZERO, SIGN)
    assert reads(eq(sup(-(x**2), x), 0), top)
    assert not reads(eq(sup(-(x**2), x), 1), top)
    assert not reads(eq(sup(-(x**2), x), 0), ByExtremum(SIGN))  # nothing comes up to it
    assert not reads(eq(sup(-(x**2), x, 0, 1), 0), top)  # 0 is no point of the open interval
    assert not reads(eq(sup(-(x**2), x, 1, 1), 0), ByExtremum(SIGN, ONE, SIGN))  # an empty interval
    assert not reads(sup(-(x**2), x, 1, -1) <= 0, ByExtremum(SIGN))
    assert not reads(sup(-(x**2), x, a, b) <= 0, ByExtremum(SIGN))
    assert reads(sup(-(x**2), x, a, b) <= 0, ByExtremum(SIGN), a < b)
    assert not reads(sup(5 * x / x, x, -1, 1) <= 5, ByExtremum(SIGN))  # no value at 0
    assert not reads(sup(-(x**2), x, 1 / a, oo) <= 0, ByExtremum(SIGN))
    assert not reads(sup(x, x) <= 7, ByExtremum(KNOWN), x <= 7)  # captured
    assert not reads(eq(sup(x, x), x), ByExtremum(SIGN, x, SIGN))
    assert not reads(eq(sup(n * 0, n, 0, 1), 0), ByExtremum(SIGN, ZERO, SIGN))  # no integer inside
    assert reads(eq(inf(exp(x), x), 0), ByExtremum(SIGN, None, LEADING, "-"))
    assert not reads(eq(inf(exp(x), x), 0), ByExtremum(SIGN, None, LEADING, "+"))


# limits


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(limit((2 * x + 1) / (x + 5), x, oo), 2), ()),
        (eq(limit(tanh(x), x, -oo), -1), ()),
        (eq(limit(exp(x) / (x**3 + 1), x, oo), oo), ()),
        (eq(limit(a * rational(1, 4) ** n, n, oo), 0), ()),
        (eq(limit(a**n, n, oo), 0), (a > 0, a < 1)),
        (eq(Limit(1 / x, x, ZERO, "-"), -oo), ()),
        (eq(limit(x / (a * x + 1), x, oo), 1 / a), (a > 0,)),
        (eq(limit(absolute(x) / x, x, oo), 1), (x < 0,)),
        (eq(limit(erf(x), x, oo), 1), ()),
        (eq(limit(x * exp(-(x**2)), x, oo), 0), ()),
    ],
)
def test_limits(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    assert reads(claim, LEADING, *given)


@pytest.mark.parametrize(
    ("claim", "given"),
    [
        (eq(limit((2 * x + 1) / (x + 5), x, oo), 3), ()),
        (eq(limit(tanh(x), x, -oo), 1), ()),
        (eq(limit(2**n * a, n, oo), oo), ()),  # a may be 0
        (eq(limit(x / (a * x + 1), x, oo), 1 / a), ()),
        (eq(limit(a**n, n, oo), 0), (a < 1,)),
        (eq(limit((-1) ** n, n, oo), 1), ()),
        (eq(Limit(1 / x, x, ZERO, ""), oo), ()),
        (eq(Limit(absolute(x) / x, x, ZERO, ""), 1), ()),
        (eq(Limit(sqrt(x), x, ZERO, ""), 0), ()),  # no values below 0
        (eq(Limit(n * n, n, ZERO, "+"), 0), ()),
        (eq(Limit(1 / (n + 1), n, -oo, ""), 0), ()),
        (eq(limit(x, x, oo), x), ()),
        (eq(limit(as_term(7), t, log(as_term(-1))), 7), ()),  # a point without a value
        (eq(limit(as_term(7), t, 1 / a), 7), ()),
        (eq(limit(7 + 0 * log(-t), t, oo), 7), ()),  # no values
        (eq(limit(sin(x), x, oo), 0), ()),
        (eq(limit(s(n), n, oo), 0), ()),
        (Relation("!=", limit(sin(x), x, oo), TWO), ()),
        (Relation("!=", Limit(absolute(x) / x, x, ZERO, ""), TWO), ()),  # two different limits
        (eq(limit(absolute(x) / x, x, oo), -1), (x < 0,)),  # captured
    ],
)
def test_forged_limits(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    assert not reads(claim, LEADING, *given)
    assert not reads(claim, ByExpansion(6), *given)


def test_squeeze() -> None:
    assert reads(eq(limit(exp(-x) / 2, x, oo), 0), BySqueeze(exp(-x), Num(Fraction(0)), SIGN, LEADING))
    assert not reads(eq(limit(exp(-x) / 2, x, oo), 1), BySqueeze(exp(-x), Num(Fraction(0)), SIGN, LEADING))
    assert not reads(eq(limit(ONE, x, oo), 0), BySqueeze(ONE, Num(Fraction(0)), SIGN, LEADING))
    assert not reads(eq(limit(exp(-x) / 2, x, -oo), 0), BySqueeze(exp(-x), Num(Fraction(0)), SIGN, LEADING))


def test_continuity() -> None:
    known = eq(limit(s(n), n, oo), a)
    square = ByContinuity(s(n) ** 2, (known,), NORMAL, NORMAL)
    assert reads(eq(limit(s(n) ** 2, n, oo), a**2), square, known)
    assert not reads(eq(limit(s(n) ** 2, n, oo), a**2), square)  # no such hypothesis
    assert not reads(eq(limit(s(n) ** 2, n, oo), a), square, known)
    jump = ByContinuity(sign(s(n)), (known,), NORMAL, NORMAL)
    assert not reads(eq(limit(sign(s(n)), n, oo), sign(a)), jump, known)
    pole = ByContinuity(1 / s(n), (known,), NORMAL, NORMAL)
    assert not reads(eq(limit(1 / s(n), n, oo), 1 / a), pole, known)
    assert not reads(eq(limit(s(n) * n, n, oo), a * n), ByContinuity(s(n) * n, (known,), NORMAL, NORMAL), known)


# integrals


def test_antiderivatives() -> None:
    half = ByAntiderivative(x**2 / 2, NORMAL, NORMAL)
    assert reads(eq(integral(x, x, 0, 1), rational(1, 2)), half)
    assert reads(eq(integral(1 / x, x, a, a), 0), ByAntiderivative(x, NORMAL, NORMAL))
    assert not reads(eq(integral(x, x, 0, 1), 1), half)
    assert not reads(eq(integral(x, x, 1, 0), rational(-1, 2)), half)  # down
    assert not reads(eq(integral(x, x, a, b), b**2 / 2 - a**2 / 2), half)
    assert reads(eq(integral(x, x, a, b), b**2 / 2 - a**2 / 2), half, a <= b)
    assert not reads(eq(integral(1 / x**2, x, -1, 1), -2), ByAntiderivative(-1 / x, NORMAL, NORMAL))  # a pole
    assert not reads(eq(integral(0 * x, x, -1, 1), 2), ByAntiderivative(sign(x), NORMAL, NORMAL))  # a jump
    assert not reads(eq(integral(ZERO, x, 0, log(a)), 0), ByAntiderivative(ZERO, NORMAL, NORMAL))
    assert not reads(eq(integral(x, x, 0, x), x**2), ByAntiderivative(x**2, NORMAL, NORMAL), x >= 0)  # captured


def test_improper_integrals() -> None:
    tail = ByImproperIntegral(-exp(-x), NORMAL, (None, ZERO), (BALL, LEADING), NORMAL)
    assert reads(eq(integral(exp(-x), x, 0, oo), 1), tail)
    assert not reads(eq(integral(exp(-x), x, 0, oo), 2), tail)
    both = ByImproperIntegral(x**2 / 2, NORMAL, (oo, oo), (LEADING, LEADING), NORMAL)
    for claim in (eq(integral(x, x, -oo, oo), 0), Relation("!=", integral(x, x, -oo, oo), ZERO)):
        assert not reads(claim, both)  # opposite infinities
    far = ByImproperIntegral(x, NORMAL, (None, oo), (BALL, LEADING), NORMAL)
    assert reads(eq(integral(ONE, x, 0, oo), oo), far)
    assert reads(Relation("!=", integral(ONE, x, 0, oo), a), far)
    assert not reads(Relation("!=", integral(ONE, x, 0, oo), 1 / a), far)
    assert not reads(eq(integral(ONE, x, 0, oo), -oo), far)
    pole = ByImproperIntegral(-1 / x, NORMAL, (ONE, -ONE), (LEADING, LEADING), NORMAL)
    assert not reads(eq(integral(1 / x**2, x, -1, 1), -2), pole)
    assert not reads(eq(integral(x, x, 1, 1), 0), ByImproperIntegral(x, NORMAL, (None, None), (BALL, BALL), NORMAL))


def pieces(g: Any, left: Any, right: Any) -> tuple[DensityPiece, DensityPiece]:
    """Return pieces for g phi on both sides of 0, of which the primitive functions are given."""
    phi = exp(-((x - 0) ** 2) / (2 * as_term(1))) / sqrt(2 * pi * as_term(1))
    first = ByImproperIntegral(left[0], NORMAL, (left[1], None), (LEADING, BALL), NORMAL)
    last = ByImproperIntegral(right[0], NORMAL, (None, right[1]), (BALL, LEADING), NORMAL)
    return (
        DensityPiece(-oo, ZERO, g * phi, left[2], left[3], NORMAL, SIGN, first),
        DensityPiece(ZERO, oo, g * phi, right[2], right[3], NORMAL, SIGN, last),
    )


def test_density() -> None:
    mean = random_variable("Z", Normal(0, 1))
    size = exp(-(x**2) / 2) / sqrt(2 * pi)
    top = 1 / sqrt(2 * pi)
    parts = pieces(x, (-size, ZERO, "-", -top), (-size, ZERO, "+", top))
    assert reads(eq(E(mean), 0), ByDensity(x, parts, NORMAL))
    assert not reads(eq(E(mean), 1), ByDensity(x, parts, NORMAL))
    assert not reads(eq(E(mean), top), ByDensity(x, parts[1:], NORMAL))  # half of the line
    mass = erf(x / sqrt(2)) / 2
    signs = pieces(
        absolute(x) / x, (-mass, rational(1, 2), "-", -rational(1, 2)), (mass, rational(1, 2), "+", rational(1, 2))
    )
    assert not reads(eq(E(absolute(mean) / mean), 0), ByDensity(x, signs, NORMAL))  # no value at the outcome 0


def test_quadrature() -> None:
    mean = random_variable("Z", Normal(0, 1))
    cuts = tuple(Fraction(k, 2) for k in range(-16, 17))
    assert reads(E(tanh(mean) ** 2) < rational(2, 5), ByQuadrature(cuts, 6))
    assert not reads(E(tanh(mean) ** 2) < rational(39, 100), ByQuadrature(cuts, 6))
    assert not reads(E(1 / mean) < 1, ByQuadrature(cuts, 6))
    assert not reads(E(exp(mean**2)) > 1, ByQuadrature(cuts, 6))
    assert not reads(E(tanh(mean) ** 2) < rational(2, 5), ByQuadrature(cuts[::-1], 6))
    assert not reads(E(tanh(mean)) < a, ByQuadrature(cuts, 6))


# values that hypotheses grant, and members of sequences


def test_an_extremum_is_a_number_only_where_that_is_known() -> None:
    top = sup(x**2, x)
    claim = eq(0 * top, 0)
    assert reads(claim, NORMAL, eq(top, a))
    assert reads(claim, NORMAL, 2 * top <= a)
    assert not reads(claim, NORMAL)
    assert not reads(claim, NORMAL, eq(top, oo))
    assert not reads(claim, NORMAL, top >= a)  # it may be infinite
    assert not reads(claim, NORMAL, eq(top, limit(y, y, oo)))  # both may be
    assert not reads(claim, NORMAL, eq(sup(x**2, x, 0, 1), a))


def test_members_of_a_sequence_have_slopes() -> None:
    def chain(function: Any) -> tuple[Any, ...]:
        first = Initial(w(0, x), x)
        return first, Recurrence(w(k, x), function(w(k - 1, x)), 1)

    step = eq(d(w(n + 1, x), x), (1 - tanh(w(n, x)) ** 2) * d(w(n, x), x))
    assert reads(step, NORMAL, define=chain(tanh))
    assert not reads(eq(d(w(n + 1, x), x), d(w(n, x), x)), NORMAL, define=chain(tanh))
    assert not reads(eq(d(w(n, x), x), 0), NORMAL, define=chain(tanh))
    assert not reads(eq(0 * d(w(n, x), x), 0), NORMAL, define=chain(relu))  # kinks
    assert not reads(eq(0 * d(w(n, x), x), 0), NORMAL, define=chain(log))  # no values
    assert reads(w(3, x) <= 1, cells((0, 1, "value")), *on(0, 1), define=chain(tanh))
    assert not reads(w(3, x) <= 1, cells((0, 1, "value")), *on(0, 1), define=chain(exp))
    assert not reads(w(3, x) <= 9, cells((1, 2, "value")), *on(1, 2), define=chain(log))  # a member without a value


def test_roots() -> None:
    assert reads(eq(sqrt(2 * pi), sqrt(TWO) * sqrt(pi)), NORMAL)
    assert reads(eq(sqrt(as_term(12)), 2 * sqrt(as_term(3))), NORMAL)
    assert reads(eq(1 / sqrt(TWO), sqrt(TWO) / 2), NORMAL)
    assert not reads(eq(sqrt(x * y), sqrt(x) * sqrt(y)), NORMAL, x * y > 0)
    assert not reads(eq(sqrt(-2 * x), sqrt(as_term(-2)) * sqrt(x)), NORMAL, x >= 0)
    assert not reads(eq(sqrt(x**2), x), NORMAL)
