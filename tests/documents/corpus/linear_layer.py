# verdicts: T


class Linear:
    r"""A linear layer, :math:`y = x W^\top + b`.

    Args:
        x: the input

    The gradient of :math:`\ell` is

    .. math::

        \nabla_w (w^\top x + b)^2 = 2 (w^\top x + b) x

    Where
    -----
    w, x in R^d
    b in R

    """

    def scale(self):
        r"""Scale by :math:`s > 0`.

        $$ s \cdot \frac{1}{s} = 1 $$
        """
