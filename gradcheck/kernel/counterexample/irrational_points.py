"""Counterexamples at numbers that are not rational, each given by a term: x = exp(1), x = pi/2.

``Counterexample.points`` gives a real symbol x a closed term t.  The claim is refuted by a proof, without assumptions,
that t is a number, that every assumption holds at x = t, the laws of random variables included, and that what
contradicts the claim does.  So log(x)/x < exp(-1) for x > 0, which fails at exp(1) alone, is refuted; and so is
E(exp(a*Z)) = exp(a**2) at a = 2, where the mean is a number.

Refused: integers, terms with symbols, with limits, sums or integrals; symbols of the statement without a value; a
statement with arrays, sequences, arbitrary functions or definitions.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gradcheck.kernel.forming import instantiated
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import negate
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term, free_symbols

if TYPE_CHECKING:
    from gradcheck.kernel.evidence import Counterexample
    from gradcheck.kernel.goal import Goal

NUMBERS: tuple[type[Node], ...] = (Num, Const, Add, Mul, Neg, Div, Pow, Apply)
LANGUAGE = tuple(f"gradcheck.language.syntax.{room}" for room in ("terms", "propositions", "random"))


def denied_at_points(goal: Goal, witness: Counterexample) -> Proposition:
    """Return the proposition to be proved, without assumptions, so that the goal fails at the points."""
    if replace(witness, points=(), scalars=()) != type(witness)(()) or goal.definitions:
        raise Rejected("points go with rational numbers alone")
    values = (*witness.points, *((symbol, Num(value)) for symbol, value in witness.scalars))
    mapping: dict[Symbol, Term] = dict(values)
    if len(mapping) != len(values) or any(not isinstance(s, Symbol) or s.is_integer or s.is_reserved for s in mapping):
        raise Rejected("a point is the one value of a real symbol")
    if any(type(node) not in NUMBERS or node is Const("oo") for value in mapping.values() for node in walk(value)):
        raise Rejected("a point is a term of numbers")
    parts = (goal.claim, *goal.hypotheses, *goal.presupposed())
    if any(type(node).__module__ not in LANGUAGE for part in parts for node in walk(part)):
        raise Rejected("a statement about more than numbers has no points")
    if set().union(*map(free_symbols, parts)) - mapping.keys():
        raise Rejected("a symbol has no value")
    claim, *assumed = (instantiated(part, mapping, ()) for part in parts)
    return And((*(Relation("=", term, term) for term in mapping.values()), *assumed, negate(claim)))
