"""Positive definite and invertible matrices, and solutions by an inverse."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.kernel.evidence import (
    ByCut,
    ByDefiniteness,
    ByEvaluation,
    ByFact,
    ByHypothesis,
    ByInverse,
    ByNormalForm,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules import matrices as rules
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.arrays import Array, Diag, Hadamard, Identity, Inverse, MatMul, Norm, Ones, Transpose
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Relation
from gradcheck.language.syntax.terms import Add, Mul, Neg, Pow, Term, as_term
from gradcheck.search.calculus.analysis import subgoals
from gradcheck.search.equations.identities import multiples
from gradcheck.search.tactic import Search


def definite(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that a matrix is positive definite as a sum of Gram matrices and positive diagonal matrices."""
    claim = goal.claim
    if not isinstance(claim, PositiveDefinite):
        return
    name = "v*"
    v = Array(name, claim.matrix.shape[:1])
    parts = claim.matrix.terms if isinstance(claim.matrix, Add) else (claim.matrix,)
    remainder: list[Term] = []
    weights: list[Term] = []
    for part in parts:
        scale, core = _scaled(part)
        match core:
            case MatMul(left=Transpose(matrix=a), right=b) if a is b:
                remainder.append(scale * Pow(Norm(MatMul(b, v)), as_term(2)))
            case MatMul(left=a, right=Transpose(matrix=b)) if a is b:
                remainder.append(scale * Pow(Norm(MatMul(Transpose(a), v)), as_term(2)))
            case MatMul(left=Diag(vector=a), right=Diag(vector=b)):
                weights.append(scale * Hadamard(a, b))
            case Diag(vector=a):
                weights.append(scale * a)
            case Identity(side=side):
                weights.append(scale * Ones((side,)))
            case _:
                return
    if weights:
        rest = remainder[0] if len(remainder) == 1 else Add(tuple(remainder)) if remainder else as_term(0)
        yield ByDefiniteness(name, rest, weights[0] if len(weights) == 1 else Add(tuple(weights)))


def _scaled(term: Term) -> tuple[Term, Term]:
    """Return the scalar factor and the matrix of c * A."""
    if isinstance(term, Mul):
        matrices = [f for f in term.factors if f.shape]
        scalars = [f for f in term.factors if not f.shape]
        if len(matrices) == 1 and scalars:
            return (scalars[0] if len(scalars) == 1 else Mul(tuple(scalars))), matrices[0]
    if isinstance(term, terms.Div):
        scale, core = _scaled(term.numerator)
        return scale / term.denominator, core
    return as_term(1), term


def invertible(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that a matrix is invertible because it is positive definite."""
    claim = goal.claim
    if isinstance(claim, Invertible):
        premise = goal.claiming(PositiveDefinite(claim.matrix))
        proof = search.sub(premise)
        if proof is not None:
            yield ByFact("definite-invertible", (proof,), (claim.matrix,))


def inverse(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove x = inverse(A) @ b from A x = b; and A x = b from x = inverse(A) @ b."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or len(claim.left.shape) != 1:
        return
    yield from _from_solution(goal, search)
    goals = subgoals(rules.check_inverse, goal, ByInverse(ByEvaluation(), ByEvaluation()))
    if goals:
        invertible_proof, product_proof = search.sub(goals[0]), search.sub(goals[1])
        if invertible_proof is not None and product_proof is not None:
            yield ByInverse(product_proof, invertible_proof)


def _from_solution(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim as a multiple of A x = b, for a hypothesis x = inverse(A) @ b."""
    for h in goal.parts():
        found = rules.split_inverse(h.right) if isinstance(h, Relation) and h.op == "=" else None
        if found is None or not isinstance(h, Relation):
            continue
        matrix, right = found
        lemma = Relation("=", MatMul(matrix, h.left), right)
        if lemma in set(goal.parts()):
            continue
        invertible_proof = search.sub(goal.claiming(Invertible(matrix)))
        if invertible_proof is None:
            continue
        solution = Relation("=", h.left, MatMul(Inverse(matrix), right))
        same = ByHypothesis() if solution is h else ByNormalForm(multipliers=((as_term(1), h),))
        proof = ByFact("inverse-solves", (invertible_proof, same), (matrix, h.left, right))
        for rest in multiples(goal.suppose(lemma), search):
            if rest is not None and search.accepts(goal.suppose(lemma), rest):
                yield ByCut(lemma, proof, rest)
                return


def no_length(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a = b from ||a - b||^2 <= 0."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not claim.left.shape or goal.rewrites:
        return
    square = Pow(Norm(Add((claim.left, Neg(claim.right)))), as_term(2))
    if any(isinstance(h, Relation) and any(part is square for part in walk(h)) for h in goal.parts()):
        proof = search.sub(goal.claiming(Relation("<=", square, as_term(0))))
        if proof is not None:
            yield ByFact("definite-norm", (proof,), (claim.left, claim.right))
