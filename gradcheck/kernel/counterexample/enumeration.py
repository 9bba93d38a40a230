"""Quantifiers over integers at given values: decided by one value, or by all values between numeric bounds."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.universal_assumptions import holds_everywhere
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import CONVERSE, And, Exists, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols

if TYPE_CHECKING:
    from gradcheck.kernel.counterexample.valuation import Valuation

LEAST = {"natural": 0, "dimension": 1}
SMALL = (0, 1, 2, -1, 3)  # values at which an unbounded quantifier is tried
MOST_VALUES = 64


def holds_quantified(valuation: Valuation, claim: ForAll | Exists) -> bool | None:
    """Whether a quantified statement holds: for all numbers by visible signs, or over integers one by one."""
    if isinstance(claim, Exists):
        return _enumerated(valuation, claim.variable, claim.body, claim.body, decisive=True)
    first, *rest = claim.variables
    body = ForAll(tuple(rest), claim.body) if rest else claim.body
    guard = body.premise if isinstance(body, Implies) else None
    try:
        if holds_everywhere(valuation, claim):
            return True
    except (Unsupported, Rejected):
        pass  # a sign is open for some of the numbers: they are tried one by one
    return _enumerated(valuation, first, body, guard, decisive=False)


def _enumerated(
    valuation: Valuation, variable: Symbol, body: Proposition, guard: Proposition | None, decisive: bool
) -> bool | None:
    """A quantifier over an integer: one value that decides, or all values that the guard admits.

    The guard is what holds of every value that matters: the bounds in the premise of a universal claim, or among
    the parts of an existential one.
    """
    if not variable.is_integer:
        return None
    limits = _bounds(valuation, variable, guard)
    small = [v for v in SMALL if v >= LEAST.get(variable.sort, v)]
    values = small if limits is None else range(limits[0], limits[1] + 1)
    found = True
    for value in values:
        holds = valuation.holds(put_in(body, {variable: Num(Fraction(value))}))
        if holds is decisive:
            return decisive
        found = found and holds is not None
    return not decisive if found and limits is not None else None


def _bounds(valuation: Valuation, variable: Symbol, guard: Proposition | None) -> tuple[int, int] | None:
    """The range that numeric bounds among the parts of the guard leave to the variable, if it is short."""
    low: list[Fraction] = [Fraction(LEAST[variable.sort])] if variable.sort in LEAST else []
    high: list[Fraction] = []
    for part in guard.parts if isinstance(guard, And) else (guard,):
        if not isinstance(part, Relation) or part.left.shape:
            continue
        for left, op, right in ((part.left, part.op, part.right), (part.right, CONVERSE[part.op], part.left)):
            if left is variable and variable not in free_symbols(right) and op in ("<=", "<", ">=", ">", "="):
                number = valuation.number(right)
                if number is not None:
                    low += [number] if op in (">=", ">", "=") else []
                    high += [number] if op in ("<=", "<", "=") else []
    if not low or not high or min(high) - max(low) > MOST_VALUES:
        return None
    return ceil(max(low)), floor(min(high))
