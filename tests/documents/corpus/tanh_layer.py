"""A layer.

# verdicts: T F T T F
"""


def layer(x):
    r"""Return the layer's output.

    For $x \in \mathbb{R}$,

    $$\frac{d}{dx} \tanh(x) = 1 - \tanh(x)^2$$

    and not

    $$\frac{d}{dx} \tanh(x) = 1 - \tanh(x)$$

    # gradcheck: y in R
    """
    return x


def gate(y):
    r"""Return the gate.

    .. math::

       \tanh(-y) = -\tanh(y)

    For :math:`y \in \mathbb{R}` the square is

    .. math:: \tanh(y)^2 \le 1

    .. math:: \tanh(y)^2 \ge 1
    """
    return y
