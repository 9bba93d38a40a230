"""Propositions and random variables to SymPy, with nothing evaluated."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import stats

from gradcheck.language.sympy.tables import RELATIONS
from gradcheck.language.sympy.unevaluated import kept
from gradcheck.language.sympy.unsayable import LAWS, unsayable
from gradcheck.language.sympy.writers import write, write_matrix, writes
from gradcheck.language.syntax import propositions, random


@writes(propositions.Relation)
def _relation(node: propositions.Relation) -> Any:
    return RELATIONS[node.op](write(node.left), write(node.right), evaluate=False)


@writes(propositions.And, propositions.Or)
def _connected(node: propositions.And | propositions.Or) -> Any:
    parts = list(map(write, node.parts))
    if len(parts) < 2:
        raise unsayable(node, f"it has {len(parts)} parts: state the part itself")
    return kept(sympy.And if isinstance(node, propositions.And) else sympy.Or, *parts)


@writes(propositions.Implies)
def _implication(node: propositions.Implies) -> Any:
    return kept(sympy.Implies, write(node.premise), write(node.conclusion))


@writes(propositions.Iff)
def _equivalence(node: propositions.Iff) -> Any:
    left, right = write(node.left), write(node.right)
    if left == right:
        raise unsayable(node, "both sides are one statement: state Implies(P, P)")
    return kept(sympy.Equivalent, left, right)


@writes(propositions.Invertible)
def _invertible(node: propositions.Invertible) -> Any:
    return sympy.Q.invertible(write_matrix(node.matrix))


@writes(random.RandomVariable)
def _random(node: random.RandomVariable) -> Any:
    try:
        match node.law:
            case random.Normal(mean=mean, variance=variance):
                deviation = sympy.Pow(write(variance), sympy.Rational(1, 2), evaluate=False)
                number = sympy.sqrt(write(variance))
                return stats.Normal(node.name, write(mean), number if number.is_Rational else deviation)
            case random.Bernoulli(p=p):
                return stats.Bernoulli(node.name, write(p))
            case random.Uniform(lo=lo, hi=hi):
                return stats.Uniform(node.name, write(lo), write(hi))
            case random.Exponential(rate=rate):
                return stats.Exponential(node.name, write(rate))
    except ValueError as error:
        raise unsayable(node, f"with this law: {error}") from None
    raise unsayable(node, LAWS)


@writes(random.Expectation)
def _expectation(node: random.Expectation) -> Any:
    return kept(stats.Expectation, write(node.body))


@writes(random.Variance)
def _variance(node: random.Variance) -> Any:
    return kept(stats.Variance, write(node.body))
