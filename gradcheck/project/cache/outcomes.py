"""Writes and reads the outcome of a derivation as text; a formula that occurs often is written once."""

from __future__ import annotations

import json
from typing import Any

from gradcheck.outcome.run import (
    Declared,
    DerivationOutcome,
    DocumentSummary,
    Formula,
    Location,
    Preamble,
    Problem,
    Sides,
    StepOutcome,
    Value,
)

FORMULAS_OF_PREAMBLE = ("lines", "defined", "definitions", "presupposed")


def write_outcome(outcome: DerivationOutcome) -> bytes:
    """The outcome with its table of formulas."""
    places: dict[Formula, int] = {}

    def put(formula: Formula | None) -> int | None:
        return None if formula is None else places.setdefault(formula, len(places))

    def puts(formulas: tuple[Formula, ...] | None) -> list[int | None] | None:
        return None if formulas is None else [put(item) for item in formulas]

    def sides(item: Sides | None) -> list[Any] | None:
        if item is None:
            return None
        values = [[value.exact, value.lower, value.upper] for value in (item.left, item.right)]
        return [put(item.relation), item.place, *values]

    def step(item: StepOutcome) -> dict[str, Any]:
        location = item.location
        return vars(item) | {
            "statement": put(item.statement),
            "assumptions": puts(item.assumptions),
            "side_conditions": puts(item.side_conditions),
            "missing": puts(item.missing),
            "sides": sides(item.sides),
            "difference": put(item.difference),
            "correction": put(item.correction),
            "changed": puts(item.changed),
            "location": location and list(vars(location).values()),
            "contradictory": put(item.contradictory),
        }

    whole = vars(outcome) | {
        "steps": [step(item) for item in outcome.steps],
        "remarks": [_problem(item) for item in outcome.remarks],
        "notices": [_problem(item) for item in outcome.notices],
        "document": outcome.document and vars(outcome.document) | {"sides": []},
        "notation": puts(outcome.notation),
        "assumptions": puts(outcome.assumptions),
        "preamble": {
            **vars(outcome.preamble),
            **{name: puts(getattr(outcome.preamble, name)) for name in FORMULAS_OF_PREAMBLE},
            "symbols": [list(vars(item).values()) for item in outcome.preamble.symbols],
        },
    }
    formulas = [[item.text, item.latex, item.pretty, item.row] for item in places]
    return json.dumps([formulas, whole], ensure_ascii=False, separators=(",", ":")).encode(errors="surrogatepass")


def _problem(item: Problem) -> list[Any]:
    return [item.code, item.message, item.location and list(vars(item.location).values()), item.detail]


def read_outcome(text: bytes) -> DerivationOutcome:
    """The outcome that was written; ValueError, TypeError or LookupError if none was."""
    formulas, whole = json.loads(text)
    table = [Formula(*row) for row in formulas]

    def get(number: int | None) -> Formula | None:
        return None if number is None else table[number]

    def gets(numbers: list[int]) -> tuple[Formula, ...]:
        return tuple([table[number] for number in numbers])

    def sides(row: list[Any] | None) -> Sides | None:
        return row and Sides(table[row[0]], tuple(row[1]), Value(*row[2]), Value(*row[3]))  # type: ignore[return-value]

    def step(row: dict[str, Any]) -> StepOutcome:
        for name in ("statement", "difference", "correction", "contradictory"):
            row[name] = get(row[name])
        for name in ("assumptions", "side_conditions", "missing"):
            row[name] = gets(row[name])
        for name in ("facts", "evidence"):
            row[name] = tuple(row[name])
        row["sides"] = sides(row["sides"])
        row["changed"] = row["changed"] and gets(row["changed"])
        row["location"] = row["location"] and Location(*row["location"])
        if row["counterexample"] is not None:
            row["counterexample"] = tuple([(name, value) for name, value in row["counterexample"]])
        return StepOutcome(**row)

    def problems(rows: list[list[Any]]) -> tuple[Problem, ...]:
        return tuple([Problem(code, text, at and Location(*at), detail) for code, text, at, detail in rows])

    def preamble(row: dict[str, Any]) -> Preamble:
        symbols = [Declared(name, sort, tuple(shape), *rest) for name, sort, shape, *rest in row["symbols"]]
        formulas = {name: gets(row[name]) for name in FORMULAS_OF_PREAMBLE}
        return Preamble(symbols=tuple(symbols), remarks=tuple(row["remarks"]), **formulas)

    def document(row: dict[str, Any]) -> DocumentSummary:
        row["suppressed"] = tuple([tuple(item) for item in row["suppressed"]])
        row["spelling"] = tuple([tuple(item) for item in row["spelling"]])
        told = {name: tuple(row[name]) for name in ("reading", "supposed", "sides")}
        return DocumentSummary(**row | told)

    whole["steps"] = tuple([step(row) for row in whole["steps"]])
    whole["remarks"], whole["notices"] = problems(whole["remarks"]), problems(whole["notices"])
    whole["notation"], whole["assumptions"] = gets(whole["notation"]), gets(whole["assumptions"])
    whole["unreached"] = tuple(whole["unreached"])
    whole["preamble"] = preamble(whole["preamble"])
    whole["document"] = whole["document"] and document(whole["document"])
    return DerivationOutcome(**whole)
