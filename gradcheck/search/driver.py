"""The search for one claim in a worker: for a proof or a counterexample, and if there is neither,
for missing conditions.

An attempt that fails with an exception gives way to the next one, as a tactic does (``tactic``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction

from gradcheck.algebra.ring_cache import keeping_rings
from gradcheck.derivation import Step
from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import TRUST, Missing, Trail
from gradcheck.kernel.evidence import Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import NEGATION, Proposition, Relation
from gradcheck.language.syntax.terms import free_symbols
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.search.calculus.one_sided import limit_without_value
from gradcheck.search.integers.points import search_at_integers, search_at_one_integer
from gradcheck.search.logic.consistency import search_inconsistency
from gradcheck.search.logic.kinks import away_from_kinks
from gradcheck.search.logic.lemmas import ROUNDS
from gradcheck.search.logic.missing import is_worth_telling, where_one_fails
from gradcheck.search.refutation.apart import search_apart, search_apart_at_once
from gradcheck.search.refutation.at_numbers import at_numbers
from gradcheck.search.refutation.counterexample import LIGHT_REFUTATION, MAX_CANDIDATES, refutes, search_counterexample
from gradcheck.search.refutation.exact_points import points_of_failure
from gradcheck.search.refutation.models import models_for
from gradcheck.search.refutation.never_defined import undefined_part
from gradcheck.search.refutation.no_mean import MissingMean, missing_mean
from gradcheck.search.refutation.roots import search_at_roots, search_models_at_roots
from gradcheck.search.refutation.undefined import undefined_at
from gradcheck.search.refutation.violation import search_nearby, search_violation
from gradcheck.search.solver.consultation import consult
from gradcheck.search.tactic import MAX_DEPTH, Search, after_lemmas, direct_evidence, unless_it_fails
from gradcheck.search.tactics import DEPTHS, missing_conditions, new_search, search_proof, search_to_depth

SHORT_REFUTATION = 60  # candidates tried against a claim that only lacks a condition
FIRST = 30  # candidates tried against a claim that is expected to be false, before it is looked at otherwise
AT_FIRST = 6  # candidates tried against every other claim, before a proof is looked for
Points = Callable[[Goal], Iterable[Counterexample]]
AT_A_POINT = 3  # depth of the search for a proof that a claim fails at given numbers
AS_A_CLAIM = 3  # depth of the search for a condition that a claim lacks
SHALLOW = 2  # depth of the search for a claim that only lacks a condition


def search_finding(goal: Goal, step: Step, trust: str = TRUST[-1], refute_first: bool = True) -> SearchResult:
    """Return a proof or a counterexample, whichever the step expects first;
    if there is neither, the missing conditions.

    Proofs whose trust is weaker than ``trust`` do not count; the result says that there were some.
    ``refute_first``: the claim is tried at a few values before a proof is looked for.  The attack goes without, since a
    false claim is there to try the rules of proof.
    """
    weaker: list[str] = []
    with keeping_rings(anew=True):
        found = _search(goal, step, trust, weaker, refute_first)
        found = replace(found, weaker=bool(weaker) and not found.decides)
        if found.counterexample is None and found.negation is None:
            return replace(found, inconsistency=unless_it_fails(None, search_inconsistency, goal))
        return found


def _search(goal: Goal, step: Step, trust: str, weaker: list[str], refute_first: bool) -> SearchResult:
    if step.expected == "refuted":
        witness = unless_it_fails(None, search_counterexample, goal, FIRST)
        if witness is not None:
            return SearchResult(counterexample=witness)
        if _follows_at_once(goal):
            step = replace(step, expected="proved")
    if step.expected == "refuted":
        refuted = _search_refutation(goal, step, trust, weaker, (points_of_failure, at_numbers))
        if refuted is not None:
            return refuted
    alone = step.using or step.hints
    nearby = None if alone else _first_of(goal, search_nearby, search_at_one_integer, search_apart_at_once)
    if nearby is not None:
        return SearchResult(counterexample=nearby)
    if refute_first:
        witness = unless_it_fails(None, search_counterexample, goal, AT_FIRST)
        if witness is not None:
            return SearchResult(counterexample=witness)
        at_point = None if alone else unless_it_fails(None, _refuted_at, goal, step, trust, points_of_failure)
        if at_point is not None:
            return at_point
    missing = unless_it_fails(None, missing_mean, goal)
    if missing is not None:
        return _without_a_mean(goal, step, trust, missing)
    search = new_search(step.using, step.hints, trust, weaker)
    lacking = _lacking(goal)
    conditional = bool(lacking)
    if conditional:
        search.depth = SHALLOW
    evidence = search_proof(goal, replace(search, depth=min(SHALLOW, search.depth)))
    if evidence is None and conditional and step.expected != "refuted":
        evidence = _after_conditions(goal, step, trust, lacking)
    if evidence is None and step.expected != "refuted":
        at_values = unless_it_fails(None, _refuted_at, goal, step, trust, at_numbers)
        if at_values is not None:
            return at_values
    evidence = evidence or search_proof(goal, search)
    if evidence is not None and _stands_alone(goal, evidence):
        if refute_first:  # so these candidates have been tried
            return SearchResult(evidence)
        return SearchResult(evidence, contradicted=unless_it_fails(None, search_counterexample, goal, LIGHT_REFUTATION))
    if step.expected != "refuted":
        untried = () if refute_first and not alone else (points_of_failure,)
        refuted = _search_refutation(goal, step, trust, weaker, untried, by_proof=not conditional)
        if refuted is not None:
            return refuted
    kinks = unless_it_fails(tuple[Proposition, ...](), away_from_kinks, goal)
    worth = [
        candidate
        for candidate in ([kinks] if kinks else []) + missing_conditions(search)
        if unless_it_fails(False, is_worth_telling, goal, candidate)
    ]
    for candidate in worth[:3]:
        if _is_possible(goal, step, candidate) and _suffices(goal, step, candidate, trust):
            needed = _fewest(goal, step, candidate, trust)
            gap = unless_it_fails("", undefined_at, goal, needed)
            if gap:
                return SearchResult(missing=needed, reason=gap, code="GC301")
            fails = unless_it_fails("", where_one_fails, goal, needed)
            conditions = "this condition" if len(needed) == 1 else "these conditions"
            why = f"not all of which hold at {fails}" if len(needed) > 1 else f"which does not hold at {fails}"
            why = why if fails else "which gradcheck could not establish"
            return SearchResult(
                missing=needed, reason=f"shown under {conditions}, {why}", code="GC300", provable=not fails
            )
    gap = unless_it_fails("", undefined_part, goal) or unless_it_fails("", limit_without_value, goal, search)
    return SearchResult(reason=gap, code="GC303") if gap else SearchResult(reason="no engine decides it")


def _without_a_mean(goal: Goal, step: Step, trust: str, missing: MissingMean) -> SearchResult:
    """Return what is to be said of a claim with a mean that need not exist: where it is wrong, or when it is right."""
    condition = missing.condition
    if condition is None:
        return SearchResult(reason=str(missing), code="GC303")
    at_values = unless_it_fails(None, _refuted_at, goal, step, trust, lambda one: at_numbers(one.suppose(condition)))
    if at_values is not None:
        return at_values
    if _is_possible(goal, step, (condition,)) and _suffices(goal, step, (condition,), trust):
        return SearchResult(missing=_fewest(goal, step, (condition,), trust), reason=str(missing), code="GC301")
    return SearchResult(reason=str(missing), code="GC301")


def _first_of(goal: Goal, *searches: Callable[[Goal], Counterexample | None]) -> Counterexample | None:
    """Return the result of the first search that finds a counterexample, or None."""
    found = (unless_it_fails(None, search, goal) for search in searches)
    return next((witness for witness in found if witness is not None), None)


def _refuted_at(goal: Goal, step: Step, trust: str, points: Points) -> SearchResult | None:
    """Return a refutation at one of the points, with a proof that the claim fails there; else None."""
    for values in points(goal):
        if not values.points and refutes(goal, values):
            return SearchResult(counterexample=values)
        opposite = unless_it_fails(None, negated, goal, values)
        if opposite is None:
            continue
        with keeping_rings(anew=True):
            evidence = search_proof(opposite, replace(new_search((), step.hints, trust), depth=AT_A_POINT))
        if evidence is not None:
            return SearchResult(counterexample=values, negation=evidence)
    return None


def search_by_solver(goal: Goal, seconds: float) -> SearchResult:
    """Return what an SMT solver finds for the claim: a counterexample, or its answer as evidence."""
    with keeping_rings(anew=True):
        found = consult(goal, seconds)
    if isinstance(found, Counterexample):
        return SearchResult(counterexample=found)
    return SearchResult(evidence=found)


def _follows_at_once(goal: Goal) -> bool:
    """Whether a normal form or a visible sign decides the claim."""
    try:
        check(goal, direct_evidence(goal.claim), Trail())
    except Rejected:
        return False
    return True


def _stands_alone(goal: Goal, evidence: Evidence) -> bool:
    """Whether the kernel accepts the evidence by itself, without what the search has learnt.

    Under assumptions that exclude each other the signs that are learnt depend on the order in which they are read.
    """
    with keeping_rings(anew=True):
        try:
            check(goal, evidence, Trail())
        except Rejected:
            return False
    return True


def _lacking(goal: Goal) -> tuple[Proposition, ...]:
    """Return the conditions that alone keep the claim from following at once; a long search for it would be useless."""
    found: list[Proposition] = []
    for _ in range(ROUNDS):
        try:
            check(goal, direct_evidence(goal.claim), Trail())
        except Missing as missing:
            found += missing.conditions
            goal = goal.suppose(*missing.conditions)
        except Rejected:
            return ()
        else:
            return tuple(found)
    return ()


def _after_conditions(goal: Goal, step: Step, trust: str, conditions: tuple[Proposition, ...]) -> Evidence | None:
    """Prove the conditions, each as a claim of its own under those before it, and then the claim under all of them."""
    if unless_it_fails("", where_one_fails, goal, conditions):
        return None
    lemmas: list[tuple[Proposition, Evidence]] = []
    under = goal
    for condition in conditions:
        proof = search_proof(under.claiming(condition), replace(new_search(step.using, (), trust), depth=AS_A_CLAIM))
        if proof is None:
            return None
        lemmas.append((condition, proof))
        under = under.suppose(condition)
    rest = search_proof(under, replace(new_search(step.using, step.hints, trust), depth=SHALLOW))
    return after_lemmas(lemmas, rest)


def _is_possible(goal: Goal, step: Step, conditions: tuple[Proposition, ...]) -> bool:
    """Whether the assumptions exclude none of the conditions: from contradictory conditions anything would follow."""
    for condition in conditions:
        if isinstance(condition, Relation) and not condition.left.shape:
            opposite = Relation(NEGATION[condition.op], condition.left, condition.right)
            search = new_search(step.using)
            search.depth = SHALLOW
            if search_proof(goal.claiming(opposite), search) is not None:
                return False
    return True


def _suffices(goal: Goal, step: Step, conditions: tuple[Proposition, ...], trust: str) -> bool:
    return search_proof(goal.suppose(*conditions), new_search(step.using, step.hints, trust)) is not None


def _fewest(goal: Goal, step: Step, conditions: tuple[Proposition, ...], trust: str) -> tuple[Proposition, ...]:
    """Return the conditions without those that follow from the others."""
    needed = list(conditions)
    for condition in reversed(conditions):
        rest = tuple(c for c in needed if c is not condition)
        if rest and _suffices(goal, step, rest, trust):
            needed.remove(condition)
    return tuple(needed)


def _search_refutation(
    goal: Goal, step: Step, trust: str, weaker: list[str], places: tuple[Points, ...], by_proof: bool = True
) -> SearchResult | None:
    """Return values or points at which the claim fails, or, with ``by_proof``, a proof of its negation; else None."""
    effort = MAX_CANDIDATES if by_proof else SHORT_REFUTATION
    witness = _first_of(goal, search_apart) or unless_it_fails(None, search_counterexample, goal, effort)
    witness = witness or _first_of(goal, search_at_integers, search_violation)
    for points in places if witness is None else ():
        at_point = unless_it_fails(None, _refuted_at, goal, step, trust, points)
        if at_point is not None:
            return at_point
    witness = witness or _first_of(goal, search_at_roots)
    if witness is not None:
        return SearchResult(counterexample=witness)
    if not by_proof:
        return None
    zeros = Counterexample(tuple((s, Fraction(0)) for s in sorted(free_symbols(goal.claim), key=lambda s: s.name)))
    opposites: dict[tuple[object, ...], tuple[Counterexample | None, Goal, Search]] = {}
    none: list[Counterexample] = []
    models = [*unless_it_fails(none, models_for, goal), *unless_it_fails(none, search_models_at_roots, goal)]
    for values in (*models, None, zeros):
        opposite = unless_it_fails(None, negated, goal, values)
        if opposite is None:
            continue
        opposites.setdefault(
            (opposite.claim, opposite.hypotheses), (values, opposite, new_search(step.using, step.hints, trust, weaker))
        )
    for depth in (*DEPTHS, MAX_DEPTH):
        for values, opposite, search in opposites.values():
            evidence = search_to_depth(opposite, replace(search, depth=depth))
            if evidence is not None:
                return SearchResult(counterexample=values, negation=evidence)
    return None
