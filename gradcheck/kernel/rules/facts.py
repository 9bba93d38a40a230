"""The rule for the named facts that conclude something: what each of them needs, read off its conclusion.

``kernel.axioms`` has their statements and sources, and the facts that stand behind other rules.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import signature

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByFact, Evidence
from gradcheck.kernel.forming import formed
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import norms, sums
from gradcheck.language.syntax.arrays import Determinant, Identity, Inverse, MatMul, Norm, Trace, Transpose
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Proposition, Relation
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Num, Pow, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]
ONE_ARRAY = (Norm, Trace, Determinant, Inverse)


def _definite(claim: Proposition) -> tuple[Proposition, ...] | None:
    return (PositiveDefinite(claim.matrix),) if isinstance(claim, Invertible) else None


def _solved(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises of A x = b: the invertibility of A and x = A^-1 b; None for another claim."""
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, MatMul):
        return None
    matrix, solution = claim.left.left, claim.left.right
    if len(matrix.shape) != 2 or matrix.shape[0] is not matrix.shape[1]:
        return None
    return Invertible(matrix), Relation("=", solution, MatMul(Inverse(matrix), claim.right))


def _inverse_product(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of A A^-1 = I and A^-1 A = I: the invertibility of A; None for another claim."""
    match claim:
        case (
            Relation(op="=", left=MatMul(left=matrix, right=Inverse(matrix=other)), right=Identity())
            | Relation(op="=", left=MatMul(left=Inverse(matrix=other), right=matrix), right=Identity())
        ) if matrix is other:
            return (Invertible(matrix),)
    return None


def _inverse_unique(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of X = A^-1: A X = I, for square matrices; None for another claim."""
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.right, Inverse):
        return None
    matrix = claim.right.matrix
    return (Relation("=", MatMul(matrix, claim.left), Identity(matrix.shape[0])),)


def _determinant(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises of det(A) != 0 and det(A^-1) det(A) = 1 (A is invertible), and of det(A B) = det(A) det(B),
    det(A.T) = det(A) and det(I) = 1, which have none; None for another claim.
    """
    match claim:
        case Relation(op="!=", left=Determinant(matrix=matrix), right=Num(value=value)):
            return (Invertible(matrix),) if value == 0 else None
        case Relation(op="=", left=Mul(factors=(Determinant(matrix=Inverse(matrix=matrix)), Determinant() as other))):
            return (Invertible(matrix),) if matrix is other.matrix and claim.right is as_term(1) else None
        case Relation(op="=", left=Determinant(matrix=MatMul(left=left, right=right))) if left.shape == right.shape:
            return () if claim.right is Mul((Determinant(left), Determinant(right))) else None
        case Relation(op="=", left=Determinant(matrix=Transpose(matrix=matrix))):
            return () if claim.right is Determinant(matrix) else None
        case Relation(op="=", left=Determinant(matrix=Identity())):
            return () if claim.right is as_term(1) else None
    return None


def _right_inverse(claim: Proposition, inverse: Term) -> tuple[Proposition, ...] | None:
    """Return the premise of the invertibility of A: A X = I, for a square X; None for another claim."""
    if not isinstance(claim, Invertible) or inverse.shape != claim.matrix.shape:
        return None
    return (Relation("=", MatMul(claim.matrix, inverse), Identity(claim.matrix.shape[0])),)


def _congruence(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of f(a) = f(b): a = b; None for another claim."""
    match claim:
        case Relation(op="=", left=Apply(function=one, args=(a,)), right=Apply(function=other, args=(b,))):
            return (Relation("=", a, b),) if one == other else None
        case Relation(op="=", left=left, right=right) if type(left) is type(right) and isinstance(left, ONE_ARRAY):
            return (Relation("=", *left.below, *right.below),)  # type: ignore[arg-type]
    return None


def _transposed(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of A = B: A.T = B.T; None for what is no equation of matrices."""
    if not isinstance(claim, Relation) or claim.op != "=" or len(claim.left.shape) != 2:
        return None
    return (Relation("=", Transpose(claim.left), Transpose(claim.right)),)


def _definite_form(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premises of v A v > 0: A is positive definite, and v is not zero; None for another claim."""
    match claim:
        case Relation(op=">", left=MatMul(left=MatMul(left=v, right=A), right=w), right=Num(value=value)) if v is w:
            zero = value == 0 and len(v.shape) == 1
            return (PositiveDefinite(A), Relation(">", Norm(v), as_term(0))) if zero else None
    return None


def _no_length(claim: Proposition) -> tuple[Proposition, ...] | None:
    """Return the premise of a = b: ||a - b||^2 <= 0; None for another claim."""
    if not isinstance(claim, Relation) or claim.op != "=" or not claim.left.shape:
        return None
    return (Relation("<=", Pow(Norm(Add((claim.left, Neg(claim.right)))), as_term(2)), as_term(0)),)


Premises = Callable[..., tuple[Proposition, ...] | None]  # of a conclusion, and the arguments of the evidence

CONCLUDING: dict[str, Premises] = {
    "definite-invertible": _definite,
    "inverse-solves": _solved,
    "inverse-product": _inverse_product,
    "inverse-unique": _inverse_unique,
    "determinant": _determinant,
    "right-inverse": _right_inverse,
    "congruence": _congruence,
    "transpose": _transposed,
    "definite-form": _definite_form,
    "definite-norm": _no_length,
    "termwise": sums.termwise,
    "order": norms.transitive,
    "equal-norms": norms.equal_matrices,
    "norm-product": norms.norm_of_product,
    "norm-sum": norms.norm_of_sum,
    "norm-multiple": norms.norm_of_multiple,
    "norm-transpose": norms.norm_of_transpose,
    "norm-diagonal": norms.norm_of_diagonal,
    "norm-identity": norms.norm_of_identity,
    "norm-outer": norms.norm_of_outer,
    "norm-entries": norms.norm_by_entries,
    "norm-image": norms.norm_of_image,
    "norm-reverse-triangle": norms.norm_of_sum_below,
    "weyl": norms.least_of_sum,
    "least-product": norms.least_of_product,
    "least-diagonal": norms.least_of_diagonal,
    "least-largest": norms.least_at_most_largest,
    "gram-eigenvalue": norms.gram_eigenvalue,
    "gram-norm": norms.norm_by_gram,
    "absolute-value": norms.size_between,
    "absolute-product": norms.size_of_product,
    "absolute-sum": norms.size_of_sum,
    "absolute-multiple": norms.size_of_multiple,
    "absolute-diagonal": norms.size_of_diagonal,
    "absolute-entrywise-product": norms.size_of_entrywise_product,
}


def check_fact(goal: Goal, evidence: ByFact, trail: Trail, check: Check) -> None:
    """Check that the goal is the conclusion of a named fact, and that its premises are proved."""
    derive, claim = CONCLUDING.get(evidence.fact), goal.claim
    if derive is None:
        raise Rejected(f"there is no fact named {evidence.fact!r} that concludes something")
    if len(evidence.arguments) != len(signature(derive).parameters) - 1:
        raise Rejected(f"the fact {evidence.fact!r} takes another number of arguments")
    premises = formed(lambda: derive(claim, *evidence.arguments))
    if premises is None or len(premises) != len(evidence.premises):
        raise Rejected(f"the fact {evidence.fact!r} does not conclude the claim")
    for premise, proof in zip(premises, evidence.premises, strict=True):
        check(goal.claiming(premise), proof, trail)
    trail.rest_on(evidence.fact)
