"""What the named facts are stated with."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Term, as_term

Fact = Callable[..., tuple[Proposition, ...]]  # of terms: the conclusion, and the premises; else ValueError
ZERO, ONE = as_term(0), as_term(1)


def equal(left: Term, right: Term) -> Relation:
    return Relation("=", left, right)


def at_most(left: Term, right: Term) -> Relation:
    return Relation("<=", left, right)


def at_least(left: Term, right: Term) -> Relation:
    return Relation(">=", left, right)


def needed(condition: bool) -> None:
    """Raise ValueError unless the fact speaks of such terms."""
    if not condition:
        raise ValueError("the fact says nothing of these terms")
