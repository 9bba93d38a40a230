"""Gated linear units.

# verdicts: T F T F
"""


class Glu:
    r"""A gate on a value.

    Let $a \in \mathbb{R}$ be the value, $b \in \mathbb{R}$ the gate and $\sigma(z) := \frac{1}{1 + e^{-z}}$.
    The unit returns $g := a\,\sigma(b)$.

    $$\frac{\partial g}{\partial b} = g \,(1 - \sigma(b))$$

    $$\frac{\partial g}{\partial b} = \sigma(b) \,(1 - \sigma(b))$$

    $$\left(\frac{\partial g}{\partial a}\right)^2 \le 1$$

    $$|g| \ge |a|$$
    """
