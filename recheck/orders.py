"""Orders, absolute values and sums: what follows from the meaning of the words, and is not taken on trust."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.facts import equation_of, fact, kinds, most, size
from recheck.nodes import make, minus, number, put, relation

if TYPE_CHECKING:
    from recheck.nodes import Node


@fact("order", trusted=False)
def order(claim: Node, between: Node) -> tuple[Node, ...] | None:
    """a <= c, from a <= b and b <= c; entry by entry."""
    if claim.kind != "Relation" or claim.args[0] in ("=", "!=") or between.shape != claim.args[1].shape:
        return None
    op, left, right = claim.args
    return relation(op[0] + "=", left, between), relation(op, between, right)


@fact("equal-norms", trusted=False)
def equal_norms(claim: Node, other: Node) -> tuple[Node, ...] | None:
    """A bound of a norm of A or of |A|, from A = B and the bound of the same of B."""
    if claim.kind != "Relation" or claim.args[1].kind != other.kind or claim.args[1].args[0] != other.args[0]:
        return None
    op, left, right = claim.args
    if left.kind != "Spectral" and (left.kind != "Apply" or left.args[0] != "abs"):
        return None
    a, b = (side.args[1] if side.kind == "Spectral" else side.args[1][0] for side in (left, other))
    return (relation("=", a, b), relation(op, other, right)) if a.shape == b.shape else None


@fact("definite-norm", trusted=False)
def definite_norm(claim: Node) -> tuple[Node, ...] | None:
    """a = b, from ||a - b||^2 <= 0."""
    left, right = equation_of(claim)
    if left is None or not left.shape:
        return None
    return (most(make("Pow", make("Norm", minus(left, right)), number(2)), number(0)),)


@fact("absolute-product", trusted=False)
def absolute_product(claim: Node) -> tuple[Node, ...] | None:
    """|A B| <= X Y, from |A| <= X and |B| <= Y: the terms of every entry are so bounded."""
    inner, bound = sized(claim)
    if inner is None or not kinds(inner, bound, "MatMul", "MatMul"):
        return None
    if any(a.shape != x.shape for a, x in zip(inner.args, bound.args, strict=True)):
        return None
    return tuple(most(size(a), x) for a, x in zip(inner.args, bound.args, strict=True))


@fact("absolute-diagonal", trusted=False)
def absolute_diagonal(claim: Node) -> tuple[Node, ...] | None:
    inner, bound = sized(claim)
    return (most(size(inner.args[0]), bound.args[0]),) if inner and kinds(inner, bound, "Diag", "Diag") else None


def sized(claim: Node) -> tuple[Any, Any]:
    """Return the term and the bound of |term| <= bound."""
    if claim.kind == "Relation" and claim.args[0] == "<=" and claim.args[1].kind == "Apply":
        name, (term, *_) = claim.args[1].args
        return (term, claim.args[2]) if name == "abs" else (None, None)
    return None, None


@fact("termwise", trusted=False)
def termwise(claim: Node) -> tuple[Node, ...] | None:
    """An order between two sums over one range, 0 being one of zeros, from that of their terms."""
    if claim.kind != "Relation" or claim.args[0] == "!=" or claim.args[1].shape:
        return None
    op, left, right = claim.args
    sums = [side for side in (left, right) if side.kind == "Sum"]
    if not sums or any(one.args[1:] != sums[0].args[1:] for one in sums):
        return None
    _, k, lo, hi = sums[0].args
    first = lo.args[0] if lo.kind == "Num" else -1
    new = make("Symbol", k.args[0], "dimension" if first >= 1 else "natural" if first >= 0 else "integer")
    if any(s in part.free for s in (new, k) for part in (lo, hi)) or any(new in one.free for one in sums):
        return None
    terms = [put(side.args[0], {k: new}) if side.kind == "Sum" else side for side in (left, right)]
    if any(side.kind != "Sum" and side is not number(0) for side in (left, right)):
        return None
    inside = make("And", (most(lo, new), most(new, hi)))
    every = make("ForAll", (new,), make("Implies", inside, relation(op, *terms)))
    return (every, most(lo, hi)) if op in ("<", ">") else (every,)
