"""Inequalities between sums that every sheet has, each from a sum whose terms are visibly not negative.

    f(i) <= sum of f over k, for f >= 0        sum of f(k)*(1 - delta(k, i)) >= 0
    sum of p*log(p/q) >= sum of p - q          termwise, for positive p and q (Gibbs)
    2 u @ v <= u @ u + v @ v                   (u - v) @ (u - v) >= 0, and with u + v
    (u @ v)**2 <= (u @ u)*(v @ v)              sum over k, j of (u[k]*v[j] - u[j]*v[k])**2 >= 0      (Lagrange)
    (a @ w)**2 <= (ones @ a)*(a @ (w*w))       sum over k, j of a[k]*a[j]*(w[k] - w[j])**2 >= 0, for a >= 0

The lemmas for the sums and vectors of a claim join the hypotheses, a few at a time, and the claim must follow by its
normal form and visible signs.  Decides Cauchy-Schwarz, Young's and the quadratic mean's inequality, a softmax entry at
most 1, and that the Hessian of log-sum-exp is positive semidefinite.  Undecided: what needs
two kinds of lemmas at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import combinations, islice, permutations, product

from gradcheck.kernel.evidence import ByCut, ByPositivity, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Array, Entry, Identity, MatMul, Norm, Ones, Transpose
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Neg, Sum, Symbol, Term, as_term, free_symbols
from gradcheck.search.inequalities.summands import Lemma, as_sum, proved_order, proved_sign, signs_known, sums_in
from gradcheck.search.tactic import Search, after_lemmas

NAME = "inequalities of sums"
MAX_LEMMAS, MAX_VECTORS, MAX_SEARCHED = 12, 4, 3
LETTERS = ("k", "j", "l", "r", "s", "t")


def inequalities_of_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an order from the lemmas about its sums and vectors."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op in ("=", "!=") or claim.left.shape or goal.rewrites:
        return
    if search.depth < 2:
        return
    if not sums_in(claim) and not any(isinstance(part, Norm) for part in walk(claim)):
        return
    yield from _by_tangents(goal, claim, search)
    known = signs_known(goal, search)
    found: list[Goal] = []
    lemmas: list[list[Lemma]] = []
    for wanted in islice(_wanted(claim, known), MAX_LEMMAS):
        proof = proved_sign(goal, wanted, search)
        if proof is not None:
            lemmas.append([*known, (wanted, proof)])
            found.append(goal.suppose(*(lemma for lemma, _ in lemmas[-1])))
            if search.accepts(found[-1], BySign()):
                yield after_lemmas(lemmas[-1], BySign())
    if not any(isinstance(part, Apply) for part in walk(claim)):
        return
    for extended, shown in list(zip(found, lemmas, strict=True))[:MAX_SEARCHED]:
        yield after_lemmas(shown, search.prove(extended, search.skipping(NAME, "terms of sums", depth=2)))


def _indices(claim: Relation) -> list[Symbol]:
    """Return two integer symbols that are free nowhere in the claim."""
    taken = {symbol.name for symbol in free_symbols(claim)}
    return [Symbol(letter, "integer") for letter in LETTERS if letter not in taken][:2]


def _by_tangents(goal: Goal, claim: Relation, search: Search) -> Iterator[Evidence | None]:
    """Prove an order between sums with logarithms from z*log(z/y) >= z - y and the values of sums that are assumed."""
    logs = [part for part in walk(claim) if isinstance(part, Apply) and part.function == "log"]
    arrays = dict.fromkeys(e for log in logs for e in walk(log) if isinstance(e, Array) and len(e.shape) == 1)
    k = _indices(claim)[0]
    values = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and as_sum(h.left) is not None]
    for p, q in permutations(list(arrays)[:MAX_VECTORS], 2):
        if p.shape != q.shape:
            continue
        sums = [Sum(body, k, as_term(1), p.shape[0]) for body in (p[k] * Apply("log", (p[k] / q[k],)), p[k] - q[k])]
        tangent = Relation(">=", *sums)
        proof = proved_order(goal, tangent, search)
        if proof is None:
            continue
        certificate = Add((sums[0], Neg(sums[1])))
        for signs in product((0, 1, -1), repeat=min(len(values), 2)):
            used = tuple((as_term(sign), h) for sign, h in zip(signs, values, strict=False) if sign)
            last = ByPositivity(certificate, used)
            if search.accepts(goal.suppose(tangent).claiming(claim), last):
                yield ByCut(tangent, proof, last)
                return


def _wanted(claim: Relation, known: list[Lemma]) -> Iterator[Relation]:
    """Yield the lemmas, the likeliest first."""
    zero, (k, j) = as_term(0), _indices(claim)
    for term in sums_in(claim):
        for place in _places(claim, term):
            others = as_term(1) - Entry(Identity(term.hi), (term.index, place))
            yield Relation(">=", Sum(term.body * others, term.index, term.lo, term.hi), zero)
    for image in _images(claim):
        yield Relation(">=", MatMul(image, image), zero)
    vectors = _vectors(claim)
    for weights in dict.fromkeys(lemma.left for lemma, _ in known if isinstance(lemma.left, Sum)):
        for w in vectors:
            if w.shape[0] is weights.hi and not isinstance(w, Ones):
                at = [replace_symbols(weights.body, {weights.index: index}) for index in (k, j)]
                yield Relation(">=", spread_twice(at[0] * at[1] * (w[k] - w[j]) ** 2, w, k, j), zero)
    for u, v in combinations(vectors, 2):
        for square in (u - v, u + v):
            yield Relation(">=", MatMul(square, square), zero)
    for u, v in combinations(vectors, 2):
        difference = u[k] * v[j] - u[j] * v[k]
        yield Relation(">=", spread_twice(difference**2, u, k, j), zero)


def spread_twice(body: Term, vector: Term, outer: Symbol, inner: Symbol) -> Term:
    """Return the sum of the body over both indices, which run over the entries of the vector."""
    side = vector.shape[0]
    return Sum(Sum(body, inner, as_term(1), side), outer, as_term(1), side)


def _images(claim: Relation) -> list[Term]:
    """Return the vectors A @ v of quadratic forms v @ (A.T @ A) @ v."""
    found: dict[Term, None] = {}
    for part in walk(claim):
        chain = _chain(part) if isinstance(part, MatMul) and not part.shape else []
        half = len(chain) // 2
        turned = [one if len(one.shape) == 1 else one.matrix if isinstance(one, Transpose) else Transpose(one)
                  for one in chain[::-1]]  # fmt: skip
        if half > 1 and len(chain) == 2 * half and turned == chain:
            found[reduce(MatMul, chain[half:])] = None
    return list(found)


def _chain(term: Term) -> list[Term]:
    return [*_chain(term.left), *_chain(term.right)] if isinstance(term, MatMul) else [term]


def _places(claim: Relation, term: Sum) -> list[Term]:
    """Return the indices at which the claim may have a term of the sum: those of its entries."""
    if term.lo is not as_term(1):
        return []
    found = (part.indices for part in walk(claim) if isinstance(part, Entry))
    singles = dict.fromkeys(index for indices in found for index in indices)
    return [index for index in singles if free_symbols(index) <= free_symbols(claim)]


def _vectors(claim: Relation) -> list[Term]:
    """Return the vectors whose products the claim is about, ones among them."""
    found: dict[Term, None] = {}
    for part in walk(claim):
        match part:
            case MatMul(left=left, right=right) if not part.shape:
                found |= dict.fromkeys((left, right))
            case Norm(array=array) if len(array.shape) == 1:
                found[array] = None
    plain = [v for v in found if not any(isinstance(inner, MatMul) and not inner.shape for inner in walk(v))]
    arrays = [part for part in walk(claim) if isinstance(part, Array) and len(part.shape) == 1]
    alone = [Ones(arrays[0].shape)] if len(arrays) == 1 else []
    return list(dict.fromkeys([*arrays, *plain, *alone]))[:MAX_VECTORS]
