"""The connections of a multi-dimensional RNN with d layers of k channels on W by H pixels grow as d W H k^2.

Claims
    every unit is connected to the one below it and to two neighbours, 3 d W H k^2 connections in all;
    without those to missing neighbours at the edges there are d (3 W H - W - H) k^2;
    both counts are Theta(d W H k^2), that of a PixelCNN, and a third of its count without a mask.

Reading
    A connection is from all k channels of one position to all k channels of another: k^2 weights.  As in
    pixelcnn-connections, the sheet's O is proved as Theta.

Source: seed sheet 000, section 2.3.2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import big_o, dimensions, eq, integer, theta, total
from gradcheck.layers import image, recurrent, stack

d, W, H, k = dimensions("d W H k")
layer, x, y = integer("layer"), integer("x"), integer("y")
one_layer = stack(image(k, H, W), recurrent(k, directions=2)).sums().multiplications
below = total(total(1, x, 1, W), y, 1, H)
above = total(total(1, x, 1, W), y, 2, H)
beside = total(total(1, x, 2, W), y, 1, H)

order = d * W * H * k**2

DERIVATION = derivation(
    step("connections of a layer", eq(one_layer, W * H * 3 * k**2)),
    step("connections", eq(total(one_layer, layer, 1, d), 3 * d * W * H * k**2)),
    step("their order", theta(3 * d * W * H * k**2, order, d, W, H, k)),
    step("as the sheet writes it", big_o(3 * d * W * H * k**2, order, d, W, H, k)),
    step("a third of a PixelCNN without a mask", eq(9 * d * W * H * k**2 / total(one_layer, layer, 1, d), 3)),
    step(
        "connections inside of the image",
        eq(total((below + above + beside) * k**2, layer, 1, d), d * (3 * W * H - W - H) * k**2),
        note="the first row has no neighbour before it, nor has the first column",
    ),
    step("their order inside of the image", theta(d * (3 * W * H - W - H) * k**2, order, d, W, H, k)),
    source="seed sheet 000, section 2.3.2",
)
