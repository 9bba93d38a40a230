"""Linear systems, inverses and definite matrices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.definedness import demand_defined
from recheck.facts import equation_of, fact
from recheck.nodes import NEG, POS, fit, make, minus, plus, relation, walk
from recheck.refusal import need
from recheck.rule import check, rule

if TYPE_CHECKING:
    from recheck.goal import Goal
    from recheck.nodes import Node


@fact("definite-invertible")
def definite_invertible(claim: Node) -> tuple[Node, ...] | None:
    return (make("PositiveDefinite", claim.args[0]),) if claim.kind == "Invertible" else None


@fact("inverse-solves")
def inverse_solves(claim: Node) -> tuple[Node, ...] | None:
    """A x = b, where A is invertible and x = A^-1 b."""
    left, right = equation_of(claim)
    if left is None or left.kind != "MatMul" or len(left.args[0].shape) != 2:
        return None
    matrix, x = left.args
    if matrix.shape[0] is not matrix.shape[1]:
        return None
    return make("Invertible", matrix), relation("=", x, make("MatMul", make("Inverse", matrix), right))


@rule("ByInverse", strict=True)
def by_inverse(goal: Goal, product: Any, invertible: Any) -> None:
    """x = A^-1 b, from A x = b and a proof that A is invertible."""
    need(goal.claim.kind == "Relation" and goal.claim.args[0] == "=", "no equation")
    for one, other in (goal.claim.args[1:], goal.claim.args[:0:-1]):
        matrix, right = split_inverse(other)
        if matrix is not None:
            check(goal.claiming(make("Invertible", matrix)), invertible)
            check(goal.claiming(relation("=", make("MatMul", matrix, one), right)), product)
            goal.statement.trust.append("inverse-solves")
            return
    need(False, "no solution of a linear system")


def split_inverse(term: Node) -> tuple[Any, ...]:
    """Return A and b of A^-1 b, in any bracketing."""
    if term.kind != "MatMul":
        return None, None
    if term.args[0].kind == "Inverse":
        return term.args[0].args[0], term.args[1]
    matrix, right = split_inverse(term.args[0])
    return (matrix, None) if matrix is None else (matrix, make("MatMul", right, term.args[1]))


@rule("ByDefiniteness", strict=True)
def by_definiteness(goal: Goal, name: str, remainder: Node, weights: Node) -> None:
    """A is positive definite: v A v is a remainder >= 0 and positive multiples of the squares of the entries of v."""
    need(goal.claim.kind == "PositiveDefinite", "no claim of a definite matrix")
    matrix = goal.claim.args[0]
    others = (goal.claim, weights, *goal.hypotheses, *goal.statement.definitions)
    used = {
        part.args[0] for node in others for part in walk(node) if part.kind in ("Array", "Sequence", "RandomVariable")
    }
    need(name not in used and not goal.rewrites, "the vector is not new")
    v = make("Array", name, matrix.shape[:1])
    fit(weights.shape == v.shape and not remainder.shape and matrix.shape[0] is matrix.shape[1])
    demand_defined(goal, weights)
    demand_defined(goal, remainder)
    form = make("MatMul", make("MatMul", v, matrix), v)
    squares = make("MatMul", weights, make("Hadamard", v, v))
    gap = goal.value(minus(form, plus(remainder, squares)))
    need(not gap.num, "the form is another one")
    places = goal.places(weights)
    need(goal.forms().sign(goal.value(weights, places)) == POS, "a weight that may not be positive")
    need(not goal.forms().visible(remainder, goal.value) & NEG, "a remainder that may be negative")
