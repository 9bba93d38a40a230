"""Limits by squeeze and by continuity, and what all rules about limits share.

BySqueeze         |f - L| <= b from some point on, and b tends to 0.
ByContinuity      f is an elementary expression in members whose limits are known, defined at the limits.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.kernel.definedness.conditions import close_to, infinity
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByContinuity, BySqueeze, Evidence
from gradcheck.kernel.forming import formed, put_in
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import fresh, is_continuous, is_infinite, opened
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_terms
from gradcheck.language.syntax.terms import Apply, Limit, Num, Symbol, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]


def limit_of(goal: Goal, *also: str) -> tuple[Limit, Term]:
    """Return the limit and its claimed value, of an equation or another of these relations."""
    claim = relation_of(goal)
    term, value = claim.left, claim.right
    if isinstance(value, Limit) and not isinstance(term, Limit):
        term, value = value, term
    if claim.op not in ("=", *also) or not isinstance(term, Limit) or mentions(value, term.variable):
        raise Rejected("the rule is about a limit and its value")
    return term, value


def check_point(goal: Goal, term: Limit, trail: Trail) -> None:
    """Check that the point is a number wherever the hypotheses hold, or infinite; else nothing comes close to it."""
    if not is_infinite(term.point):
        check_defined(goal, term.point, trail)


def neighbourhood(x: Symbol, term: Limit) -> list[Relation]:
    """Return inequalities for the variable as it comes close to the point;
    raise Rejected where it does not come close.
    """
    if mentions(term.point, x):
        raise Rejected("the point mentions the variable")
    direction = infinity(term.point)
    if x.is_integer and direction <= 0 and not (direction and x.sort == "integer"):
        raise Rejected("an integer comes close to oo only")
    if not (direction or term.side):
        raise Rejected("a limit at a finite point needs a side")
    return close_to(x, term)


def check_squeeze(goal: Goal, evidence: BySqueeze, trail: Trail, check: Check) -> None:
    """Check |f - L| <= bound from the start on, and that the bound tends to 0."""
    term, value = limit_of(goal)
    if infinity(term.point) <= 0 or is_infinite(value):
        raise Rejected("the squeeze is for finite limits at oo")
    trail.rest_on("squeeze")
    if not isinstance(evidence.start, Num):
        raise Rejected("the start is not a number")
    n, body = opened(goal, term)
    bound = put_in(evidence.bound, {term.variable: n})
    near = goal.suppose(Relation(">=", n, evidence.start))
    check(near.claiming(Relation("<=", Apply("abs", (body - value,)), bound)), evidence.proof, trail)
    check(goal.claiming(Relation("=", Limit(bound, n, term.point), as_term(0))), evidence.vanishing, trail)


def check_continuity(goal: Goal, evidence: ByContinuity, trail: Trail, check: Check) -> None:
    """Check f = F(members), where the members tend to known limits and F is continuous there."""
    term, value = limit_of(goal)
    check_point(goal, term, trail)
    n, body = opened(goal, term)
    near = goal.suppose(*_tail(n, term))
    if n.is_integer and not is_infinite(term.point):
        raise Rejected("an integer comes close to oo only")
    form = put_in(evidence.form, {term.variable: n})
    known = set(goal.parts())
    names: dict[Term, Symbol] = {}
    limits: dict[Symbol, Term] = {}
    for relation in evidence.limits:
        inner = relation.left
        if relation not in known or relation.op != "=" or not isinstance(inner, Limit) or is_infinite(relation.right):
            raise Rejected("a limit that is not among the hypotheses")
        if (inner.point, inner.side, inner.variable.sort) != (term.point, term.side, term.variable.sort):
            raise Rejected("a limit at another point, or over other numbers")
        name = fresh(goal, Symbol(f"{term.variable.name}-limit-{len(names)}"), form)
        names[put_in(inner.body, {inner.variable: n})] = name
        limits[name] = relation.right
    opened_form = formed(lambda: replace_terms(form, names))
    if not names and not is_infinite(term.point):
        opened_form, limits = form, {n: term.point}
    if (mentions(opened_form, n) and n not in limits) or not is_continuous(opened_form):
        raise Rejected("the form is not a continuous expression in members whose limits are known")
    if form is not body:
        check(near.claiming(Relation("=", body, form)), evidence.equal, trail)
    else:
        check_defined(near, body, trail)
    at_limit = put_in(opened_form, limits)
    check(goal.claiming(Relation("=", at_limit, value)), evidence.value, trail)


def _tail(n: Symbol, term: Limit) -> list[Relation]:
    return neighbourhood(n, term) if term.side or is_infinite(term.point) else []
