"""Chains in which one end of the interval of biases is the best choice in every layer.

With V_k as in ``value_iteration`` let R_k contain all w_k f_(k-1) + b.  If on every R_k

    w_(k+1) f_k is nondecreasing and |f_k'| is nonincreasing,

then V_n is nonincreasing on R_n, so the best bias in front of it is the least one, and V_(n-1) is a product of two
nonnegative nonincreasing functions on R_(n-1); by induction the least bias is best in every layer.  With |f_k'|
nondecreasing it is the greatest.  Both conditions are signs of first and second derivatives on R_k, with covers that
``kernel.rules.cover`` checks.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.activations.analysis.cell_chains import Layer
from gradcheck.activations.analysis.pieces import X
from gradcheck.language.syntax.terms import Derivative, Neg, Num, Term
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.extrema import find_infimum, find_supremum
from gradcheck.search.covers.univariate import Function

DIGITS = 15
BUDGET = 200


def best_end(layers: tuple[Layer, ...], bias: tuple[Fraction, Fraction]) -> Fraction | None:
    """Return the end of the interval that is best in every layer; None where this is not shown."""
    if any(layer.function.cuts for layer in layers):
        return None
    ranges = [_range(layers[k - 1], layer.weight, bias) for k, layer in enumerate(layers)]
    for sign, end in ((1, bias[0]), (-1, bias[1])):
        if all(
            inside is not None and _monotone(layer, layers[(k + 1) % len(layers)].weight, inside, sign)
            for k, (layer, inside) in enumerate(zip(layers, ranges, strict=True))
        ):
            return end
    return None


def _range(before: Layer, weight: Fraction, bias: tuple[Fraction, Fraction]) -> tuple[Fraction, Fraction] | None:
    """Return R_k up to its ends: an interval with w_k f_(k-1) + b in its closure; or None."""
    values = Function(Num(weight) * before.function.formula, X)
    low, high = find_infimum(values, DIGITS), find_supremum(values, DIGITS)
    if isinstance(low, NotFound) or isinstance(high, NotFound) or low.lower is None or high.upper is None:
        return None
    return low.lower + bias[0], high.upper + bias[1]


def _monotone(layer: Layer, following: Fraction, inside: tuple[Fraction, Fraction], sign: int) -> bool:
    """Whether w f' >= 0 and sign w f'' <= 0 on the interval, w the weight of the next layer."""
    rising: Term = Derivative(layer.function.formula, X)
    bending: Term = Derivative(rising, X)
    if following < 0:
        rising, bending = Neg(rising), Neg(bending)
    # f' and f'' are continuous, so the signs hold at the ends too
    return not any(
        isinstance(Function(term, X, *inside).prove(op, Fraction(0), budget=BUDGET), NotFound)
        for op, term in ((">=", rising), ("<=" if sign > 0 else ">=", bending))
    )
