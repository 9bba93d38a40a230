"""The connections of a PixelCNN with d layers of k channels on W by H pixels grow as d W H k^2.

Claims
    without a mask the weights of d layers of 3 by 3 taps are used 9 d W H k^2 times, which is Theta(d W H k^2);
    with the mask, 4 taps in the first layer (without the centre) and 5 in the others, (5d - 1) W H k^2 times;
    a mask of side 2m + 1 keeps 2m(m + 1) taps, and the centre makes one more;
    without the connections to the padding there are d (3W - 2)(3H - 2) k^2;
    all of these counts are Theta(d W H k^2).

Reading
    The sheet writes O(d W H k^2) for an equation of counts: it means the order exactly, so it is proved as Theta.
    f = Theta(g) is: there is one c with g <= c f and f <= c g for all d, W, H, k >= 1.

Notation
    Every layer, the first included, has k input and k output channels.

Source: seed sheet 000, section 2.2.1.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import Term, big_o, dimensions, eq, integer, limit, oo, rational, theta, total
from gradcheck.layers import convolution, image, masked, stack

d, W, H, k, m = dimensions("d W H k m")
layer, x = integer("layer"), integer("x")
pixels = image(k, H, W)

dense = stack(pixels, convolution(k, 3, padding="same")).sums().multiplications
first = stack(pixels, masked(k, 1, centre=False)).sums().multiplications
later = stack(pixels, masked(k, 1)).sums().multiplications
of_side_m = stack(pixels, masked(k, m, centre=False)).sums().multiplications


def pairs(length: Term) -> Term:
    """How many pairs of a position and a tap -1, 0, 1 stay within the length: those of each tap."""
    return total(1, x, 2, length) + total(1, x, 1, length) + total(1, x, 1, length - 1)


order = d * W * H * k**2

DERIVATION = derivation(
    step("connections of a layer", eq(dense, W * H * 3**2 * k**2)),
    step("connections", eq(total(dense, layer, 1, d), 9 * d * W * H * k**2)),
    step("their order", theta(9 * d * W * H * k**2, order, d, W, H, k)),
    step("as the sheet writes it", big_o(9 * d * W * H * k**2, order, d, W, H, k)),
    step("connections of a mask of any side", eq(of_side_m, W * H * (2 * m * (m + 1)) * k**2)),
    step("connections with the mask", eq(first + total(later, layer, 2, d), (5 * d - 1) * W * H * k**2)),
    step("their order with the mask", theta((5 * d - 1) * W * H * k**2, order, d, W, H, k)),
    step("what the mask saves", eq(limit((5 * d - 1) * W * H * k**2 / (9 * d * W * H * k**2), d, oo), rational(5, 9))),
    step(
        "connections inside of the image",
        eq(total(pairs(W) * pairs(H) * k**2, layer, 1, d), d * (3 * W - 2) * (3 * H - 2) * k**2),
        note="a pair of a position and a tap is inside where the tap does not reach over the edge",
    ),
    step("their order inside of the image", theta(d * (3 * W - 2) * (3 * H - 2) * k**2, order, d, W, H, k)),
    source="seed sheet 000, section 2.2.1",
)
