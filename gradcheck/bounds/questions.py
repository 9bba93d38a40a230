"""Builds the chain of a request from its layers, weights and biases."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import Activation
from gradcheck.activations.analysis.slopes import Bounds
from gradcheck.bounds.depth import Question

MAX_LAYERS = 20_000
MAX_ROWS = 100
Bias = tuple[Fraction, Fraction]
NO_BIAS = (Fraction(0), Fraction(0))


def question_on(
    layers: tuple[Activation, ...],
    weights: tuple[Fraction, ...],
    bias: Bias,
    repeats: int,
    found: dict[str, Bounds],
    digits: int,
    undecided: list[str],
) -> Question:
    """The question on a chain of these layers, each with its weight; ``found`` are the extrema of their slopes."""
    if bias == NO_BIAS and len(set(weights)) == 1:
        return Question(Chain(layers, repeats, weights[0]), found, digits, undecided)
    from gradcheck.activations.analysis.affine import affine, affine_bounds
    from gradcheck.activations.analysis.cell_chains import Layer
    from gradcheck.bounds.biased import BiasedQuestion  # what a plain chain does not need

    shift = bias[0] if bias[0] == bias[1] else Fraction(0)
    own = tuple(affine(layer, weight, shift) for layer, weight in zip(layers, weights, strict=True))
    known = {
        mine.name: affine_bounds(found[layer.name], weight, shift)
        for mine, layer, weight in zip(own, layers, weights, strict=True)
    }
    chain = Chain(own, repeats)
    if bias[0] == bias[1]:
        return Question(chain, known, digits, undecided)
    named = tuple(Layer(layer, weight) for layer, weight in zip(layers, weights, strict=True))
    inside = tuple(found[layer.name] for layer in layers)
    return BiasedQuestion(chain, known, digits, undecided, layers=named, bias=bias, inside=inside)


def check_depths(
    names: Sequence[object], layers: int | str | None, weights: tuple[Fraction, ...], bias: Bias, table: tuple[int, ...]
) -> None:
    """Raise ValueError for weights, biases and depths that do not fit together."""
    if weights and len(weights) != len(names):
        raise ValueError(f"{len(weights)} weights can't belong to {len(names)} names")
    if 0 in weights:
        raise ValueError("no weight may be 0")
    if bias[0] > bias[1]:
        raise ValueError("the biases are an interval lo,hi with lo <= hi")
    if isinstance(layers, str) and table:
        raise ValueError(f"a table over depth needs a number of layers, not {layers}")
    for depth in table:
        if not 1 <= depth <= MAX_LAYERS:
            raise ValueError(f"the numbers of layers in a table must be between 1 and {MAX_LAYERS}")
        if depth % len(names):
            raise ValueError(f"{depth} layers can't be made of {len(names)} names in turn")
    if len(table) > MAX_ROWS:
        raise ValueError(f"a table has at most {MAX_ROWS} rows")
