"""Closed forms of a supremum: its exact value and places, or the equation that defines the place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Neg, Num, Term, free_symbols


@dataclass(frozen=True)
class Closed:
    """``value`` is the supremum, ``places`` where it is attained; ``period``: and at every multiple of it from there.

    Without closed places, ``equation`` has exactly one root x in the open interval ``between``, which is the place;
    ``value`` may then contain x, this root.
    """

    value: Term | None = None
    places: tuple[Term, ...] = ()
    period: Term | None = None
    equation: Relation | None = None
    between: tuple[Fraction, Fraction] | None = None

    @property
    def number(self) -> Term | None:
        """Return the value, if it is a number by itself, without the root x; else None."""
        return None if self.value is None or free_symbols(self.value) else self.value

    def negated(self) -> Closed:
        """Return the same place, with minus the value."""
        if self.value is None:
            return self
        value = self.value
        if isinstance(value, Num):
            return replace(self, value=Num(-value.value))
        return replace(self, value=value.term if isinstance(value, Neg) else Neg(value))
