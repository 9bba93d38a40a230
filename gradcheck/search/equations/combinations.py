"""Linear combinations of the equations among the hypotheses.

``combined`` finds rational numbers c_k with claim = sum of c_k (multiple k of a hypothesis), where the multiples are
those that the terms at hand suggest: the equation itself, contracted with a vector, multiplied by a matrix on one side
or on both, or by a scalar of the claim.  ``expansions`` proves l <= r by an equation for one of the sides: the rest of
r - l, after equal terms cancel and terms with a vanishing vector are dropped, must have a visible sign.

Decides claims that are linear in the hypotheses.  Undecided: what needs products of hypotheses.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from itertools import islice, product
from typing import Any

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, rational_number
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.kernel.equality import combination, entry_indices
from gradcheck.kernel.evidence import ByNormalForm, ByPositivity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Array, Diag, Identity, MatMul, Ones, Outer, Transpose
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Add, Derivative, Mul, Neg, Num, Symbol, Term, as_term
from gradcheck.search.tactic import Search

MAX_COLUMNS = 40
MAX_TERMS = 60
MAX_PAIRS = 12  # of what an equation of matrices is multiplied by on both sides
Multiple = tuple[Term, Relation]


def combined(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim as a linear combination of multiples of the hypotheses."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=":
        return
    known = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and not _same(h)]
    if not known or (len(known) == 1 and not claim.left.shape and not known[0].left.shape):
        return  # a single multiple is found by the ratio of the two sides
    light = [h for h in known if not any(isinstance(node, Derivative) for node in walk(h))]
    for some in (light, known) if len(light) < len(known) else (known,):
        multiples = _multiples(claim, some)[:MAX_COLUMNS]
        weights = goal.in_ring(partial(_weights, claim, multiples))
        if weights is not None:
            chosen = tuple((_scaled(term, w), h) for w, (term, h) in zip(weights, multiples, strict=True) if w)
            yield ByNormalForm(multipliers=chosen)


def _same(relation: Relation) -> bool:
    return relation.left is relation.right


def _scaled(term: Term, weight: Fraction) -> Term:
    return term if weight == 1 else Neg(term) if weight == -1 else Num(weight) * term


def _multiples(claim: Relation, known: list[Relation]) -> list[Multiple]:
    shape = claim.left.shape
    terms = [t for node in (claim, *known) for t in walk(node) if isinstance(t, Term)]
    arrays = list(dict.fromkeys(t for t in terms if t.shape))[:MAX_TERMS]
    scalars = list(dict.fromkeys(t for t in terms if not t.shape and isinstance(t, Symbol) and not t.is_integer))[:4]
    found: dict[Multiple, None] = {}
    for relation in known:
        if relation.left.shape == shape:
            found[as_term(1), relation] = None
    for relation in known:
        if relation.left.shape:
            for term in arrays:
                if _fits(term, relation, shape):
                    found[term, relation] = None
    found |= dict.fromkeys(_two_sided(arrays, known, shape))
    for multiple in list(found):
        for scalar in scalars:
            if not multiple[0].shape:
                found[scalar, multiple[1]] = None
    return list(found)


def _two_sided(arrays: list[Term], known: list[Relation], shape: tuple[Term, ...]) -> list[Multiple]:
    """Return u @ (l - r) @ v for equations of matrices; u and v are arrays at hand or the identity."""
    plain = [t for t in arrays if len(t.shape) == 1 or isinstance(t, Array) or _is_turned(t)]
    found: list[Multiple] = []
    for relation in known:
        if len(relation.left.shape) != 2:
            continue
        rows, columns = relation.left.shape
        before = [*(t for t in plain if t.shape[-1] is rows), Identity(rows)]
        after = [*(t for t in plain if t.shape[0] is columns), Identity(columns)]
        pairs = ((u, v) for u, v in product(before, after) if u.shape[:-1] + v.shape[1:] == shape)
        found += [(Outer(u, v), relation) for u, v in islice(pairs, MAX_PAIRS)]
    return found


def _is_turned(term: Term) -> bool:
    return isinstance(term, Transpose) and isinstance(term.matrix, Array)


def _fits(term: Term, relation: Relation, shape: tuple[Term, ...]) -> bool:
    side = relation.left.shape
    if isinstance(term, Diag):
        return False  # the kernel takes it for an entrywise multiple
    return term.shape[-1] is side[0] and term.shape[:-1] + side[1:] == shape


def _weights(claim: Relation, multiples: list[Multiple], ring: Ring, lowering: Lowering) -> list[Fraction] | None:
    indices = entry_indices(ring, lowering, claim.left)

    def value(*parts: Term) -> Quotient:
        total = ring.constant(0)
        for part in parts:
            total = total + lowering.remembered(part, indices, {})
        return rewrite(lowering, total)

    target = value(claim.left, Neg(claim.right))
    columns: list[Quotient | None] = []
    for multiple in multiples:
        try:
            columns.append(value(combination(*multiple)))
        except (Unsupported, TooLarge, ArithmeticError):
            columns.append(None)
    common = ring.constant(1)
    for item in (target, *columns):
        if item is not None and item.den is not ONE:
            common = common * Quotient((item * common).den, ONE, ring.relations)
    vectors = [_vector(item * common) if item is not None else {} for item in columns]
    return solve_linear(vectors, _vector(target * common))


def _vector(value: Quotient) -> dict[Any, Fraction]:
    if value.den is not ONE:
        raise Unsupported("a common denominator was not found")
    return {powers: rational_number(c) for powers, c in value.num.terms()}


def solve_linear(columns: list[dict[Any, Fraction]], target: dict[Any, Fraction]) -> list[Fraction] | None:
    """Return rational x with sum of x_j columns_j = target, by elimination, or None; earlier columns are preferred."""
    basis: list[tuple[Any, dict[Any, Fraction], dict[int, Fraction]]] = []
    for position, column in enumerate([*columns, target]):
        rest = dict(column)
        used = {position: Fraction(1)}
        for pivot, vector, made in basis:
            factor = rest.get(pivot, Fraction(0))
            if factor:
                _subtract(rest, vector, factor)
                _subtract(used, made, factor)
        if position == len(columns):
            return None if rest else [-used.get(j, Fraction(0)) for j in range(len(columns))]
        if rest:
            pivot = min(rest, key=str)
            scale = rest[pivot]
            basis.append((pivot, {k: v / scale for k, v in rest.items()}, {k: v / scale for k, v in used.items()}))
    return None


def _subtract(vector: dict[Any, Fraction], other: dict[Any, Fraction], factor: Fraction) -> None:
    for key, value in other.items():
        left = vector.get(key, Fraction(0)) - factor * value
        if left:
            vector[key] = left
        else:
            vector.pop(key, None)


def summands(term: Term, sign: int = 1) -> list[tuple[int, Term]]:
    """Return the term as a signed sum."""
    if isinstance(term, Add):
        return [part for inner in term.terms for part in summands(inner, sign)]
    if isinstance(term, Neg):
        return summands(term.term, -sign)
    return [(sign, term)]


def expansions(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an inequality by an equation for one side: cancel equal terms and drop vanishing ones."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape:
        return
    if claim.op in (">", ">="):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    equations = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "="]
    zero = [h for h in equations if h.left.shape and is_zero(h.right)]
    for h in equations:
        for side, other, sign in ((h.left, h.right, 1), (h.right, h.left, -1)):
            for left, right, factor in ((claim.left, other, sign), (other, claim.right, -sign)):
                if side is (claim.right if left is claim.left else claim.left):
                    yield from _expanded(left, right, [(as_term(factor), h)], zero)
    if zero:
        yield from _expanded(claim.left, claim.right, [], zero)


def _expanded(left: Term, right: Term, multiples: list[Multiple], zero: list[Relation]) -> Iterator[Evidence]:
    rest: list[tuple[int, Term]] = []
    for sign, term in (*summands(right), *summands(left, -1)):
        if (-sign, term) in rest:
            rest.remove((-sign, term))
        else:
            rest.append((sign, term))
    for h in zero:
        for sign, term in list(rest):
            if isinstance(term, MatMul) and h.left in (term.left, term.right) and not term.shape:
                rest.remove((sign, term))
                multiples.append((_scaled(term.right if term.left is h.left else term.left, Fraction(sign)), h))
    parts = tuple(term if sign > 0 else Neg(term) for sign, term in rest)
    certificate = as_term(0) if not parts else parts[0] if len(parts) == 1 else Add(parts)
    yield ByPositivity(certificate, tuple(multiples))


def is_zero(term: Term) -> bool:
    """Whether the term is written as a zero array."""
    return isinstance(term, Mul) and term.factors[0] is as_term(0) and all(
        isinstance(f, Num | Ones) for f in term.factors
    )  # fmt: skip
