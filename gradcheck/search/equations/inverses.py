"""Equations in which inverses, determinants and symmetric matrices occur.

    A @ inverse(A) = I, inverse(A) @ A = I         where A is shown to be invertible
    L @ A @ inverse(A) @ R = L @ R                 as a two-sided multiple of the equation above, in each product
    X = inverse(A)                                 from A @ X = I
    det(A @ B), det(A.T), det(inverse(A))          by the rules of determinants
    A.T = A among the hypotheses                   A is (A + A.T)/2 in the claim, and its normal form decides
    v @ A @ v > 0                                  where A is positive definite and norm(v) > 0

    f(a) = f(b)                                    from a = b; norm(u) = norm(v) from u @ u = v @ v

Decides identities that follow by cancelling neighbours in products and expanding sums; equations P @ Q = I among the
hypotheses cancel, too.  Undecided: inverses of sums that need a formula of their own, such as Woodbury's.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from itertools import islice
from typing import NamedTuple

from gradcheck.kernel.evidence import (
    ByCases,
    ByContradiction,
    ByCut,
    ByFact,
    ByHypothesis,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.language.syntax.arrays import (
    Array,
    Determinant,
    Identity,
    Inverse,
    MatMul,
    Norm,
    Outer,
    Transpose,
    spread,
)
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Invertible, PositiveDefinite, Relation
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Term, as_term
from gradcheck.search.tactic import Search, after_lemmas

NAME = "inverses"
MAX_PRODUCTS, MAX_MATRICES = 24, 4
SLOW = ("induction", "enclosure", "boxes", "many boxes", "one variable for a product", "variable on its bound")
Lemma = tuple[Relation, Evidence]


class Product(NamedTuple):
    """A scalar times a product of matrices and vectors."""

    scale: Term
    factors: tuple[Term, ...]


def inverses(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an equation by cancelling matrices with their inverses, or that a matrix is an inverse."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or goal.rewrites or search.depth < 2:
        return
    known = dict.fromkeys(part.matrix for part in walk(claim) if isinstance(part, Inverse))
    lemmas: list[Lemma] = []
    for matrix in list(known)[:MAX_MATRICES]:
        proof = search.sub(goal.claiming(Invertible(matrix)))
        lemmas += _equations(matrix, proof) if proof is not None else ()
    for part in goal.parts():
        if isinstance(part, Relation) and part.op == "=" and isinstance(part.right, Identity):
            lemmas.append((part, ByHypothesis()))
    if lemmas:
        yield _by_cancelling(claim, lemmas)
    for turned in (claim, Relation("=", claim.right, claim.left)):
        if isinstance(turned.right, Inverse):
            yield _as_inverse(goal, search, turned, turned.right.matrix)


def _by_cancelling(claim: Relation, lemmas: list[Lemma]) -> Evidence | None:
    pairs = {tuple(_flat(lemma.left)): lemma for lemma, _ in lemmas}
    multipliers: list[tuple[Term, Relation]] = []
    for sign, side in ((as_term(1), claim.left), (as_term(-1), claim.right)):
        for product in islice(_products(side), MAX_PRODUCTS):
            multipliers += _cancelled(Product(_scaled(sign, product.scale), product.factors), pairs)
    if not multipliers:
        return None
    used = {relation for _, relation in multipliers}
    evidence: Evidence = ByNormalForm(multipliers=tuple(multipliers))
    for lemma, shown in reversed(lemmas):
        if lemma in used and not isinstance(shown, ByHypothesis):
            evidence = ByCut(lemma, shown, evidence)
    return evidence


def _equations(matrix: Term, proof: Evidence) -> Iterator[Lemma]:
    """Yield A @ A^-1 = I, A^-1 @ A = I and their transposes, with proofs from that of the invertibility of A."""
    unit = Identity(matrix.shape[0])
    shown = ByFact("inverse-product", (proof,), (matrix,))
    for product in (MatMul(matrix, Inverse(matrix)), MatMul(Inverse(matrix), matrix)):
        equation = Relation("=", product, unit)
        yield equation, shown
        turned = Relation("=", MatMul(Transpose(product.right), Transpose(product.left)), unit)
        same = ByNormalForm(multipliers=((as_term(1), equation),))
        yield turned, ByCut(equation, shown, ByFact("transpose", (same,), (turned.left, turned.right)))


def _cancelled(product: Product, pairs: dict[tuple[Term, ...], Relation]) -> Iterator[tuple[Term, Relation]]:
    """Yield the multiples of equations that cancel neighbours, until none is left that cancel."""
    factors = list(product.factors)
    place = 0
    while place + 1 < len(factors):
        equation = pairs.get((factors[place], factors[place + 1]))
        if equation is None:
            place += 1
            continue
        before, after = factors[:place], factors[place + 2 :]
        yield _two_sided(product.scale, before, after, equation), equation
        factors = before + after
        place = max(place - 1, 0)


def _two_sided(scale: Term, before: list[Term], after: list[Term], equation: Relation) -> Term:
    if not before and not after:
        return scale
    left = reduce(MatMul, before) if before else Identity(equation.left.shape[0])
    left = left if scale is as_term(1) else Mul((scale, left))
    return Outer(left, reduce(MatMul, after)) if after else left


def _products(term: Term) -> Iterator[Product]:
    """Yield the products of which the term is a sum."""
    match term:
        case Add(terms=parts):
            for part in parts:
                yield from _products(part)
        case Neg(term=inner):
            for product in _products(inner):
                yield Product(_scaled(as_term(-1), product.scale), product.factors)
        case Mul(factors=parts):
            arrays = [part for part in parts if part.shape]
            scalars = [part for part in parts if not part.shape]
            for product in _products(arrays[0]) if arrays else ():
                yield Product(reduce(_scaled, scalars, product.scale), product.factors)
        case Div(numerator=above, denominator=below):
            for product in _products(above):
                yield Product(Div(product.scale, below), product.factors)
        case MatMul(left=left, right=right):
            for one in _products(left):
                row = _as_row(one.factors) if len(left.shape) == 1 else one.factors
                for other in _products(right):
                    yield Product(_scaled(one.scale, other.scale), row + other.factors)
        case Transpose(matrix=Transpose(matrix=inner)):
            yield from _products(inner)
        case Transpose(matrix=MatMul(left=left, right=right)):
            yield from _products(MatMul(Transpose(right), Transpose(left)))
        case Transpose(matrix=Add(terms=parts)):
            for part in parts:
                yield from _products(Transpose(part))
        case _ if term.shape:
            yield Product(as_term(1), (term,))


def _as_row(factors: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the factors of the same vector with the vector in front: those of A @ x as x, A.T."""
    if len(factors[0].shape) == 1:
        return factors
    return tuple(
        f if len(f.shape) == 1 else f.matrix if isinstance(f, Transpose) else Transpose(f) for f in factors[::-1]
    )


def _flat(term: Term) -> list[Term]:
    return [*_flat(term.left), *_flat(term.right)] if isinstance(term, MatMul) else [term]


def _scaled(left: Term, right: Term) -> Term:
    if isinstance(left, Num) and isinstance(right, Num):
        return Num(left.value * right.value)
    if as_term(1) in (left, right):
        return right if left is as_term(1) else left
    return Mul((left, right))


def _as_inverse(goal: Goal, search: Search, turned: Relation, matrix: Term) -> Evidence | None:
    """Return a proof of X = inverse(A) from A @ X = I, which says that A is invertible, too."""
    proof = search.sub(goal.claiming(Relation("=", MatMul(matrix, turned.left), Identity(matrix.shape[0]))))
    if proof is None:
        return None
    shown: Evidence = ByFact("inverse-unique", (proof,), (matrix, turned.left))
    shown = shown if turned is goal.claim else ByCut(turned, shown, ByHypothesis())
    return ByCut(Invertible(matrix), ByFact("right-inverse", (proof,), (matrix, turned.left)), shown)


def invertible_parts(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that a product, a transpose or an inverse is invertible, from its parts; others by their determinant."""
    if not isinstance(goal.claim, Invertible) or search.depth < 2:
        return
    match goal.claim.matrix:
        case MatMul(left=left, right=right) if left.shape == right.shape:
            other: Term = MatMul(Inverse(right), Inverse(left))
        case Transpose(matrix=matrix):
            other = Transpose(Inverse(matrix))
        case Inverse(matrix=matrix):
            other = matrix
        case Identity() as unit:
            other = unit
        case matrix:
            told = any(isinstance(node, Determinant) for part in goal.parts() for node in walk(part))
            if not told and not isinstance(matrix.shape[0], Num):
                return  # nothing is known of its determinant
            other_than_zero = goal.claiming(Relation("!=", Determinant(matrix), as_term(0)))
            proof = search.prove(other_than_zero, search.skipping("determinants", depth=search.depth - 1))
            yield None if proof is None else ByFact("determinant", (proof,), (matrix,))
            return
    whole = MatMul(goal.claim.matrix, other)
    proof = search.sub(goal.claiming(Relation("=", whole, Identity(whole.shape[0]))))
    yield None if proof is None else ByFact("right-inverse", (proof,), (goal.claim.matrix, other))


def determinants(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an equation between determinants by those of their parts."""
    claim = goal.claim
    if not isinstance(claim, Relation) or goal.rewrites or search.depth < 2:
        return
    if claim.op == "!=" and isinstance(claim.left, Determinant):
        proof = search.sub(goal.claiming(Invertible(claim.left.matrix)))
        yield None if proof is None else ByFact("determinant", (proof,), (claim.left.matrix,))
    wholes = [part for part in walk(claim) if isinstance(part, Determinant)]
    lemmas = [lemma for whole in wholes[:MAX_MATRICES] for lemma in _worked_out(goal, search, whole)]
    if lemmas:
        extended = goal.suppose(*(lemma for lemma, _ in lemmas))
        rest = search.prove(extended, search.skipping("determinants", depth=search.depth - 1))
        yield after_lemmas(lemmas, rest)


def _worked_out(goal: Goal, search: Search, whole: Determinant) -> Iterator[Lemma]:
    """Yield that a determinant is the product of those of its parts; of an inverse, what there is of it."""
    value, shown = _product_of_parts(whole)
    if shown is not None:
        yield Relation("=", whole, value), shown
    for part in walk(value):
        if isinstance(part, Determinant) and isinstance(part.matrix, Inverse):
            proof = search.sub(goal.claiming(Invertible(part.matrix.matrix)))
            if proof is not None:
                inner = Determinant(part.matrix.matrix)
                fact = ByFact("determinant", (proof,), (part.matrix.matrix,))
                yield Relation("!=", inner, as_term(0)), fact
                yield Relation("=", Mul((part, inner)), as_term(1)), fact


def _product_of_parts(whole: Determinant) -> tuple[Term, Evidence | None]:
    """Return the product of determinants of parts that equals this one, with the proof; itself without one."""
    match whole.matrix:
        case MatMul(left=left, right=right) if left.shape == right.shape:
            first, second = Determinant(left), Determinant(right)
            one, shown_one = _product_of_parts(first)
            other, shown_other = _product_of_parts(second)
            plain = Relation("=", whole, Mul((first, second)))
            proved: list[tuple[Term, Relation, Evidence]] = [
                (as_term(1), plain, ByFact("determinant", (), (left, right)))
            ]
            proved += [(second, Relation("=", first, one), shown_one)] if shown_one is not None else []
            proved += [(one, Relation("=", second, other), shown_other)] if shown_other is not None else []
            rest: Evidence = ByNormalForm(multipliers=tuple((factor, lemma) for factor, lemma, _ in proved))
            for _, lemma, shown in reversed(proved):
                rest = ByCut(lemma, shown, rest)
            return Mul((one, other)), rest
        case Transpose(matrix=matrix):
            inner = Determinant(matrix)
            value, inside = _product_of_parts(inner)
            plain = Relation("=", whole, inner)
            shown = ByFact("determinant", (), (matrix,))
            if inside is None:
                return inner, shown
            known = Relation("=", inner, value)
            both = ByNormalForm(multipliers=((as_term(1), plain), (as_term(1), known)))
            return value, ByCut(plain, shown, ByCut(known, inside, both))
        case Identity(side=side):
            return as_term(1), ByFact("determinant", (), (side,))
    return whole, None


def congruent(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove f(a) = f(b) from a = b, also inside of the claim, and norm(u) = norm(v) from u @ u = v @ v."""
    claim = goal.claim
    if not isinstance(claim, Relation) or goal.rewrites or search.depth < 2:
        return
    values = {part.left: part.right for part in goal.parts() if isinstance(part, Relation) and part.op == "="}
    calls = dict.fromkeys(p for p in walk(claim) if isinstance(p, Apply) and len(p.args) == 1 and p.args[0] in values)
    lemmas = [Relation("=", call, Apply(call.function, (values[call.args[0]],))) for call in calls]
    if lemmas:
        rest = search.prove(goal.suppose(*lemmas), search.skipping("congruence", depth=search.depth - 1))
        for lemma in lemmas:
            shown = ByFact("congruence", (ByHypothesis(),), (lemma.left, lemma.right))
            rest = None if rest is None else ByCut(lemma, shown, rest)
        yield rest
    for whole in (claim, _of_roots(claim)):
        for said in () if whole is None or whole.op != "=" else statements("congruence", (whole.left, whole.right)):
            proof = search.skipping(*SLOW).sub(goal.claiming(said[1]))
            if proof is not None and whole is not None:
                shown = ByFact("congruence", (proof,), (whole.left, whole.right))
                same = ByNormalForm(multipliers=((as_term(1), whole),))
                yield shown if whole is claim else ByCut(whole, shown, same)


def _of_roots(claim: Relation) -> Relation | None:
    """Return sqrt(u @ u) = sqrt(v @ v) for norm(u) = norm(v); None for another claim."""
    norms = [side.array for side in (claim.left, claim.right) if isinstance(side, Norm) and len(side.array.shape) == 1]
    if claim.op != "=" or len(norms) < 2:
        return None
    return Relation("=", *(Apply("sqrt", (MatMul(array, array),)) for array in norms))


def symmetric(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim about matrices that the hypotheses call symmetric: each is half its sum with its transpose."""
    if not isinstance(goal.claim, Relation) or goal.rewrites:
        return
    lemmas: list[Lemma] = []
    for part in goal.parts():
        match part:
            case Relation(op="=", left=Transpose(matrix=Array() as A), right=B) if A is B:
                lemmas.append(_halved(A, part, -1))
            case Relation(op="=", left=Array() as A, right=Transpose(matrix=B)) if A is B:
                lemmas.append(_halved(A, part, 1))
    if lemmas:
        rewriting = tuple(lemma for lemma, _ in lemmas)
        for last in (ByNormalForm(), BySign()):
            evidence: Evidence = ByRewriting(rewriting, last)
            for lemma, proof in lemmas:
                evidence = ByCut(lemma, proof, evidence)
            yield evidence


def _halved(matrix: Array, hypothesis: Relation, sign: int) -> Lemma:
    """Return A = (A + A.T)/2 with its proof from A.T = A (-1) or A = A.T (1)."""
    halved = Relation("=", matrix, Div(Add((matrix, Transpose(matrix))), as_term(2)))
    return halved, ByNormalForm(multipliers=((Div(as_term(sign), as_term(2)), hypothesis),))


def definite_forms(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove v @ A @ v > 0 for a positive definite A and v not zero, and v @ A @ v >= 0 for any v."""
    claim = goal.claim
    match claim:
        case Relation(op=">", left=MatMul(left=MatMul(right=matrix), right=v)):
            for conclusion, *premises in statements("definite-form", (matrix, v)):
                proofs = [search.sub(goal.claiming(premise)) for premise in premises if conclusion is claim]
                known = tuple(proof for proof in proofs if proof is not None)
                if proofs and len(known) == len(proofs):
                    yield ByFact("definite-form", known, (matrix, v))
        case Relation(op=">=", left=MatMul(left=MatMul(right=matrix), right=v) as form, right=Num(value=0)):
            positive = Relation(">", form, claim.right)
            if statements("definite-form", (matrix, v))[0][0] is positive:
                yield _semidefinite(goal, search, matrix, v, positive)
        case Relation() if not goal.rewrites and search.depth > 1:
            yield _with_signs_of_forms(goal, search)


def _with_signs_of_forms(goal: Goal, search: Search) -> Evidence | None:
    """Return evidence with v @ A @ v >= 0, for the forms in the claim with a definite A, among the hypotheses."""
    matrices = {h.matrix for h in goal.parts() if isinstance(h, PositiveDefinite)}
    known = set(goal.parts())
    lemmas: list[Lemma] = []
    for form in walk(goal.claim) if matrices else ():
        match form:
            case MatMul(left=MatMul(left=u, right=matrix), right=v) if u is v and matrix in matrices:
                sign = Relation(">=", form, as_term(0))
                proof = _semidefinite(goal, search, matrix, v, Relation(">", form, as_term(0)))
                if sign not in known and proof is not None and search.accepts(goal.claiming(sign), proof):
                    lemmas.append((sign, proof))
    if not lemmas:
        return None
    extended = goal.suppose(*(sign for sign, _ in lemmas))
    return after_lemmas(lemmas, search.prove(extended, search.skipping("definite forms", depth=search.depth - 1)))


def _semidefinite(goal: Goal, search: Search, matrix: Term, v: Term, positive: Relation) -> Evidence | None:
    """Return evidence for v @ A @ v >= 0: v has a length, or it is zero."""
    definite = search.sub(goal.claiming(PositiveDefinite(matrix)))
    if definite is None:
        return None
    nothing, zero = spread(0, v), as_term(0)
    is_nothing, no_length = Relation("=", v, nothing), Relation("=", Norm(v), zero)
    negative = ByContradiction(Relation("<", Norm(v), zero), BySign())
    at_zero = ByCut(
        is_nothing,
        ByFact("definite-norm", (ByPositivity(zero, ((Neg(Norm(v)), no_length),)),), (v, nothing)),
        ByPositivity(zero, ((MatMul(v, matrix), is_nothing),)),
    )
    form = ByFact("definite-form", (definite, ByHypothesis()), (matrix, v))
    return ByCases(Norm(v), negative, at_zero, ByCut(positive, form, BySign()))
