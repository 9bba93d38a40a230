"""Quantifiers: by letters for all values at once, over the whole of a finite range, else by samples.

Samples show that something does not hold for all values, or that there is one; never the contrary.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from fractions import Fraction
from typing import Any

from gradcheck.language.syntax.propositions import And, Exists, ForAll, Implies, Relation
from gradcheck.language.syntax.terms import Symbol, free_symbols
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.indeterminates import Polynomial, coefficients, letter
from gradcheck.reference.judging import TRUE, Found, judge, judged, told
from gradcheck.reference.numbers import exact
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue, Tie

FIRST_VARIABLE = 1_000  # the letters of quantified variables
WIDEST = 40  # of a range whose values are all tried
REALS = (0, 1, -1, Fraction(1, 2), -2, 3)
INTEGERS = (0, 1, 2, 3, -1, 5)


def universal(e: Evaluator, claim: ForAll) -> Found:
    """Judge by letters for all values at once, or over the whole of a range, else by samples,
    which may refute the claim.
    """
    variables = claim.variables
    letters = {symbol: FIRST_VARIABLE + k for k, symbol in enumerate(variables)}
    try:
        with _all(e, {symbol: letter(number) for symbol, number in letters.items()}):
            return judge(e, claim.body)
    except (NotPolynomial, Tie):
        pass
    complete, values = _values(e, claim, variables[0], letters) if variables else (True, [])
    if not variables:
        return judge(e, claim.body)
    rest = ForAll(variables[1:], claim.body) if len(variables) > 1 else claim.body
    certain, without = complete, None
    for value in values:
        with e.binding(variables[0], value):
            found = judged(e, rest)
        if found.kind == "false":
            return Found(found.kind, _at_value(found, variables[0], value))
        if found.kind == "undefined":
            without = without or Found(found.kind, _at_value(found, variables[0], value))
        certain = certain and found.kind == "true"
    if without is not None:
        return without
    return TRUE if certain else Found("unknown", "not every value can be tried")


def _at_value(found: Found, symbol: Symbol, value: Any) -> Any:
    if isinstance(found.told, NoValue):
        return found.told if found.told.at else NoValue(found.told.part, found.told.why, f"{symbol.name} = {value}")
    return f"for {symbol.name} = {value}: {told(found).detail}"


def _all(e: Evaluator, values: dict[Symbol, Any]) -> ExitStack:
    stack = ExitStack()
    for symbol, value in values.items():
        stack.enter_context(e.binding(symbol, value))
    return stack


def _values(e: Evaluator, claim: ForAll, symbol: Symbol, letters: dict[Symbol, int]) -> tuple[bool, list[Any]]:
    """Return the values to try, and whether at all others the premise is false."""
    if not symbol.is_integer:
        return False, list(REALS)
    least = symbol.least
    lo, hi = least, None
    premise = claim.body.premise if isinstance(claim.body, Implies) else None
    parts = premise.parts if isinstance(premise, And) else () if premise is None else (premise,)
    for part in parts:
        bound = _limit_by(e, part, symbol, letters)
        if bound is None:
            break  # a part that may have no value decides before those after it
        if bound[0] == "hi":
            hi = bound[1] if hi is None else min(hi, bound[1])
        elif bound[0] == "lo":
            lo = bound[1] if lo is None else max(lo, bound[1])
    if lo is not None and hi is not None and hi - lo <= WIDEST:
        return True, list(range(lo, hi + 1))
    return False, [k for k in INTEGERS if least is None or k >= least]


def _limit_by(e: Evaluator, part: Any, symbol: Symbol, letters: dict[Symbol, int]) -> tuple[str, int] | None:
    """Return the bound of the variable in a linear part of a premise: ('hi', 5), ('lo', 0) or ('', 0);
    None for another.
    """
    if not isinstance(part, Relation) or part.left.shape:
        return None
    try:
        with _all(e, {one: letter(number) for one, number in letters.items()}):
            gap = e.value(part.left) - e.value(part.right)
        if not isinstance(gap, Polynomial):
            return "", 0
        powers = coefficients(gap, letters[symbol])
    except (NoValue, NotPolynomial, Tie):
        return None
    if len(powers) != 2 or not all(exact(one) for one in powers):
        return "", 0
    root = -Fraction(powers[0]) / powers[1]
    downwards = (part.op in ("<", "<=")) == (powers[1] > 0)
    if part.op == "!=":
        return "", 0
    if part.op == "=":
        return ("", 0) if root.denominator != 1 else ("hi", int(root))
    return ("hi", root.__floor__()) if downwards else ("lo", root.__ceil__())


def existential(e: Evaluator, claim: Exists) -> Found:
    for value in _candidates(e, claim):
        with e.binding(claim.variable, value):
            if judged(e, claim.body).kind == "true":
                return TRUE
    return Found("unknown", "no value was found")


def _candidates(e: Evaluator, claim: Exists) -> Iterator[Any]:
    symbol = claim.variable
    least = symbol.least
    parts = claim.body.parts if isinstance(claim.body, And) else (claim.body,)
    for part in parts:
        if isinstance(part, Relation) and part.op == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if one is symbol and symbol not in free_symbols(other):
                    try:
                        found = e.value(other)
                    except (NoValue, CannotTell):
                        continue
                    if not symbol.is_integer or (isinstance(found, int) and (least is None or found >= least)):
                        yield found
    yield from (k for k in (INTEGERS if symbol.is_integer else REALS) if least is None or k >= least)
