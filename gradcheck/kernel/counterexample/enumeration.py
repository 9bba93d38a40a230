"""Quantifiers over integers at given values: decided by one value, or by all values between numeric bounds."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, floor

from gradcheck.algebra.ring import Unsupported
from gradcheck.kernel.counterexample.universal_assumptions import holds_everywhere
from gradcheck.kernel.counterexample.values import Values
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import CONVERSE, And, Exists, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols

Holds = Callable[[Proposition], bool | None]
SMALL = (0, 1, 2, -1, 3)  # values at which an unbounded quantifier is tried
MAX_VALUES = 64


def holds_quantified(values: Values, claim: ForAll | Exists, holds: Holds) -> bool | None:
    """Whether a quantified statement holds: for all numbers by visible signs, or over integers one by one."""
    if isinstance(claim, Exists):
        return _enumerated(values, holds, claim.variable, claim.body, claim.body, decisive=True)
    first, *rest = claim.variables
    body = ForAll(tuple(rest), claim.body) if rest else claim.body
    guard = body.premise if isinstance(body, Implies) else None
    try:
        if holds_everywhere(holds, claim):
            return True
    except (Unsupported, Rejected):
        pass  # a sign is open for some of the numbers: the integers are tried one by one
    return _enumerated(values, holds, first, body, guard, decisive=False)


def _enumerated(
    values: Values, holds: Holds, variable: Symbol, body: Proposition, guard: Proposition | None, decisive: bool
) -> bool | None:
    """Whether a claim with a quantifier over an integer holds:
    by one decisive value, or all values that the guard admits.

    The guard is what holds of every value that matters: the bounds in the premise of a universal claim, or among
    the parts of an existential one.
    """
    if not variable.is_integer:
        return None
    limits = _bounds(values, variable, guard)
    small = [v for v in SMALL if variable.admits(v)]
    found = True
    for number in small if limits is None else range(limits[0], limits[1] + 1):
        truth = holds(put_in(body, {variable: Num(Fraction(number))}))
        if truth is decisive:
            return decisive
        found = found and truth is not None
    return not decisive if found and limits is not None else None


def _bounds(values: Values, variable: Symbol, guard: Proposition | None) -> tuple[int, int] | None:
    """Return the range to which numeric bounds among the parts of the guard restrict the variable, if it is short;
    else None.
    """
    low: list[Fraction] = [] if variable.least is None else [Fraction(variable.least)]
    high: list[Fraction] = []
    for part in guard.parts if isinstance(guard, And) else (guard,):
        if not isinstance(part, Relation) or part.left.shape:
            continue
        for left, op, right in ((part.left, part.op, part.right), (part.right, CONVERSE[part.op], part.left)):
            if left is variable and variable not in free_symbols(right) and op in ("<=", "<", ">=", ">", "="):
                number = values.number(right)
                if number is not None:
                    low += [number] if op in (">=", ">", "=") else []
                    high += [number] if op in ("<=", "<", "=") else []
    if not low or not high or min(high) - max(low) > MAX_VALUES:
        return None
    return ceil(max(low)), floor(min(high))
