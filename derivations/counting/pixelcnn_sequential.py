"""A PixelCNN with d layers is computed in d sequential steps, however large the image, once all pixels are known.

Claims
    with as many units at once as one likes, every unit of layer n is computed at step n and not before, for all
    positions of an image of any size; so d layers take d steps.

Meaning
    A unit can be computed one step after the last of those that it reads: its own position and the four before it in
    raster order within a 3 by 3 window, in the layer below.  All pixels, layer 0, are known from the start, and so is
    the padding, outside of the H by W positions.

Reading
    The sheet says that the minimum is O(d).  It is d exactly.  All pixels are known while the network is trained; when
    an image is generated, they come one after the other, and the claim is not about that.

Notation
    T_n(i, j) is the earliest step at which the unit of layer n in row i and column j can be computed.

Source: seed sheet 000, section 2.2.2.
"""

from gradcheck.derivation import derivation, step
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
    maximum,
    natural,
    recurrence,
    where,
)

i, j = integer("i"), integer("j")
n = natural("n")
W, H, d, a, b = dimensions("W H d a b")
T = family("T")
row, column = i * (H + 1 - i), j * (W + 1 - j)  # positive inside of the image

below = [T(n - 1, i + up, j + left) for up, left in ((0, 0), (0, -1), (-1, -1), (-1, 0), (-1, 1))]
latest = below[0]
for unit in below[1:]:
    latest = maximum(latest, unit)  # type: ignore[assignment]

DERIVATION = derivation(
    step(
        "every unit of layer n",
        ForAll(
            (i, j),
            And((Implies(And((row > 0, column > 0)), eq(T(n, i, j), n)), T(n, i, j) <= n)),
        ),
        hints=[n, cases_on(row), cases_on(column)],
        note="a unit waits for the one below it, and for no other unit longer",
    ),
    step("the last layer", eq(T(d, a, b), d), given=[a <= H, b <= W], using=["every unit of layer n"]),
    step("the first and the last unit of a layer", eq(T(n, 1, 1), T(n, H, W)), using=["every unit of layer n"]),
    define=[
        initial(T(0, i, j), 0),
        recurrence(T(n, i, j), where(row <= 0, 0, where(column <= 0, 0, 1 + latest)), start=1),
    ],
    source="seed sheet 000, section 2.2.2",
)
