"""Conditions that are no hypotheses, proved first and used as lemmas.

``mended`` takes evidence that the kernel refused for the lack of conditions (that the claim has a value, or side
conditions of a normal form), and puts proofs of them before it.  ``of_values`` proves what must hold so that the claim
has a value (``kernel.definedness``) and searches on with that among the hypotheses.  One condition after the other is a
goal for the search, the innermost first, each under those before it.

Decides claims all of whose conditions the search proves.  Undecided: the others; a claim that has a value in some cases
only is left to the tactics that split.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from gradcheck.kernel.check import check
from gradcheck.kernel.definedness.conditions import OPEN, own_conditions, unguarded
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Missing, Trail
from gradcheck.kernel.evidence import ByNormalForm, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Implies, Proposition, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Term
from gradcheck.search.tactic import Lemma, Search, after_lemmas

VALUES, FORMS = "conditions of values", "side conditions"
ROUNDS = 4  # a condition may show another behind it
DEAR = ("induction", "cases", "rewriting")


def of_values(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove first the conditions under which the claim has a value.

    The search goes on with t = t for the parts that have a value under these conditions:
    these say just that, and cause no tactic to act.
    """
    if search.depth < 2 or FORMS in search.skip:
        return
    shown = _shown_by_rules(goal)
    lemmas = _lemmas(goal, search, lambda extended: check_defined(extended, goal.claim, Trail(), shown))
    if lemmas:
        known = _as_values(goal, lemmas)
        yield after_lemmas(known, search.prove(_with(goal, known), search))


def _as_values(goal: Goal, lemmas: list[Lemma]) -> list[Lemma]:
    """Return the conditions as equations t = t between parts of the claim that need them, if there are any."""
    parts = [part for part in unguarded(goal.claim) if isinstance(part, Term)]
    found: list[Lemma] = []
    before: list[Lemma] = []
    for statement, proof in lemmas:
        asking = [part for part in parts if any(_gives(statement, c) for c in own_conditions(part))]
        before.append((statement, proof))
        for part in asking:
            rest = after_lemmas(before, ByNormalForm())
            if rest is not None:
                found.append((Relation("=", part, part), rest))
        if not asking:
            found.append((statement, proof))
    return found


def _gives(statement: Proposition, condition: Proposition) -> bool:
    return statement is condition or statement in _stronger(condition)


def mended(goal: Goal, search: Search, evidence: Evidence) -> Evidence | None:
    """Return the evidence after lemmas for the conditions that it lacks; None where one of them is not proved."""
    if search.depth < 2 or FORMS in search.skip:
        return None
    lemmas = _lemmas(goal, search, lambda extended: check(extended, evidence, Trail()))
    found = after_lemmas(lemmas, evidence) if lemmas else None
    return found if found is not None and search.accepts(goal, found) else None


def _shown_by_rules(goal: Goal) -> frozenset[Term]:
    """Return the terms for which some rule may itself show that they have a value."""
    if not isinstance(goal.claim, Relation):
        return frozenset()
    sides = {side for side in goal.claim.children() if isinstance(side, OPEN)}
    return frozenset(sides | {part for part in walk(goal.claim) if isinstance(part, Expectation)})


def _lemmas(goal: Goal, search: Search, attempt: Callable[[Goal], None]) -> list[Lemma] | None:
    """Return the conditions with proofs, until the attempt misses none; None where one is not proved."""
    lemmas: list[Lemma] = []
    for _ in range(ROUNDS):
        try:
            attempt(_with(goal, lemmas))
        except Missing as missing:
            for condition in missing.conditions:
                found = _proved(_with(goal, lemmas), search, condition)
                if found is None:
                    return None
                lemmas.append(found)
        except Rejected:
            return None
        else:
            return lemmas
    return None


def _proved(goal: Goal, search: Search, condition: Proposition) -> Lemma | None:
    """Return the condition, or a stronger one, with its proof; None if none is proved."""
    statements = _stronger(condition)
    exists = any(isinstance(one, Relation) and one.left is one.right for one in statements)
    depth = min(search.depth, 3 if exists else 2) - 1
    inner = search.skipping(VALUES, FORMS, *(() if exists else DEAR), depth=depth, missing=[])
    key = FORMS, condition, goal.hypotheses, depth
    if key in search.failed:
        return None
    for statement in statements:
        under = statement, goal.hypotheses
        proof = search.lemmas.get(under)
        if proof is None and statement not in goal.parts():
            proof = inner.prove(goal.claiming(statement), inner)
        if proof is not None:
            search.lemmas[under] = proof
            return statement, proof
    search.failed[key] = depth
    return None


def _stronger(condition: Proposition) -> list[Proposition]:
    """Return propositions that imply the condition and may be easier to prove, then the condition."""
    match condition:
        case Implies(conclusion=conclusion):
            return [*_stronger(conclusion), condition]
        case Relation(op="!=", left=left, right=right) if not left.shape:
            return [Relation(">", left, right), Relation("<", left, right), condition]
        case Relation(op=">=", left=left, right=right) if not left.shape:
            return [Relation(">", left, right), condition]
    return [condition]


def _with(goal: Goal, lemmas: list[Lemma]) -> Goal:
    return goal.suppose(*(statement for statement, _ in lemmas)) if lemmas else goal
