"""Sums cut in two, and sums taken from their last term.

    f(1) + sum of f over 2..n = sum of f over 1..n           cut behind the first term
    sum over 1..n of where(k <= j, f, g)                     cut at j, where the choice is decided on both sides
    sum over 0..t-1 of b(t - r) = sum over 1..t of b(r)      turned round
    sum over 1..m of f(k + 1) - f(k) = f(m + 1) - f(1)       cut at both ends of 1..m + 1

Two sums of one term over ranges with a common end suggest where to cut; so do choices by the index.  The equation is
put in, or taken first where the sum is a whole side of the claim, and normal forms must decide the rest.  Decides
first and last terms split off, ranges joined, and indices that count down.  Undecided: several cuts at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, permutations
from typing import TypeGuard

from gradcheck.kernel.evidence import ByCut, ByFact, ByHypothesis, ByRewriting, ByTransitivity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.facts import statements
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Neg, Num, Sum, Term, Where, as_term, free_symbols
from gradcheck.search.inequalities.gathered_sums import at_entries, free_index
from gradcheck.search.inequalities.summands import as_sum, sums_in
from gradcheck.search.tactic import Search, direct_evidence

NAME = "parts of sums"
MAX_CUTS = 6


def parts_of_sums(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim after one of its sums is cut or turned round."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "!=" or claim.left.shape or goal.rewrites or search.depth < 2:
        return
    sums = sums_in(claim)
    for whole, last in islice(_cuts(goal, sums), MAX_CUTS):
        yield from _used(goal, search, whole, "sum-parts", (whole, last))
    for whole in sums:
        yield from _used(goal, search, whole, "sum-turned", (whole,))
    for one in islice(_longer(sums), MAX_CUTS):
        both = [(equation, (one, last)) for last in (one.lo, before(one.hi)) for equation in _parts(one, last)]
        proof: Evidence = ByRewriting(tuple(equation for equation, _ in both), direct_evidence(claim))
        for equation, arguments in both:
            proof = ByCut(equation, ByFact("sum-parts", (), arguments), proof)
        yield proof


def _longer(sums: list[Sum]) -> Iterator[Sum]:
    """Yield the sums over lo..hi + 1 of what sums over lo..hi add or subtract among others, perhaps of f(k)."""
    for one in sums:
        for inner in walk(one.body):
            parts = [part.term if isinstance(part, Neg) else part for part in inner.terms] if _adds(inner) else []
            moving = [part for part in parts if one.index in free_symbols(part)]
            for part in reversed(moving if len(moving) > 1 and not one.shape else []):
                yield Sum(part, one.index, one.lo, one.hi + 1)


def _adds(node: Node) -> TypeGuard[Add]:
    """Whether the node adds terms, not indices."""
    return isinstance(node, Add) and not all(is_integer(part) for part in node.terms)


def _parts(whole: Sum, last: Term) -> Iterator[Relation]:
    for (equation,) in statements("sum-parts", (whole, last)):
        if isinstance(equation, Relation):
            yield equation


def _used(goal: Goal, search: Search, whole: Sum, fact: str, arguments: tuple[Term, ...]) -> Iterator[Evidence | None]:
    """Yield evidence that puts in what the fact says of the sum, or goes on from it where it is a side."""
    claim = goal.claim
    for (equation,) in statements(fact, arguments):
        if not isinstance(claim, Relation) or not isinstance(equation, Relation):
            return
        shown = ByFact(fact, (), arguments)
        yield ByCut(equation, shown, ByRewriting((equation,), direct_evidence(claim)))
        for left, right, op in ((claim.left, claim.right, claim.op), (claim.right, claim.left, CONVERSE[claim.op])):
            if left is not whole:
                continue
            rest = Relation(op, equation.right, right)
            proof = search.skipping(NAME).sub(goal.suppose(equation).claiming(rest))
            if proof is not None:
                turned = ByTransitivity(equation, proof)
                straight = Relation(op, left, right)
                last = turned if straight is claim else ByCut(straight, turned, ByHypothesis())
                yield ByCut(equation, shown, last)


def _cuts(goal: Goal, sums: list[Sum]) -> Iterator[tuple[Sum, Term]]:
    """Yield sums with the places behind which they may be cut."""
    index = free_index(goal)
    bodies = [replace_symbols(at_entries(one.body, one.index), {one.index: index}) for one in sums]
    for (one, body), (other, same) in permutations(zip(sums, bodies, strict=True), 2):
        if body is same and one.hi is other.hi and one.lo is not other.lo:
            yield one, before(other.lo)
        if body is same and one.lo is other.lo and one.hi is not other.hi:
            yield one, other.hi
    for one in sums:
        for part in walk(one.body):
            match part:
                case Where(condition=Relation(op=op, left=left, right=right)) if one.index in (left, right):
                    place, rest = (right, op) if left is one.index else (left, CONVERSE[op])
                    if op != "!=" and one.index is not place:
                        yield one, before(place) if rest in ("<", ">=") else place
    for one in sums:
        if as_sum(one) is one and isinstance(one.lo, Num):
            yield one, one.lo


def before(place: Term) -> Term:
    """Return the integer before the place."""
    if isinstance(place, Num):
        return Num(place.value - 1)
    if isinstance(place, Add) and place.terms[-1] is as_term(1):
        return place.terms[0] if len(place.terms) == 2 else Add(place.terms[:-1])
    return place - 1
