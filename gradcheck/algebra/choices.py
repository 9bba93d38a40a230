"""Choices by a relation: by the sign that decides, by a Kronecker delta, and means of choices by a random scalar."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcheck.algebra.hypotheses import decide
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import NeedsCase, Unsupported
from gradcheck.algebra.signs import sign_of
from gradcheck.algebra.substitution import delta
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import Symbol, Term, Where


def choice(lowering: Any, term: Where, scope: Mapping[Symbol, Quotient]) -> Quotient:
    """Return the branch that the signs decide on; where two indices are equal or not, both, by a Kronecker delta."""

    def value(part: Term) -> Quotient:
        found: Quotient = lowering.scalar(part, scope)
        return found

    ring, condition = lowering.ring, term.condition
    if not isinstance(condition, Relation) or condition.left.shape:
        raise Unsupported("a choice by something else than a scalar relation")
    left, right = value(condition.left), value(condition.right)
    decided = decide(sign_of(ring, left - right), condition.op)
    if decided is not None:
        return value(term.then if decided else term.otherwise)
    plain = is_integer(condition.left) and is_integer(condition.right)
    heads = [ring.slots[side.generator_slot()].head for side in (left, right) if side.generator_slot() is not None]
    if condition.op in ("=", "!=") and plain and (len(heads) == 2 or "index" in heads):
        first, second = (term.then, term.otherwise) if condition.op == "=" else (term.otherwise, term.then)
        otherwise = value(second)
        return otherwise + delta(ring, left, right) * (value(first) - otherwise)
    raise NeedsCase(lowering.shown("=", condition.left - condition.right, left - right, scope).left)


def mean_of(lowering: Any, term: Expectation, scope: Any) -> Quotient:
    """Return the mean of a scalar; the mean of a choice by the sign of a random scalar is an opaque atom.

    The laws of the variables and that the mean is a number are side conditions then.
    """
    ring = lowering.ring
    start, variables, nested = len(ring.conditions), lowering.variables, lowering.nested
    try:
        known: Quotient = lowering.mean(term, lowering.scalar(term.body, scope), scope)
        return known
    except NeedsCase as need:
        variates = [node for node in walk(term.body) if isinstance(node, RandomVariable | RandomSequence)]
        plain = all(isinstance(node, RandomVariable) and not node.sides for node in variates)
        if not plain or not random_names(need.term, ring.setting.definitions):
            raise
        del ring.conditions[start:]
        lowering.variables, lowering.nested = variables, nested
    for variate in variates:
        lowering.random(variate, (), scope)
    opaque: Quotient = lowering.opaque(term, (), scope)
    return opaque
