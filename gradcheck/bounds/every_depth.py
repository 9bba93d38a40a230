"""The bound C**n of a chain for every number n of blocks, by whichever induction the kernel accepts."""

from __future__ import annotations

from gradcheck.activations.analysis.chains import Chain
from gradcheck.bounds.differences import prove_differences
from gradcheck.bounds.induction import Constants, Induction, prove_derivative


def prove_for_every_depth(chain: Chain, constants: Constants, bits: int, biased: bool = False) -> Induction:
    """The bound of the derivative, where there are no kinks and one layer is repeated; the Lipschitz bound else.

    ``biased``: the Lipschitz bound for any biases, another one in each layer.
    """
    if biased:
        return prove_differences(chain, constants, bits, biased)
    first = prove_derivative(chain, constants, bits)
    if first is not None and first.proved is not None:
        return first
    second = prove_differences(chain, constants, bits)
    return first if first is not None and second.proved is None else second
