"""A sigmoid neuron with a small input weight computes the identity on [0, 1], up to w^2/96.

Claims
    with weight w != 0 on x - 1/2, output weight 4/w and output bias 1/2 - 2/w, the neuron is
    1/2 + (2/w) tanh(w (x - 1/2)/2), and differs from x by (2/w)(tanh v - v) with v = w (x - 1/2)/2;
    on [0, 1] the error is at most w^2/96 in absolute value, and strictly less;
    for every single w the error is largest at the ends 0 and 1, where it is 1/2 - (2/|w|) tanh(|w|/4);
    the constant 1/96 is the best one in a bound c w^2 that holds for all w: at x = 1 the error is at least
    w^2/96 - w^4/3840, more than c w^2 for small w whenever c < 1/96.

Notation
    x is the input, w its weight (w_1 of the sheet), the output weight is w_2 = 4/w; v is half of what the sigmoid sees.
    The sheet has the opposite sign in the exponent and therefore w_2 = -4/w.

Erratum
    The sheet leaves out the factor 1/2 of the second-order term of Taylor's formula when it puts the derivative in.

Source: seed sheet 003, section 1.4.
"""

from gradcheck.derivation import along, at, derivation, erratum, step
from gradcheck.language.author import Term, absolute, chain, d, eq, exp, ne, rational, reals, sigmoid, tanh

x, w, v, b, c = reals("x w v b c")
half, one = rational(1, 2), rational(1)


def neuron(weight: Term, at_input: Term) -> Term:
    """The output of the neuron."""
    return 4 / weight * sigmoid(weight * (at_input - half)) + half - 2 / weight


def error(weight: Term, at_input: Term) -> Term:
    """How far the neuron is from the identity."""
    return neuron(weight, at_input) - at_input


y, e = neuron(w, x), error(w, x)
inside = [x >= 0, x <= 1]
right = [w > 0, x > half, x <= 1]
sheet = c / (1 + exp(w * x + b))  # the neuron of the sheet, c its output weight
argument = w * (x - half) / 2

DERIVATION = derivation(
    step("the neuron as a tanh", eq(y, half + 2 / w * tanh(w * (x - half) / 2)), given=[ne(w, 0)]),
    step("value at the centre", eq(y, half), given=[ne(w, 0), eq(x, half)]),
    step("slope at the centre", eq(d(y, x), 1), given=[ne(w, 0), eq(x, half)]),
    step("no second-order term", eq(d(d(y, x), x), 0), given=[ne(w, 0), eq(x, half)]),
    step(
        "second-order term of the sheet's neuron",
        eq(d(d(sheet, x), x) / 2, w**2 * c * exp(w * x + b) * (exp(w * x + b) - 1) / (exp(w * x + b) + 1) ** 3 / 2),
    ),
    erratum(
        "second-order term without the factor 1/2",
        eq(d(d(sheet, x), x) / 2, w**2 * c * exp(w * x + b) * (exp(w * x + b) - 1) / (exp(w * x + b) + 1) ** 3),
        note="the right side is the second derivative, twice the coefficient of (x - a)^2",
    ),
    step("error", eq(e, 2 / w * (tanh(w * (x - half) / 2) - w * (x - half) / 2)), given=[ne(w, 0)]),
    step("tanh below the diagonal", tanh(v) <= v, given=[v >= 0]),
    step("tanh above its cubic", v - tanh(v) < v**3 / 3, given=[v > 0]),
    step("tanh below its quintic", v - tanh(v) >= v**3 / 3 - 2 * v**5 / 15, given=[v >= 0]),
    step("symmetric about the centre", eq(error(w, 1 - x), -e), given=[ne(w, 0)]),
    step("the sign of the weight does not matter", eq(error(-w, x), e), given=[ne(w, 0)]),
    step(
        "too small on the right",
        e <= 0,
        given=right,
        using=["error", "tanh below the diagonal"],
        hints=[at("tanh below the diagonal", {v: argument})],
    ),
    step(
        "cubic bound on the right",
        e > -(w**2) * (x - half) ** 3 / 12,
        given=right,
        using=["error", "tanh above its cubic"],
        hints=[at("tanh above its cubic", {v: argument})],
    ),
    step("the cube at most 1/8", (x - half) ** 3 <= rational(1, 8), given=[x > half, x <= 1]),
    step(
        "bound of the cubic",
        -(w**2) * (x - half) ** 3 / 12 >= -(w**2) / 96,
        given=right,
        using=["the cube at most 1/8"],
    ),
    step(
        "on the right",
        chain(-(w**2) / 96, "<", e, "<=", 0),
        given=right,
        using=["too small on the right", "cubic bound on the right", "bound of the cubic"],
    ),
    step(
        "on the left",
        chain(0, "<=", e, "<", w**2 / 96),
        given=[w > 0, x < half, x >= 0],
        using=["on the right", "symmetric about the centre"],
        hints=[at("on the right", {x: 1 - x})],
    ),
    step("at the centre", eq(e, 0), given=[ne(w, 0), eq(x, half)]),
    step(
        "positive weight, from above",
        e < w**2 / 96,
        given=[w > 0, *inside],
        using=["on the right", "on the left", "at the centre"],
        hints=[x - half],
    ),
    step(
        "positive weight, from below",
        e > -(w**2) / 96,
        given=[w > 0, *inside],
        using=["on the right", "on the left", "at the centre"],
        hints=[x - half],
    ),
    step(
        "negative weight",
        chain(-(w**2) / 96, "<", e, "<", w**2 / 96),
        given=[w < 0, *inside],
        using=["positive weight, from above", "positive weight, from below", "the sign of the weight does not matter"],
        hints=[at("positive weight, from above", {w: -w}), at("positive weight, from below", {w: -w})],
    ),
    step(
        "bound",
        absolute(e) < w**2 / 96,
        given=[ne(w, 0), *inside],
        using=["positive weight, from above", "positive weight, from below", "negative weight"],
        hints=[w],
    ),
    step("error at the end", eq(error(w, one), 2 / w * tanh(w / 4) - half), given=[ne(w, 0)]),
    step("the end is worst", error(w, one) <= e, given=[w > 0, x >= half, x <= 1], hints=[along(x, 1)]),
    step(
        "error at the end, from the quintic",
        error(w, one) <= -(w**2) / 96 + w**4 / 3840,
        given=[w > 0],
        using=["error at the end", "tanh below its quintic"],
        hints=[at("tanh below its quintic", {v: w / 4})],
    ),
    step(
        "room for no smaller constant",
        -(w**2) / 96 + w**4 / 3840 < -c * w**2,
        given=[w > 0, w**2 < 3840 * (rational(1, 96) - c)],
    ),
    step(
        "no smaller constant",
        error(w, one) < -c * w**2,
        given=[w > 0, w**2 < 3840 * (rational(1, 96) - c)],
        using=["error at the end, from the quintic", "room for no smaller constant"],
    ),
    source="seed sheet 003, section 1.4",
)
