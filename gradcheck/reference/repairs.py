"""Changes an instance to satisfy conditions, one after the other.

An equation gives a symbol or an array the value of the other side, an inequality is made tight, and what must be
invertible, symmetric or positive becomes an identity matrix.
"""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from gradcheck.language.syntax.arrays import Array, Norm
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, free_symbols
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.instance import Exact, Instance
from gradcheck.reference.judging import judged
from gradcheck.reference.numbers import exact
from gradcheck.reference.refusals import CannotTell, NoValue, Work
from gradcheck.reference.statements import evaluator_of
from gradcheck.reference.tensors import Tensor

REPAIRS = 3
SET_UP = 5  # steps of work for an instance
FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def admit(
    instance: Instance, definitions: tuple[Definition, ...], conditions: list[Proposition], work: Work
) -> Evaluator | None:
    for attempt in range(REPAIRS + 1):
        work.spend(SET_UP)
        evaluator = evaluator_of(instance, definitions, work)
        wrong = next((one for one in conditions if judged(evaluator, one).kind != "true"), None)
        if wrong is None:
            return evaluator
        if attempt == REPAIRS:
            return None
        mended = _mended(evaluator, wrong, attempt)
        if mended is None:
            return None
        instance = mended
    return None


def _mended(e: Evaluator, wrong: Proposition, attempt: int) -> Instance | None:
    """Return the instance with one thing changed, so that the condition may be true; None if no change is found."""
    instance = e.instance
    if isinstance(wrong, PositiveDefinite | Invertible):
        return _regular(instance)
    if not isinstance(wrong, Relation):
        return _regular(instance)
    sides = [(wrong.left, wrong.right, wrong.op), (wrong.right, wrong.left, FLIPPED.get(wrong.op, wrong.op))]
    for side, other, op in sides[:: -1 if attempt % 2 else 1]:
        try:
            if isinstance(side, Symbol) and side not in free_symbols(other):
                value = e.value(other)
                if exact(value) and (changed := _beside(side, value, op)) is not None:
                    return replace(instance, scalars={**instance.scalars, side: changed})
            if isinstance(side, Array) and not any(isinstance(n, Array) and n.name == side.name for n in walk(other)):
                found = e.value(other)
                if type(found) is Tensor and all(exact(one) for one in found.entries):
                    entries = tuple(one + _step(op) for one in found.entries)
                    return replace(instance, arrays={**instance.arrays, side.name: entries})
            if isinstance(side, Norm) and isinstance(side.array, Array):
                length = e.value(other)
                if exact(length):
                    return _of_length(e, side.array, length)
        except (NoValue, CannotTell):
            continue
    return _regular(instance)


def _regular(instance: Instance) -> Instance | None:
    """Return the instance with identity matrices and first unit vectors, to make arrays invertible, symmetric,
    positive or nonzero.
    """
    if instance.fill in ("unit", "ones"):
        return replace(instance, fill="ones" if instance.fill == "unit" else "ascending", arrays={})
    return replace(instance, fill="unit", arrays={}) if instance.fill != "ascending" else None


def _step(op: str) -> Exact:
    return {"<": -1, ">": 1, "!=": 1}.get(op, 0)


def _beside(symbol: Symbol, value: Exact, op: str) -> Exact | None:
    """Return a value of the symbol that stands in this relation to a number: equal to it if that is allowed."""
    if not symbol.is_integer:
        return value + _step(op) * Fraction(1, 2)
    down = value.__floor__() if not isinstance(value, int) else value
    if op == "=" and down != value:
        return None
    found = down + {"<": -1 if down == value else 0, ">": 1, "!=": 1, ">=": int(down != value)}.get(op, 0)
    return found if symbol.admits(Fraction(found)) else None


def _of_length(e: Evaluator, array: Array, length: Exact) -> Instance:
    found = e.value(array)
    entries: list[Exact] = [0 for _ in found.entries]
    if entries:
        entries[0] = length
    return replace(e.instance, arrays={**e.instance.arrays, array.name: tuple(entries)})
