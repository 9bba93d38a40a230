"""The checker of ``ByDecay``: an inequality that is tight at infinity.

The goal is l <= r or l < r for a real x that the hypotheses bound on one side at most, as far as they are used.  Write
D = r - l.  On the ray from x outward, on which the hypotheses kept (bounds of x from inside) hold as well,

    D is differentiable, and D' outward <= 0 (< 0 where the claim is strict);
    D tends to a number L >= 0.

Then D does not increase along the ray, so D(x) >= L >= 0; where D' < 0, D(x) > D(x') >= L for any x' beyond x.
Refuses integers, constants of definitions, hypotheses of any other kind (they are not used), and random variables.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByDecay, Evidence
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import bound_on
from gradcheck.language.syntax.propositions import CONVERSE, Proposition, Relation
from gradcheck.language.syntax.terms import Const, Derivative, Limit, Neg, Symbol, as_term


def check_decay(goal: Goal, evidence: ByDecay, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]) -> None:
    """Check l <= r, from the limit of r - l at infinity and the sign of its derivative on the way there."""
    claim, x = relation_of(goal), evidence.variable
    if claim.op in (">=", ">"):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    if claim.op not in ("<=", "<") or claim.left.shape or evidence.side not in ("+", "-") or goal.rewrites:
        raise Rejected("the rule proves l <= r and l < r of scalars")
    if x.is_integer or x in constants_of(goal.definitions):
        raise Rejected("the variable is real, and no constant of a definition")
    if random_names(claim, goal.definitions) or evidence.value.value < 0:
        raise Rejected("the claim is about no random variables, and its limit a number that is not negative")
    gap, clean = claim.right - claim.left, goal.without(x)
    inside = clean.suppose(*(h for h in goal.parts() if _holds_beyond(h, x, evidence.side)))
    check_defined(inside, gap, trail)
    infinite = Const("oo") if evidence.side == "+" else Neg(Const("oo"))
    limit = Relation("=", Limit(gap, x, infinite, ""), evidence.value)
    check(clean.claiming(limit), evidence.limit, trail)
    inward = as_term(-1 if evidence.side == "+" else 1)
    sign = Relation(">" if claim.op == "<" else ">=", Derivative(gap, x) * inward, as_term(0))
    check(inside.claiming(sign), evidence.slope, trail)
    trail.rest_on("monotonicity")


def _holds_beyond(hypothesis: Proposition, x: Symbol, side: str) -> bool:
    """Whether the hypothesis bounds x from inside, so that it also holds further out."""
    relation = bound_on(hypothesis, x)
    return relation is not None and (relation.op in (">", ">=")) == (side == "+")
