"""Compares the gains that a framework prints with those that preserve the variance.

Source: torch.nn.init.calculate_gain, PyTorch 2 (linear and sigmoid 1, tanh 5/3, relu sqrt(2), leaky_relu
sqrt(2/(1 + slope^2)), selu 3/4), meant for a standard normal pre-activation.
"""

from __future__ import annotations

from typing import Any

from gradcheck.activations.analysis.normal_means import proved
from gradcheck.gains.quantities import quantity
from gradcheck.gains.values import constant_to
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Term, as_term, rational
from gradcheck.outcome.gain import Convention

SOURCE = "torch.nn.init.calculate_gain"
PRINTED: dict[str, Term] = {
    "identity": as_term(1),
    "sigmoid": as_term(1),
    "tanh": rational(5, 3),
    "relu": Apply("sqrt", (as_term(2),)),
    "leaky_relu": Apply("sqrt", (2 / (1 + rational(1, 10_000)),)),
    "selu": rational(3, 4),
}


def compare_convention(name: str, gain: Any, exact: Term | None, digits: int) -> Convention | None:
    """What the framework prints for the activation of this name, for a gain as a ball, and as a term where known."""
    printed = PRINTED.get(name)
    if printed is None:
        return None
    value = constant_to(printed, digits)
    agrees: bool | None = None
    if not value.overlaps(gain):
        agrees = False
    elif exact is not None and proved(Relation("=", exact, printed)):
        agrees = True
    return Convention(SOURCE, quantity(value, digits, printed), agrees)
