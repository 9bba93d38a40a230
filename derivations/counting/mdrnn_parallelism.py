"""A multi-dimensional RNN computes its anti-diagonals in parallel: W + H - 1 steps a layer, not W H.

Claims
    with as many units at once as one likes, unit (i, j) of a layer is computed at step i + j - 1 and not before, for
    all i and j; all units of an anti-diagonal share a step;
    a layer of W by H units takes W + H - 1 steps, fewer than its W H units once W and H are at least 2;
    a PixelCNN without a mask has exactly three times the connections of an MDRNN of equal size, so both are
    Theta(d W H k^2), and neither has fewer activations.

Meaning
    A unit can be computed one step after the last of those that it reads: t(i, j) = 1 + max(t(i-1, j), t(i, j-1)),
    once the layer below is known.  What does not exist (row or column 0) is waited for until step 0.

Notation
    The recurrence runs over anti-diagonals: t_n(i) is t(i, n - i).

Errata
    "This sequential operation cannot be parallelised", read as: no two units of a layer share a step; and as: a layer
    takes as many steps as it has units.  "PixelCNN has lower computational complexity", read as: it has fewer
    connections; and as: its count is of lower order than that of the MDRNN.  All four are false.

What remains opinion
    That a PixelCNN is better suited to parallel hardware holds in the sense of pixelcnn-sequential: while it is
    trained, one step a layer against W + H - 1.  That it needs less memory, or is faster on some machine, is not
    stated precisely enough by the sheet to be true or false; the numbers of activations are equal.

Source: seed sheet 000, section 2.3.3.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    big_o,
    cases_on,
    dimensions,
    eq,
    family,
    initial,
    integer,
    limit,
    maximum,
    natural,
    oo,
    rational,
    recurrence,
    theta,
    total,
    where,
)
from gradcheck.layers import convolution, image, recurrent, stack

i, layer = integer("i"), integer("layer")
n = natural("n")
a, b, p, q = dimensions("a b p q")
d, W, H, k = dimensions("d W H k")
t = family("t")
exists = i * (n - i)  # positive where unit (i, n - i) exists

pixels = image(k, H, W)
cnn = stack(pixels, convolution(k, 3, padding="same")).sums()
rnn = stack(pixels, recurrent(k, directions=2)).sums()
order = d * W * H * k**2
cnn_uses, rnn_uses = total(cnn.multiplications, layer, 1, d), total(rnn.multiplications, layer, 1, d)

DERIVATION = derivation(
    step("no unit, no step", ForAll((i,), Implies(exists <= 0, eq(t(n, i), 0)))),
    step(
        "the step of a unit",
        ForAll((i,), And((Implies(And((i > 0, n - i > 0)), eq(t(n, i), n - 1)), t(n, i) <= n))),
        using=["no unit, no step"],
        hints=[n, cases_on(i - 1), cases_on(n - i)],
        note="so all units of anti-diagonal n are computed together",
    ),
    step("unit (a, b)", eq(t(a + b, a), a + b - 1), using=["the step of a unit"]),
    step(
        "an anti-diagonal is computed together",
        eq(t(n, a), t(n, b)),
        given=[a < n, b < n],
        using=["the step of a unit"],
    ),
    step("steps of a layer", eq(t(W + H, H), W + H - 1), using=["the step of a unit"], note="its last unit is (H, W)"),
    step("no unit is later", t(a + b, a) <= W + H - 1, given=[a <= H, b <= W], using=["the step of a unit"]),
    step("fewer steps than units", W + H - 1 < W * H, given=[W >= 2, H >= 2]),
    erratum(
        "no two units share a step",
        Implies(eq(t(a + b, a), t(p + q, p)), eq(a, p)),
        note="units (1, 2) and (2, 1) are both computed at step 2",
    ),
    erratum("a layer takes W H steps", eq(t(W + H, H), W * H), note="it takes W + H - 1"),
    step("connections of both", eq(cnn_uses, 3 * rnn_uses)),
    step("connections of the PixelCNN", eq(cnn_uses, 9 * order)),
    step("connections of the MDRNN", eq(rnn_uses, 3 * order)),
    step("their order, PixelCNN", theta(9 * order, order, d, W, H, k)),
    step("their order, MDRNN", theta(3 * order, order, d, W, H, k)),
    step("the order of both, upwards", big_o(9 * order, 3 * order, d, W, H, k)),
    step("the order of both, downwards", big_o(3 * order, 9 * order, d, W, H, k)),
    step("their ratio in the long run", eq(limit(9 * order / (3 * order), d, oo), 3)),
    step(
        "their ratio with the mask",
        eq(limit((5 * d - 1) * W * H * k**2 / (3 * order), d, oo), rational(5, 3)),
        note="(5d - 1) W H k^2 by pixelcnn-connections",
    ),
    step(
        "their ratio inside of the image",
        eq(limit((3 * a - 2) ** 2 / (3 * a**2 - 2 * a), a, oo), 3),
        note="of a by a units, by the counts of pixelcnn-connections and mdrnn-connections that leave out the padding",
    ),
    step("activations of both", eq(cnn.activations, rnn.activations)),
    erratum("PixelCNN has fewer connections", cnn_uses <= rnn_uses, note="it has three times as many"),
    erratum(
        "PixelCNN is of lower order",
        eq(limit(9 * order / (3 * order), d, oo), 0),
        using=["their ratio in the long run"],
        note="the ratio of the counts is 3, whatever the size",
    ),
    define=[
        initial(t(0, i), 0),
        recurrence(t(n, i), where(exists <= 0, 0, 1 + maximum(t(n - 1, i - 1), t(n - 1, i))), start=1),
    ],
    source="seed sheet 000, section 2.3.3",
)
