"""Defines the answer of ``gradcheck gain`` as frozen plain data.

Decimals are strings with as many significant digits as were asked for, rounded outwards, so ``lower <= value <=
upper`` holds for the printed numbers.  ``oo`` and ``-oo`` stand for infinite values.
"""

from __future__ import annotations

from gradcheck.outcome.answer import Answer
from gradcheck.outcome.record import record
from gradcheck.outcome.run import Formula

PHASES = ("ordered", "critical", "chaotic", "undecided")


@record
class Quantity:
    """A number, enclosed rigorously; ``exact`` is its exact value as text where the kernel proved it.

    Without an enclosure (``-oo`` to ``oo``, or ``oo`` to ``oo`` where it is infinite) ``reason`` says why.
    """

    lower: str
    upper: str
    exact: str | None = None
    value: Formula | None = None
    reason: str = ""

    @property
    def trust(self) -> str:
        """Return the trust of the value."""
        return "enclosure" if self.exact is None else "exact"


@record
class FixedPoint:
    """A fixed point q of the variance map V, with V'(q) as ``slope`` and chi(q) = sigma_w^2 E f'(sqrt(q) z)^2.

    ``unique_in`` is an interval of variances in which no other fixed point lies; None claims nothing.  ``attracting``
    is None where it is not known.
    """

    at: Quantity
    slope: Quantity
    chi: Quantity
    attracting: bool | None
    phase: str
    unique_in: tuple[str, str] | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        if self.phase not in PHASES:
            raise ValueError(f"{self.phase!r} is not one of {', '.join(PHASES)}")


@record
class VarianceMap:
    """V(q) = sigma_w^2 E f(sqrt(q) z)^2 + sigma_b^2, the fixed points that were found, and the phase.

    ``complete``: there are no other fixed points than these.  ``phase`` is None where there is no fixed point.
    """

    sigma_w: str
    sigma_b: str
    fixed_points: tuple[FixedPoint, ...]
    complete: bool
    phase: str | None
    reason: str

    def __post_init__(self) -> None:
        if self.phase is not None and self.phase not in PHASES:
            raise ValueError(f"{self.phase!r} is not one of {', '.join(PHASES)}")


@record
class Convention:
    """The gain that a framework prints for this activation, and whether it is the one that preserves the variance.

    ``agrees`` is None where the two are not told apart.
    """

    source: str
    value: Quantity
    agrees: bool | None


@record
class GainOutcome(Answer):
    """Everything one request found out, for z ~ N(0, variance).

    ``mean`` is E f(z), ``second_moment`` E f(z)^2, ``slope_moment`` E f'(z)^2.  ``forward_gain`` is
    sqrt(variance/E f(z)^2), with which weights of variance gain^2/width keep the variance of the pre-activations;
    ``backward_gain`` is 1/sqrt(E f'(z)^2), which keeps that of the gradients.  They are None where a moment is 0 or
    infinite, so that there is none.  ``undecided`` are the questions that could not be settled, each a sentence; exit
    code 1 when there are any.
    """

    name: str
    formula: Formula | None
    variance: str
    digits: int
    mean: Quantity | None = None
    second_moment: Quantity | None = None
    slope_moment: Quantity | None = None
    forward_gain: Quantity | None = None
    backward_gain: Quantity | None = None
    kinks: tuple[str, ...] = ()
    convention: Convention | None = None
    variance_map: VarianceMap | None = None
    undecided: tuple[str, ...] = ()
    seconds: float = 0.0
