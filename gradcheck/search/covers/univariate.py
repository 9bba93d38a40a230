"""A function of one real variable on an open interval, and a supremum found for one, as plain data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from gradcheck.balls.exact import exact_jet
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCover
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.cover import Domain
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Num, Symbol, Term
from gradcheck.search.covers.closed_forms import Closed
from gradcheck.search.covers.enclosure import NotFound, find_cover, recheck


@dataclass(frozen=True)
class Supremum:
    """lower <= sup f <= upper; both are None where the value is oo (``infinite`` = 1) or -oo (-1).

    ``goal`` is the proved relation f <= upper (or f < upper), ``cover`` its evidence, None where the value is oo.
    ``places`` are closed intervals, each with one point where the supremum is attained; ``approached`` names ends.
    ``everywhere``: f is constant.  ``opposite`` is the evidence for -f <= upper, where the supremum is that of |f|.
    """

    lower: Fraction | None
    upper: Fraction | None
    exact: Fraction | None = None
    attained: bool | None = None
    places: tuple[tuple[Fraction, Fraction], ...] = ()
    approached: tuple[str, ...] = ()
    everywhere: bool = False
    goal: Relation | None = None
    cover: ByCover | None = None
    infinite: int = 0
    regions: tuple[str, ...] = ()  # where a piecewise function has the constant value, such as "x > 0"
    closed: Closed | None = None  # exact places, an equation for the place, a period
    opposite: ByCover | None = None


@dataclass(frozen=True)
class Function:
    """f on the open interval (lo, hi); see ``balls.jets.jet`` for kinks."""

    term: Term
    variable: Symbol
    lo: Fraction | None = None
    hi: Fraction | None = None
    definitions: tuple[Definition, ...] = ()
    kinks: bool = False

    @property
    def domain(self) -> tuple[Fraction | None, bool, Fraction | None, bool]:
        return (self.lo, False, self.hi, False)

    def jet(self, point: Fraction, order: int, precision: int = 64) -> list[Any]:
        return jet_over(self.term, self.variable, point, point, order, self.definitions, precision)

    def exactly(self, point: Fraction) -> Fraction | None:
        try:
            return exact_jet(self.term, self.variable, point, 0, self.definitions)[0]
        except Undefined:
            return None

    def exactly_towards(self, end: Fraction) -> Fraction | None:
        """Return the value at an end of the interval, where the term is differentiable, so tends to it; or None."""
        try:
            return exact_jet(self.term, self.variable, end, 1, self.definitions)[0]
        except Undefined:
            return None

    def inside(self, point: Fraction) -> bool:
        return (self.lo is None or point > self.lo) and (self.hi is None or point < self.hi)

    def prove(
        self, op: str, value: Fraction, precision: int = 64, **options: Any
    ) -> tuple[Relation, ByCover] | NotFound:
        """Return a checked cover for f op value on the interval, or why none was found."""
        goal = Relation(op, self.term, Num(value))
        return self.prove_goal(goal, self.domain, precision, **options)

    def prove_goal(
        self, goal: Relation, domain: Domain, precision: int, check: bool = True, **options: Any
    ) -> tuple[Relation, ByCover] | NotFound:
        """Return a cover for a relation on part of the interval, checked unless the caller does so later."""
        found: ByCover | NotFound = find_cover(
            goal, self.variable, domain, self.definitions, precision=precision, kinks=self.kinks, **options
        )  # fmt: skip
        if isinstance(found, NotFound):
            return found
        if not check:
            return goal, found
        try:
            recheck(goal, self.variable, domain, found, self.definitions, self.kinks)
        except Rejected as reason:
            return NotFound(f"the kernel rejected the cover: {reason}")
        return goal, found


def negated(found: Supremum) -> Supremum:
    """Return the infimum of -f from the supremum of f, and the other way round."""
    low = None if found.upper is None else -found.upper
    high = None if found.lower is None else -found.lower
    exact = None if found.exact is None else -found.exact
    closed = None if found.closed is None else found.closed.negated()
    return replace(found, lower=low, upper=high, exact=exact, infinite=-found.infinite, closed=closed)
