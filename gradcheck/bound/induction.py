"""The bound for every depth, proved by the kernel: |d y_n/dx| <= c**n for every n >= 1.

Decides chains of one smooth activation with 0 < f' <= c: that is proved first for every z, and used at z = y_n(x) in
the step of an induction over n.  Undecided where f' changes its sign, and for kinked activations, whose iterates need
not be differentiable.
"""

from __future__ import annotations

from gradcheck.engines.activations import X
from gradcheck.engines.differentiate import derivative
from gradcheck.engines.search import new_search, search_proof
from gradcheck.kernel import mint
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import real
from gradcheck.language.definitions import Definition
from gradcheck.language.propositions import And, Relation
from gradcheck.language.substitution import replace_symbols
from gradcheck.language.terms import Num, Symbol, Term, as_term


def prove_for_every_depth(
    layer: Term, bound: Num, claim: Relation, variable: Symbol, definitions: tuple[Definition, ...]
) -> bool:
    """Whether the kernel accepts the induction for the claim, for every value of the variable >= 1."""
    slope = derivative(layer, X)
    if slope is None:
        return False
    at = replace_symbols(slope, {X: real("z")})
    once = And((Relation("<=", at, bound), Relation(">", at, as_term(0))))
    try:
        lemma = _established(Goal(once, (), definitions), "one layer", ())
        if lemma is None:
            return False
        at_least_one = Relation(">=", variable, as_term(1))
        return _established(Goal(claim, (at_least_one,), definitions, (lemma,)), "n layers", ("one layer",)) is not None
    except Rejected:
        return False


def _established(goal: Goal, name: str, using: tuple[str, ...]) -> Established | None:
    evidence = search_proof(goal, new_search(using))
    return None if evidence is None else mint.established(mint.prove(goal, evidence), name)
