"""Near misses of the derivations on scalar activations; see ``mutants``."""

from __future__ import annotations

from mutants import mutant, page

from gradcheck.language.author import (
    absolute,
    d,
    eq,
    exp,
    limit,
    log,
    ne,
    oo,
    rational,
    relu,
    sech,
    sigmoid,
    sqrt,
    sup,
    tanh,
)

here = page("sigmoid-saturation")
mutant("sigmoid-saturation", "a slope is left", eq(limit(here.slope, here.z, oo), rational(1, 4)))
mutant("sigmoid-saturation", "too fast", here.slope <= exp(-absolute(here.z)) / 2)
mutant("sigmoid-saturation", "too slow", here.slope >= exp(-absolute(here.z)) / 3)
mutant("sigmoid-saturation", "odd", eq(here.formula, -sigmoid(-here.z) * (1 - sigmoid(-here.z))))

here = page("squared-error-delta")
mutant("squared-error-delta", "without the factor 2", eq(here.delta, here.p - here.y))
mutant("squared-error-delta", "at most 1", absolute(here.delta) <= 1, *here.unit)
mutant("squared-error-delta", "strictly below 2", absolute(here.delta) < 2, *here.unit)
mutant("squared-error-delta", "for any target", absolute(here.delta) <= 2, here.p >= 0, here.p <= 1)
mutant(
    "squared-error-delta",
    "only one worst prediction",
    eq(here.p, 1),
    *here.unit,
    eq(absolute(2 * (here.p - here.y)), 2),
)

here = page("relu-derivative")
mutant("relu-derivative", "positive everywhere", here.slope > 0, ne(here.x, 0))
mutant("relu-derivative", "at most 0.99", here.slope <= rational("0.99"), here.x > 0)
mutant("relu-derivative", "something always gets through", here.g(here.n) > 0, here.n >= 1)
mutant("relu-derivative", "one limit at 0", eq(limit(relu(here.x) / here.x, here.x, 0, "-"), 1))
mutant("relu-derivative", "a chain with kinks", eq(d(here.y(here.n), here.x), here.s(here.n)), expected="undecided")
mutant("relu-derivative", "a chain without its weights", eq(here.s(here.n), here.p(here.n)), here.n >= 1)

here = page("leaky-relu-derivative")
mutant("leaky-relu-derivative", "a chain with kinks", eq(d(here.y(here.n), here.x), here.s(here.n) * here.v(here.n)),
       expected="undecided")  # fmt: skip
mutant("leaky-relu-derivative", "every slope of a chain is a", eq(here.s(here.n), here.a**here.n), here.n >= 1)
mutant("leaky-relu-derivative", "at most a", here.slope <= here.a, ne(here.x, 0))
mutant("leaky-relu-derivative", "at least 2/3", here.slope >= rational(2, 3), ne(here.x, 0))
mutant("leaky-relu-derivative", "a power too few", here.a**here.n < here.g(here.n), here.n >= 1)
mutant("leaky-relu-derivative", "always 1", eq(here.g(here.n), 1), here.n >= 1)
mutant("leaky-relu-derivative", "it grows", here.g(here.n) >= 1, here.n >= 1)

here = page("weighted-sigmoid-threshold")
mutant("weighted-sigmoid-threshold", "a weight of 5 is too small", here.factor < 1, eq(here.w, 5))
mutant("weighted-sigmoid-threshold", "every input does", here.factor >= 1, eq(here.w, 4))
mutant("weighted-sigmoid-threshold", "half of the bound", here.factor <= absolute(here.w) / 8)
mutant("weighted-sigmoid-threshold", "without the absolute value", here.factor <= here.w / 4)

here = page("selu-derivative")
mutant("selu-derivative", "at most 1 on the left", here.slope <= 1, here.x < 0)
mutant("selu-derivative", "at most beta, by the formula", here.formula <= here.beta)
mutant("selu-derivative", "a slope is left", eq(limit(here.slope, here.x, -oo), here.beta))
mutant("selu-derivative", "at most beta", here.slope <= here.beta, ne(here.x, 0))
mutant(
    "selu-derivative",
    "the constants of the sheet",
    eq(here.mean(here.kappa_value), 0),
    eq(here.lam, rational("1.05")),
    eq(here.alpha, rational("1.67")),
)
mutant(
    "selu-derivative",
    "a second moment of 1 for them",
    eq(here.second(here.tau_value), 1),
    eq(here.lam, rational("1.05")),
    eq(here.alpha, rational("1.67")),
)
mutant("selu-derivative", "a half for the left square", eq(here.tau_value, rational(1, 2)))

here = page("stanh-derivative")
mutant("stanh-derivative", "a bound of 1.19967", absolute(here.slope) <= rational("1.19967"))
mutant("stanh-derivative", "even", eq(here.f_slope(-here.z), here.f_slope(here.z)))
mutant("stanh-derivative", "at most 1, as for tanh", here.slope <= 1)
mutant("stanh-derivative", "sech without its square", eq(here.slope, tanh(here.z) + here.z * sech(here.z)))
mutant("stanh-derivative", "a supremum of 6/5", eq(sup(here.slope, here.z), rational(6, 5)))

here = page("sigmoid-activation-interval")
v, x = here.v, here.x
mutant("sigmoid-activation-interval", "the ends without the 2", eq((v + sqrt(v**2 - 4 * v)) / 2, here.upper(v)), v >= 4)
mutant("sigmoid-activation-interval", "half of the width", eq(here.width(v), log(here.upper(v)) / v), v > 4)
mutant("sigmoid-activation-interval", "a width of 1/2", here.hump(here.z) >= rational(1, 2), here.z > 0)
mutant("sigmoid-activation-interval", "never wider than 2/5", here.hump(here.z) <= rational(2, 5), here.z > 0)
mutant("sigmoid-activation-interval", "all inputs", here.factor >= 1, eq(here.w, 5))
mutant("sigmoid-activation-interval", "the product of the ends is v", eq(here.lower(v) * here.upper(v), v), v >= 5)

here = page("identity-neuron")
mutant("identity-neuron", "exactly the identity", eq(here.e, 0), ne(here.w, 0))
mutant("identity-neuron", "w^2/200", absolute(here.error(here.w, here.one)) <= here.w**2 / 200, ne(here.w, 0))
mutant("identity-neuron", "a slope of 2", eq(d(here.y, here.x), 2), ne(here.w, 0), eq(here.x, here.half))
mutant("identity-neuron", "beyond [0, 1]", absolute(here.e) <= here.w**2 / 96, ne(here.w, 0))

here = page("network-comparison")
mutant("network-comparison", "a sigmoid as steep as a line", eq(sup(d(sigmoid(here.z), here.z), here.z), 1))
mutant(
    "network-comparison",
    "below 1 with a linear output",
    here.leaky_slope(here.x) * here.leaky_slope(here.y) < 1,
    *here.leak,
)
mutant(
    "network-comparison",
    "below 3/2",
    absolute(here.exponential_slope(here.x) * here.exponential_slope(here.y)) <= rational(3, 2),
)
mutant("network-comparison", "as for tanh", absolute(here.stanh_slope(here.x) * here.stanh_slope(here.y)) <= 1)

here = page("stanh-derivative")
mutant("stanh-derivative", "one root without its sign", eq(here.s, here.r),
       here.r > 0, eq(here.r * tanh(here.r), here.s * tanh(here.s)))  # fmt: skip

here = page("sigmoid-activation-interval")
r, v = here.r, here.v
mutant("sigmoid-activation-interval", "the best weight is smaller", here.best_weight < rational("6.8941510322729280"),
       r > here.low, r < here.high)  # fmt: skip
mutant("sigmoid-activation-interval", "half of the weight", here.Implies(eq(log(here.upper(v)) / 2, r), eq(v, 2 * here.cosh(r) ** 2)), v >= 4)  # fmt: skip  # noqa: E501
mutant("sigmoid-activation-interval", "the width is the root", eq(here.width(4 * here.cosh(r) ** 2), r), r > 0)
