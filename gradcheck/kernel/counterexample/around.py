"""Hypotheses that hold at, and close to, the values of a counterexample: for choices that depend on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from gradcheck.algebra.ring import NeedsCase, Setting
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol

NEAR = Fraction(1, 2**20)  # how far around a value a choice under a derivative must be decided
Result = TypeVar("Result")
Scalars = Mapping[Symbol, Fraction]
Members = Mapping[tuple[str, int | None, tuple[int, ...]], Fraction]


def hypotheses_at(scalars: Scalars, members: Members) -> tuple[Relation, ...]:
    """Return the values as equations, and for real symbols strict inequalities that hold around them.

    A choice under a derivative is by the sign around the point: there only the strict inequalities are used.
    """
    found: list[Relation] = []
    for symbol, value in scalars.items():
        if not symbol.is_integer:
            found.append(Relation("=", symbol, Num(value)))
            found.append(Relation(">", symbol, Num(value - NEAR)))
            found.append(Relation("<", symbol, Num(value + NEAR)))
    return (*found, *equations_of(members))


def equations_of(members: Members) -> tuple[Relation, ...]:
    """Return the values of single members of free scalar sequences, as equations."""
    return tuple(
        Relation("=", Sequence(name, (), Num(Fraction(index)), ()), Num(value))
        for (name, index, place), value in members.items()
        if index is not None and not place
    )


def with_choices(setting: Setting, scalars: Scalars, members: Members, work: Callable[[Setting], Result]) -> Result:
    """Do the work in the setting; where a choice depends on the values, in a setting that has them as hypotheses."""
    try:
        return work(setting)
    except NeedsCase:
        located = replace(setting, hypotheses=hypotheses_at(scalars, members))
    try:
        return work(located)
    except NeedsCase:
        raise Rejected("a choice is not decided by the values") from None
