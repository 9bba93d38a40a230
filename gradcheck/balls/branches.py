"""Functions with a kink at 0 as their two halves, and relations decided by signs."""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.balls.series import Signs
from gradcheck.language.syntax.functions import SELU_ALPHA, SELU_SCALE
from gradcheck.language.syntax.propositions import NEGATION
from gradcheck.language.syntax.terms import Apply, Term, as_term

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


def holds(op: str, signs: Signs) -> bool | None:
    """Whether ``d op 0``, for a d of which the signs are certain; None when that does not follow."""
    zero = signs.nonnegative and signs.nonpositive
    yes = {
        "=": zero, "!=": signs.positive or signs.negative, "<=": signs.nonpositive, "<": signs.negative,
        ">=": signs.nonnegative, ">": signs.positive,
    }  # fmt: skip
    return True if yes[op] else False if yes[NEGATION[op]] else None
