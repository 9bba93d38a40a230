"""The JSON report on gains, schema 1; ``docs/json.md`` describes it."""

from __future__ import annotations

from typing import Any

from gradcheck.outcome.gain import Convention, FixedPoint, GainOutcome, Quantity, VarianceMap
from gradcheck.report.json import document, formula_json


def gain_json(outcome: GainOutcome, version: str) -> str:
    """The answer to one request as one JSON document."""
    return document("gain", version, gain_body(outcome))


def gain_body(outcome: GainOutcome) -> dict[str, Any]:
    """The keys of one answer."""
    return {
        "name": outcome.name,
        "formula": formula_json(outcome.formula),
        "variance": outcome.variance,
        "digits": outcome.digits,
        "kinks": list(outcome.kinks),
        "mean": _quantity(outcome.mean),
        "second_moment": _quantity(outcome.second_moment),
        "slope_moment": _quantity(outcome.slope_moment),
        "forward_gain": _quantity(outcome.forward_gain),
        "backward_gain": _quantity(outcome.backward_gain),
        "convention": None if outcome.convention is None else _convention(outcome.convention),
        "variance_map": None if outcome.variance_map is None else _map(outcome.variance_map),
        "undecided": list(outcome.undecided),
        "seconds": round(outcome.seconds, 6),
    }


def _quantity(quantity: Quantity | None) -> dict[str, Any] | None:
    if quantity is None:
        return None
    return {
        "exact": quantity.exact,
        "lower": quantity.lower,
        "upper": quantity.upper,
        "trust": quantity.trust,
        "value": formula_json(quantity.value),
        "reason": quantity.reason,
    }


def _convention(convention: Convention) -> dict[str, Any]:
    return {"source": convention.source, "value": _quantity(convention.value), "agrees": convention.agrees}


def _map(found: VarianceMap) -> dict[str, Any]:
    return {
        "sigma_w": found.sigma_w,
        "sigma_b": found.sigma_b,
        "fixed_points": [_fixed_point(point) for point in found.fixed_points],
        "complete": found.complete,
        "phase": found.phase,
        "reason": found.reason,
    }


def _fixed_point(point: FixedPoint) -> dict[str, Any]:
    return {
        "at": _quantity(point.at),
        "slope": _quantity(point.slope),
        "chi": _quantity(point.chi),
        "attracting": point.attracting,
        "phase": point.phase,
        "unique_in": None if point.unique_in is None else list(point.unique_in),
    }
