"""A vocabulary of layers: describe a network in a few lines, get what it reads and what it costs, as exact terms.

>>> from gradcheck.language.author import dimensions, integer
>>> from gradcheck.language.printing.text import render_text
>>> from gradcheck.layers import convolution, image, pooling, stack
>>> c, f, m = dimensions("c f m")
>>> net = stack(image(c, 4 * m, 4 * m), convolution(f, 5, padding=2), pooling(2))
>>> render_text(net.reads(integer("i")).first), render_text(net.size)
('2*i - 3', '6')
>>> render_text(net.counts().parameters)
'(25*c + 1)*f'

Nothing here proves anything.  The sums over taps, positions and channels (``sums``), and what an output reads through
each tap (``depends``), are the meaning; the closed forms (``counts``, ``reads``) are claims about it, which a
derivation states and gradcheck proves.
"""

from gradcheck.layers.counts import Counts
from gradcheck.layers.layer import (
    Branches,
    Convolution,
    Image,
    Layer,
    MaskedConvolution,
    Pooling,
    Recurrent,
    branches,
    convolution,
    image,
    masked,
    pooling,
    recurrent,
)
from gradcheck.layers.stack import Stack, stack
from gradcheck.layers.window import Span, Window

__all__ = [
    "Branches", "Convolution", "Counts", "Image", "Layer", "MaskedConvolution", "Pooling", "Recurrent", "Span",
    "Stack", "Window", "branches", "convolution", "image", "masked", "pooling", "recurrent", "stack",
]  # fmt: skip
