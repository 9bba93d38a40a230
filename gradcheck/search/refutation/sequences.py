"""Values for free sequences with an assumption for every index, and for free families f(k; x).

An assumption about all members of a sequence is decided where all of them are one number; a family gets values at the
parameters that the statement has at the other values.
"""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols

CHOICES = tuple(map(Fraction, (1, 0, -1, 2, -2)))
FAMILY_INDICES = (0, 1)  # at which the assumptions for all values of a variable are looked at for parameters


def steady_names(goal: Goal) -> frozenset[str]:
    """Return the free sequences that an assumption constrains at infinitely many indices."""
    defined = {definition.member.name for definition in goal.definitions}
    found: set[str] = set()
    for h in goal.parts():
        if isinstance(h, ForAll):
            open_ended = {v for v in h.variables if v.is_integer and not _is_bounded(h.body, v)}
            members = (n for n in walk(h.body) if isinstance(n, Sequence) and n.name not in defined)
            found |= {n.name for n in members if free_symbols(n.index) & open_ended}
    return frozenset(found)


def _is_bounded(body: Proposition, variable: Symbol) -> bool:
    """Whether the premise of an implication bounds the variable from above."""
    premise = body.premise if isinstance(body, Implies) else None
    for part in premise.parts if isinstance(premise, And) else (premise,):
        if isinstance(part, Relation) and part.op in ("<=", "<") and part.left is variable:
            return True
        if isinstance(part, Relation) and part.op in (">=", ">") and part.right is variable:
            return True
    return False


def free_families(goal: Goal) -> list[Sequence]:
    """Return members of free families in claim and hypotheses; those of quantified hypotheses at small values."""
    defined = {definition.member.name for definition in goal.definitions}
    statements: list[Proposition] = [goal.claim]
    for h in goal.parts():
        if isinstance(h, ForAll):
            for value in FAMILY_INDICES:
                try:
                    statements.append(replace_symbols(h.body, {v: Num(Fraction(value)) for v in h.variables}))
                except (ValueError, TypeError):
                    continue
        else:
            statements.append(h)
    members = (n for part in statements for n in walk(part) if isinstance(n, Sequence) and n.parameters)
    return list(dict.fromkeys(n for n in members if n.name not in defined and not n.shape))


def with_families(
    goal: Goal, candidate: Counterexample, families: list[Sequence], generator: random.Random
) -> Counterexample:
    """Return the candidate with values of the families at the parameters that are integers there."""
    places: dict[tuple[str, int, tuple[int, ...]], None] = {}
    for member in families:
        try:
            valuation = Valuation(goal, candidate)
            numbers = [valuation.number(term) for term in (member.index, *member.parameters)]
        except (Rejected, Unsupported, TooLarge, ArithmeticError, ValueError):
            continue
        known = [int(number) for number in numbers if number is not None and number.denominator == 1]
        if len(known) == len(numbers):
            places[member.name, known[0], tuple(known[1:])] = None
    values = tuple((*place, generator.choice(CHOICES)) for place in places)
    return replace(candidate, members=(*candidate.members, *values))
