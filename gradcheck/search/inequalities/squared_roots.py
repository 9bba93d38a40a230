"""Inequalities with a square root or an absolute value, by squares.

    a w <= b      from  0 <= b  and  a**2 w**2 <= b**2,     a >= 0, w a root or a modulus
    b <= a w      from  b**2 <= a**2 w**2,                  a >= 0, b >= 0

So sqrt(1 - exp(-x**2)) <= x is 1 - exp(-x**2) <= x**2, where both sides are smooth at 0, where they meet.
Decides claims in which the root occurs once, with a factor of visible sign, and whose squares are decided.
Undecided: several roots that do not vanish one after the other, b of both signs.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.algebra.signs import NONNEGATIVE, NONPOSITIVE, POSITIVE, sign_of, within
from gradcheck.kernel.evidence import BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Apply, Num, Pow, as_term
from gradcheck.search.inequalities.decaying import decaying, linear_parts
from gradcheck.search.inequalities.irrational_bounds import without_divisors
from gradcheck.search.inequalities.one_variable import deep_comparison, real_variable
from gradcheck.search.tactic import Lemma, Search, after_lemmas, first_proof

NAME = "squares instead of roots"
MAX_SQUARED = 24  # terms of what is squared


def by_squares(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from that of the squares."""
    claim = deep_comparison(goal, search)
    if claim is None or not any(_is_root(node) for node in walk(claim)):
        return
    for needed in dict.fromkeys(_squared(goal, claim)):
        lemmas: list[Lemma] = []
        for lemma in needed:
            below = goal.suppose(*(statement for statement, _ in lemmas)).claiming(lemma)
            if real_variable(below) is not None:
                proof = without_divisors(below, search, lemma) or first_proof(below, search, (decaying,))
            else:
                proof = None
            proof = proof or search.skipping(NAME).sub(below)
            if proof is None:
                break
            lemmas.append((lemma, proof))
        else:
            yield after_lemmas(lemmas, BySign())


def _is_root(node: object) -> bool:
    if isinstance(node, Pow):
        return isinstance(node.exponent, Num) and node.exponent.value.denominator == 2
    return isinstance(node, Apply) and node.function in ("sqrt", "abs")


def _squared(goal: Goal, claim: Relation) -> list[tuple[Relation, ...]]:
    """Return sets of claims without one of the roots, each of which shows l <= r or l < r."""
    op = ">" if claim.op == "<" else ">="

    def work(ring: Ring, lowering: Lowering) -> list[tuple[Relation, ...]]:
        value = rewrite(lowering, lowering.scalar(claim.right) - lowering.scalar(claim.left))
        below = sign_of(ring, Quotient(value.den, ONE, ring.relations))
        found: list[tuple[Relation, ...]] = []
        for slot in value.num.slots():
            degree, square = ring.relations.get(slot, (0, ONE))
            parts = linear_parts(ring, value, slot)
            if degree != 2 or ring.slots[slot].head not in ("root", "abs") or parts is None or below == 0:
                continue
            b, a = parts if within(below, POSITIVE) else (-parts[0], -parts[1])
            if max(len(b.num.coefficients), len(a.num.coefficients)) > MAX_SQUARED:
                continue
            gap = b * b - a * a * Quotient(square, ONE, ring.relations)
            first, second = sign_of(ring, a), sign_of(ring, b)
            zero = as_term(0)
            if within(first, NONPOSITIVE):
                sign = [] if within(second, NONNEGATIVE) else [Relation(">=", show(ring, b), zero)]
                found.append((*sign, Relation(op, show(ring, gap), zero)))
            elif within(first, NONNEGATIVE) and within(second, NONPOSITIVE):
                found.append((Relation(op, show(ring, -gap), zero),))
        return found

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return []
