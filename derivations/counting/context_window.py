"""What a unit of a PixelCNN and of a multi-dimensional RNN sees: at most (2d + 1)(d + 1) pixels, and all before it.

Claims
    through n layers of 3 by 3 taps with a mask, a unit sees nothing below it, nothing more than n rows above it,
    nothing more than n columns to its left or right: at most 2n + 1 columns and n + 1 rows;
    it does not see further to its right than up (the blind spot of the mask), so of these at most
    (n + 1)(3n + 2)/2 pixels;
    unit (i, j) of one recurrent layer that reads its neighbours above and to the left sees every unit above it and to
    its left, i j of them with itself.

Meaning
    A unit sees another if there is a path of connections from it.  N_n(v, w) is the number of paths from a unit
    through n masked layers to the position v rows above it and w columns to its right; P_n(v) is the number of paths
    of n connections in a recurrent layer that end v rows above and n - v columns to the left.

Errata
    "The context window of MDRNN is 3", read as: a unit sees 3 units.  It reads 3, and sees 400 of an image of 20 by 20.
    "PixelCNN has a larger context window", read as: d layers see more than a recurrent layer.  With W = H = 20 and
    d = 3 even the bound, 28, is less than 400.

What remains opinion
    That a PixelCNN "perhaps learns more from the input" is no statement about context.

Source: seed sheet 000, section 2.3.3.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    cases_on,
    dimensions,
    eq,
    family,
    initial,
    integer,
    natural,
    naturals,
    recurrence,
    total,
    where,
)

v, w, x, y = integer("v"), integer("w"), integer("x"), integer("y")
n = natural("n")
p, q = naturals("p q")
i, j, d, W, H = dimensions("i j d W H")
N, P = family("N"), family("P")

box = total(total(1, x, -n, n), y, 0, n)
before = total(total(1, x, 1, j), y, 1, i)

DERIVATION = derivation(
    step("nothing below", ForAll((v, w), Implies(v < 0, eq(N(n, v, w), 0)))),
    step("nothing more than n rows above", ForAll((v, w), Implies(v > n, eq(N(n, v, w), 0)))),
    step("nothing more than n columns to the left", ForAll((v, w), Implies(w + n < 0, eq(N(n, v, w), 0)))),
    step("nothing more than n columns to the right", ForAll((v, w), Implies(w > n, eq(N(n, v, w), 0)))),
    step("2n + 1 columns and n + 1 rows", eq(box, (2 * n + 1) * (n + 1)), note="of v = 0, ..., n and w = -n, ..., n"),
    step(
        "the blind spot",
        ForAll((v, w), Implies(w > v, eq(N(n, v, w), 0))),
        hints=[cases_on(v), cases_on(w)],
    ),
    step(
        "what is left",
        eq(total(y + n + 1, y, 0, n), (n + 1) * (3 * n + 2) / 2),
        note="in row v above, the columns w = -n, ..., v",
    ),
    step("recurrent paths are counted", ForAll((v,), P(n, v) >= 0)),
    step(
        "every unit above and to the left",
        ForAll((v,), Implies(And((v >= 0, v <= n)), P(n, v) >= 1)),
        using=["recurrent paths are counted"],
        hints=[n, cases_on(n + 1 - v)],
    ),
    step("p rows above and q columns to the left", P(p + q, p) >= 1, using=["every unit above and to the left"]),
    step("nothing below it", ForAll((v,), Implies(v < 0, eq(P(n, v), 0)))),
    step("nothing to its right", ForAll((v,), Implies(v > n, eq(P(n, v), 0)))),
    step("how many units", eq(before, i * j)),
    erratum(
        "a recurrent unit sees three",
        eq(total(total(1, x, 1, W), y, 1, H), 3),
        given=[eq(W, 20), eq(H, 20)],
        note="it reads three, and sees all 400 through them",
    ),
    erratum(
        "a PixelCNN sees more",
        (2 * d + 1) * (d + 1) > W * H,
        given=[eq(W, 20), eq(H, 20), eq(d, 3)],
        note="3 layers see at most 28 pixels, even at most 22 outside of the blind spot, of 400",
    ),
    define=[
        initial(N(0, v, w), where(v**2 + w**2 <= 0, 1, 0)),
        recurrence(
            N(n, v, w),
            N(n - 1, v, w) + N(n - 1, v, w + 1) + N(n - 1, v - 1, w + 1) + N(n - 1, v - 1, w) + N(n - 1, v - 1, w - 1),
            start=1,
        ),
        initial(P(0, v), where(v**2 <= 0, 1, 0)),
        recurrence(P(n, v), P(n - 1, v - 1) + P(n - 1, v), start=1),
    ],
    source="seed sheet 000, section 2.3.3",
)
