"""The hints by which an author may help the search.  A hint proves nothing.

Beside these, an integer symbol among the hints of a step asks for induction over it.
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
    """Prove a claim of existence by this value."""

    term: Term


def cases_on(term: Term) -> CasesOn:
    """Return the hint that the proof distinguishes term < 0, = 0 and > 0."""
    return CasesOn(term)


def try_value(term: object) -> TryValue:
    """Return the hint that a claim of existence holds at this value."""
    return TryValue(as_term(term))
