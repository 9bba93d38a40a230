"""Defines the hints by which an author may help the search.  A hint proves nothing.

Beside these, an integer symbol among the hints of a step says what to do induction over.
"""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.language.syntax.terms import Term, as_term


@dataclass(frozen=True)
class CasesOn:
    """Split by the sign of this term."""

    term: Term


@dataclass(frozen=True)
class TryValue:
    """What exists is found at this value."""

    term: Term


def cases_on(term: Term) -> CasesOn:
    """The proof distinguishes term < 0, = 0 and > 0."""
    return CasesOn(term)


def try_value(term: object) -> TryValue:
    """What is claimed to exist is found at this value."""
    return TryValue(as_term(term))
