"""Equations that the values of a counterexample give for free sequences."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.kernel.counterexample.values import Values
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num


def equations_of(values: Values) -> tuple[Relation, ...]:
    """Return the values of single members of free scalar sequences, as equations."""
    return tuple(
        Relation("=", Sequence(name, (), Num(Fraction(index)), ()), Num(value))
        for (name, index, place), value in values.members.items()
        if index is not None and not place
    )
