"""Means of choices by the sign of a random scalar."""

from __future__ import annotations

from typing import Any

from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import NeedsCase
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable


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
