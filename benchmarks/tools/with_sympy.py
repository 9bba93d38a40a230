"""SymPy: ``simplify`` on the claim, then ``function_range`` and ``minimum`` of the difference of its sides.

For a derivative ``maximum(diff(f), x, Reals)``, which is the end of the range, attained or not.  Exceptions that say
"I can't" are no answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import sympy
from sympy.calculus.util import function_range, maximum, minimum

from benchmarks.derivatives import Slope
from benchmarks.inequalities import Inequality
from benchmarks.tools import PROVED, REFUTED, UNDECIDED, Enclosure
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.sympy.computing import scalar_to_sympy
from gradcheck.language.sympy.tables import RELATIONS
from gradcheck.language.syntax.propositions import And, Proposition, Relation

REFUSALS = (NotImplementedError, ValueError, TypeError, AttributeError, RecursionError, ArithmeticError, LookupError)
DIGITS = 15


def settle(inequality: Inequality) -> str:
    """The first of the three ways that brings an answer."""
    claim, given = read_claim(inequality.line())
    assert isinstance(claim, Relation)
    conditions = [_relation(part) for part in _flat(given)]
    left, right = scalar_to_sympy(claim.left), scalar_to_sympy(claim.right)
    gap = left - right if claim.op in (">", ">=") else right - left
    strict = claim.op in ("<", ">")
    for way in (_by_simplification, _by_range, _by_minimum):
        try:
            decided = way(gap, strict, conditions)
        except REFUSALS:
            continue
        if decided is not None:
            return PROVED if decided else REFUTED
    return UNDECIDED


def _flat(parts: Sequence[Proposition]) -> Iterator[Relation]:
    for part in parts:
        if isinstance(part, And):
            yield from _flat(part.parts)
        else:
            assert isinstance(part, Relation)
            yield part


def _relation(part: Relation) -> Any:
    return RELATIONS[part.op](scalar_to_sympy(part.left), scalar_to_sympy(part.right))


def _by_simplification(gap: Any, strict: bool, conditions: list[Any]) -> bool | None:
    """What SymPy makes of the claim, with symbols that are positive or nonnegative where that is assumed."""
    signs = {}
    for symbol in gap.free_symbols:
        if _among(conditions, symbol > 0):
            signs[symbol] = sympy.Symbol(symbol.name, positive=True)
        elif _among(conditions, symbol >= 0):
            signs[symbol] = sympy.Symbol(symbol.name, nonnegative=True)
    difference = sympy.simplify(gap.subs(signs))
    claim = difference > 0 if strict else difference >= 0
    decided = sympy.simplify(claim)
    if decided in (sympy.true, sympy.false):
        return bool(decided)
    return None


def _among(conditions: list[Any], wanted: Any) -> bool:
    return any(condition.canonical == wanted.canonical for condition in conditions)


def _domain(gap: Any, conditions: list[Any]) -> tuple[Any, Any]:
    (symbol,) = gap.free_symbols
    domain = sympy.S.Reals
    for condition in conditions:
        domain = domain.intersect(condition.as_set())
    return symbol, domain


def _by_range(gap: Any, strict: bool, conditions: list[Any]) -> bool | None:
    symbol, domain = _domain(gap, conditions)
    allowed = sympy.Interval(0, sympy.oo, left_open=strict)
    answer: bool | None = function_range(gap, symbol, domain).is_subset(allowed)
    return answer


def _by_minimum(gap: Any, strict: bool, conditions: list[Any]) -> bool | None:
    """The minimum is the end of the range, attained or not: at 0 it says nothing about a strict claim."""
    symbol, domain = _domain(gap, conditions)
    least = minimum(gap, symbol, domain)
    if strict and least.equals(0):
        return None
    answer = least >= 0
    return bool(answer) if answer in (sympy.true, sympy.false) else None


def enclose(slope: Slope) -> Enclosure:
    """The maximum of the derivative over the reals, to 15 digits; of the function with cases if that brings none."""
    x = sympy.Symbol("x", real=True)
    function = scalar_to_sympy(slope.term())
    for written in (function, sympy.piecewise_fold(function.rewrite(sympy.Piecewise))):
        try:
            value = sympy.Float(maximum(sympy.diff(written, x), x, sympy.S.Reals), DIGITS + 5)
        except REFUSALS:
            continue
        unit = abs(value) * sympy.Float(10) ** -DIGITS
        return Enclosure(str(value - unit), str(value + unit))
    return Enclosure()
