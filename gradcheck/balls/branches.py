"""Functions with a kink at 0 as their two halves, and relations decided by signs."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcheck.balls.series import Signs
from gradcheck.language.syntax.functions import SELU_ALPHA, SELU_SCALE
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Term, as_term

Branch = Callable[[Term], Term]

# Functions with a kink at 0: their right half, their left half, and whether the first derivatives agree at 0.
BRANCHES: dict[str, tuple[Branch, Branch, bool]] = {
    "abs": (lambda x: x, lambda x: -x, False),
    "sign": (lambda x: as_term(1), lambda x: as_term(-1), False),
    "relu": (lambda x: x, lambda x: as_term(0), False),
    "leaky_relu": (lambda x: x, lambda x: x / 100, False),
    "elu": (lambda x: x, lambda x: Apply("exp", (x,)) - 1, True),
    "selu": (lambda x: SELU_SCALE * x, lambda x: SELU_SCALE * (SELU_ALPHA * (Apply("exp", (x,)) - 1)), False),
    "softsign": (lambda x: x / (1 + x), lambda x: x / (1 - x), True),
}


def closed_rational(term: Term) -> Fraction | None:
    """Return the value of a term made of numbers alone, or None."""
    if isinstance(term, Num):
        return term.value
    if isinstance(term, Neg):
        inner = closed_rational(term.term)
        return None if inner is None else -inner
    if isinstance(term, Div):
        top, bottom = closed_rational(term.numerator), closed_rational(term.denominator)
        return top / bottom if top is not None and bottom else None
    if isinstance(term, Add | Mul):
        parts = [closed_rational(part) for part in (term.terms if isinstance(term, Add) else term.factors)]
        result = Fraction(isinstance(term, Mul))
        for part in parts:
            if part is None:
                return None
            result = result + part if isinstance(term, Add) else result * part
        return result
    return None


def holds(op: str, signs: Signs) -> bool | None:
    """Whether ``d op 0``, for a d of which the signs are certain; None when that does not follow."""
    zero = signs.nonnegative and signs.nonpositive
    yes = {
        "=": zero, "!=": signs.positive or signs.negative, "<=": signs.nonpositive, "<": signs.negative,
        ">=": signs.nonnegative, ">": signs.positive,
    }  # fmt: skip
    no = {
        "=": signs.positive or signs.negative, "!=": zero, "<=": signs.positive, "<": signs.nonnegative,
        ">=": signs.negative, ">": signs.nonpositive,
    }  # fmt: skip
    return True if yes[op] else False if no[op] else None
