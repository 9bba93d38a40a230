"""Converts a counterexample of the kernel to an instance of the reference evaluator.

Values that the reference cannot express (a law of finitely many values, a root between two numbers, a function that is
no polynomial) give no instance: such a refutation is not judged.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from attack.statement import Statement
from gradcheck.kernel.evidence import Counterexample
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Add, Mul, Neg, Num, Pow, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import ARGUMENT, Uninterpreted
from gradcheck.language.syntax.widths import Width
from gradcheck.reference import Instance

FILLS = {Fraction(0): "zeros", Fraction(1): "ones", Fraction(-1): "negative"}  # of members that are all alike
MAX_ENTRIES = 400


def instance_of(statement: Statement, values: Counterexample) -> Instance | None:
    """Return the instance; None where the reference cannot express the values."""
    if values.laws or values.roots:
        return None
    alike = {value for _, index, _, value in values.members if index is None}
    if len(alike) > 1 or not alike <= FILLS.keys() or _have_parameters(statement, values):
        return None
    functions = {name: _coefficients(term) for name, term in values.functions}
    if any(found is None for found in functions.values()):
        return None
    scalars = dict(values.scalars)
    arrays = _arrays(statement, values, scalars)
    if arrays is None:
        return None
    return Instance(
        scalars=scalars,
        arrays=arrays,
        members={(name, index, _from_zero(at)): v for name, index, at, v in values.members if index is not None},
        widths={(name, index): width for name, index, width in values.widths},
        functions={name: found for name, found in functions.items() if found is not None},
        outcomes=_outcomes(statement, values),
        fill=FILLS[alike.pop()] if alike else "zeros",
    )


def nodes_of(statement: Statement) -> list[Node]:
    """Return all nodes of the claim, the hypotheses and the definitions."""
    return [part for one in (statement.claim, *statement.given, *statement.definitions) for part in walk(one)]


def names_all(propositions: tuple[Proposition, ...], statement: Statement, values: Counterexample) -> bool:
    """Whether every symbol in the propositions has a value, and nothing else is free."""
    named = {symbol for symbol, _ in (*values.scalars, *values.points)}
    parts = [part for one in propositions for part in walk(one)]
    members = any(isinstance(part, Sequence) for part in parts)
    definitions = statement.definitions if members else ()
    parts += [part for one in definitions for part in walk(one)]
    free: set[Symbol] = set().union(*(free_symbols(one) for one in propositions), *map(_constants, definitions))
    others = (Array, RandomVariable, RandomSequence, Width, Uninterpreted)
    defined = {one.member.name for one in definitions}
    return not free - named and not any(
        isinstance(part, others) or (isinstance(part, Sequence) and part.name not in defined) for part in parts
    )


def _constants(definition: Any) -> set[Symbol]:
    own = {getattr(definition, "index", None), *definition.member.parameters}
    body = definition.body if hasattr(definition, "body") else definition.value
    return set(free_symbols(body)) - own


def _have_parameters(statement: Statement, values: Counterexample) -> bool:
    named = {name for name, _, _, _ in values.members}
    return any(isinstance(part, Sequence) and part.name in named and part.parameters for part in nodes_of(statement))


def _from_zero(place: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(index - 1 for index in place)


def _arrays(statement: Statement, values: Counterexample, scalars: dict[Symbol, Fraction]) -> Any:
    """Return the entries of each array in rows, 0 where none is given; None where a side has no number."""
    sides = {part.name: part.sides for part in nodes_of(statement) if isinstance(part, Array)}
    found: dict[str, tuple[Fraction, ...]] = {}
    given = {(name, place): value for name, place, value in values.arrays}
    for name in {name for name, _, _ in values.arrays}:
        shape = [_whole(side, scalars) for side in sides.get(name, ())]
        if not shape or any(side is None for side in shape) or prod(side or 0 for side in shape) > MAX_ENTRIES:
            return None
        places = product(*(range(1, (side or 0) + 1) for side in shape))
        found[name] = tuple(given.get((name, place), Fraction(0)) for place in places)
    return found


def _whole(side: Term, scalars: dict[Symbol, Fraction]) -> int | None:
    match side:
        case Num():
            return int(side.value)
        case Symbol():
            return int(scalars[side]) if side in scalars else None
        case Neg():
            inner = _whole(side.term, scalars)
            return None if inner is None else -inner
        case Add() | Mul():
            parts = [_whole(part, scalars) for part in side.children() if isinstance(part, Term)]
            if any(part is None for part in parts):
                return None
            known = [part for part in parts if part is not None]
            return sum(known) if isinstance(side, Add) else prod(known)
    return None


def _outcomes(statement: Statement, values: Counterexample) -> dict[Any, Any]:
    numbered = {part.name for part in nodes_of(statement) if isinstance(part, RandomSequence)}
    found = {}
    for name, place, value in values.outcomes:
        index, rest = (place[:1], place[1:]) if name in numbered else ((), place)
        found[name, index, _from_zero(rest)] = value
    return found


def _coefficients(term: Term) -> tuple[Fraction, ...] | None:
    """Return the coefficients of a polynomial in the argument of an arbitrary function, the constant first;
    else None.
    """
    match term:
        case Num():
            return (term.value,)
        case Symbol() if term is ARGUMENT:
            return (Fraction(0), Fraction(1))
        case Neg():
            inner = _coefficients(term.term)
            return None if inner is None else tuple(-c for c in inner)
        case Add():
            parts = [_coefficients(part) for part in term.terms]
            known = [part for part in parts if part is not None]
            return _added(known) if len(known) == len(parts) else None
        case Mul():
            factors = [_coefficients(part) for part in term.factors]
            return _multiplied([one for one in factors if one is not None]) if None not in factors else None
        case Pow(base=base, exponent=Num(value=value)) if value.denominator == 1 and 0 <= value <= 6:
            inner = _coefficients(base)
            return None if inner is None else _multiplied([inner] * int(value))
    return None


def _added(parts: list[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    longest = max((len(part) for part in parts), default=1)
    return tuple(sum((part[k] for part in parts if k < len(part)), Fraction(0)) for k in range(longest))


def _multiplied(factors: list[tuple[Fraction, ...]]) -> tuple[Fraction, ...]:
    found: tuple[Fraction, ...] = (Fraction(1),)
    for factor in factors:
        total = [Fraction(0)] * (len(found) + len(factor) - 1)
        for a, first in enumerate(found):
            for b, second in enumerate(factor):
                total[a + b] += first * second
        found = tuple(total)
    return found
