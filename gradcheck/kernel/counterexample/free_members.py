"""The members of free sequences and families at the values of a counterexample.

A sequence is given member by member, a family f(k; x) by its values at numbers k and x; or all members of a sequence
are one number (the index ``None``), so that a hypothesis about every member can be decided.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num

if TYPE_CHECKING:
    from gradcheck.algebra.atoms import Atom
    from gradcheck.algebra.quotient import Quotient
    from gradcheck.algebra.ring import Ring
    from gradcheck.kernel.counterexample.valuation import Valuation


def value_of_member(valuation: Valuation, ring: Ring, atom: Atom) -> Fraction | None:
    """The value of a member, None where it has none."""
    name, index, parameters, indices = atom.data
    steady = valuation.members.get((name, None, ()))
    if steady is not None:
        return steady
    numbers = [valuation.exact(ring, inside).constant() for inside in (index, *parameters, *indices)]
    known = [int(number) for number in numbers if number is not None and number.denominator == 1]
    return valuation.members.get((name, known[0], tuple(known[1:]))) if len(known) == len(numbers) else None


def equations_of(valuation: Valuation) -> tuple[Relation, ...]:
    """What the values say of single members of free scalar sequences, as equations."""
    return tuple(
        Relation("=", Sequence(name, (), Num(Fraction(index)), ()), Num(value))
        for (name, index, place), value in valuation.members.items()
        if index is not None and not place
    )


def whole(value: Quotient) -> int:
    """The integer that an index is; Rejected where it is none."""
    number = value.constant()
    if number is None or number.denominator != 1:
        raise Rejected("an index has no value")
    return int(number)
