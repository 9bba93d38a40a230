"""Answers a request for gains.

Every number comes out of a rigorous integral, or of a closed form that the kernel proved and balls evaluated.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.activations.analysis.normal_means import simplified
from gradcheck.activations.analysis.pieces import Activation, activation, of_formula
from gradcheck.activations.analysis.smoothness import cuts_of, kinks_of
from gradcheck.activations.registry import parameters_of, with_values
from gradcheck.balls.decimals import exact_text
from gradcheck.balls.series import Undefined
from gradcheck.bounds.plain import formula
from gradcheck.gains.conventions import compare_convention
from gradcheck.gains.moments import Diverges, Mean, Unbounded
from gradcheck.gains.propagation import compare, propagate
from gradcheck.gains.quantities import infinite, quantity, unknown
from gradcheck.gains.values import bits_of, closed_form, constant_to, mean_to
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Apply, Symbol, Term, as_term, free_symbols, number_of
from gradcheck.outcome.gain import GainOutcome, Quantity

Ball = Any
MAX_DIGITS = 500
ONE = as_term(1)
MEAN, SECOND, SLOPE = Mean(power=1), Mean(), Mean(order=1)


class Refused(ValueError):
    """The request cannot be answered; the message says why."""


@dataclass(frozen=True)
class GainRequest:
    """The name of an activation or a formula in x; q, sigma_w and sigma_b are terms without symbols.

    Without both sigmas there is no variance map; with one, the other is 1 for the weights and 0 for the biases.
    """

    name: str | Term
    variance: Term = ONE
    sigma_w: Term | None = None
    sigma_b: Term | None = None
    digits: int = 15
    parameters: tuple[tuple[str, Fraction], ...] = ()
    closed: bool = True  # whether closed forms of the means are looked for

    def __post_init__(self) -> None:
        if not 1 <= self.digits <= MAX_DIGITS:
            raise Refused(f"the number of digits must be between 1 and {MAX_DIGITS}")


def read_activation(request: GainRequest) -> Activation:
    """The activation; Refused for an unknown name, an unknown parameter, or a formula that is none."""
    values = dict(request.parameters)
    try:
        known = parameters_of(request.name)
        for name in values:
            if name not in known:
                has = f"known are {', '.join(sorted(known))}" if known else "there is none"
                raise Refused(f"the activation has no parameter {name}; {has}")
        if isinstance(request.name, str):
            return activation(request.name, values)
        formula = with_values(request.name, values)
        return of_formula(render_text(formula), formula)
    except ValueError as error:
        raise Refused(str(error)) from None


def check_numbers(request: GainRequest) -> None:
    """Refused unless the variance and sigma_w are positive numbers, and sigma_b is a number that is not negative."""
    for label, term, least in (
        ("--variance", request.variance, 1), ("--sigma-w", request.sigma_w, 1), ("--sigma-b", request.sigma_b, 0),
    ):  # fmt: skip
        if term is None:
            continue
        if term.shape or free_symbols(term) or isinstance(term, Proposition | Symbol):
            raise Refused(f"{label} is a number such as 0.5, 3/2 or sqrt(2), not {render_text(term)}")
        try:
            sign = compare(term, 0)
        except Undefined as reason:
            raise Refused(f"{label} has no value: {reason}") from None
        if sign is None:
            raise Refused(f"the sign of {render_text(term)} ({label}) is not known")
        if sign < least:
            word = "positive" if least else "not negative"
            raise Refused(f"{label} must be {word}, and {render_text(term)} is not")


def answer_gain(request: GainRequest) -> GainOutcome:
    """Answer the request; Refused for an unknown name, a formula that is no activation, no number, or no mean."""
    started = time.monotonic()
    function = read_activation(request)
    check_numbers(request)
    undecided: list[str] = []
    second = _moment(function, SECOND, request, None, undecided)
    if second.told.lower == "oo":
        law = f"z ~ N(0, {render_text(request.variance)})"
        raise Refused(f"GC302 {second.told.reason} for {law}, so there is no gain")
    slope = _moment(function, SLOPE, request, None, undecided)
    with ctx.workprec(bits_of(request.digits) + 40):
        size = second.ball.sqrt() if second.ball is not None and second.ball > 0 else None
    mean = _moment(function, MEAN, request, size, undecided)
    forward, backward = _gain(request.variance, second, request.digits), _gain(ONE, slope, request.digits)
    convention = None
    if forward.ball is not None and number_of(request.variance) == 1:
        convention = compare_convention(function.name, forward.ball, forward.term, request.digits)
    found = None
    if request.sigma_w is not None or request.sigma_b is not None:
        sigma_w = as_term(1) if request.sigma_w is None else request.sigma_w
        sigma_b = as_term(0) if request.sigma_b is None else request.sigma_b
        found = propagate(function, sigma_w, sigma_b, request.digits, undecided)
    return GainOutcome(
        function.name, formula(function.definition), render_text(request.variance), request.digits,
        mean.told, second.told, slope.told, forward.told, backward.told,
        tuple(map(exact_text, kinks_of(cuts_of(function)))), convention, found, tuple(undecided),
        time.monotonic() - started,
    )  # fmt: skip


@dataclass(frozen=True)
class _Moment:
    """A mean as data, as a ball, and as a term where it was proved."""

    told: Quantity
    ball: Ball = None
    term: Term | None = None


def _moment(function: Activation, mean: Mean, request: GainRequest, size: Ball | None, undecided: list[str]) -> _Moment:
    """A mean; where it is not shown to be finite, a question that is left open."""
    try:
        found = mean_to(function, mean, request.variance, request.digits, size)
    except Diverges as reason:
        return _Moment(infinite(str(reason)))
    except Unbounded as reason:
        undecided.append(f"{mean.label}: {reason} [GC200]")
        return _Moment(unknown(str(reason)))
    closed = closed_form(function, mean, request.variance, found, request.digits) if request.closed else None
    if closed is None:
        return _Moment(quantity(found, request.digits), found)
    value, term = closed
    return _Moment(quantity(value, request.digits, term), value, term)


@dataclass(frozen=True)
class _Gain:
    """sqrt(wanted/moment): as data, as a ball, and as a term where it was proved."""

    told: Quantity | None
    ball: Ball = None
    term: Term | None = None


def _gain(wanted: Term, moment: _Moment, digits: int) -> _Gain:
    """No gain exists where the moment is 0 or infinite."""
    if moment.told.lower == "oo" or (moment.ball is not None and moment.ball == 0):
        return _Gain(None)
    if moment.ball is None or not moment.ball > 0:
        return _Gain(unknown(moment.told.reason or "the moment is not told apart from 0"))
    with ctx.workprec(bits_of(digits) + 40):
        value = (constant_to(wanted, digits + 5) / moment.ball).sqrt()
    term = None if moment.term is None else simplified(Apply("sqrt", (wanted / moment.term,)))
    return _Gain(quantity(value, digits, term), value, term)
