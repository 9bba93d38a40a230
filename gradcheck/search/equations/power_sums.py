"""Sums of polynomials in the index, by Faulhaber's formula.

    sum of i**j over lo <= i <= hi  =  (B(hi + 1) - B(lo))/(j + 1),    B the Bernoulli polynomial of degree j + 1,

for all integers lo <= hi + 1.  The formula is proposed, and proved by induction over the number of terms; then the
power sums of a claim are replaced by polynomials in their bounds.  So the sum of cubes is the square of the sum.

Decides equations in such sums, and comparisons whose form without sums other tactics prove; the bounds are integer
terms, the coefficients any terms without the index.
Undecided: sums of other terms, 1/i or 2**i, beside those; sums inside of sums over an index that bounds them; degrees
above 12.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import comb

from gradcheck.algebra.contraction import constant_part
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.evidence import (
    ByCut,
    ByForallElimination,
    ByForallIntroduction,
    ByInduction,
    ByNormalForm,
    ByPositivity,
    ByRewriting,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Relation
from gradcheck.language.syntax.substitution import replace_symbols, replace_terms
from gradcheck.language.syntax.terms import Num, Sum, Symbol, Term, as_term, free_symbols
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.tactic import Search, direct_evidence, new_symbol

NAME = "sums of powers"
MAX_DEGREE = 12
MAX_SUMS = 6
COUNT = "count"


def closed_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim with polynomials in the place of its sums of powers."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or goal.rewrites:
        return
    sums = [node for node in dict.fromkeys(walk(claim)) if isinstance(node, Sum) and not node.shape]
    if not sums or len(sums) > MAX_SUMS:
        return
    powers: dict[Sum, dict[int, Term]] = {}
    for node in sums:
        found = _coefficients(node) if free_symbols(node) <= free_symbols(claim) else None
        if found:
            powers[node] = found
    lemmas: dict[tuple[Term, Term, int], None] = {}
    for node, found in powers.items():
        end = _without_constant(goal, node.hi)
        lemmas |= {(node.lo, end, j): None for j in sorted(found) if j > 0}
    if not lemmas:
        return
    equations = tuple(_power_sum(goal, *lemma) for lemma in lemmas)
    known = goal.suppose(*equations)
    rest: Evidence | None = ByRewriting(equations, direct_evidence(claim))
    if rest is not None and not search.accepts(known, rest):
        rest = None
        if claim.op != "=":
            rest = _compared(goal, known, search, equations, powers)
    for lemma, equation in zip(reversed(lemmas), reversed(equations), strict=True):
        rest = None if rest is None else _supposing(goal, *lemma, equation, rest)
    yield rest


def _compared(
    goal: Goal, known: Goal, search: Search, equations: tuple[Relation, ...], powers: dict[Sum, dict[int, Term]]
) -> Evidence | None:
    """Prove the comparison without sums by other tactics, and derive the claim from it."""
    mapping: dict[Term, Term] = {node: _closed(node, found) for node, found in powers.items()}
    claim = goal.claim
    if not isinstance(claim, Relation):
        return None
    plain = Relation(claim.op, *(replace_terms(side, mapping) for side in (claim.left, claim.right)))
    proof = search.sub(goal.claiming(plain))
    if proof is None:
        return None
    more, less = (plain.right, plain.left) if claim.op in ("<=", "<") else (plain.left, plain.right)
    return ByCut(plain, proof, ByRewriting(equations, ByPositivity(more - less)))


def _coefficients(node: Sum) -> dict[int, Term] | None:
    """Return the coefficients of the powers of the index in the summand; None where it is no polynomial in it."""
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    if not (is_integer(node.lo) and is_integer(node.hi)) or any(isinstance(n, Sum) for n in walk(node.body)):
        return None
    with sympy_at_work():
        polynomial = sympy.Poly(scalar_to_sympy(node.body), scalar_to_sympy(node.index))
        found = {powers[0]: from_sympy(c) for powers, c in polynomial.terms() if c != 0}
        inside = any(node.index in free_symbols(c) for c in found.values())
        return None if inside or polynomial.degree() > MAX_DEGREE else found
    return None


def _without_constant(goal: Goal, end: Term) -> Term:
    """Return the upper bound without its constant: a normal form of a sum to n - 1 is one to n, less a term."""

    def work(ring: Ring, lowering: Lowering) -> Term:
        value = lowering.scalar(end)
        offset = constant_part(value) if value.constant() is None else 0
        return show(ring, value - ring.constant(offset)) if offset else end

    return goal.in_ring(work)


def _power_sum(goal: Goal, lo: Term, hi: Term, power: int) -> Relation:
    """Return the formula for the sum of i**power over lo <= i <= hi."""
    count = _count(goal)
    return replace_symbols(_over_count(goal, lo, power, count), {count: _plus(hi, _minus(1, lo))})


def _over_count(goal: Goal, lo: Term, power: int, count: Symbol) -> Relation:
    """Return the formula for a sum of ``count`` terms."""
    index = new_symbol(goal, "i", "integer")
    hi = _plus(count, _plus(lo, Num(Fraction(-1))))
    return Relation("=", Sum(_power(index, power), index, lo, hi), faulhaber(power, lo, hi))


def _supposing(goal: Goal, lo: Term, hi: Term, power: int, equation: Relation, rest: Evidence) -> Evidence:
    """Return the evidence with the formula among the hypotheses: proved for every number of terms, and put in."""
    count = _count(goal)
    body = _over_count(goal, lo, power, count)
    step = ByNormalForm(((as_term(1), body),))
    lemma = ForAll((count,), body)
    return ByCut(lemma, ByForallIntroduction(ByInduction(count, 0, ByNormalForm(), step)),
                   ByForallElimination(lemma, (_plus(hi, _minus(1, lo)),), rest))  # fmt: skip


def _plus(left: Term, right: Term) -> Term:
    """Return the sum as a person writes it: numbers are added, a zero is left out."""
    if isinstance(right, Num) and isinstance(left, Num):
        return Num(left.value + right.value)
    if isinstance(right, Num) and right.value <= 0:
        return left - Num(-right.value) if right.value else left
    return right if left is as_term(0) else left + right


def _minus(number: int, term: Term) -> Term:
    return Num(number - term.value) if isinstance(term, Num) else as_term(number) - term


def _power(base: Term, exponent: int) -> Term:
    return base if exponent == 1 else base ** as_term(exponent)


def _count(goal: Goal) -> Symbol:
    return new_symbol(goal, COUNT, "natural")


def _closed(node: Sum, coefficients: dict[int, Term]) -> Term:
    """Return the sum as a polynomial in its bounds."""
    total: Term = Num(Fraction(0))
    for power, coefficient in coefficients.items():
        total = total + coefficient * faulhaber(power, node.lo, node.hi)
    return total


def faulhaber(power: int, lo: Term, hi: Term) -> Term:
    """Return the sum of i**power over lo <= i <= hi: a polynomial at hi, less the same at lo - 1."""
    numbers = bernoulli(power)
    coefficients = [comb(power + 1, k) * number / (power + 1) for k, number in enumerate(numbers)]
    before = _plus(lo, Num(Fraction(-1)))

    def polynomial(at: Term) -> Term:
        terms = [_power(at, power + 1 - k) if c == 1 else Num(c) * _power(at, power + 1 - k)
                 for k, c in enumerate(coefficients) if c]  # fmt: skip
        return sum(terms[1:], terms[0])

    return polynomial(hi) if before is as_term(0) else polynomial(hi) - polynomial(before)


def bernoulli(most: int) -> list[Fraction]:
    """Return the Bernoulli numbers B(0), ..., B(most), with B(1) = 1/2."""
    found = [Fraction(1)]
    for m in range(1, most + 1):
        found.append(1 - sum((comb(m, k) * found[k] / (m - k + 1) for k in range(m)), Fraction(0)))
    return found
