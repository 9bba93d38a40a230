"""Integrals by an antiderivative F of the integrand f: proper over a closed interval, improper by limits at the ends.

    integral over lo < x < hi    0 if lo = hi, whatever f is; else the (improper) Riemann integral, which converges at
                                 each end by itself; a number, or infinite where it stands alone as a side.

ByAntiderivative      lo <= hi are numbers, F is defined and continuous on lo <= x <= hi, F' = f inside: F(hi) - F(lo).
ByImproperIntegral    lo < hi, either may be infinite, F' = f inside, F tends to a number or to infinity at each end.

In both f is continuous, so that it is integrable on every closed interval inside, where the fundamental theorem holds.
The ends are checked to have values before anything is supposed of what lies between them.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE, ZERO_ONLY
from gradcheck.kernel.definedness.conditions import between, infinity
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign, relation_of
from gradcheck.kernel.evidence import ByAntiderivative, ByImproperIntegral, Evidence
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import check_ends, is_continuous, is_infinite, opened
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Derivative, Integral, Limit, Symbol, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]


def integral_of(goal: Goal) -> tuple[Relation, Integral]:
    """Return the claim, with an integral over a real variable as its left side; else raise Rejected."""
    claim = relation_of(goal)
    if not isinstance(claim.left, Integral) or claim.left.variable.is_integer:
        raise Rejected("the rule proves what an integral over a real variable is")
    return claim, claim.left


def check_antiderivative(goal: Goal, evidence: ByAntiderivative, trail: Trail, check: Check) -> None:
    """Check that a proper integral is c, c a number."""
    claim, term = integral_of(goal)
    lo, hi = term.lo, term.hi
    if claim.op != "=" or is_infinite(claim.right) or is_infinite(lo) or is_infinite(hi):
        raise Rejected("a proper integral is over an interval with two ends, and equal to a number")
    check_ends(goal, term, trail)
    if has_sign(goal, hi - lo, ZERO_ONLY, trail):
        return check(goal.claiming(Relation("=", as_term(0), claim.right)), evidence.value, trail)
    if not has_sign(goal, hi - lo, NONNEGATIVE, trail):
        raise Rejected("the ends of the interval may be in the wrong order")
    x, primitive = _differentiated(goal, term, evidence.primitive, evidence.derivative, trail, check)
    if not is_continuous(primitive, along=x):
        raise Rejected("the antiderivative is not continuous by its form")
    check_defined(goal.suppose(Relation("<=", lo, x), Relation("<=", x, hi)), primitive, trail)
    value = put_in(primitive, {x: hi}) - put_in(primitive, {x: lo})
    return check(goal.claiming(Relation("=", value, claim.right)), evidence.value, trail)


def check_improper(goal: Goal, evidence: ByImproperIntegral, trail: Trail, check: Check) -> None:
    """Check that an improper integral is c; where it is infinite, also != c, and = oo or = -oo.

    F adds its limit at hi and takes away that at lo.  Where one of these is infinite so is the integral, unless the
    other end contributes the opposite infinity: then the integral has no value, and nothing is proved.
    """
    claim, term = integral_of(goal)
    check_ends(goal, term, trail)
    finite = not (is_infinite(term.lo) or is_infinite(term.hi))
    if finite and not has_sign(goal, term.hi - term.lo, POSITIVE, trail):
        raise Rejected("the interval may be empty")
    x, primitive = _differentiated(goal, term, evidence.primitive, evidence.derivative, trail, check)
    check_defined(goal.suppose(*between(x, term.lo, term.hi)), primitive, trail)
    ends = []
    for place, side, limit, proof in zip((term.lo, term.hi), "+-", evidence.ends, evidence.limits, strict=True):
        ends.append(_at_end(goal, (x, primitive), (place, side), (limit, proof), trail, check))
    signs = {infinity(ends[1]), -infinity(ends[0])} - {0}
    if len(signs) > 1:
        raise Rejected("one end contributes oo and the other -oo: the integral has no value")
    if not signs:
        if claim.op != "=" or is_infinite(claim.right):
            raise Rejected("the integral is a number, and the rule proves which one")
        return check(goal.claiming(Relation("=", ends[1] - ends[0], claim.right)), evidence.value, trail)
    if claim.op not in ("=", "!=") or (infinity(claim.right) in signs) is not (claim.op == "="):
        raise Rejected("the integral is infinite, and equal to nothing else")
    return None if is_infinite(claim.right) else check_defined(goal, claim.right, trail)


def _differentiated(
    goal: Goal, term: Integral, primitive: Term, proof: Evidence, trail: Trail, check: Check
) -> tuple[Symbol, Term]:
    """Return the bound variable, new to everything outside, and the antiderivative in it,
    differentiated to the integrand.
    """
    x, f = opened(goal, term)
    if not is_continuous(f, along=x):
        raise Rejected("the integrand is not continuous by its form")
    own = put_in(primitive, {term.variable: x})
    inside = goal.suppose(*between(x, term.lo, term.hi))
    check(inside.claiming(Relation("=", Derivative(own, x), f)), proof, trail)
    return x, own


def _at_end(
    goal: Goal,
    function: tuple[Symbol, Term],
    end: tuple[Term, str],
    claimed: tuple[Term | None, Evidence],
    trail: Trail,
    check: Check,
) -> Term:
    """Return what the antiderivative tends to at an end: a proved limit, or its value there if it is continuous."""
    (x, primitive), (place, side), (limit, proof) = function, end, claimed
    if limit is not None:
        at = Limit(primitive, x, place, "" if is_infinite(place) else side)
        check(goal.claiming(Relation("=", at, limit)), proof, trail)
        return limit
    if is_infinite(place) or not is_continuous(primitive, along=x):
        raise Rejected("at an end where the antiderivative has no value, its limit is named")
    value = put_in(primitive, {x: place})
    check_defined(goal, value, trail)
    return value
