"""The JSON report on bounds, schema 1; ``docs/json.md`` describes it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gradcheck.outcome.bound import (
    BoundOutcome,
    ChainBounds,
    Checked,
    DepthRow,
    Enclosure,
    Extremum,
    FunctionBounds,
    SymbolicBound,
)
from gradcheck.report.json import document, formula_json


def bound_json(outcome: BoundOutcome, version: str) -> str:
    """The answer to one request as one JSON document."""
    return document("bound", version, bound_body(outcome))


def bound_body(outcome: BoundOutcome) -> dict[str, Any]:
    """The keys of one answer."""
    return {
        "layers": outcome.layers,
        "digits": outcome.digits,
        "weight": outcome.weight,
        "names": list(outcome.names),
        "functions": [function_json(item) for item in outcome.functions],
        "chain": None if outcome.chain is None else _chain(outcome.chain),
        "symbolic": None if outcome.symbolic is None else _symbolic(outcome.symbolic),
        "weights": list(outcome.weights),
        "bias": None if outcome.bias is None else list(outcome.bias),
        "table": [_depth_row(row) for row in outcome.table],
        "undecided": list(outcome.undecided),
        "seconds": round(outcome.seconds, 6),
    }


def _extremum(extremum: Extremum) -> dict[str, Any]:
    return {
        "exact": extremum.exact,
        "lower": extremum.lower,
        "upper": extremum.upper,
        "attained": extremum.attained,
        "at": list(extremum.at),
        "trust": extremum.trust,
        "value": formula_json(extremum.value),
        "reason": extremum.reason,
        "period": formula_json(extremum.period),
        "equation": formula_json(extremum.equation),
        "between": None if extremum.between is None else list(extremum.between),
        "by_root": formula_json(extremum.by_root),
    }


def function_json(bounds: FunctionBounds) -> dict[str, Any]:
    """Return the keys of one activation."""
    return {
        "name": bounds.name,
        "formula": formula_json(bounds.formula),
        "derivative": formula_json(bounds.derivative),
        "infimum": _extremum(bounds.infimum),
        "supremum": _extremum(bounds.supremum),
        "kinks": list(bounds.kinks),
        "cuts": [asdict(item) for item in bounds.cuts],
        "lipschitz": None if bounds.lipschitz is None else _extremum(bounds.lipschitz),
        "smoothness": bounds.smoothness or None,
    }


def _enclosure(enclosure: Enclosure | None) -> dict[str, str] | None:
    return None if enclosure is None else asdict(enclosure)


def _asymptotics(bounds: ChainBounds | SymbolicBound) -> dict[str, Any]:
    """Return the keys about a growing number of layers, which both kinds of chain have."""
    return {
        "rate": _enclosure(bounds.rate),
        "fixed_point": _enclosure(bounds.fixed_point),
        "behaviour": bounds.behaviour,
        "reason": bounds.reason,
        "thresholds": [asdict(item) for item in bounds.thresholds],
        "checked": {line: _checked(proof) for line, proof in bounds.checked},
    }


def _checked(proof: Checked) -> dict[str, Any]:
    return {
        "statements": [
            {"claim": formula_json(one.claim), "given": [formula_json(given) for given in one.given]}
            for one in proof.statements
        ],
        "where": [formula_json(law) for law in proof.where],
        "trust": proof.trust,
        "facts": list(proof.facts),
    }


def _chain(chain: ChainBounds) -> dict[str, Any]:
    return {
        "layers": chain.layers,
        "naive": _extremum(chain.naive),
        "tight": None if chain.tight is None else _extremum(chain.tight),
        "ratio": _enclosure(chain.ratio),
        **_asymptotics(chain),
    }


def _depth_row(row: DepthRow) -> dict[str, Any]:
    return {
        "layers": row.layers,
        "naive": _extremum(row.naive),
        "tight": None if row.tight is None else _extremum(row.tight),
        "ratio": _enclosure(row.ratio),
        "infimum": None if row.infimum is None else _extremum(row.infimum),
        "positive": row.positive,
        "formats": dict(row.formats),
        "naive_formats": dict(row.naive_formats),
    }


def _symbolic(bound: SymbolicBound) -> dict[str, Any]:
    return {
        "variable": bound.variable,
        "repeated": bound.repeated,
        "bound": formula_json(bound.bound),
        "exact": bound.exact,
        "statement": bound.statement,
        "where": [formula_json(law) for law in bound.where],
        "claim": formula_json(bound.claim),
        "base": formula_json(bound.base),
        "step": formula_json(bound.step),
        "sharp": bound.sharp,
        "proved": bound.proved,
        "trust": bound.trust,
        "facts": list(bound.facts),
        **_asymptotics(bound),
    }
