"""Limits by asymptotic expansions, and that a function does not tend to a number.

ByExpansion   as the variable x tends to its point from one side, x = a + s/u or x = s u with u -> oo; the normal form
              of the term and every condition under which it is defined are expanded in u (``algebra.asymptotics``).

``limit f = c`` says that f tends to c, from both sides where no side is named; ``limit f != c`` that it tends to
another number or to infinity, from both sides to the same.  What tends to nothing has no limit to compare with c.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from gradcheck.algebra.asymptotics import LEVEL, Expander, Expansion
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Condition, Ring, Unsupported
from gradcheck.algebra.signs import NEGATIVE, NONZERO, POSITIVE, sign_of, within
from gradcheck.algebra.substitution import substitute
from gradcheck.evidence import ByExpansion
from gradcheck.kernel.equality import KINDS, relation_of, settle
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, infinity, is_infinite, opened
from gradcheck.kernel.rules.limits import FAR, check_point, contains, neighbourhood
from gradcheck.kernel.trail import Trail
from gradcheck.language.propositions import Relation
from gradcheck.language.terms import Limit, Symbol, Term, as_term

MOST_ORDER = 24
End = Fraction | str | None  # what f tends to: a number, "oo" or "-oo", or a number with symbols in it


def check_expansion(goal: Goal, evidence: ByExpansion, trail: Trail, check: Callable[..., None]) -> None:
    """limit f = c or limit f != c, from the leading terms of the expansion of f."""
    del check
    claim = relation_of(goal)
    term, value = (claim.left, claim.right) if isinstance(claim.left, Limit) else (claim.right, claim.left)
    if claim.op not in ("=", "!=") or not isinstance(term, Limit) or mentions(value, term.variable):
        raise Rejected("the rule proves limit = value and limit != value")
    if type(evidence.order) is not int or not 1 <= evidence.order <= MOST_ORDER:
        raise Rejected("the order of an expansion is a small number")
    named = term.side or is_infinite(term.point)
    sides = [Limit(term.body, term.variable, term.point, side) for side in ((term.side,) if named else "+-")]
    check_point(goal, term, trail)
    found = [_check_side(goal, side, value, evidence.order, trail) for side in sides]
    if claim.op == "!=" and len(found) > 1 and (None in found or len(set(found)) > 1):
        raise Rejected("it is not shown that both sides tend to the same, so there may be no limit")
    trail.rest_on("asymptotic-expansion")


def _check_side(goal: Goal, term: Limit, value: Term, order: int, trail: Trail) -> End:
    """What f tends to from that one side, if it is the value; or another, where the goal claims that."""
    x, body = opened(goal, term)
    u = fresh(goal, Symbol(x.name), body, value, term.point)
    near = goal.suppose(*neighbourhood(x, term), Relation(">", u, FAR))
    own = Trail()

    def work(ring: Ring, lowering: Lowering) -> End:
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
                sign = expander.eventual_sign(expander.expand(moved(condition.quotient)))
            except Unsupported:
                return False
            return within(sign, KINDS[condition.kind])

        expansion = expander.expand(moved(f))
        tends = _tends_to(expander, expansion, wanted, infinity(value))
        if tends is not (relation_of(goal).op == "="):
            raise Rejected("the expansion does not show it")
        left = []
        for condition in tuple(ring.conditions):
            if holds(condition):
                own.side_conditions[condition.shown] = None
            else:
                left.append(condition)
        settle(near, ring, left, own)
        return _end_of(expander, expansion)

    end = near.in_ring(work, own)
    trail.join(own)
    return end


def _end_of(expander: Expander, f: Expansion) -> End:
    """The number, or the infinity, to which f tends, as far as it can be told without symbols."""
    growth = f.leading()
    if growth is None or growth <= LEVEL:
        return f.terms.get(LEVEL, expander.ring.constant(0)).constant()
    return {POSITIVE: "oo", NEGATIVE: "-oo"}.get(expander.eventual_sign(f))


def _tends_to(expander: Expander, f: Expansion, wanted: Quotient, end: int) -> bool | None:
    """Whether f tends to the number, or to oo or -oo for ``end`` 1 or -1; None if it may tend to nothing."""
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
