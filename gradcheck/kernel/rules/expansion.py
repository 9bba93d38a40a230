"""Limits by asymptotic expansions, and the proof that a function does not tend to a number.

ByExpansion   as the variable x tends to its point from one side, x = a + s/u or x = s u with u -> oo; the normal form
              of the term and every condition under which it is defined are expanded in u (``algebra.asymptotics``).

``limit f = c`` says that f tends to c, from both sides where no side is named; ``limit f != c`` that it tends to
another number or to infinity, from both sides to the same.  A function without a limit has none to compare with c.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcheck.algebra.asymptotics import LEVEL, Expander, Expansion
from gradcheck.algebra.dependence import varies_with
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Condition, Ring, Unsupported
from gradcheck.algebra.signs import KINDS, NEGATIVE, NONZERO, POSITIVE, sign_of, within
from gradcheck.algebra.substitution import substitute
from gradcheck.kernel.definedness.conditions import FAR, close_to, infinity
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of, settle
from gradcheck.kernel.evidence import ByExpansion
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, is_infinite, opened
from gradcheck.kernel.rules.limits import check_point, limit_of, neighbourhood
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Limit, Symbol, Term, as_term

MAX_ORDER = 24


def check_expansion(goal: Goal, evidence: ByExpansion, trail: Trail, check: Callable[..., None]) -> None:
    """Check limit f = c or limit f != c, from the leading terms of the expansion of f."""
    del check
    term, value = limit_of(goal, "!=")
    if not 1 <= evidence.order <= MAX_ORDER:
        raise Rejected("the order of an expansion is a small number")
    check_point(goal, term, trail)
    both = [("+", "-")] if relation_of(goal).op == "!=" else [("+",), ("-",)]
    for sides in [(term.side,)] if term.side or is_infinite(term.point) else both:
        _check_sides(goal, term, value, sides, evidence.order, trail)
    trail.rest_on("asymptotic-expansion")


def _check_sides(goal: Goal, term: Limit, value: Term, sides: tuple[str, ...], order: int, trail: Trail) -> None:
    """Return if f tends from these sides to the value; or to another, the same from all, where the goal claims that."""
    x, body = opened(goal, term)
    u = fresh(goal, Symbol(x.name), body, value, term.point)
    close = neighbourhood(x, Limit(term.body, term.variable, term.point, sides[0]))
    near = goal.suppose(*(close if len(sides) == 1 else close_to(x, term)), Relation(">", u, FAR))
    own = Trail()

    def work(ring: Ring, lowering: Lowering) -> None:
        f, wanted = (
            rewrite(lowering, lowering.scalar(part)) for part in (body, as_term(0) if infinity(value) else value)
        )
        place = lowering.scalar(u)
        (old,), (variable,) = ring.atoms_of(lowering.scalar(x)), ring.atoms_of(place)
        if infinity(term.point):
            images = [place.scaled(Fraction(infinity(term.point)))]
        else:
            start = rewrite(lowering, lowering.scalar(term.point))
            images = [start + (ring.constant(1) / place).scaled(Fraction(side + "1")) for side in sides]
        expander = Expander(ring, variable, order)

        def moved(part: Quotient) -> list[Expansion]:
            found = [substitute(ring, part, {old: image}) for image in images]
            if any(varies_with(ring, result, x) for result in found):
                raise Rejected("a part of the term that no rule opens depends on the variable")
            return [expander.tendency(result) for result in found]

        def holds(condition: Condition) -> bool:
            if condition.kind not in KINDS or within(sign_of(ring, condition.quotient), KINDS[condition.kind]):
                return False
            try:
                signs = [expander.eventual_sign(side) for side in moved(condition.quotient)]
            except Unsupported:
                return False
            return all(within(sign, KINDS[condition.kind]) for sign in signs)

        limits, equal = moved(f), relation_of(goal).op == "="
        if any(_tends_to(expander, one, wanted, infinity(value)) is not equal for one in limits):
            raise Rejected("the expansion does not show it")
        if not _agree(expander, limits):
            raise Rejected("it is not shown that both sides tend to the same, so there may be no limit")
        left = []
        for condition in tuple(ring.conditions):
            if holds(condition):
                own.side_conditions[condition.shown] = None
            else:
                left.append(condition)
        settle(near, ring, left, own)

    near.in_ring(work, own)
    trail.join(own)


def _agree(expander: Expander, sides: list[Expansion]) -> bool:
    """Whether all of them tend to one number, or to one infinity, if they have limits at all."""
    infinite = [(growth := side.leading()) is not None and growth > LEVEL for side in sides]
    if all(infinite):
        return len(sides) == 1 or {expander.eventual_sign(side) for side in sides} in ({POSITIVE}, {NEGATIVE})
    first, *others = (side.terms.get(LEVEL, expander.ring.constant(0)) for side in sides)
    return not any(infinite) and all((first - other).is_zero for other in others)


def _tends_to(expander: Expander, f: Expansion, wanted: Quotient, end: int) -> bool | None:
    """Whether f tends to the number, or to oo or -oo for ``end`` 1 or -1; None if it may have no limit."""
    ring, growth = expander.ring, f.leading()
    if growth is None or growth <= LEVEL:
        if f.rest == LEVEL:
            return None
        difference = f.terms.get(LEVEL, ring.constant(0)) - wanted
        if end or within(sign_of(ring, difference), NONZERO):
            return False
        return True if difference.is_zero else None
    sign = expander.eventual_sign(f)
    if not within(sign, NONZERO):
        return None
    if not end:
        return False
    return True if within(sign, POSITIVE if end > 0 else NEGATIVE) else False if sign in (POSITIVE, NEGATIVE) else None
