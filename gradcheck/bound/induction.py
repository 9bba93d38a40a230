"""The bound for every depth, proved by the kernel: |d y_n/dx| <= c**n for every n >= 1.

Decides chains of one activation with a smooth formula whose derivative is bounded by c: |f'(z)| <= c for every z is
proved first and used at z = y_n(x) in the step of an induction over n.  Kinked activations are refused: their iterates
need not be differentiable.
"""

from __future__ import annotations

from gradcheck.engines.activations import X
from gradcheck.engines.search import new_search, search_proof
from gradcheck.kernel import mint
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import absolute, real
from gradcheck.language.definitions import Definition
from gradcheck.language.propositions import Relation
from gradcheck.language.substitution import replace_symbols
from gradcheck.language.terms import Derivative, Num, Symbol, Term, as_term


def prove_for_every_depth(
    layer: Term, bound: Num, claim: Relation, variable: Symbol, definitions: tuple[Definition, ...]
) -> bool:
    """Whether the kernel accepts the induction for the claim, for every value of the variable >= 1."""
    z = real("z")
    slope = Derivative(replace_symbols(layer, {X: z}), z)
    once = Relation("<=", absolute(slope), bound)
    try:
        lemma = _established(Goal(once), "one layer", ())
        if lemma is None:
            return False
        at_least_one = Relation(">=", variable, as_term(1))
        return _established(Goal(claim, (at_least_one,), definitions, (lemma,)), "n layers", ("one layer",)) is not None
    except Rejected:
        return False


def _established(goal: Goal, name: str, using: tuple[str, ...]) -> Established | None:
    evidence = search_proof(goal, new_search(using))
    return None if evidence is None else mint.established(mint.prove(goal, evidence), name)
