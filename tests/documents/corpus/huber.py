"""Robust losses.

# verdicts: T F T F T F
"""


def huber(r, delta):
    r"""Return the Huber loss.

    For a residual $r \in \mathbb{R}$ and a threshold $\delta > 0$, with $|r| \le \delta$ the loss is
    $\ell := \frac{1}{2} r^2$, and it meets the linear branch $\delta(|r| - \frac{1}{2}\delta)$:

    $$\frac{1}{2} \delta^2 = \delta\left(\delta - \frac{1}{2}\delta\right)$$

    $$\frac{1}{2} r^2 \le \delta\left(|r| - \frac{1}{2}\delta\right)$$

    $$\frac{1}{2} r^2 \ge \delta\left(|r| - \frac{1}{2}\delta\right)$$
    """


def hinge(m):
    r"""Return the squared hinge of the margin.

    .. math::

        \max(0, 1 - m)^2 = \begin{cases} (1 - m)^2 & \text{if } m \ge 1 \\ 0 & \text{otherwise} \end{cases}

    .. math::

        \max(0, 1 - m)^2 = \begin{cases} (1 - m)^2 & \text{if } m < 1 \\ 0 & \text{otherwise} \end{cases}

    .. math:: \max(0, 1 - m) \ge 1 - |m| + \tfrac{1}{10}

    Where:
        m: the margin, :math:`m \in \mathbb{R}`
    """
