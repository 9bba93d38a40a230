"""Inequalities through an equivalent one, which is proved as a lemma.

    f g <= 0, f > 0 visibly                  g <= 0, f and g factors of the normal form of right - left, or divisors
    q exp(u) - r exp(v) >= 0, q, r > 0       u + log(q) >= v + log(r)
    sum c_k log(q_k) + r >= 0                A exp(n r) >= B (see ``algebra.comparisons``)

The lemma is about one irreducible polynomial in exponentials, logarithms and so on, so x**(1/x) <= exp(exp(-1)) becomes
x >= exp(1) log(x), and sinh(x)/x <= cosh(x) loses its divisor.  With it the sign of the claim is visible.
Undecided: claims in which two factors have no visible sign.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.algebra.comparisons import exponent_apart, exponent_form, product_form
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, monomial
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.signs import (
    NEGATIVE,
    NONNEGATIVE,
    POSITIVE,
    of_number,
    opposite,
    power,
    product,
    sign_of,
    within,
)
from gradcheck.kernel.evidence import ByCut, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Apply, Term, as_term
from gradcheck.search.inequalities.one_variable import deep_comparison
from gradcheck.search.tactic import Search

NAME = "equivalent inequality"
MAX_TERMS = 24


def equivalents(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim by lemmas from which its sign is visible."""
    claim = deep_comparison(goal, search)
    if claim is None:
        return
    for lemma in lemmas_for(goal, claim):
        if lemma in goal.hypotheses or _same(lemma, claim):
            continue
        proof = search.skipping(NAME).sub(goal.claiming(lemma))
        if proof is not None:
            yield ByCut(lemma, proof, BySign())


def _same(lemma: Relation, claim: Relation) -> bool:
    return (lemma.left, lemma.op, lemma.right) in ((claim.right, ">=", claim.left), (claim.right, ">", claim.left))


def lemmas_for(goal: Goal, claim: Relation) -> list[Relation]:
    """Return relations ``factor op 0`` that decide l < r or l <= r, the simplest transformation first."""
    wanted = POSITIVE if claim.op == "<" else NONNEGATIVE

    def work(ring: Ring, lowering: Lowering) -> list[Relation]:
        value = rewrite(lowering, lowering.scalar(claim.right) - lowering.scalar(claim.left))
        found = [*_decisive(ring, value, wanted)]
        for _, factor, needed in list(found):
            for other in _rewritten(ring, factor):
                found += _decisive(ring, other, needed)
        return list(dict.fromkeys(relation for relation, _, _ in found))

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return []


def with_one_exponential_less(goal: Goal, claim: Relation) -> list[Relation]:
    """Return the claim that a polynomial is >= 0 or > 0, divided by the exponential of one of its terms.

    x exp(-4 x^2/pi) <= erf(x) exp(-x^2) becomes x exp(x^2 - 4 x^2/pi) <= erf(x), where the exponents are compared.
    """

    def work(ring: Ring, lowering: Lowering) -> list[Relation]:
        value = rewrite(lowering, lowering.scalar(claim.right) - lowering.scalar(claim.left))
        terms = [Quotient(monomial(*item), ONE, ring.relations) for item in value.num.terms()]
        if not 2 <= len(terms) <= MAX_TERMS or not value.den.is_one():
            return []
        parts = [exponent_apart(ring, term) for term in terms]
        found = []
        for pivot in {exponent.key: exponent for exponent, _ in parts if not exponent.is_zero}.values():
            shown: list[Term] = []
            for exponent, rest in parts:
                factor = Apply("exp", (show(ring, exponent - pivot),))
                shown.append(show(ring, rest) if exponent.key == pivot.key else show(ring, rest) * factor)
            found.append(Relation(">" if claim.op == "<" else ">=", Add(tuple(shown)), as_term(0)))
        return found

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return []


def _decisive(ring: Ring, value: Quotient, wanted: int) -> Iterator[tuple[Relation, Quotient, int]]:
    """Yield the one factor without a visible sign, and the relation it must satisfy for the value to be >= 0 or > 0."""
    content, factors = value.num.factor()
    below, divisors = value.den.factor()
    sign, left = product(of_number(content), of_number(below)), []
    for part, exponent in (*factors, *divisors):
        piece = Quotient(part, ONE, ring.relations)
        own = sign_of(ring, piece)
        if within(own, POSITIVE) or within(own, NEGATIVE):
            sign = product(sign, power(own, exponent))
        elif exponent % 2 or not (within(wanted, NONNEGATIVE) and not within(wanted, POSITIVE)):
            left.append(piece)
    if len(left) != 1 or sign not in (POSITIVE, NEGATIVE) or len(left[0].num.coefficients) > MAX_TERMS:
        return
    needed = wanted if sign == POSITIVE else opposite(wanted)
    piece = left[0] if within(needed, NONNEGATIVE) else -left[0]
    yield Relation(">" if wanted == POSITIVE else ">=", show(ring, piece), as_term(0)), piece, wanted


def _rewritten(ring: Ring, value: Quotient) -> Iterator[Quotient]:
    """Yield other terms with the same sign."""
    if any(atom.head == "exp" for atom in ring.atoms_of(value)):
        shape = exponent_form(ring, value)
        if shape is not None:
            yield shape
    shape = product_form(ring, value)
    if shape is not None:
        yield shape
