"""The named facts on norms of matrices and on absolute values of matrices.

Every premise bounds a part, so that bounds are put together bottom-up.  That a conclusion has a value is asked before:
its matrices have rows and columns.

    sigma_max is the operator norm; sigma_min(A) the infimum of norm(A v) over unit v, for matrices of any shape;
    |A| the matrix of absolute values, and <= of arrays is meant entry by entry.
"""

from __future__ import annotations

from functools import partial

from gradcheck.kernel.rules.statement import ONE, ZERO, Fact, at_least, at_most, equal, needed
from gradcheck.language.syntax.arrays import Diag, Hadamard, Identity, MatMul, Norm, Ones, Outer, Transpose
from gradcheck.language.syntax.propositions import OPERATORS, Proposition, Relation
from gradcheck.language.syntax.spectra import KINDS, Spectral
from gradcheck.language.syntax.terms import Add, Apply, Mul, Neg, Pow, Term, as_term

LARGEST, SMALLEST, EIGENVALUE = KINDS


def sigma_max(matrix: Term) -> Term:
    return Spectral(LARGEST, matrix)


def sigma_min(matrix: Term) -> Term:
    return Spectral(SMALLEST, matrix)


def size(term: Term) -> Term:
    """Return the entrywise absolute value."""
    return Apply("abs", (term,))


def gram(matrix: Term) -> Term:
    """Return the largest eigenvalue of A.T A."""
    return Spectral(EIGENVALUE, MatMul(Transpose(matrix), matrix))


def equal_norms(op: str, one: Term, other: Term, bound: Term) -> tuple[Proposition, ...]:
    """A bound of a norm of A or of |A|, from A = B and the same bound of B."""
    match one, other:
        case Spectral(kind=kind, matrix=a), Spectral(kind=same, matrix=b):
            needed(kind == same)
        case Apply(function="abs", args=(a,)), Apply(function="abs", args=(b,)):
            pass
        case _:
            raise ValueError("the fact is about norms and absolute values")
    return Relation(op, one, bound), equal(a, b), Relation(op, other, bound)


def _each(bounded: tuple[Term, ...], bounds: tuple[Term, ...]) -> tuple[Relation, ...]:
    return tuple(at_most(part, bound) for part, bound in zip(bounded, bounds, strict=True))


def norm_of_sum(*terms: Term) -> tuple[Proposition, ...]:
    """sigma_max(A + ... + B) <= a + ... + b, from sigma_max(A) <= a, ..., sigma_max(B) <= b."""
    parts, bounds = terms[: len(terms) // 2], terms[len(terms) // 2 :]
    return at_most(sigma_max(Add(parts)), Add(bounds)), *_each(tuple(map(sigma_max, parts)), bounds)


def size_of_sum(*terms: Term) -> tuple[Proposition, ...]:
    """|A + ... + B| <= X + ... + Y, from |A| <= X, ..., |B| <= Y."""
    parts, bounds = terms[: len(terms) // 2], terms[len(terms) // 2 :]
    return at_most(size(Add(parts)), Add(bounds)), *_each(tuple(map(size, parts)), bounds)


def below(kind: str, total: Term, main: Term, a: Term, b: Term) -> tuple[Proposition, ...]:
    """sigma(A + B) >= a - b, from sigma(A) >= a and sigma_max(B) <= b: A is one summand, B are the others."""
    needed(isinstance(total, Add) and main in total.terms)
    rest = list(total.terms)  # type: ignore[attr-defined]
    rest.remove(main)
    others = rest[0] if len(rest) == 1 else Add(tuple(rest))
    return (
        at_least(Spectral(kind, total), Add((a, Neg(b)))),
        at_least(Spectral(kind, main), a),
        at_most(sigma_max(others), b),
    )


def norm_of_image(A: Term, v: Term, a: Term, b: Term) -> tuple[Proposition, ...]:
    """norm(A v) <= a b, from sigma_max(A) <= a and norm(v) <= b."""
    needed(len(v.shape) == 1)
    return at_most(Norm(MatMul(A, v)), Mul((a, b))), at_most(sigma_max(A), a), at_most(Norm(v), b)


def least_of_product(A: Term, B: Term, a: Term, b: Term) -> tuple[Proposition, ...]:
    """sigma_min(A B) >= a b, from sigma_min(A) >= a >= 0 and sigma_min(B) >= b >= 0."""
    parts = at_least(sigma_min(A), a), at_least(sigma_min(B), b)
    return at_least(sigma_min(MatMul(A, B)), Mul((a, b))), *parts, at_least(a, ZERO), at_least(b, ZERO)


NORMS: dict[str, tuple[Fact, ...]] = {
    "equal-norms": tuple(partial(equal_norms, op) for op in OPERATORS),
    "norm-product": (
        lambda A, B, a, b: (
            at_most(sigma_max(MatMul(A, B)), Mul((a, b))), *_each((sigma_max(A), sigma_max(B)), (a, b)),
        ),
    ),
    "norm-sum": (norm_of_sum,),
    "norm-multiple": (
        lambda c, A: (equal(sigma_max(Mul((c, A))), Mul((size(c), sigma_max(A)))),),
        lambda c, A, a: (at_most(sigma_max(Mul((c, A))), Mul((size(c), a))), at_most(sigma_max(A), a)),
        lambda A, a: (at_most(sigma_max(Neg(A)), a), at_most(sigma_max(A), a)),
    ),
    "norm-transpose": (
        lambda A: (equal(sigma_max(Transpose(A)), sigma_max(A)),),
        lambda A, a: (at_most(sigma_max(Transpose(A)), a), at_most(sigma_max(A), a)),
    ),
    "norm-diagonal": (lambda v, c: (at_most(sigma_max(Diag(v)), c), at_most(size(v), c * Ones(v.shape))),),
    "norm-identity": tuple(
        lambda side, kind=kind: (equal(Spectral(kind, Identity(side)), ONE),)
        for kind in KINDS
    ),
    "norm-outer": (
        lambda u, v: (equal(sigma_max(Outer(u, v)), Mul((Norm(u), Norm(v)))),),
        lambda u, v, a, b: (at_most(sigma_max(Outer(u, v)), Mul((a, b))), *_each((Norm(u), Norm(v)), (a, b))),
    ),
    "norm-entries": (lambda A, a: (at_most(sigma_max(A), a), at_most(Norm(A), a)),),
    "norm-image": (norm_of_image,),
    "norm-reverse-triangle": (partial(below, LARGEST),),
    "weyl": (partial(below, SMALLEST),),
    "least-product": (least_of_product,),
    "least-diagonal": (lambda v, c: (at_least(sigma_min(Diag(v)), c), at_least(size(v), c * Ones(v.shape))),),
    "least-largest": (lambda A, a: (at_most(sigma_min(A), a), at_most(sigma_max(A), a)),),
    "gram-eigenvalue": (lambda A: (equal(gram(A), Pow(sigma_max(A), as_term(2))),),),
    "gram-norm": (
        lambda A, a: (at_most(sigma_max(A), a), at_most(gram(A), Pow(a, as_term(2))), at_least(a, ZERO)),
    ),
    "absolute-value": (lambda A, X: (at_most(size(A), X), at_least(A, Neg(X)), at_most(A, X)),),
    "absolute-product": (
        lambda A, B, X, Y: (at_most(size(MatMul(A, B)), MatMul(X, Y)), *_each((size(A), size(B)), (X, Y))),
    ),
    "absolute-sum": (size_of_sum,),
    "absolute-multiple": (
        lambda c, A, X: (at_most(size(Mul((c, A))), Mul((size(c), X))), at_most(size(A), X)),
        lambda A, X: (at_most(size(Neg(A)), X), at_most(size(A), X)),
    ),
    "absolute-diagonal": (lambda v, x: (at_most(size(Diag(v)), Diag(x)), at_most(size(v), x)),),
    "absolute-entrywise-product": (
        lambda A, B, X, Y: (at_most(size(Hadamard(A, B)), Hadamard(X, Y)), *_each((size(A), size(B)), (X, Y))),
    ),
}  # fmt: skip
