"""Connectives: the truth values that they need of their parts, from left to right, and the rules for disjunctions.

    p and q      q is asked for its value only where p is true
    p or q       q is asked for its value only where p is false
    p => q       q is asked for its value only where p is true

So ``x = 0 or x/x = 1`` is true of every x, and ``x/x = 1 or x = 0`` has no value at 0.
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.algebra.randomness import random_names
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByDisjunct, ByDisjunction, ByImplication, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.denial import negate
from gradcheck.language.syntax.propositions import And, Iff, Implies, Or, Proposition, Relation

Check = Callable[[Goal, Evidence, Trail], None]


def any_of(parts: tuple[Proposition, ...]) -> Proposition:
    """Return the disjunction of the parts, of which there may be only one."""
    return parts[0] if len(parts) == 1 else Or(parts)


def rule_of(known: Proposition, backward: bool) -> Implies:
    """Return the implication that a hypothesis states;
    ``backward`` from the right of an equivalence or the end of p or q.
    """
    match known:
        case Iff():
            return Implies(known.right, known.left) if backward else Implies(known.left, known.right)
        case Or():
            return otherwise(known, backward)
        case Implies() if not backward:
            return known
    raise Rejected("only an implication, an equivalence or a disjunction has a consequence")


def otherwise(claim: Or, backward: bool = False) -> Implies:
    """Return ``p or q`` as ``not p => q``, ``backward`` as ``not q => p``;
    Rejected where the language lacks the negation.
    """
    denied, rest = (claim.parts[-1], claim.parts[:-1]) if backward else (claim.parts[0], claim.parts[1:])
    return Implies(negate(denied), any_of(rest))


def holds_connected(holds: Callable[[Proposition], bool | None], claim: And | Or | Implies | Iff) -> bool | None:
    """Whether a proposition holds where ``holds`` says of each part whether it does; None where that is not decided.

    A relation that is not decided has a value all the same; of another proposition that is not known, and then nothing
    behind it counts.  A part without a value raises.
    """
    match claim:
        case And():
            return _first(holds, claim.parts, decisive=False)
        case Or():
            return _first(holds, claim.parts, decisive=True)
        case Implies():
            premise = holds(claim.premise)
            if premise is False or (premise is None and not isinstance(claim.premise, Relation)):
                return None if premise is None else True
            conclusion = holds(claim.conclusion)
            return conclusion if premise or conclusion else None
        case Iff():
            left, right = holds(claim.left), holds(claim.right)
            return None if left is None or right is None else left == right


def _first(holds: Callable[[Proposition], bool | None], parts: tuple[Proposition, ...], decisive: bool) -> bool | None:
    """Evaluate the parts from left to right: the first ``decisive`` one decides, and later ones are not evaluated."""
    is_open = False
    for part in parts:
        found = holds(part)
        if found is decisive:
            return decisive
        if found is None and not isinstance(part, Relation):
            return None
        is_open = is_open or found is None
    return None if is_open else not decisive


def _negation(part: Proposition) -> Proposition | None:
    """Return what may be supposed after a part that is false; None where the language cannot state it."""
    try:
        return negate(part)
    except Rejected:
        return None


def check_assuming(goal: Goal, evidence: ByImplication, trail: Trail, check: Check) -> None:
    """Check an implication; the premise, which has a value, joins the hypotheses."""
    if not isinstance(goal.claim, Implies):
        raise Rejected(f"only an implication has a premise to assume, not {type(goal.claim).__name__}")
    if random_names(goal.claim.premise, goal.definitions):
        raise Rejected("the premise may hold for some outcomes only")
    check_defined(goal, goal.claim.premise, trail)
    check(goal.suppose(goal.claim.premise).claiming(goal.claim.conclusion), evidence.rest, trail)


def check_disjunct(goal: Goal, evidence: ByDisjunct, trail: Trail, check: Check) -> None:
    """Check a disjunction by one of its parts; those before it have values."""
    claim, place = goal.claim, evidence.place
    if not isinstance(claim, Or) or not 0 <= place < len(claim.parts):
        raise Rejected("only a disjunction is proved by the part of this number")
    if place:
        check_defined(goal, any_of(claim.parts[:place]), trail)
    check(goal.claiming(claim.parts[place]), evidence.proof, trail)


def check_disjunction(goal: Goal, evidence: ByDisjunction, trail: Trail, check: Check) -> None:
    """Check the claim under each part of a disjunction among the hypotheses, the parts before it being false."""
    known = evidence.hypothesis
    if not isinstance(known, Or) or known not in set(goal.parts()):
        raise Rejected("the disjunction is not among the hypotheses")
    if random_names(known, goal.definitions):
        raise Rejected("for some outcomes one part may hold, for some another")
    if len(evidence.proofs) != len(known.parts):
        raise Rejected(f"{len(known.parts)} cases need as many proofs, not {len(evidence.proofs)}")
    rest = goal.dropping(known)
    for part, proof in zip(known.parts, evidence.proofs, strict=True):
        check(rest.suppose(part), proof, trail)
        denial = _negation(part)
        rest = rest if denial is None else rest.suppose(denial)
