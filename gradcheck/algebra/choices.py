"""Choices by a relation, by the sign that decides or a Kronecker delta; means over random scalars inside of choices.

A mean over a scalar Z ~ Bernoulli(p) that stands inside of a function, a choice, a divisor or an exponent is taken at
its two outcomes, by the law of total expectation: for Z independent of everything else in g,

    E g(Z) = p E g(1) + (1 - p) E g(0),

and it exists if both of these do.  A choice by the sign of any other random scalar keeps the mean closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gradcheck.algebra.hypotheses import decide
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import NeedsCase, Unsupported
from gradcheck.algebra.signs import sign_of
from gradcheck.algebra.substitution import delta
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Bernoulli, Expectation, RandomSequence, RandomVariable, Variance
from gradcheck.language.syntax.substitution import occurs_in, replace_terms
from gradcheck.language.syntax.terms import Symbol, Term, Where, as_term, bound_variables
from gradcheck.language.syntax.uninterpreted import Uninterpreted

OPENED = (Where, Uninterpreted, terms.Apply, terms.Div, terms.Pow)  # in a divisor and an exponent, and anywhere else


def choice(lowering: Any, term: Where, scope: Mapping[Symbol, Quotient]) -> Quotient:
    """Return the branch that the signs decide on; where two indices are equal or not, both, by a Kronecker delta."""

    def value(part: Term) -> Quotient:
        return lowering.scalar(part, scope)  # type: ignore[no-any-return]

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
    opened = at_outcomes(term, ring.setting.definitions)
    if opened is not None:
        lowering.random(opened[0], (), scope)
        ring.facts_used["total-expectation"] = None
        return lowering.scalar(opened[1], scope)  # type: ignore[no-any-return]
    start, variables, nested = len(ring.conditions), lowering.variables, lowering.nested
    try:
        return lowering.mean(term, lowering.scalar(term.body, scope), scope)  # type: ignore[no-any-return]
    except NeedsCase as need:
        variates = [node for node in walk(term.body) if isinstance(node, RandomVariable | RandomSequence)]
        plain = all(isinstance(node, RandomVariable) and not node.sides for node in variates)
        if not plain or not random_names(need.term, ring.setting.definitions):
            raise
        del ring.conditions[start:]
        lowering.variables, lowering.nested = variables, nested
    for variate in variates:
        lowering.random(variate, (), scope)
    return lowering.opaque(term, (), scope)  # type: ignore[no-any-return]


def at_outcomes(term: Expectation, definitions: Any) -> tuple[Term, Term] | None:
    """Return a Bernoulli scalar that stands where no polynomial has it, and the mean at its outcomes; None without one.

    Members of a random sequence at different literal indices are independent scalars.  Nothing is put into a mean
    inside of the mean, nor where the body varies with the scalar in a hidden way, or the law with what is bound there.
    """
    parts = list(walk(term.body))
    inside = [getattr(one, "denominator", getattr(one, "exponent", one)) for one in parts if isinstance(one, OPENED)]
    drawn = {one: as_term(0) for one in parts if isinstance(one, RandomVariable | RandomSequence) and not one.sides
             and isinstance(getattr(one, "index", None), terms.Num | None)}  # fmt: skip
    bound: Any = [one for part in parts for one in (*bound_variables(part), getattr(part, "variable", None))]
    averaged = any(isinstance(part, Expectation | Variance) for part in parts)
    wanted: Any = (node for part in inside for node in walk(part) if node in drawn and not averaged)
    for scalar in (node for node in wanted if isinstance(node.law, Bernoulli)):
        p, hidden = scalar.law.p, random_names(replace_terms(term.body, drawn), definitions)
        if scalar.name in hidden or any(occurs_in(variable, p) for variable in bound):
            return None
        one, zero = (replace_terms(term.body, {scalar: as_term(value)}) for value in (1, 0))
        return scalar, p * Expectation(one) + (1 - p) * Expectation(zero)
    return None
