"""Answers a request for bounds.

Every number comes out of a cover that ``kernel.rules.cover`` has checked, of exact rational arithmetic, or of balls.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache

from gradcheck.activations.analysis.pieces import Activation, X, activation, of_formula, values_agree
from gradcheck.activations.analysis.slopes import Bounds, slope_bounds
from gradcheck.activations.analysis.smoothness import cuts_of, kinks_of, lipschitz, smoothness
from gradcheck.activations.registry import with_values
from gradcheck.balls.decimals import exact_text
from gradcheck.bounds.certify import certified_bounds
from gradcheck.bounds.depth import Question
from gradcheck.bounds.plain import cut_report, extremum, formula
from gradcheck.bounds.questions import MAX_LAYERS, NO_BIAS, check_depths, question_on
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Derivative, Num, Term, Where
from gradcheck.outcome.bound import (
    BoundOutcome,
    ChainBounds,
    Curve,
    DepthCurve,
    DepthRow,
    FunctionBounds,
    SymbolicBound,
)
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum
from gradcheck.search.refutation.never_defined import gap_on_the_line

MAX_DIGITS = 500
FOR_TABLE = 0.5  # of the time
SYMBOLIC = re.compile(r"(?P<times>[1-9][0-9]{0,3})?\*?(?P<letter>[^\W\d_]\w*)")
TAKEN = (X.name, "y", "z")


@dataclass(frozen=True)
class BoundRequest:
    """Names of activations or formulas in x, innermost layer first.

    ``layers`` is a number (the names repeat in turn until there are so many layers), a letter such as ``n`` for a
    symbolic number, ``2n`` for n repetitions of two names, or None: then several names are one layer each.  A layer
    maps z to f(weight z), or with its own of the ``weights``, one a name, and any bias of the interval to f(w z + b).
    ``table`` asks for these numbers of layers, each by itself; ``picture`` for points to draw.  What is known of the
    table after a share of the ``seconds`` of a processor is told without the rest.
    """

    names: tuple[str | Term, ...]
    layers: int | str | None = None
    digits: int = 15
    weight: Fraction = Fraction(1)
    parameters: tuple[tuple[str, Fraction], ...] = ()
    weights: tuple[Fraction, ...] = ()
    bias: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    table: tuple[int, ...] = ()
    picture: bool = False
    seconds: float | None = None

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("name at least one activation")
        if not 1 <= self.digits <= MAX_DIGITS:
            raise ValueError(f"the number of digits must be between 1 and {MAX_DIGITS}")
        if self.weight == 0:
            raise ValueError("the weight w must not be 0")
        if isinstance(self.layers, int) and not 1 <= self.layers <= MAX_LAYERS:
            raise ValueError(f"the number of layers must be between 1 and {MAX_LAYERS}")
        if isinstance(self.layers, int) and self.layers % len(self.names):
            raise ValueError(f"{self.layers} layers can't be made of {len(self.names)} names in turn")
        if isinstance(self.layers, str):
            self._check_symbolic(self.layers)
        check_depths(self.names, self.layers, self.weights, self.bias, self.table)

    def activations(self) -> tuple[Activation, ...]:
        """The layers with the values of their parameters; ValueError for what is no activation."""
        values = dict(self.parameters)
        return tuple(
            activation(name, values) if isinstance(name, str) else of_formula(*_written(with_values(name, values)))
            for name in self.names
        )

    def _check_symbolic(self, layers: str) -> None:
        found = SYMBOLIC.fullmatch(layers)
        if found is None or found["letter"] in TAKEN:
            raise ValueError(
                f"{layers!r} is neither a number of layers nor a letter for one (x, y and z have their meaning)"
            )
        repeated = int(found["times"] or 1)
        if repeated != len(self.names):
            asked = counted_layers(len(self.names), found["letter"])
            raise ValueError(
                f"{layers} layers, for every {found['letter']}, can't be repetitions of"
                f" {len(self.names)} name{'s' if len(self.names) > 1 else ''}; ask for --layers {asked}"
            )

    @property
    def letter(self) -> str | None:
        """The n of a symbolic number of layers."""
        found = SYMBOLIC.fullmatch(self.layers) if isinstance(self.layers, str) else None
        return None if found is None else found["letter"]


def counted_layers(repeated: int, letter: str) -> str:
    """2n for n repetitions of two layers."""
    return letter if repeated == 1 else f"{repeated}{letter}"


def bound_chain(request: BoundRequest, activations: tuple[Activation, ...] = ()) -> BoundOutcome:
    """Answer the request; ValueError for an unknown name or a formula that is no activation.

    ``activations`` are those of the request, where the caller has them already.
    """
    started = time.monotonic()
    layers = activations or request.activations()
    found = {function.name: slope_bounds(function, request.digits) for function in layers}
    undecided: list[str] = []
    functions = []
    for function in {layer.name: layer for layer in layers}.values():
        functions.append(_function(function, found[function.name], request.digits, undecided))
    depth = request.layers
    if depth is None and (request.table or request.bias[0] != request.bias[1] or len(layers) > 1):
        depth = max(request.table, default=len(layers))
    chain: ChainBounds | None = None
    symbolic: SymbolicBound | None = None
    table: tuple[DepthRow, ...] = ()
    if depth is not None:
        weights = request.weights or (request.weight,) * len(layers)

        @cache
        def question_of(number: int) -> Question:
            repeats = number // len(layers)
            return question_on(layers, weights, request.bias, repeats, found, request.digits, undecided)

        if request.table:
            from gradcheck.bounds.table import depth_table  # seldom asked for

            share = None if request.seconds is None else request.seconds * FOR_TABLE
            table = depth_table(request.table, question_of, share)
            left = request.table[len(table) :]
            if left:
                undecided.append(f"the rows from {left[0]} layers on, which would take longer than the limit of time")
                depth = table[-1].layers if request.layers is None else depth
        question = question_of(depth if isinstance(depth, int) else len(layers))
        if request.letter is not None:
            from gradcheck.bounds.symbolic import bound_every_depth  # what a number of layers does not need

            symbolic = bound_every_depth(question, request.letter)
        else:
            chain = certified_bounds(question)
        if table and chain is not None:
            from gradcheck.bounds.leaving import with_tight_depths

            chain = replace(chain, thresholds=with_tight_depths(question, chain.thresholds))
    curves: tuple[Curve, ...] = ()
    depth_curve: DepthCurve | None = None
    if request.picture:
        from gradcheck.bounds import curves as drawn  # seldom asked for

        shown = zip({layer.name: layer for layer in layers}.values(), functions, strict=True)
        curves = tuple(drawn.derivative_curve(layer, found[layer.name], bounds) for layer, bounds in shown)
        if depth is not None:
            depth_curve = drawn.curve_over_depth(depth, table, question_of, len(layers))
    return BoundOutcome(
        tuple(layer.name for layer in layers), request.layers, request.digits, exact_text(request.weight),
        tuple(functions), chain, symbolic, tuple(dict.fromkeys(undecided)), time.monotonic() - started,
        tuple(map(exact_text, request.weights)),
        None if request.bias == NO_BIAS else (exact_text(request.bias[0]), exact_text(request.bias[1])), table,
        curves, depth_curve,
    )  # fmt: skip


def _defined(function: Activation, found: Supremum | NotFound) -> Supremum | NotFound:
    """Return the extremum with the equation that defines its place, where that is not a rational number."""
    if isinstance(found, NotFound) or found.exact is not None or not found.places:
        return found
    from gradcheck.activations.analysis.defining import define_places  # dear to import

    closed = define_places(function, found)
    return found if closed is None else replace(found, closed=closed)


def _written(formula: Term) -> tuple[str, Term]:
    return render_text(formula), formula


def _function(function: Activation, bounds: Bounds, digits: int, undecided: list[str]) -> FunctionBounds:
    bounds = Bounds(_defined(function, bounds.infimum), _defined(function, bounds.supremum))
    gap = ""
    if isinstance(bounds.infimum, NotFound) or isinstance(bounds.supremum, NotFound):
        gap = gap_on_the_line(function.formula, X)
    infimum, supremum = (
        extremum(
            NotFound(gap) if gap and isinstance(value, NotFound) else value,
            digits,
            undecided,
            f"the {word} of the derivative of {function.name}",
        )
        for value, word in ((bounds.infimum, "infimum"), (bounds.supremum, "supremum"))
    )
    cuts = cuts_of(function)
    kinks = tuple(map(exact_text, kinks_of(cuts)))
    constant = lipschitz(cuts, bounds)
    return FunctionBounds(
        function.name, formula(function.definition), formula(_derivative(function)), infimum, supremum, kinks,
        tuple(cut_report(cut, digits) for cut in cuts),
        None if isinstance(constant, NotFound) else extremum(constant, digits, [], ""),
        smoothness(function, cuts),
    )  # fmt: skip


def _derivative(function: Activation) -> Term:
    """The derivative for display, each piece compared with the true one at a few points before it is shown."""
    shown: list[Term] = []
    for piece in function.pieces:
        term = derivative(piece.term, X)
        middle = (
            piece.lo + 1 if piece.lo is not None else piece.hi - 1 if piece.hi is not None else Fraction(1, 7)
        )  # fmt: skip
        points = (middle, middle + Fraction(1, 1000), middle - Fraction(1, 1000))
        if term is None or not values_agree(term, Derivative(piece.term, X), points):
            return Derivative(function.formula, X)
        shown.append(term)
    result = shown[-1]
    for cut, term in zip(function.cuts[::-1], shown[-2::-1], strict=True):
        result = Where(Relation("<", X, Num(cut)), term, result)
    return result
