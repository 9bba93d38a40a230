"""Forged and honest evidence for the rules of analysis: integrals, limits, mean and intermediate values."""

from __future__ import annotations

from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByContinuity,
    ByContradiction,
    ByExpansion,
    ByImproperIntegral,
    ByIntermediateValue,
    ByMeanValue,
    BySign,
    BySqueeze,
    ByTransitivity,
)
from gradcheck.language.author import (
    And,
    Exists,
    absolute,
    atan,
    eq,
    exp,
    integral,
    limit,
    log,
    ne,
    oo,
    pi,
    rational,
    sigmoid,
    sin,
    sup,
    tanh,
    where,
)
from gradcheck.language.syntax.terms import Symbol, Term, as_term
from tests.kernel.forgeries import FORGED, NF, SIGN, Q, a, b, d, forged, honest, i, k, n, one, r, x, z, zero

# proper integrals
AREA = integral(2 * x, x, 0, 1)
honest("antiderivative", eq(AREA, 1), ByAntiderivative(x**2, NF, NF))
honest("ends that may be equal", eq(integral(2 * x, x, a, b), b**2 - a**2), ByAntiderivative(x**2, NF, NF), a <= b)
honest("equal ends, whatever the integrand", eq(integral(1 / x, x, a, a), 0), ByAntiderivative(zero, NF, NF))
forged("a wrong antiderivative", eq(AREA, 1), ByAntiderivative(x**3, NF, NF))
forged("a wrong value", eq(AREA, 2), ByAntiderivative(x**2, NF, NF))
forged("ends in the wrong order", eq(integral(1, x, 1, 0), 5),
       ByAntiderivative(5 * (1 - x), ByContradiction(one < x, SIGN), NF))  # fmt: skip
forged("an end that is the variable", eq(integral(1, x, 0, x), 5 * x),
       ByAntiderivative(5 * x, ByContradiction(x < x, SIGN), NF))  # fmt: skip
forged("over a pole", eq(integral(-1 / x**2, x, -1, 1), 2), ByAntiderivative(1 / x, NF, NF))
forged("an antiderivative with a jump", eq(integral(0 * x, x, -1, 1), 1),
       ByAntiderivative(where(x < 0, zero, one), NF, NF))  # fmt: skip
forged("an integral that is <=", AREA <= 5, ByAntiderivative(x**2, NF, NF))
forged("an antiderivative without a value at an end", eq(integral(1 / x, x, 0, 1), 0), ByAntiderivative(log(x), NF, NF))
forged("infinity as an end", eq(integral(exp(-x), x, 0, oo), 1), ByAntiderivative(-exp(-x), NF, NF))
forged("another value without a proof", ne(AREA, 5), ByAntiderivative(x**2, NF, NF))
EQUAL = "a value over equal ends"
forged(EQUAL, eq(integral(1, x, 0, 0), -1), ByAntiderivative(-x, ByContradiction(x < 0, SIGN), NF))
forged(EQUAL + ", of a primitive that jumps", eq(integral(exp(1 / x) / (x**2 * (1 + exp(1 / x)) ** 2), x, 0, 0), 1),
       ByAntiderivative(1 / (1 + exp(1 / x)), ByContradiction(x < 0, SIGN), NF))  # fmt: skip
forged("equal ends without a value", eq(integral(x, x, log(a), log(a)), 0), ByAntiderivative(zero, NF, NF))
forged("a lower end without a value", eq(integral(zero, x, log(a), 5), 0), ByAntiderivative(one, NF, NF))

# improper integrals
LIM, BELL, POLE = ByExpansion(), integral(1 / (1 + x**2), x, -oo, oo), integral(1 / x, x, 0, 1)


def improper(primitive: Term, lo: Term | None, hi: Term | None) -> ByImproperIntegral:
    return ByImproperIntegral(primitive, NF, (lo, hi), (LIM, LIM), NF)


half = pi / 2
honest("an antiderivative that does not vanish", eq(BELL, pi), improper(atan(x), -half, half))
honest("a value and a limit", eq(integral(exp(-x), x, 0, oo), 1), improper(-exp(-x), None, zero))
honest("no convergence at an end", ne(POLE, 1), improper(log(x), -oo, None))
honest("infinite", eq(POLE, oo), improper(log(x), -oo, None))
honest("infinite at both ends", eq(integral(x**2, x, -oo, oo), oo), improper(x**3 / 3, -oo, oo))
honest("not minus infinity", ne(POLE, -oo), improper(log(x), -oo, None))
forged("limits of the wrong sign", eq(BELL, -pi), improper(atan(x), half, -half))
forged("a value at infinity", eq(BELL, half), improper(atan(x), None, half))
forged("a limit taken to be 0", eq(BELL, half), improper(atan(x), zero, half))
forged("infinity as a value", eq(POLE, 1), improper(log(x), -oo, None))
forged("an infinite limit of the wrong sign", ne(POLE, 1), improper(log(x), oo, None))
forged("an infinite limit at an end that has none", ne(integral(1 / x, x, 1, 2), 1), improper(log(x), None, oo))
forged("no convergence of a finite integral", ne(AREA, 5), improper(x**2, None, oo))
forged("another number", ne(BELL, 0), improper(atan(x), -half, half))
forged("no convergence of another integrand", ne(POLE, 1), improper(-1 / x, -oo, None))
forged("no convergence to infinity", ne(POLE, oo), improper(log(x), -oo, None))
forged("infinity of the other sign", eq(POLE, -oo), improper(log(x), -oo, None))
forged("not a number that has no value", ne(POLE, log(a)), improper(log(x), -oo, None))
forged("opposite infinities at the ends", ne(integral(x, x, -oo, oo), 0), improper(x**2 / 2, oo, oo))
forged("opposite infinities as one", eq(integral(x, x, -oo, oo), oo), improper(x**2 / 2, oo, oo))
forged("an improper integral over no interval", ne(integral(1 / x, x, 0, 0), 1), improper(log(x), -oo, None))
forged("an improper integral over what may be empty", eq(integral(2 * x, x, a, b), b**2 - a**2),
       improper(x**2, None, None), a <= b)  # fmt: skip
forged("limits that are inside of the interval", eq(integral(1 / x**2, x, -1, 1), -2),
       improper(-1 / x, as_term(1), as_term(-1)))  # fmt: skip
forged("one limit alone", eq(BELL, pi), ByImproperIntegral(atan(x), NF, (half,), (LIM,), NF))  # type: ignore[arg-type]
forged("from oo", eq(integral(zero, x, oo, 1), 0), improper(one, one, None))
forged("to -oo", eq(integral(zero, x, 1, -oo), 0), improper(one, None, one))
forged("an end without a value beside oo", eq(integral(zero, x, log(a), oo), 0), improper(one, None, one))

# suprema that are numbers
OPEN, EMPTY, POINT, WHOLE = sup(x, x, 0, 1), sup(x, x, 1, 0), sup(x, x, 1, 1), sup(i, i, 0, 1)
honest("bounded above on an interval", eq(OPEN - OPEN, 0), NF, OPEN <= 5)
forged("bounded below on an interval", eq(OPEN - OPEN, 0), NF, OPEN >= 0)
forged("over an empty interval", eq(EMPTY - EMPTY, 0), NF, EMPTY <= 5)
forged("over an open interval of length 0", eq(POINT - POINT, 0), NF, POINT <= 5)
forged("over the integers between 0 and 1", eq(WHOLE - WHOLE, 0), NF, WHOLE <= 5)
forged("over an interval of unknown ends", eq(sup(x, x, a, b) - sup(x, x, a, b), 0), NF, sup(x, x, a, b) <= 5)
forged("over an interval that goes down", eq(sup(x, x, oo, 0) - sup(x, x, oo, 0), 0), NF, sup(x, x, oo, 0) <= 5)

# limits
HALF = limit((x + 1) / (2 * x), x, oo)
honest("leading terms", eq(HALF, rational(1, 2)), ByExpansion())
forged("another limit", eq(HALF, 1), ByExpansion())
forged("a limit that is infinite", eq(limit(x, x, oo), 1), ByExpansion())
forged("infinity of the wrong sign", eq(limit(-x, x, oo), oo), ByExpansion())
forged("two sides at once", eq(limit(1 / x, x, 0), oo), ByExpansion())
forged("the wrong side", eq(limit(1 / x, x, 0, "-"), oo), ByExpansion())
forged("a coefficient that may vanish", eq(limit(a * x / (x + 1), x, oo), a * 0 + 1), ByExpansion())
forged("a sine as a leading term", eq(limit(x * sin(x), x, oo), oo), ByExpansion())
forged("a limit that is >", HALF > 0, ByExpansion())
WAVE = eq(limit(sin(pi * k), k, oo), 0)
# expansions
RATIO = limit((exp(x) - 1) / x, x, 0)
honest("an expansion", eq(RATIO, 1), ByExpansion())
honest("an infinite limit", ne(limit(1 / x**2, x, 0), 1), ByExpansion())
honest("another limit, from both sides", ne(limit(sin(x) / x, x, 0), 2), ByExpansion())
honest("another limit with a symbol", ne(limit(a * x / (x + 1), x, oo), a + 1), ByExpansion())
forged("no limit, two infinities", ne(limit(1 / x, x, 0), 1), ByExpansion())
forged("no limit, two numbers", ne(limit(absolute(x) / x, x, 0), 0), ByExpansion())
forged("no limit, nor infinity", ne(limit(sin(x), x, oo), oo), ByExpansion())
forged("a limit at no point", eq(limit(7 + 0 * x, x, log(-one), "+"), 7), ByExpansion())
forged("a limit at a point that may not exist", eq(limit(x, x, 1 / a, "+"), 1 / a), ByExpansion())
forged("leading terms at no point", eq(limit(7 + 0 * x, x, log(-one), "+"), 7), ByExpansion())
forged("leading terms at a point that may not exist", eq(limit(x, x, 1 / a, "+"), 1 / a), ByExpansion())
forged("continuity at no point", eq(limit(7 + 0 * x, x, log(-one)), 7), ByContinuity(7 + 0 * x, (), NF, NF))
forged("continuity at a point that may not exist", eq(limit(0 * x, x, 1 / a), 0), ByContinuity(0 * x, (), NF, NF))
honest("continuity at a point that exists", eq(limit(x, x, 1 / a), 1 / a), ByContinuity(x, (), NF, NF), a > 0)
forged("another value", eq(RATIO, 2), ByExpansion())
forged("the value itself as another", ne(RATIO, 1), ByExpansion())
forged("a limit from one side", eq(limit(absolute(x) / x, x, 0), 1), ByExpansion())
forged("one infinity of two", eq(limit(1 / x, x, 0), oo), ByExpansion())
forged("an oscillation", eq(limit(sin(x), x, oo), 0), ByExpansion())
forged("a remainder that leads", eq(limit((x + sin(x)) / (x - x + sin(x)), x, oo), 1), ByExpansion())
forged("a series of no terms", eq(RATIO, 1), ByExpansion(0))
forged("a series of a million terms", eq(RATIO, 1), ByExpansion(10**6))

honest("squeeze", eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(1 / x, one, SIGN, ByExpansion()))
forged("a bound that does not vanish", eq(limit(sin(x), x, oo), 0), BySqueeze(one, one, SIGN, NF))
forged("a bound that does not bound", eq(limit(x, x, oo), 0), BySqueeze(1 / x, one, SIGN, ByExpansion()))
forged("a start that moves along", eq(limit(sin(x), x, oo), 0), BySqueeze(1 / x, x + 1, SIGN, ByExpansion()))
forged("squeezed at a point", eq(limit(sin(x), x, 0, "+"), 0), BySqueeze(1 / x, one, SIGN, ByExpansion()))
KNOWN_LIMIT = eq(limit(r(n), n, oo), a)
honest("continuity", eq(limit(exp(r(n)), n, oo), exp(a)), ByContinuity(exp(r(n)), (KNOWN_LIMIT,), NF, NF), KNOWN_LIMIT)
forged(
    "a limit that is not assumed", eq(limit(exp(r(n)), n, oo), exp(a)), ByContinuity(exp(r(n)), (KNOWN_LIMIT,), NF, NF)
)
forged(
    "continuity at a pole",
    eq(limit(1 / r(n), n, oo), 1 / a),
    ByContinuity(1 / r(n), (KNOWN_LIMIT,), NF, NF),
    KNOWN_LIMIT,
)
forged("the limit at another place", eq(limit(r(n + 1), n, oo), a + 1), ByContinuity(r(n + 1), (KNOWN_LIMIT,), NF, NF),
       KNOWN_LIMIT)  # fmt: skip
forged("a limit over the integers for one over the reals", eq(limit(sin(pi * x), x, oo), 0),
       ByContinuity(sin(pi * x), (WAVE,), NF, NF), WAVE)  # fmt: skip
forged("a name that the claim uses", eq(limit(r(n) - Symbol("n-limit-0"), n, oo), 0),
       ByContinuity(r(n) - Symbol("n-limit-0"), (KNOWN_LIMIT,), NF, NF), KNOWN_LIMIT)  # fmt: skip
forged("a step function", eq(limit(where(x > 0, one, zero), x, 0, "+"), 0),
       ByContinuity(where(x > 0, one, zero), (), NF, NF))  # fmt: skip

# transitivity
HALVED = eq(a, b / 2)
honest("transitivity", a <= b, ByTransitivity(HALVED, SIGN), HALVED, b > 0)
honest("on the right side", b >= a, ByTransitivity(HALVED, SIGN), HALVED, b > 0)
forged("an equation that nobody assumed", a <= b, ByTransitivity(HALVED, SIGN), b > 0)
forged("an inequality for an equation", a <= b, ByTransitivity(a <= b / 2, SIGN), a >= b / 2, b > 0)
forged("an inequality the wrong way round", a >= b, ByTransitivity(a <= b, NF), a <= b)
forged("an equation about a part of a side", 2 * a <= b / 2, ByTransitivity(HALVED, SIGN), HALVED, b > 0)
forged("an equation the other way round", b <= a, ByTransitivity(HALVED, SIGN), HALVED, b > 0)

# mean and intermediate values
SLOPE = BySign()
honest("mean value", absolute(tanh(a) - tanh(b)) <= 1 * absolute(a - b), ByMeanValue(tanh(z), z, (SLOPE,)))
honest("points that exist", absolute(sigmoid(log(a)) - sigmoid(b)) <= rational(1, 4) * absolute(log(a) - b),
       ByMeanValue(sigmoid(z), z, (SLOPE,)), a > 0)  # fmt: skip
forged("a point without a value", absolute(sigmoid(log(-one)) - sigmoid(b)) <= rational(1, 4) * absolute(log(-one) - b),
       ByMeanValue(sigmoid(z), z, (SLOPE,)))  # fmt: skip
forged("a point that may have none", absolute(sigmoid(log(a)) - sigmoid(b)) <= rational(1, 4) * absolute(log(a) - b),
       ByMeanValue(sigmoid(z), z, (SLOPE,)))  # fmt: skip
forged("a point without a value, by pieces",
       absolute(sigmoid(log(a)) - sigmoid(b)) <= rational(1, 4) * absolute(log(a) - b),
       ByMeanValue(sigmoid(z), z, (SLOPE, SLOPE), (Q(0),)))  # fmt: skip
forged(
    "points of an integer variable",
    absolute(exp(-a) - exp(-b)) <= 1 * absolute(a - b),
    ByMeanValue(exp(-k), k, (SLOPE,)),
)
forged(
    "a slope too small",
    absolute(tanh(a) - tanh(b)) <= rational(1, 2) * absolute(a - b),
    ByMeanValue(tanh(z), z, (SLOPE,)),
)
forged(
    "another function",
    absolute(tanh(a) - tanh(b)) <= rational(1, 4) * absolute(a - b),
    ByMeanValue(sigmoid(z), z, (SLOPE,)),
)
forged("a function with a pole", absolute(1 / a - 1 / b) <= 1 * absolute(a - b), ByMeanValue(1 / z, z, (SLOPE,)),
       ne(a, 0), ne(b, 0))  # fmt: skip
forged("the slope at integers only", absolute(1 / a - 1 / b) <= 1 * absolute(a - b), ByMeanValue(1 / d, d, (SLOPE,)),
       ne(a, 0), ne(b, 0))  # fmt: skip
forged("strict", absolute(tanh(a) - tanh(b)) < absolute(a - b), ByMeanValue(tanh(z), z, (SLOPE,)))
SOLVED = Exists(x, eq(x**3, 2))
honest("intermediate value", SOLVED, ByIntermediateValue(Q(0), Q(2), SIGN, SIGN))
forged("both ends below", SOLVED, ByIntermediateValue(Q(0), Q(1), SIGN, SIGN))
honest("where it lies", Exists(x, And((x >= 0, SOLVED.body))), ByIntermediateValue(Q(0), Q(2), SIGN, SIGN, (SIGN,)))
forged(
    "where it does not lie", Exists(x, And((x >= 2, SOLVED.body))), ByIntermediateValue(Q(0), Q(2), SIGN, SIGN, (SIGN,))
)
forged("where it lies, unproved", Exists(x, And((x >= 2, SOLVED.body))), ByIntermediateValue(Q(0), Q(2), SIGN, SIGN))
forged("over a pole", Exists(x, eq(1 / x, 0)), ByIntermediateValue(Q(-1), Q(1), SIGN, SIGN))
forged("over a jump", Exists(x, eq(where(x < 0, -one, one), 0)), ByIntermediateValue(Q(-1), Q(1), SIGN, SIGN))
forged("an integer solution", Exists(i, eq(2 * i, 1)), ByIntermediateValue(Q(0), Q(1), SIGN, SIGN))
forged("an end that is a float", SOLVED, ByIntermediateValue(0.0, Q(2), SIGN, SIGN))  # type: ignore[arg-type]
forged("a solution of an inequality", Exists(x, x > 2), ByIntermediateValue(Q(0), Q(2), SIGN, SIGN))

__all__ = ["FORGED"]
