"""Definite and invertible matrices, and solutions of linear systems."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from flint import fmpq_mat

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import coefficient_of, rational_number
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE, sign_of, within
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import check_normal_form, entry_indices, relation_of, settle
from gradcheck.kernel.evidence import ByDefiniteness, ByInverse, ByNormalForm, Evidence
from gradcheck.kernel.forming import formed
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.visible import visible_sign
from gradcheck.language.syntax.arrays import Array, Hadamard, Inverse, MatMul
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Relation
from gradcheck.language.syntax.terms import Term

Check = Callable[[Goal, Evidence, Trail], None]


def check_definiteness(goal: Goal, evidence: ByDefiniteness, trail: Trail, check: Check) -> None:
    """Check that A is positive definite: v A v is a nonnegative remainder plus a
    positive multiple of each v_j squared.
    """
    del check
    claim = goal.claim
    if not isinstance(claim, PositiveDefinite):
        raise Rejected("the rule proves that a matrix is positive definite")
    used = {
        node.name
        for part in (claim, *goal.hypotheses, *goal.definitions)
        for node in walk(part)
        if isinstance(node, Array)
    }
    if evidence.vector in used:
        raise Rejected(f"the vector {evidence.vector} is not new")
    v = formed(lambda: Array(evidence.vector, claim.matrix.shape[:1]))
    if evidence.weights.shape != v.shape or any(part is v for part in walk(evidence.weights)):
        raise Rejected("the weights are a vector that does not depend on v")
    form = v @ claim.matrix @ v
    squares = MatMul(evidence.weights, Hadamard(v, v))
    check_normal_form(goal.claiming(Relation("=", form, evidence.remainder + squares)), ByNormalForm(), trail)

    def work(ring: Ring, lowering: Lowering) -> None:
        weight = lowering.entry(evidence.weights, entry_indices(ring, lowering, evidence.weights))
        if not within(sign_of(ring, weight), POSITIVE):
            raise Rejected("a weight is not visibly positive")
        if not within(visible_sign(lowering, evidence.remainder), NONNEGATIVE):
            raise Rejected("the remainder is not visibly nonnegative")
        settle(goal, ring, ring.conditions, trail)

    goal.in_ring(work, trail)


def check_inverse(goal: Goal, evidence: ByInverse, trail: Trail, check: Check) -> None:
    """Check x = A**-1 b (the product in any bracketing), from A x = b and the invertibility of A."""
    claim = relation_of(goal)
    solution, found = claim.left, split_inverse(claim.right)
    if found is None:
        solution, found = claim.right, split_inverse(claim.left)
    if claim.op != "=" or found is None:
        raise Rejected("the rule proves x = inverse(A) @ b")
    matrix, right = found
    check(goal.claiming(Invertible(matrix)), evidence.invertible, trail)
    check_defined(goal.suppose(Invertible(matrix)), claim, trail)
    product = formed(lambda: Relation("=", MatMul(matrix, solution), right))
    check(goal.claiming(product), evidence.product, trail)


def split_inverse(term: Term) -> tuple[Term, Term] | None:
    """Return (A, b) for inverse(A) @ b, where b may be a product itself; None for another term."""
    if not isinstance(term, MatMul):
        return None
    if isinstance(term.left, Inverse):
        return term.left.matrix, term.right
    found = split_inverse(term.left)
    return None if found is None else (found[0], MatMul(found[1], term.right))


def is_regular(rows: list[list[Fraction]], definite: bool) -> bool:
    """Whether a square matrix of numbers is invertible, or has a positive ``definite`` symmetric part (Sylvester)."""
    if not definite:
        return determinant(rows) != 0
    half = [[(rows[i][j] + rows[j][i]) / 2 for j in range(len(rows))] for i in range(len(rows))]
    return all(determinant([row[:k] for row in half[:k]]) > 0 for k in range(1, len(rows) + 1))


def determinant(rows: list[list[Fraction]]) -> Fraction:
    """Return the determinant of a square matrix of rational numbers."""
    return rational_number(fmpq_mat([[coefficient_of(value) for value in row] for row in rows]).det())
