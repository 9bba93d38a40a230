"""Premises of the named facts on norms of matrices and on absolute values of matrices.

Each function takes a claim, and the arguments of the evidence, to the premises from which the fact concludes it; None
where the claim is no such conclusion.  Every premise bounds a part, so that bounds are put together bottom-up, and
whatever occurs in a conclusion occurs in a premise: a conclusion is defined wherever its premises hold.

    sigma_max is the operator norm; sigma_min(A) the infimum of norm(A v) over unit v, for matrices of any shape;
    |A| the matrix of absolute values, and <= of arrays is meant entry by entry.
"""

from __future__ import annotations

from gradcheck.language.syntax.arrays import Diag, Hadamard, Identity, MatMul, Norm, Ones, Outer, Transpose
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Pow, Term, as_term

Premises = tuple[Proposition, ...] | None

LARGEST, SMALLEST, EIGENVALUE = "operator_norm", "smallest_singular_value", "largest_eigenvalue"
ZERO, ONE = as_term(0), as_term(1)


def at_most(left: Term, right: Term) -> Relation:
    return Relation("<=", left, right)


def at_least(left: Term, right: Term) -> Relation:
    return Relation(">=", left, right)


def sigma_max(matrix: Term) -> Term:
    return Spectral(LARGEST, matrix)


def sigma_min(matrix: Term) -> Term:
    return Spectral(SMALLEST, matrix)


def size(term: Term) -> Term:
    """Return the entrywise absolute value."""
    return Apply("abs", (term,))


def _bounded(claim: Proposition, kind: str, op: str = "<=") -> tuple[Term, Term] | None:
    """Return the matrix and the bound of ``kind(matrix) op bound``."""
    if isinstance(claim, Relation) and claim.op == op and isinstance(claim.left, Spectral) and claim.left.kind == kind:
        return claim.left.matrix, claim.right
    return None


def _sized(claim: Proposition) -> tuple[Term, Term] | None:
    """Return the term and the bound of ``|term| <= bound``."""
    if (
        isinstance(claim, Relation)
        and claim.op == "<="
        and isinstance(claim.left, Apply)
        and claim.left.function == "abs"
    ):
        return claim.left.args[0], claim.right
    return None


def _filled(*shape: Term) -> tuple[Relation, ...]:
    """Return that each side is at least 1: a matrix without rows or columns has no unit vectors."""
    return tuple(at_least(side, ONE) for side in shape)


def transitive(claim: Proposition, between: Term) -> Premises:
    """a <= c, from a <= b and b <= c; strict if the second is; and the same for >=."""
    if not isinstance(claim, Relation) or claim.op not in ("<=", "<", ">=", ">") or between.shape != claim.left.shape:
        return None
    return Relation(claim.op[0] + "=", claim.left, between), Relation(claim.op, between, claim.right)


def equal_matrices(claim: Proposition, other: Term) -> Premises:
    """Return a bound of a norm of A or of |A|, from A = B and the same bound of B."""
    match claim:
        case Relation(left=Spectral(kind=kind, matrix=matrix)) if other.shape == matrix.shape:
            return Relation("=", matrix, other), Relation(claim.op, Spectral(kind, other), claim.right)
        case Relation(left=Apply(function="abs", args=(inner,))) if other.shape == inner.shape:
            return Relation("=", inner, other), Relation(claim.op, size(other), claim.right)
    return None


def norm_of_product(claim: Proposition) -> Premises:
    """sigma_max(A B) <= a b, from sigma_max(A) <= a and sigma_max(B) <= b."""
    match _bounded(claim, LARGEST):
        case MatMul(left=first, right=second), Mul(factors=(a, b)) if len(first.shape) == len(second.shape) == 2:
            return at_most(sigma_max(first), a), at_most(sigma_max(second), b)
    return None


def norm_of_sum(claim: Proposition) -> Premises:
    """sigma_max(A + ... + B) <= a + ... + b, from sigma_max(A) <= a, ..., sigma_max(B) <= b."""
    match _bounded(claim, LARGEST):
        case Add(terms=parts), Add(terms=bounds) if len(parts) == len(bounds):
            return tuple(at_most(sigma_max(part), bound) for part, bound in zip(parts, bounds, strict=True))
    return None


def norm_of_multiple(claim: Proposition) -> Premises:
    """sigma_max(c A) = |c| sigma_max(A); sigma_max(c A) <= |c| a and sigma_max(-A) <= a, from sigma_max(A) <= a."""
    match claim:
        case Relation(op="=", left=Spectral(kind="operator_norm", matrix=Mul(factors=(c, matrix))), right=right) if (
            not c.shape and right is Mul((size(c), sigma_max(matrix)))
        ):
            return Relation("=", c, c), Relation("=", matrix, matrix), *_filled(*matrix.shape)
    match _bounded(claim, LARGEST):
        case Mul(factors=(c, matrix)), Mul(factors=(scale, a)) if not c.shape and scale is size(c):
            return at_most(sigma_max(matrix), a), Relation("=", c, c)
        case Neg(term=matrix), a:
            return (at_most(sigma_max(matrix), a),)
    return None


def norm_of_transpose(claim: Proposition) -> Premises:
    """sigma_max(A.T) = sigma_max(A); sigma_max(A.T) <= a, from sigma_max(A) <= a."""
    match claim:
        case Relation(op="=", left=Spectral(kind="operator_norm", matrix=Transpose(matrix=matrix)), right=right) if (
            right is sigma_max(matrix)
        ):
            return Relation("=", matrix, matrix), *_filled(*matrix.shape)
    match _bounded(claim, LARGEST):
        case Transpose(matrix=matrix), a:
            return (at_most(sigma_max(matrix), a),)
    return None


def norm_of_diagonal(claim: Proposition) -> Premises:
    """sigma_max(diag(v)) <= c, from |v_i| <= c for every i."""
    match _bounded(claim, LARGEST):
        case Diag(vector=v), c:
            return at_most(size(v), c * Ones(v.shape)), *_filled(*v.shape)
    return None


def norm_of_identity(claim: Proposition) -> Premises:
    """sigma_max(I) = sigma_min(I) = largest eigenvalue of I = 1."""
    match claim:
        case Relation(op="=", left=Spectral(matrix=Identity(side=side)), right=right) if right is ONE:
            return _filled(side)
    return None


def norm_of_outer(claim: Proposition) -> Premises:
    """sigma_max(u v.T) = norm(u) norm(v); sigma_max(u v.T) <= a b, from norm(u) <= a and norm(v) <= b."""
    match claim:
        case Relation(op="=", left=Spectral(kind="operator_norm", matrix=Outer(left=u, right=v)), right=right) if (
            right is Mul((Norm(u), Norm(v)))
        ):
            return Relation("=", u, u), Relation("=", v, v), *_filled(*u.shape, *v.shape)
    match _bounded(claim, LARGEST):
        case Outer(left=u, right=v), Mul(factors=(a, b)):
            return at_most(Norm(u), a), at_most(Norm(v), b), *_filled(*u.shape, *v.shape)
    return None


def norm_by_entries(claim: Proposition) -> Premises:
    """sigma_max(A) <= a, from a bound a of the root of the sum of the squares of its entries."""
    match _bounded(claim, LARGEST):
        case matrix, a:
            return at_most(Norm(matrix), a), *_filled(*matrix.shape)
    return None


def norm_of_image(claim: Proposition) -> Premises:
    """norm(A v) <= a b, from sigma_max(A) <= a and norm(v) <= b."""
    match claim:
        case Relation(op="<=", left=Norm(array=MatMul(left=matrix, right=v)), right=Mul(factors=(a, b))) if (
            len(matrix.shape) == 2 and len(v.shape) == 1
        ):
            return at_most(sigma_max(matrix), a), at_most(Norm(v), b)
    return None


def _apart(total: Term, main: Term) -> Term | None:
    """Return what is added to the summand ``main``; None for another term."""
    if not isinstance(total, Add) or main not in total.terms:
        return None
    position = total.terms.index(main)
    rest = total.terms[:position] + total.terms[position + 1 :]
    return rest[0] if len(rest) == 1 else Add(rest)


def norm_of_sum_below(claim: Proposition, main: Term) -> Premises:
    """sigma_max(A + B) >= a - b, from sigma_max(A) >= a and sigma_max(B) <= b."""
    return _below(claim, main, LARGEST)


def least_of_sum(claim: Proposition, main: Term) -> Premises:
    """sigma_min(A + B) >= a - b, from sigma_min(A) >= a and sigma_max(B) <= b."""
    return _below(claim, main, SMALLEST)


def _below(claim: Proposition, main: Term, kind: str) -> Premises:
    match _bounded(claim, kind, ">="):
        case total, Add(terms=(a, Neg(term=b))):
            rest = _apart(total, main)
            return None if rest is None else (at_least(Spectral(kind, main), a), at_most(sigma_max(rest), b))
    return None


def least_of_product(claim: Proposition) -> Premises:
    """sigma_min(A B) >= a b, from sigma_min(A) >= a >= 0 and sigma_min(B) >= b >= 0."""
    match _bounded(claim, SMALLEST, ">="):
        case MatMul(left=first, right=second), Mul(factors=(a, b)) if len(first.shape) == len(second.shape) == 2:
            signs = at_least(a, ZERO), at_least(b, ZERO)
            return at_least(sigma_min(first), a), at_least(sigma_min(second), b), *signs
    return None


def least_of_diagonal(claim: Proposition) -> Premises:
    """sigma_min(diag(v)) >= c, from |v_i| >= c for every i."""
    match _bounded(claim, SMALLEST, ">="):
        case Diag(vector=v), c:
            return at_least(size(v), c * Ones(v.shape)), *_filled(*v.shape)
    return None


def least_at_most_largest(claim: Proposition) -> Premises:
    """sigma_min(A) <= a, from sigma_max(A) <= a."""
    match _bounded(claim, SMALLEST):
        case matrix, a:
            return (at_most(sigma_max(matrix), a),)
    return None


def gram_eigenvalue(claim: Proposition) -> Premises:
    """Return the largest eigenvalue of A.T A is the square of sigma_max(A)."""
    match claim:
        case Relation(
            op="=",
            left=Spectral(kind="largest_eigenvalue", matrix=MatMul(left=Transpose(matrix=first), right=second)),
            right=right,
        ) if first is second and right is Pow(sigma_max(first), as_term(2)):
            return Relation("=", first, first), *_filled(*first.shape)
    return None


def norm_by_gram(claim: Proposition) -> Premises:
    """sigma_max(A) <= a, from largest eigenvalue of A.T A <= a^2 and a >= 0."""
    match _bounded(claim, LARGEST):
        case matrix, a:
            eigenvalue = Spectral(EIGENVALUE, MatMul(Transpose(matrix), matrix))
            return at_most(eigenvalue, Pow(a, as_term(2))), at_least(a, ZERO)
    return None


def size_between(claim: Proposition) -> Premises:
    """|A| <= X, from -X <= A and A <= X."""
    match _sized(claim):
        case inner, x:
            return at_least(inner, Neg(x)), at_most(inner, x)
    return None


def size_of_product(claim: Proposition) -> Premises:
    """|A B| <= X Y, from |A| <= X and |B| <= Y."""
    match _sized(claim):
        case MatMul(left=first, right=second), MatMul(left=x, right=y) if (
            x.shape == first.shape and y.shape == second.shape
        ):
            return at_most(size(first), x), at_most(size(second), y)
    return None


def size_of_sum(claim: Proposition) -> Premises:
    """|A + ... + B| <= X + ... + Y, from |A| <= X, ..., |B| <= Y."""
    match _sized(claim):
        case Add(terms=parts), Add(terms=bounds) if len(parts) == len(bounds):
            return tuple(at_most(size(part), bound) for part, bound in zip(parts, bounds, strict=True))
    return None


def size_of_multiple(claim: Proposition) -> Premises:
    """|c A| <= |c| X and |-A| <= X, from |A| <= X."""
    match _sized(claim):
        case Mul(factors=(c, inner)), Mul(factors=(scale, x)) if not c.shape and scale is size(c):
            return at_most(size(inner), x), Relation("=", c, c)
        case Neg(term=inner), x:
            return (at_most(size(inner), x),)
    return None


def size_of_diagonal(claim: Proposition) -> Premises:
    """|diag(v)| <= diag(x), from |v| <= x."""
    match _sized(claim):
        case Diag(vector=v), Diag(vector=x):
            return (at_most(size(v), x),)
    return None


def size_of_entrywise_product(claim: Proposition) -> Premises:
    """|hadamard(A, B)| <= hadamard(X, Y), from |A| <= X and |B| <= Y."""
    match _sized(claim):
        case Hadamard(left=first, right=second), Hadamard(left=x, right=y):
            return at_most(size(first), x), at_most(size(second), y)
    return None
