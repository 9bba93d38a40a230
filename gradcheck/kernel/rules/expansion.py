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
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Condition, Ring, Unsupported
from gradcheck.algebra.signs import KINDS, NEGATIVE, NONZERO, POSITIVE, sign_of, within
from gradcheck.algebra.substitution import substitute
from gradcheck.kernel.definedness.conditions import infinity
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of, settle
from gradcheck.kernel.evidence import ByExpansion
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, is_infinite, opened
from gradcheck.kernel.rules.limits import FAR, check_point, contains, neighbourhood
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Limit, Symbol, Term, as_term

MAX_ORDER = 24


def check_expansion(goal: Goal, evidence: ByExpansion, trail: Trail, check: Callable[..., None]) -> None:
    """Check limit f = c or limit f != c, from the leading terms of the expansion of f."""
    del check
    claim = relation_of(goal)
    term, value = (claim.left, claim.right) if isinstance(claim.left, Limit) else (claim.right, claim.left)
    if claim.op not in ("=", "!=") or not isinstance(term, Limit) or mentions(value, term.variable):
        raise Rejected("the rule proves limit = value and limit != value")
    if type(evidence.order) is not int or not 1 <= evidence.order <= MAX_ORDER:
        raise Rejected("the order of an expansion is a small number")
    named = term.side or is_infinite(term.point)
    sides = [Limit(term.body, term.variable, term.point, side) for side in ((term.side,) if named else "+-")]
    check_point(goal, term, trail)
    for side in sides:
        _check_side(goal, side, value, evidence.order, trail)
    if claim.op == "!=" and len(sides) > 1:
        _check_agreement(goal, term, evidence.order, trail)
    trail.rest_on("asymptotic-expansion")


def _check_side(goal: Goal, term: Limit, value: Term, order: int, trail: Trail) -> None:
    """Return if f tends from that one side to the value; or to another, where the goal claims that."""
    x, body = opened(goal, term)
    u = fresh(goal, Symbol(x.name), body, value, term.point)
    near = goal.suppose(*neighbourhood(x, term), Relation(">", u, FAR))
    own = Trail()

    def work(ring: Ring, lowering: Lowering) -> None:
        f, wanted = (
            rewrite(lowering, lowering.scalar(part)) for part in (body, as_term(0) if infinity(value) else value)
        )
        place = lowering.scalar(u)
        (old,), (variable,) = ring.atoms_of(lowering.scalar(x)), ring.atoms_of(place)
        if infinity(term.point):
            image = place.scaled(Fraction(infinity(term.point)))
        else:
            start = rewrite(lowering, lowering.scalar(term.point))
            image = start + (ring.constant(1) / place).scaled(Fraction(term.side + "1"))
        expander = Expander(ring, variable, order)

        def moved(part: Quotient) -> Quotient:
            result = substitute(ring, part, {old: image})
            if contains(ring, result, old):
                raise Rejected("a part of the term that no rule opens depends on the variable")
            return result

        def holds(condition: Condition) -> bool:
            if condition.kind not in KINDS or within(sign_of(ring, condition.quotient), KINDS[condition.kind]):
                return False
            try:
                sign = expander.eventual_sign(expander.tendency(moved(condition.quotient)))
            except Unsupported:
                return False
            return within(sign, KINDS[condition.kind])

        tends = _tends_to(expander, expander.tendency(moved(f)), wanted, infinity(value))
        if tends is not (relation_of(goal).op == "="):
            raise Rejected("the expansion does not show it")
        left = []
        for condition in tuple(ring.conditions):
            if holds(condition):
                own.side_conditions[condition.shown] = None
            else:
                left.append(condition)
        settle(near, ring, left, own)

    near.in_ring(work, own)
    trail.join(own)


def _check_agreement(goal: Goal, term: Limit, order: int, trail: Trail) -> None:
    """Return if f tends to the same from both sides of the point, if it has limits there at all.

    The normal form is the one that holds on both sides: no hypothesis about the side of x is used.
    """
    x, body = opened(goal, term)
    u = fresh(goal, Symbol(x.name), body, term.point)

    def work(ring: Ring, lowering: Lowering) -> None:
        f, start = (rewrite(lowering, lowering.scalar(part)) for part in (body, term.point))
        place = lowering.scalar(u)
        (old,), (variable,) = ring.atoms_of(lowering.scalar(x)), ring.atoms_of(place)
        expander = Expander(ring, variable, order)
        sides = []
        for sign in (1, -1):
            moved = substitute(ring, f, {old: start + (ring.constant(1) / place).scaled(Fraction(sign))})
            if contains(ring, moved, old):
                raise Rejected("a part of the term that no rule opens depends on the variable")
            sides.append(expander.tendency(moved))
        infinite = [(growth := side.leading()) is not None and growth > LEVEL for side in sides]
        if all(infinite):
            signs = {expander.eventual_sign(side) for side in sides}
            same = len(signs) == 1 and signs <= {POSITIVE, NEGATIVE}
        else:
            nothing = ring.constant(0)
            right, left = (side.terms.get(LEVEL, nothing) for side in sides)
            same = not any(infinite) and (right - left).is_zero
        if not same:
            raise Rejected("it is not shown that both sides tend to the same, so there may be no limit")

    goal.suppose(Relation(">", u, FAR)).in_ring(work, trail)


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
