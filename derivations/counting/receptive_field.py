"""What an output of stacked convolutions and poolings depends on: 16 positions a side for two pairs of them.

Claims
    of a 5 by 5 convolution, 2 by 2 pooling, a 5 by 5 convolution and 2 by 2 pooling, y3 at i depends on exactly the
    rows 4i - 9, ..., 4i + 6 of the image, 16 of them, for every i, and likewise along the columns;
    in general r_l = r_(l-1) + (k_l - 1) d_l S_(l-1) positions lie between the least and the greatest input of an
    output of layer l, where S_l = s_1 ... s_l, for every depth and all kernels, strides, paddings and dilations;
    all r_l of them are read, for every depth, if no layer jumps over what the layers below it cover,
    d_l S_(l-1) <= r_(l-1).

Meaning
    Along one axis, output i of a layer with kernel k, stride s, padding p and dilation d reads, through tap v, the
    input s (i - 1) + 1 - p + d v, for v = 0, ..., k - 1.  Positions count from 1; those outside of the image are
    padding.  An output depends on an input if there are taps, one in each layer, through which it reads it.

Notation
    k_l, s_l, p_l, d_l, t_l are kernel, stride, padding, dilation and tap of layer l, counted from the input up.
    Through the taps, output i of layer l reads the input S_l i + o_l; a_l and b_l are o_l for the first and the last
    taps, and r_l = b_l - a_l + 1 is proved from there.  C_l(x) >= 1 says that x is such an o_l: C is any relation that
    holds of 0 below the first layer, and of whatever one tap more leads to.

Reading
    The sheet has y3 depend on the rows 2i - 3, ..., 2i + 2 of y2, so y3 is a convolution followed by pooling.  For
    the convolution alone, the rows of the image would be 2i - 7, ..., 2i + 6.

Source: seed sheet 001, section 4.
"""

from gradcheck.derivation import at, derivation, step
from gradcheck.language.author import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Proposition,
    Term,
    cases_on,
    chain,
    dimension,
    dimensions,
    eq,
    family,
    initial,
    integer,
    natural,
    real,
    recurrence,
    sequence,
    total,
    try_value,
)
from gradcheck.layers import convolution, image, pooling, stack

i, j, n, h = integer("i"), integer("j"), integer("n"), integer("h")
c, f, g, q = dimensions("c f g q")
block = (convolution(f, 5, padding=2), pooling(2)), (convolution(g, 5, padding=2), pooling(2))
picture = image(c, 4 * q, 4 * q)
y1 = stack(picture, block[0][0])
y2 = stack(picture, *block[0])
y3 = stack(picture, *block[0], *block[1])
without_pooling = stack(picture, *block[0], block[1][0])

l, m = natural("l"), natural("m")  # noqa: E741
k, s, p, d, tap = (sequence(name) for name in ("k", "s", "p", "d", "v"))
S, o, a, b, r = (sequence(name) for name in ("S", "o", "a", "b", "r"))
down = 1 - s(l) - p(l)  # of the position, where output 0 would read through tap 0
strides, dilations = ForAll((m,), s(m) >= 1), ForAll((m,), d(m) >= 1)

C = family("C")  # C(l, x) >= 1: output i of layer l reads the input S_l i + x
R, x, u, J, K = real("R"), real("x"), integer("u"), dimension("J"), dimension("K")


def tapped(x: Term, h: Term) -> Term:
    """Where tap h of layer m + 1 leads from the offset x below it."""
    return x + S(m) * (1 - s(m + 1) - p(m + 1) + d(m + 1) * h)


def filled(m: object) -> Proposition:
    """That all offsets of layer m are read, from the least to the greatest."""
    return ForAll((u,), Implies(And((u >= 0, u <= r(m) - 1)), C(m, a(m) + u) >= 1))


spacing, count = eq(J, d(m + 1) * S(m)), eq(K, k(m + 1))
through_taps = ForAll((m, x, h), Implies(And((C(m, x) >= 1, h >= 0, h <= k(m + 1) - 1)), C(m + 1, tapped(x, h)) >= 1))
no_jump = ForAll((m,), d(m + 1) * S(m) <= r(m))
whole = [ForAll((m,), Exists(J, spacing)), ForAll((m,), Exists(K, count))]
below = a(m) + n - d(m + 1) * S(m) * h  # what tap h of layer m + 1 needs to be read there, to read a(m + 1) + n
within = [n - J * h >= 0, n - J * h <= r(m) - 1]
through_some_tap = Exists(h, And((h >= 0, h <= K - 1, *within)))

DERIVATION = derivation(
    step("a convolution", Iff(y1.depends(i, j), chain(i - 2, "<=", j, "<=", i + 2))),
    step("a convolution and pooling", Iff(y2.depends(i, j), chain(2 * i - 3, "<=", j, "<=", 2 * i + 2))),
    step(
        "y3",
        Iff(y3.depends(i, j), chain(4 * i - 9, "<=", j, "<=", 4 * i + 6)),
        note="the closed form for i and j of any sign; outside of 1, ..., 4q the input is padding",
    ),
    step("sixteen rows", eq((4 * i + 6) - (4 * i - 9) + 1, 16)),
    step("without the second pooling", Iff(without_pooling.depends(i, j), chain(2 * i - 7, "<=", j, "<=", 2 * i + 6))),
    step(
        "one layer more",
        eq(S(l) * (s(l + 1) * (i - 1) + 1 - p(l + 1) + d(l + 1) * tap(l + 1)) + o(l), S(l + 1) * i + o(l + 1)),
        note="what output i of layer l + 1 reads through the tap, read through the layers below",
    ),
    step("the strides multiply to at least 1", S(l) >= 1, given=[strides]),
    step(
        "nothing below the first taps",
        a(l) <= o(l),
        given=[strides, dilations, ForAll((m,), tap(m) >= 0)],
        using=["the strides multiply to at least 1"],
    ),
    step(
        "nothing above the last taps",
        o(l) <= b(l),
        given=[strides, dilations, ForAll((m,), tap(m) <= k(m) - 1)],
        using=["the strides multiply to at least 1"],
    ),
    step("the first taps read the least", eq(o(l), a(l)), given=[ForAll((m,), eq(tap(m), 0))]),
    step("the last taps read the greatest", eq(o(l), b(l)), given=[ForAll((m,), eq(tap(m), k(m) - 1))]),
    step("from the least to the greatest", eq(b(l) - a(l) + 1, r(l))),
    step(
        "the recurrence",
        eq(r(l + 1), r(l) + (k(l + 1) - 1) * d(l + 1) * S(l)),
        note="r as it is defined, and as the step before found it from the ends",
    ),
    step("the sum", eq(r(l), 1 + total((k(m) - 1) * d(m) * S(m - 1), m, 1, l))),
    step(
        "no gaps",
        ForAll(
            (n,),
            Implies(
                chain(0, "<=", n, "<=", R - 1 + (K - 1) * J),
                Exists(h, And((h >= 0, h <= K - 1, n - J * h >= 0, n - J * h <= R - 1))),
            ),
        ),
        given=[J <= R],
        hints=[K, cases_on(n - J * K), try_value(K)],
        note="where R positions in a row are read below, K taps that are J <= R apart read R + (K - 1) J in a row",
    ),
    step("below, as whole numbers", eq(C(m, below), C(m, a(m) + n - J * h)), given=[spacing]),
    step("a part of what is read", C(m, a(m) + u) >= 1, given=[filled(m), u >= 0, u <= r(m) - 1]),
    step(
        "read below",
        C(m, below) >= 1,
        given=[filled(m), spacing, *within],
        using=["a part of what is read", "below, as whole numbers"],
        hints=[at("a part of what is read", {u: n - J * h}), at("below, as whole numbers", {})],
    ),
    step(
        "read through a tap",
        C(m + 1, tapped(x, h)) >= 1,
        given=[through_taps, C(m, x) >= 1, h >= 0, h <= k(m + 1) - 1],
    ),
    step(
        "read above",
        C(m + 1, a(m + 1) + n) >= 1,
        given=[through_taps, C(m, below) >= 1, h >= 0, h <= k(m + 1) - 1],
        using=["read through a tap"],
        hints=[at("read through a tap", {x: below})],
    ),
    step(
        "read through tap h",
        C(m + 1, a(m + 1) + n) >= 1,
        given=[filled(m), through_taps, h >= 0, h <= K - 1, *within, spacing, count],
        using=["read below", "read above"],
    ),
    step("within the taps", n <= r(m) - 1 + (K - 1) * J, given=[n <= r(m + 1) - 1, spacing, count]),
    step(
        "there is a tap",
        through_some_tap,
        given=[r(m) >= J, n >= 0, n <= r(m + 1) - 1, spacing, count],
        using=["within the taps", "no gaps"],
        hints=[at("no gaps", {R: r(m)})],
    ),
    step(
        "read through some tap",
        C(m + 1, a(m + 1) + n) >= 1,
        given=[filled(m), through_taps, through_some_tap, spacing, count],
        using=["read through tap h"],
    ),
    step(
        "a layer leaves no gap",
        C(m + 1, a(m + 1) + n) >= 1,
        given=[filled(m), through_taps, r(m) >= J, n >= 0, n <= r(m + 1) - 1, spacing, count],
        using=["there is a tap", "read through some tap"],
    ),
    step(
        "no layer leaves a gap",
        C(m + 1, a(m + 1) + n) >= 1,
        given=[filled(m), through_taps, no_jump, n >= 0, n <= r(m + 1) - 1, *whole],
        using=["a layer leaves no gap"],
    ),
    step(
        "from layer m to layer m + 1",
        filled(m + 1),
        given=[filled(m), through_taps, no_jump, *whole],
        using=["no layer leaves a gap"],
        hints=[at("no layer leaves a gap", {n: u})],
    ),
    step("below the first layer", filled(0), given=[C(0, 0) >= 1], hints=[cases_on(u)]),
    step(
        "all are read",
        filled(l),
        given=[C(0, 0) >= 1, through_taps, no_jump, *whole],
        using=["below the first layer", "from layer m to layer m + 1"],
        hints=[l, eq(m, l)],
        note="output i of layer l reads S_l i + a_l, ..., S_l i + b_l, every one of them, by induction on the depth",
    ),
    define=[
        initial(S(0), 1),
        recurrence(S(l), S(l - 1) * s(l), start=1),
        initial(o(0), 0),
        recurrence(o(l), o(l - 1) + S(l - 1) * (down + d(l) * tap(l)), start=1),
        initial(a(0), 0),
        recurrence(a(l), a(l - 1) + S(l - 1) * down, start=1),
        initial(b(0), 0),
        recurrence(b(l), b(l - 1) + S(l - 1) * (down + d(l) * (k(l) - 1)), start=1),
        initial(r(0), 1),
        recurrence(r(l), r(l - 1) + (k(l) - 1) * d(l) * S(l - 1), start=1),
    ],
    source="seed sheet 001, section 4",
)
