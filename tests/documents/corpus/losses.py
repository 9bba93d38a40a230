r"""Losses.

For :math:`x \in \mathbb{R}` and :math:`\delta > 0`.

.. verdicts: T F T T F
"""


def huber(x, delta):
    r"""Return the smooth loss.

    .. math:: \sqrt{x^2 + \delta^2} \ge \delta

    .. math:: \sqrt{x^2 + \delta^2} = x + \delta

    With :math:`\delta > 0`:

    .. math:: \frac{d}{dx} \sqrt{x^2 + \delta^2} = \frac{x}{\sqrt{x^2 + \delta^2}}
    """


def hinge(x):
    r"""Return the hinge loss.

    $$\max(0, 1 - x) \ge 1 - x$$

    $$\max(0, 1 - x) \ge x$$
    """
