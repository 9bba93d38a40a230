"""What a unit of a PixelCNN and of a multi-dimensional RNN sees: d + 1 rows and 2d + 1 columns, and all before it.

Claims
    through n layers of 3 by 3 taps with a mask, a unit sees nothing below it, nothing more than n rows above it,
    nothing more than n columns to its left or right: at most 2n + 1 columns and n + 1 rows;
    sharper: each of these rows and columns is reached, and what it sees is exactly the pixels v rows above and w
    columns to the right of it with 0 <= v <= n and -n <= w <= v, all but the blind spot of the mask, of which there are
    (n + 1)(3n + 2)/2;
    if the mask of the first layer leaves out the centre, it sees all of them but itself;
    unit (i, j) of one recurrent layer that reads its neighbours above and to the left sees every unit above it and to
    its left and no other, i j of them with itself.

Meaning
    A unit sees another if there is a path of connections from it.  N_n(v, w) is the number of paths from a unit
    through n masked layers to the position v rows above it and w columns to its right, F(v, w) the same through one
    layer more, the lowest, without its centre; P_n(v) is the number of paths of n connections in a recurrent layer
    that end v rows above and n - v columns to the left.  The image is taken to be large enough: at its edge, less is
    seen.

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
    Iff,
    Implies,
    cases_on,
    dimensions,
    eq,
    family,
    initial,
    integer,
    natural,
    naturals,
    ne,
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
inside = And((v >= 0, v <= n, w + n >= 0, w <= v))
F = N(n, v, w + 1) + N(n, v - 1, w + 1) + N(n, v - 1, w) + N(n, v - 1, w - 1)
F_itself = N(n, 0, 1) + N(n, -1, 1) + N(n, -1, 0) + N(n, -1, -1)

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
    step("paths are counted", ForAll((v, w), N(n, v, w) >= 0)),
    step(
        "all the rest is seen",
        ForAll((v, w), Implies(inside, N(n, v, w) >= 1)),
        using=["paths are counted"],
        hints=[n, cases_on(v), cases_on(w - v), cases_on(w - v + 1)],
        note="the last step goes left in row 0, and else up: to the right, straight, or to the left",
    ),
    step("what is seen is not below", v >= 0, given=[N(n, v, w) >= 1], using=["nothing below"], hints=[cases_on(v)]),
    step(
        "at most n rows above",
        v <= n,
        given=[N(n, v, w) >= 1],
        using=["nothing more than n rows above"],
        hints=[cases_on(v - n)],
    ),
    step(
        "at most n columns to the left",
        w + n >= 0,
        given=[N(n, v, w) >= 1],
        using=["nothing more than n columns to the left"],
        hints=[cases_on(w + n)],
    ),
    step(
        "not in the blind spot",
        w <= v,
        given=[N(n, v, w) >= 1],
        using=["the blind spot"],
        hints=[cases_on(w - v)],
    ),
    step(
        "exactly what is seen",
        Iff(N(n, v, w) >= 1, inside),
        using=[
            "all the rest is seen",
            "what is seen is not below",
            "at most n rows above",
            "at most n columns to the left",
            "not in the blind spot",
        ],
    ),
    step("each of n + 1 rows is reached", N(n, v, 0) >= 1, given=[v >= 0, v <= n], using=["all the rest is seen"]),
    step(
        "each of 2n + 1 columns is reached",
        N(n, n, w) >= 1,
        given=[w + n >= 0, w <= n],
        using=["all the rest is seen"],
        note="in the row that is n above",
    ),
    step(
        "how many pixels",
        eq(total(total(1, x, -n, y), y, 0, n), (n + 1) * (3 * n + 2) / 2),
        note="in row y above, the columns -n, ..., y",
    ),
    step("without the first centre, not itself", eq(F_itself, 0), using=["nothing below", "the blind spot"]),
    step("without the first centre, nothing new", N(n + 1, v, w) >= F, using=["paths are counted"]),
    step(
        "without the first centre, all others",
        F >= 1,
        given=[v >= 0, v <= n + 1, w + n + 1 >= 0, w <= v, ne(v**2 + w**2, 0)],
        using=["paths are counted", "all the rest is seen"],
        hints=[cases_on(v), cases_on(w - v), cases_on(w - v + 1)],
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
    step(
        "what a recurrent unit sees is not below",
        v >= 0,
        given=[P(n, v) >= 1],
        using=["nothing below it"],
        hints=[cases_on(v)],
    ),
    step("nor to its right", v <= n, given=[P(n, v) >= 1], using=["nothing to its right"], hints=[cases_on(v - n)]),
    step(
        "exactly what a recurrent unit sees",
        Iff(P(n, v) >= 1, And((v >= 0, v <= n))),
        using=["every unit above and to the left", "what a recurrent unit sees is not below", "nor to its right"],
    ),
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
        note="3 layers see 22 pixels among 28, of 400",
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
