"""The inequalities of Cauchy-Schwarz and of the triangle, with norms of vectors.

    u @ v <= norm(u)*norm(v), u @ v >= -norm(u)*norm(v)      from (u @ v)**2 <= (u @ u)*(v @ v), where u @ v has a sign
    norm(u + ... + w) <= norm(u) + ... + norm(w)             its square, from these
    norm(u) <= norm(v) + norm(u - v)                         the same, for the vectors on the right
    norm(u) <= sum of |u(k)| <= sqrt(n)*norm(u)              the squares of (|u(k)| - |u(j)|), and |u(k)|*|u(j)| >= 0

The bounds of the products of the vectors in a claim join the hypotheses, and the sign of the claim must be visible.
Decides Cauchy-Schwarz, cosines between -1 and 1, triangles of two and three sides, and those turned round.
Undecided: norms of matrices, and vectors that stand in no norm of the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from gradcheck.kernel.evidence import ByCases, ByPositivity, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Entry, Identity, MatMul, Norm
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Mul, Neg, Pow, Term, as_term
from gradcheck.search.equations.combinations import summands
from gradcheck.search.inequalities.gathered_sums import free_index, plus
from gradcheck.search.inequalities.sum_lemmas import spread_twice
from gradcheck.search.inequalities.summands import proved_sign
from gradcheck.search.tactic import Lemma, Search, after_lemmas

NAME = "lengths of vectors"
MAX_VECTORS = 4
ZERO, TWO = as_term(0), as_term(2)


def lengths(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order from the bounds of inner products by norms."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or goal.rewrites:
        return
    norms = list(dict.fromkeys(part for part in walk(claim) if isinstance(part, Norm) and len(part.array.shape) == 1))
    if not norms or search.depth < 2:
        return
    longer, shorter = _sides(claim)
    triangle = len(shorter) == 1 and all(isinstance(term, Norm) for term in (*shorter, *longer))
    vectors = [term.array for term in (longer if triangle else norms) if isinstance(term, Norm)][:MAX_VECTORS]
    lemmas: list[Lemma] = []
    if any(isinstance(part, Apply) and part.function == "abs" for part in walk(claim)):
        lemmas += [lemma for u in dict.fromkeys(vectors) for lemma in _of_moduli(goal, search, u)]
    for u, v in combinations(dict.fromkeys(vectors), 2):
        if u.shape == v.shape:
            lemmas += _bounds(goal, search, u, v)
    if not lemmas:
        return
    yield after_lemmas(lemmas, BySign())
    if triangle:
        yield from _by_square(shorter[0], longer, lemmas)


def _sides(claim: Relation) -> tuple[list[Term], list[Term]]:
    """Return the positive and the negative summands of what the claim says to be at least 0."""
    left, right = (claim.left, claim.right) if claim.op in ("<=", "<") else (claim.right, claim.left)
    terms = [*summands(right), *summands(left, -1)]
    return [term for sign, term in terms if sign > 0], [term for sign, term in terms if sign < 0]


def _bounds(goal: Goal, search: Search, u: Term, v: Term) -> list[Lemma]:
    """Return that an inner product lies between plus and minus the product of the norms."""
    k = free_index(goal)
    j = free_index(goal.suppose(Relation("=", k, k)))
    square = Relation(">=", spread_twice((u[k] * v[j] - u[j] * v[k]) ** 2, u, k, j), ZERO)
    proof = proved_sign(goal, square, search)
    if proof is None:
        return []
    length = Norm(u) * Norm(v)
    bounds = Relation("<=", MatMul(u, v), length), Relation(">=", MatMul(u, v), Neg(length))
    flat = Relation("=", MatMul(u, v), ZERO)
    found: list[Lemma] = [(square, proof)]
    for bound, sign in zip(bounds, (-1, 1), strict=True):
        at_zero = ByPositivity(length, ((as_term(sign), flat),))
        found.append((bound, ByCases(flat.left, BySign(), at_zero, BySign())))
    return found


def _of_moduli(goal: Goal, search: Search, u: Term) -> list[Lemma]:
    """Return that the square of the sum of moduli lies between the sum of the squares and n times that."""
    k = free_index(goal)
    j = free_index(goal.suppose(Relation("=", k, k)))
    one, other = (Apply("abs", (u[index],)) for index in (k, j))
    apart = one * other * (1 - Entry(Identity(u.shape[0]), (k, j)))
    found: list[Lemma] = []
    for body in ((one - other) ** 2, apart):
        wanted = Relation(">=", spread_twice(body, u, k, j), ZERO)
        proof = proved_sign(goal, wanted, search)
        found += [] if proof is None else [(wanted, proof)]
    return found


def _by_square(shorter: Term, longer: list[Term], lemmas: list[Lemma]) -> Iterator[Evidence | None]:
    """Prove norm(u) <= a sum of norms from the squares, which differ by a sum of what the lemmas bound."""
    square = Relation("<=", Pow(shorter, TWO), Pow(plus(longer), TWO))
    bounds = [bound for bound, _ in lemmas if isinstance(bound, Relation)]
    below: list[Term] = [Mul((TWO, bound.right - bound.left)) for bound in bounds if bound.op == "<="]
    above: list[Term] = [Mul((TWO, bound.left - bound.right)) for bound in bounds if isinstance(bound.right, Neg)]
    for gaps in (below, above):
        yield after_lemmas([*lemmas, (square, ByPositivity(plus(gaps)))], BySign())
