"""Identities, and inequalities whose sign is visible: the rules that rest on normal forms.

ByNormalForm      left - right, less multiples of hypotheses, has normal form 0, entry by entry for arrays.
ByPositivity      right - left equals a certificate of visible sign.
BySign            the sign of left - right is visible itself: by its factors, intervals, and real root counting.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import partial
from itertools import product

from gradcheck.algebra.determinants import MAX_ROWS
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Condition, Ring, Unsupported
from gradcheck.algebra.signs import KINDS, NONZERO, WANTED, is_whole, sign_of, within
from gradcheck.algebra.substitution import index_quotient, substitute
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.evidence import ByNormalForm, ByPositivity, BySign
from gradcheck.kernel.forming import formed
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.finiteness import is_finite
from gradcheck.kernel.rules.visible import sign_by_factors, visible_sign
from gradcheck.language.syntax.arrays import Determinant, Diag, MatMul, Outer
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Neg, Term


def relation_of(goal: Goal) -> Relation:
    """Return the claim, which must be a relation; else raise Rejected."""
    if not isinstance(goal.claim, Relation):
        raise Rejected(f"this rule proves relations, not {type(goal.claim).__name__}")
    return goal.claim


def entry_indices(ring: Ring, lowering: Lowering, term: Term) -> tuple[Quotient, ...]:
    """Return free indices for an entrywise claim, ranging over the sides of the term."""
    places = []
    for side in term.shape:
        index = ring.index()
        ring.ranges[index] = (ring.constant(1), lowering.scalar(side))
        places.append(ring.generator(index))
    return tuple(places)


def entry_places(ring: Ring, lowering: Lowering, term: Term) -> list[tuple[Quotient, ...]]:
    """Return the places of all entries of a small array; for any other array the one of free indices."""
    sides = [lowering.scalar(side).constant() for side in term.shape]
    if any(side is None or not 1 <= side <= MAX_ROWS for side in sides):
        return [entry_indices(ring, lowering, term)]
    return [tuple(map(ring.constant, place)) for place in product(*(range(1, int(side or 0) + 1) for side in sides))]


def settle(goal: Goal, ring: Ring, conditions: list[Condition], trail: Trail) -> None:
    """Check every recorded side condition against the hypotheses; Missing names those that are left."""
    open_conditions: dict[Proposition, None] = {}
    for condition in conditions:
        if condition.kind == "invertible":
            holds = is_invertible(goal, condition.shown, trail)
        elif condition.kind == "finite":
            holds = is_finite(goal, condition.shown.children()[0])
        else:
            holds = within(sign_of(ring, condition.quotient), KINDS[condition.kind])
        if not holds:
            open_conditions[condition.shown] = None
        elif (atoms := ring.atoms_of(condition.quotient)) and not (
            any(a.indices for a in atoms) and all(map(is_whole, atoms))
        ):
            trail.side_conditions[condition.shown] = None
    if open_conditions:
        raise Missing(tuple(open_conditions))


def is_invertible(goal: Goal, shown: Proposition, trail: Trail) -> bool:
    """Whether a hypothesis says that the matrix is invertible, or definite, or its determinant is visibly not 0."""
    if not isinstance(shown, Invertible):
        return False
    known = [h.matrix for h in goal.parts() if isinstance(h, Invertible | PositiveDefinite)]
    if shown.matrix in known:
        return True
    try:
        regular = has_sign(goal, formed(lambda: Determinant(shown.matrix)), NONZERO, trail)
    except (Unsupported, TooLarge):
        return False
    if regular:
        trail.rest_on("determinant")
    return regular


def combination(multiplier: Term, relation: Relation) -> Term:
    """Return the multiplier times (left - right): a scalar, inner, matrix or diagonal multiple; of u v.T both sided."""
    difference = Add((relation.left, Neg(relation.right)))
    if isinstance(multiplier, Outer):
        return MatMul(MatMul(multiplier.left, difference), multiplier.right)
    if not multiplier.shape or not difference.shape:
        return multiplier * difference
    if isinstance(multiplier, Diag):
        return MatMul(Diag(difference), multiplier)
    return MatMul(multiplier, difference)


def check_normal_form(goal: Goal, evidence: ByNormalForm, trail: Trail) -> None:
    """Return if the equation follows from its normal form; else raise Rejected."""
    claim = relation_of(goal)
    if claim.op != "=":
        raise Rejected("a normal form decides equations; an inequality needs a sign")
    _vanishes(goal, claim.left, claim.right, evidence.multipliers, trail)


def _vanishes(
    goal: Goal, left: Term, right: Term, multipliers: tuple[tuple[Term, Relation], ...], trail: Trail
) -> None:
    known = set(goal.parts())
    for _, relation in multipliers:
        if relation not in known or relation.op != "=":
            raise Rejected("a multiplier belongs to an equation that is not among the hypotheses")
    extra = [formed(partial(combination, *pair)) for pair in multipliers]
    if any(term.shape != left.shape for term in extra):
        raise Rejected("a multiple of a hypothesis has another shape than the claim")

    def work(ring: Ring, lowering: Lowering) -> None:
        for indices in entry_places(ring, lowering, left):
            value = ring.constant(0)
            for term, sign in ((left, 1), (right, -1), *((term, -1) for term in extra)):
                value = value + lowering.remembered(term, indices, {}).scaled(Fraction(sign))
            if not _is_zero(ring, rewrite(lowering, value)):
                raise Rejected("the two sides have different normal forms")
        settle(goal, ring, ring.conditions, trail)

    _guarded(goal, work, trail)


def _is_zero(ring: Ring, value: Quotient) -> bool:
    """Whether the value is 0, in both cases of a Kronecker delta: 0 as it stands, and 1 where its indices are one."""
    for atom in () if value.is_zero else ring.atoms_of(value):
        if atom.head == "delta":
            cases = {atom: ring.constant(0)}, {atom.data[0]: index_quotient(ring, atom.data[1])}
            return all(_is_zero(ring, substitute(ring, value, images)) for images in cases)
    return value.is_zero


def _guarded(goal: Goal, work: Callable[[Ring, Lowering], None], trail: Trail) -> None:
    try:
        goal.in_ring(work, trail)
    except DivisionByZero as reason:
        raise Rejected(f"{reason}: the claim is defined nowhere") from None


def check_positivity(goal: Goal, evidence: ByPositivity, trail: Trail) -> None:
    """Return if the inequality follows from a certificate of visible sign; else raise Rejected."""
    claim = relation_of(goal)
    if claim.op == "=":
        raise Rejected("a sign decides inequalities, not equations")
    if evidence.certificate.shape != claim.left.shape:
        raise Rejected("the certificate has another shape than the claim")
    difference = Add((claim.left, Neg(claim.right)))
    if claim.op in ("<=", "<"):
        difference = Add((claim.right, Neg(claim.left)))
    _vanishes(goal, difference, evidence.certificate, evidence.multipliers, trail)
    wanted = WANTED[{"<=": ">=", "<": ">"}.get(claim.op, claim.op)]

    def work(ring: Ring, lowering: Lowering) -> None:
        if not within(visible_sign(lowering, evidence.certificate), wanted):
            raise Rejected("the certificate has no visible sign")
        settle(goal, ring, ring.conditions, trail)

    _guarded(goal, work, trail)


def check_sign(goal: Goal, _evidence: BySign, trail: Trail) -> None:
    """Return if the sign of left - right is visible, for arrays that of every entry; else raise Rejected."""
    claim = relation_of(goal)

    def work(ring: Ring, lowering: Lowering) -> None:
        found = sign_by_factors(lowering, claim, lambda part: sign_of(ring, rewrite(lowering, part)))
        if not within(found, WANTED[claim.op]):
            indices = entry_indices(ring, lowering, claim.left)
            value = lowering.entry(claim.left, indices) - lowering.entry(claim.right, indices)
            if not within(sign_of(ring, rewrite(lowering, value)), WANTED[claim.op]):
                raise Rejected("the sign of the difference is not visible")
        settle(goal, ring, ring.conditions, trail)

    _guarded(goal, work, trail)


def has_sign(goal: Goal, term: Term, wanted: int, trail: Trail) -> bool:
    """Whether the sign of a scalar term is visible under the hypotheses."""
    found, own = False, Trail()

    def work(ring: Ring, lowering: Lowering) -> None:
        nonlocal found
        found = within(sign_of(ring, rewrite(lowering, lowering.scalar(term))), wanted)
        settle(goal, ring, ring.conditions, own)

    try:
        _guarded(goal, work, own)
    except Rejected:
        return False
    if found:
        trail.join(own)
    return found
