"""Theorems on matrices, absolute values and sums: from a claim each gives the premises that have to be proved.

None where the claim is no conclusion of the theorem.  Every premise has a value only where the parts have one, and
whatever stands in a claim stands in a premise, but for those that say so.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING, Any

from recheck.definedness import demand_defined
from recheck.nodes import Node, is_integer, make, number, plus, relation, times
from recheck.refusal import Unread, Wrong, need
from recheck.rule import check, rule

if TYPE_CHECKING:
    from recheck.goal import Goal

Fact = Callable[..., tuple[Node, ...] | None]
FACTS: dict[str, Fact] = {}
TRUSTED: set[str] = set()


def fact(name: str, trusted: bool = True) -> Callable[[Fact], Fact]:
    """Enter a theorem; one that is trusted is named in the result."""

    def enter(function: Fact) -> Fact:
        FACTS[name] = function
        if trusted:
            TRUSTED.add(name)
        return function

    return enter


@rule("ByFact", strict=True)
def by_fact(goal: Goal, name: str, proofs: Any, arguments: tuple[Node, ...]) -> None:
    """The conclusion of a theorem, from its premises: ``arguments`` are the terms that it is about."""
    if name not in FACTS:
        raise Unread(f"the fact {name}")
    refused = None
    for given in (terms for count in range(len(arguments) + 1) for terms in combinations(arguments, count)):
        try:
            conclude(goal, FACTS[name](goal.claim, *given), proofs)
        except TypeError:
            continue  # it takes another number of terms
        except (Unread, Wrong) as problem:
            refused = refused or problem
        else:
            if name in TRUSTED:
                goal.statement.trust.append(name)
            return
    raise refused or Wrong(f"not what the fact {name} concludes")


def conclude(goal: Goal, premises: tuple[Node, ...] | None, proofs: tuple[Any, ...]) -> None:
    """Check the premises; those that only say that a part has a value, or that a side is at least 1, need no proof."""
    if premises is None:
        raise Wrong("another claim than the fact concludes")
    rest = [premise for premise in premises if not is_plain(premise)]
    need(len(rest) == len(proofs), "premises without proof")
    for premise in premises:
        if is_plain(premise):
            demand_defined(goal, premise)
            goal.demand(premise)
    for premise, proof in zip(rest, proofs, strict=True):
        check(goal.claiming(premise), proof)


def is_plain(premise: Node) -> bool:
    """Whether a premise says that a term equals itself, or bounds the side of an array."""
    if premise.kind != "Relation":
        return False
    op, left, right = premise.args
    return (op == "=" and left is right) or (op == ">=" and is_integer(left) and right is number(1))


def norm(matrix: Node, kind: str = "operator_norm") -> Node:
    return make("Spectral", kind, matrix)


def size(term: Node) -> Node:
    return make("Apply", "abs", (term,))


def most(left: Node, right: Node) -> Node:
    return relation("<=", left, right)


def least(left: Node, right: Node) -> Node:
    return relation(">=", left, right)


def filled(term: Node) -> tuple[Node, ...]:
    return tuple(least(side, number(1)) for side in term.shape)


def bounded(claim: Node, kind: str = "operator_norm", op: str = "<=") -> tuple[Any, Any]:
    """Return the matrix and the bound of a claim ``kind(matrix) op bound``."""
    if claim.kind == "Relation" and claim.args[0] == op and claim.args[1].kind == "Spectral":
        found, matrix = claim.args[1].args
        return (matrix, claim.args[2]) if found == kind else (None, None)
    return None, None


def kinds(term: Node, other: Node, kind: str, second: str) -> bool:
    return term is not None and term.kind == kind and other.kind == second


def pair(term: Node) -> Any:
    """Return the two factors of a product of two; None for another term."""
    return term.args[0] if term is not None and term.kind == "Mul" and len(term.args[0]) == 2 else None


def equation_of(claim: Node, kind: str | None = None) -> tuple[Any, Any]:
    """Return the two sides of an equation, of a norm of a matrix where a kind is named."""
    if claim.kind != "Relation" or claim.args[0] != "=":
        return None, None
    left, right = claim.args[1:]
    if kind is not None and (left.kind != "Spectral" or left.args[0] != kind):
        return None, None
    return (left if kind is None else left.args[1]), right


def same(term: Node) -> Node:
    """Return the premise that a term has a value."""
    return relation("=", term, term)


@fact("congruence", trusted=False)
def congruence(claim: Node) -> tuple[Node, ...] | None:
    """f(a) = f(b), from a = b."""
    left, right = equation_of(claim)
    if left is None or left.kind != right.kind or left.kind not in ("Apply", "Norm", "Trace", "Determinant", "Inverse"):
        return None
    if left.kind == "Apply" and (left.args[0] != right.args[0] or len(left.args[1]) != 1):
        return None
    a, b = (side.args[1][0] if side.kind == "Apply" else side.args[0] for side in (left, right))
    return (relation("=", a, b),) if a.shape == b.shape else None


@fact("norm-product")
def norm_product(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim)
    if matrix is None or matrix.kind != "MatMul" or pair(bound) is None:
        return None
    parts = matrix.args
    if any(len(part.shape) != 2 for part in parts):
        return None
    return tuple(most(norm(part), b) for part, b in zip(parts, pair(bound), strict=True))


@fact("norm-sum")
def norm_sum(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim)
    if matrix is None or not kinds(matrix, bound, "Add", "Add") or len(matrix.args[0]) != len(bound.args[0]):
        return None
    return tuple(most(norm(part), b) for part, b in zip(matrix.args[0], bound.args[0], strict=True))


@fact("norm-multiple")
def norm_multiple(claim: Node) -> tuple[Node, ...] | None:
    """The norm of c A is |c| times that of A."""
    matrix, right = equation_of(claim, "operator_norm")
    if matrix is not None:
        factors = pair(matrix)
        if factors is None or factors[0].shape or right is not times(size(factors[0]), norm(factors[1])):
            return None
        return same(factors[0]), same(factors[1]), *filled(factors[1])
    matrix, bound = bounded(claim)
    if matrix is not None and matrix.kind == "Neg":
        return (most(norm(matrix.args[0]), bound),)
    factors, scales = pair(matrix), pair(bound)
    if factors is None or scales is None or factors[0].shape or scales[0] is not size(factors[0]):
        return None
    return most(norm(factors[1]), scales[1]), same(factors[0])


@fact("norm-diagonal")
def norm_diagonal(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim)
    if matrix is None or matrix.kind != "Diag":
        return None
    v = matrix.args[0]
    return most(size(v), times(bound, make("Ones", v.shape))), *filled(v)


@fact("least-diagonal")
def least_diagonal(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim, "smallest_singular_value", ">=")
    if matrix is None or matrix.kind != "Diag":
        return None
    v = matrix.args[0]
    return least(size(v), times(bound, make("Ones", v.shape))), *filled(v)


@fact("norm-identity")
def norm_identity(claim: Node) -> tuple[Node, ...] | None:
    left, right = equation_of(claim)
    if left is None or left.kind != "Spectral" or left.args[1].kind != "Identity" or right is not number(1):
        return None
    return (least(left.args[1].args[0], number(1)),)


@fact("norm-outer")
def norm_outer(claim: Node) -> tuple[Node, ...] | None:
    matrix, right = equation_of(claim, "operator_norm")
    if matrix is not None and matrix.kind == "Outer":
        u, v = matrix.args
        return (same(u), same(v), *filled(u), *filled(v)) if right is times(make("Norm", u), make("Norm", v)) else None
    matrix, bound = bounded(claim)
    if matrix is None or matrix.kind != "Outer" or pair(bound) is None or len(matrix.shape) != 2:
        return None
    sides = [most(make("Norm", part), b) for part, b in zip(matrix.args, pair(bound), strict=True)]
    return (*sides, *filled(matrix))


def below_by(claim: Node, main: Node, kind: str) -> tuple[Node, ...] | None:
    """Return the premises of a lower bound a - b of a sum: a of one summand, and b of the norm of the others."""
    total, bound = bounded(claim, kind, ">=")
    if total is None or not kinds(total, bound, "Add", "Add") or len(bound.args[0]) != 2:
        return None
    a, b = bound.args[0]
    if b.kind != "Neg" or main not in total.args[0]:
        return None
    place = total.args[0].index(main)
    rest = total.args[0][:place] + total.args[0][place + 1 :]
    if not rest:
        return None
    return least(norm(main, kind), a), most(norm(rest[0] if len(rest) == 1 else plus(*rest)), b.args[0])


@fact("norm-reverse-triangle")
def norm_reverse_triangle(claim: Node, main: Node) -> tuple[Node, ...] | None:
    return below_by(claim, main, "operator_norm")


@fact("weyl")
def weyl(claim: Node, main: Node) -> tuple[Node, ...] | None:
    return below_by(claim, main, "smallest_singular_value")


@fact("least-product")
def least_product(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim, "smallest_singular_value", ">=")
    if matrix is None or matrix.kind != "MatMul" or pair(bound) is None or any(len(p.shape) != 2 for p in matrix.args):
        return None
    sides = [least(norm(p, "smallest_singular_value"), b) for p, b in zip(matrix.args, pair(bound), strict=True)]
    return (*sides, *(least(b, number(0)) for b in pair(bound)))


@fact("gram-eigenvalue")
def gram_eigenvalue(claim: Node) -> tuple[Node, ...] | None:
    """The largest eigenvalue of A.T A is the square of the norm of A."""
    matrix, right = equation_of(claim, "largest_eigenvalue")
    if matrix is None or matrix.kind != "MatMul" or matrix.args[0] is not make("Transpose", matrix.args[1]):
        return None
    a = matrix.args[1]
    return (same(a), *filled(a)) if right is make("Pow", norm(a), number(2)) else None


@fact("gram-norm")
def gram_norm(claim: Node) -> tuple[Node, ...] | None:
    matrix, bound = bounded(claim)
    if matrix is None:
        return None
    gram = norm(make("MatMul", make("Transpose", matrix), matrix), "largest_eigenvalue")
    return most(gram, make("Pow", bound, number(2))), least(bound, number(0))
