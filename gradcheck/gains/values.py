"""Computes numbers to the digits asked for: a closed form that the kernel proved, in balls, or a rigorous integral."""

from __future__ import annotations

from typing import Any

from flint import arb, ctx

from gradcheck.activations.analysis.normal_means import prove_normal_mean
from gradcheck.activations.analysis.pieces import Activation
from gradcheck.balls.jets import enclose
from gradcheck.gains.moments import Mean, enclose_mean
from gradcheck.gains.quantities import Disagreement
from gradcheck.language.syntax.terms import Term

Ball = Any
ROUGH = 24  # bits of the first enclosure, which tells how large the number is
MAX_ROUNDS = 5


def bits_of(digits: int) -> int:
    """Bits that leave room for that many decimal digits."""
    return digits * 3322 // 1000 + 16


def constant(term: Term, precision: int) -> Ball:
    """The value of a term without symbols."""
    return enclose(term, {}, precision=precision)


def constant_to(term: Term, digits: int) -> Ball:
    """The value of a term without symbols with a relative error of about 10^-digits, unless it is 0."""
    needed = bits_of(digits)
    value, precision = constant(term, needed + 40), needed + 40
    for _ in range(MAX_ROUNDS):
        if value.rad() <= value.abs_lower() * arb(2) ** -needed:
            break
        precision *= 2
        value = constant(term, precision)
    return value


def mean_to(function: Activation, mean: Mean, variance: Term, digits: int, size: Ball | None = None) -> Ball:
    """The mean with a relative error of about 10^-digits; relative to ``size`` where that is given and larger."""
    needed = bits_of(digits)
    precision, found = ROUGH, enclose_mean(function, mean, constant(variance, 2 * ROUGH), ROUGH)
    for _ in range(MAX_ROUNDS):
        scale = found.abs_upper() if size is None else found.abs_upper().union(size.abs_upper()).upper()
        if scale == 0 or found.rad() <= scale * arb(2) ** -needed:
            break
        with ctx.workprec(needed):
            relative = scale if scale < 1 else arb(1)
        precision = max(needed + 8, 2 * precision) if found.rad() > 0 else needed + 8
        precision = min(precision, 4 * needed + 200)
        found = enclose_mean(function, mean, constant(variance, 2 * precision), precision, relative)
    return found


def closed_form(function: Activation, mean: Mean, variance: Term, found: Ball, digits: int) -> tuple[Ball, Term] | None:
    """The closed form that the kernel proves, with its value; Disagreement if that is not in the enclosure."""
    exact = prove_normal_mean(function, mean.order, mean.power, variance)
    if exact is None:
        return None
    value = constant_to(exact, digits)
    if not value.overlaps(found):
        raise Disagreement(f"{mean.label}: the closed form is not in its enclosure")
    return value, exact
