"""Witnesses for an existential claim that its own relations suggest: solutions of equations, values beyond and between.

For a variable v the relations of the body that are linear in v, v - t <= 0, give t, t + 1 and t - 1, for a real v also
what lies between two of them; then come t t + 1, which lies beyond t whatever its sign, and small numbers.
Undecided: witnesses that are found by cases, by rounding, or as solutions of equations of higher degree.
"""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, rational_number
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.kernel.evidence import ByWitness, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Exists, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term, free_symbols
from gradcheck.search.tactic import Search
from gradcheck.search.trivial import seen

NAME = "suggested witness"
MAX_ROOTS, MAX_CANDIDATES = 4, 24
SMALL = (0, 1, -1, 2, -2, 3, -3, 4, -4, 5, 6, 7, 8, 9, 10)
QUANTIFIED = 8  # candidates tried for a claim with more quantifiers inside


def suggested(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an existential claim at values that its own relations suggest."""
    claim = goal.claim
    if not isinstance(claim, Exists) or search.depth < 2:
        return
    plain = all(isinstance(part, Relation) for part in _parts(claim))
    tried: dict[Term, None] = {}
    for value in _candidates(goal, claim):
        if value in tried or len(tried) >= (MAX_CANDIDATES if plain else QUANTIFIED):
            continue
        tried[value] = None
        try:
            at = replace_symbols(claim.body, {claim.variable: value})
        except ValueError:
            continue
        inner = goal.without(claim.variable).claiming(at)
        proof = seen(inner, combine=False) if plain else search.sub(inner)
        if proof is not None:
            yield ByWitness(value, proof)


def _parts(claim: Exists) -> tuple[object, ...]:
    return claim.body.parts if isinstance(claim.body, And) else (claim.body,)


def _candidates(goal: Goal, claim: Exists) -> Iterator[Term]:
    v = claim.variable
    relations = [n for n in walk(claim.body) if isinstance(n, Relation) and not n.left.shape and n.op != "!="]
    bound = {symbol for node in walk(claim.body) if isinstance(node, Exists) for symbol in (node.variable,)}
    roots = [root for h in relations for root in _roots(goal, h, v) if not free_symbols(root) & (bound - {v})]
    roots += [s for s in sorted(free_symbols(claim), key=lambda s: s.name) if s not in roots]
    roots = [root for root in dict.fromkeys(roots) if is_integer(root) or not v.is_integer][:MAX_ROOTS]
    for root in roots:
        yield root
        yield root + 1
        yield root - 1
    if not v.is_integer:
        yield from ((one + other) / 2 for i, one in enumerate(roots) for other in (as_term(0), *roots[i + 1 :]))
    yield from (root * root + 1 for root in roots if not isinstance(root, Num))
    yield from map(as_term, SMALL)


def _roots(goal: Goal, relation: Relation, v: Symbol) -> list[Term]:
    """Return where the two sides are equal, if the relation is linear in v and the coefficient is a number."""

    def work(ring: Ring, lowering: Lowering) -> list[Term]:
        value = lowering.scalar(relation.left) - lowering.scalar(relation.right)
        atom = next((a for a in ring.atoms_of(value) if a.head == "symbol" and a.data[0] is v), None)
        if atom is None or value.den is not ONE:
            return []
        slot = ring.generator(atom).generator_slot()
        slope = value.num.derivative(slot) if slot is not None else value.num
        if not slope.is_constant():
            return []
        number = rational_number(slope.leading_coefficient())
        root = ring.generator(atom) - Quotient(value.num, ONE, ring.relations).scaled(1 / number)
        return [show(ring, root)]

    try:
        return goal.without(v).in_ring(work)
    except (Unsupported, TooLarge, Rejected, ArithmeticError):
        return []
