"""Growth: the constant of O and Theta, and the proof that no constant is large enough.

Decides ``there is a c with A <= c B for all values of the variables`` where the ratio A/B, evaluated at small and large
values, shows a constant that then can be proved; and its opposite, ``for every c there are values with A > c B``,
where all variables at 1 but one that grows with c will do.  Undecided: ratios that grow only along other paths.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from math import ceil

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.ring import Ring
from gradcheck.kernel.evidence import ByContradiction, ByForallIntroduction, ByImplication, ByWitness, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.propositions import NEGATION, And, Exists, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Mul, Num, Symbol, Term, as_term
from gradcheck.search.tactic import Search
from gradcheck.search.trivial import seen

PROBES = (1, 2, 1000)
MAX_PROBED = 6
RATES = (1, 2, 10, 100)


def constant(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a bound O or Theta by a constant for it."""
    claim = goal.claim
    if not isinstance(claim, Exists) or claim.variable.sort != "dimension" or not isinstance(claim.body, ForAll):
        return
    body = claim.body.body
    bounds = [part for part in (body.parts if isinstance(body, And) else (body,)) if isinstance(part, Relation)]
    pairs = [pair for bound in bounds if (pair := _scaled(bound, claim.variable)) is not None]
    if len(pairs) != len(bounds) or not pairs or len(claim.body.variables) > MAX_PROBED:
        return
    least = goal.in_ring(lambda ring, lowering: _largest_ratio(ring, lowering, pairs, claim.body.variables))
    for value in (least, 2 * least):
        chosen = as_term(value)
        inner = goal.without(claim.variable, only_free=True).claiming(
            replace_symbols(claim.body, {claim.variable: chosen})
        )
        for variable in claim.body.variables:
            inner = inner.without(variable, only_free=True)
        proof = seen(inner.claiming(replace_symbols(body, {claim.variable: chosen})))
        yield None if proof is None else ByWitness(chosen, ByForallIntroduction(proof))


def _scaled(bound: Relation, c: Symbol) -> tuple[Term, Term] | None:
    """Return A and B of a bound A <= c B, or None for a claim of another form."""
    right = bound.right
    if bound.op != "<=" or not isinstance(right, Mul) or right.factors[0] is not c:
        return None
    rest = right.factors[1:]
    return bound.left, rest[0] if len(rest) == 1 else Mul(rest)


def _largest_ratio(
    ring: Ring, lowering: Lowering, pairs: list[tuple[Term, Term]], variables: tuple[Symbol, ...]
) -> int:
    """Return the least integer that is at least A/B at every probe."""
    largest = Fraction(1)
    for values in product(PROBES, repeat=len(variables)):
        scope = {v: ring.constant(n) for v, n in zip(variables, values, strict=True)}
        for above, below in pairs:
            top, bottom = lowering.scalar(above, scope).constant(), lowering.scalar(below, scope).constant()
            if top is not None and bottom is not None and bottom > 0:
                largest = max(largest, top / bottom)
    return ceil(largest)


def outgrown(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove that no c is large enough, by values that exceed the bound for every c."""
    claim = goal.claim
    if not isinstance(claim, ForAll) or len(claim.variables) != 1 or not isinstance(claim.body, Exists):
        return
    (c,) = claim.variables
    variables: list[Symbol] = []
    body: Proposition = claim.body
    while isinstance(body, Exists):
        variables.append(body.variable)
        body = body.body
    if c.sort != "dimension" or any(v.sort not in ("dimension", "natural") for v in variables):
        return
    inner = goal.without(c, only_free=True)
    for growing, rate in product(variables, RATES):
        chosen = {v: (rate * c + 1 if v is growing else Num(Fraction(1))) for v in variables}
        proof = _beyond(inner.claiming(replace_symbols(body, chosen)))
        if proof is not None:
            for variable in reversed(variables):
                proof = ByWitness(chosen[variable], proof)
            yield ByForallIntroduction(proof)
            return


def _beyond(goal: Goal) -> Evidence | None:
    """Return evidence for the failed bound; with a premise, for that or for its failure."""
    claim = goal.claim
    if not isinstance(claim, Implies):
        return seen(goal)
    proof = seen(goal.suppose(claim.premise).claiming(claim.conclusion))
    if proof is None and isinstance(claim.premise, Relation):
        premise = claim.premise
        denied = seen(goal.claiming(Relation(NEGATION[premise.op], premise.left, premise.right)))
        proof = None if denied is None else ByContradiction(premise, denied)
    return None if proof is None else ByImplication(proof)
