"""Proves claims, steps and derivations: search, check, attempt to refute, and put into words.

The search runs where it can be killed (``workers``); only evidence comes back, and the kernel checks it again here.
A proof is shown only after an attempt at refutation found nothing, and after the statement was evaluated at some
instances by other means (``confirmation``); if something speaks against it, that is an internal error (GC901), never a
verdict.
"""

from __future__ import annotations

import contextlib
import time
import traceback
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any, NoReturn

from gradcheck.algebra.ring_cache import keeping_rings
from gradcheck.derivation import Derivation, Step, nodes_in
from gradcheck.kernel.definedness.judgement import VoidAssumption, check_hypotheses
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.evidence.inspection import steps_named
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.rejection import CheckerFailed, Rejected, TooDeep
from gradcheck.kernel.rules.solver import Question
from gradcheck.kernel.verdict import Proved, Refuted, established, refute, refute_by_proof
from gradcheck.kernel.verdict import prove as prove_goal
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Array, Sequence, is_integer
from gradcheck.language.syntax.definitions import definitions_in_use
from gradcheck.language.syntax.illtyped import UnreadClaim, problem_of
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from gradcheck.language.syntax.terms import Num, Symbol, free_symbols
from gradcheck.outcome.events import Finished, Observer, Opened, Started, ignore
from gradcheck.outcome.run import DerivationOutcome, StepOutcome
from gradcheck.project.proofs.records import Record, digest_of
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.prover.confirmation import objection
from gradcheck.prover.outline import describe_evidence
from gradcheck.prover.preamble import preamble_of
from gradcheck.prover.present import (
    advice_on_limits,
    advice_to_assume,
    conditions,
    describe_witness,
    explained,
    explained_names,
    formula,
    left_to_show,
    name_engine,
    sides_in_words,
)
from gradcheck.runtime.child import OutOfMemory, Runner, TimedOut, WorkerProblem, shared
from gradcheck.runtime.child import TooDeep as DeepCall
from gradcheck.runtime.limits import Limits
from gradcheck.search.logic.consistency import are_inconsistent, search_inconsistency
from gradcheck.search.refutation.counterexample import search_contradiction, search_counterexample
from gradcheck.search.refutation.shrink import without_needless
from gradcheck.search.refutation.sides import sides_of
from gradcheck.search.solver import smt
from gradcheck.search.solver.asking import asking
from gradcheck.search.tactic import direct_evidence, is_trusted, unless_it_fails

Verdict = Proved | Refuted

OPEN = ("GC200", "GC300")  # of an open step that others may decide
NEAR_SHARE = 0.5  # of the time, for a proof by the steps near an open one
OWN_SHARE = 0.75  # of the time, before a question is left to a solver
SMALL_NODES, SMALL_NUMBER = 160, 1_000


class ContradictionError(Exception):
    """The kernel accepted a proof and a counterexample of one claim: a bug in gradcheck, code GC901."""

    code = "GC901"


@dataclass(frozen=True)
class Result:
    """The result of one step: its outcome, the fact for later steps, and what a search found if there was one.

    ``record`` is the part of the latter that may be recorded.
    """

    outcome: StepOutcome
    verdict: Proved | None = None
    searched: SearchResult | None = None
    record: Record | None = None

    @cached_property
    def proved(self) -> Established | None:
        """The step as later ones may use it, sealed when one asks for it."""
        return None if self.verdict is None else established(self.verdict, self.outcome.name)


def unheard(outcome: StepOutcome) -> None:
    """Ignore an outcome that is not explained yet."""


def prove_at_once(goal: Goal, step: Step) -> Proved | None:
    """Decide a small claim by a normal form or a visible sign, without a worker."""
    claim = goal.claim
    if step.expected == "refuted" or not isinstance(claim, Relation) or not _is_small(goal):
        return None
    try:
        verdict = prove_goal(goal, direct_evidence(claim))
    except (Rejected, RecursionError):
        return None
    _survives(goal)
    return verdict


def prove_again(goal: Goal, recorded: SearchResult | None) -> Proved | Refuted | None:
    """Check what was recorded for this very statement; None if the kernel does not accept it."""
    if recorded is None:
        return None
    try:
        verdict = decide(goal, replace(recorded, contradicted=None))
    except (Rejected, RecursionError, MemoryError):
        return None  # what is malformed is refused, and searched for anew
    if isinstance(verdict, Proved) and verdict.trust == "solver":
        with keeping_rings():
            wrong = unless_it_fails(None, search_counterexample, goal)
            return verdict if wrong is None else None  # the solver was wrong
    if isinstance(verdict, Proved):
        _survives(goal)
    return verdict


def _about(goal: Goal, met: Iterable[Proposition]) -> list[Proposition]:
    """Return the conditions without those that a place of the proof's own lies in its range."""
    known: set[Symbol] = set().union(*map(free_symbols, (goal.claim, *goal.hypotheses, *goal.definitions)))

    def is_range(condition: Proposition) -> bool:
        return isinstance(condition, Relation) and is_integer(condition.left) and is_integer(condition.right)

    return [condition for condition in met if free_symbols(condition) <= known or not is_range(condition)]


def _survives(goal: Goal) -> None:
    """Try to refute what was proved; ContradictionError if that works."""
    with keeping_rings():
        contradicted = unless_it_fails(None, search_contradiction, goal)
    if contradicted is not None:
        _contradict(goal, contradicted)


def _is_small(goal: Goal) -> bool:
    """Return whether normalising the claim is fast for certain: few nodes, small numbers."""
    nodes = [node for part in (goal.claim, *goal.hypotheses) for node in walk(part)]
    largest = max((max(abs(n.value.numerator), n.value.denominator) for n in nodes if isinstance(n, Num)), default=0)
    return len(nodes) <= SMALL_NODES and largest <= SMALL_NUMBER


def decide(goal: Goal, finding: SearchResult) -> Proved | Refuted | None:
    """Return the verdict of the kernel on what was found."""
    if finding.evidence is not None:
        proved = prove_goal(goal, finding.evidence)
        if finding.contradicted is not None:
            _contradict(goal, finding.contradicted)
        return proved
    if finding.negation is not None:
        return refute_by_proof(goal, finding.negation, finding.counterexample)
    if finding.counterexample is not None:
        return refute(goal, finding.counterexample)
    return None


def _contradict(goal: Goal, counterexample: Counterexample) -> NoReturn:
    """Raise ContradictionError if this counterexample refutes a claim that was proved."""
    refute(goal, counterexample)
    raise ContradictionError("a claim was both proved and refuted; please report it")


def prove_step(
    derivation: Derivation,
    step: Step,
    earlier: tuple[Established, ...],
    limits: Limits,
    workers: Runner,
    recorded: SearchResult | None = None,
    forms: bool = False,
    decided: Callable[[StepOutcome], None] = unheard,
) -> Result:
    """Prove one step; return its outcome, and the step as later ones may use it if it was proved.

    ``recorded`` is what an earlier search found for this very statement; it is tried first.  ``forms`` asks for normal
    forms among the lines of the proof.  ``decided`` is told the outcome while only its explanation is missing.
    """
    start = time.perf_counter()
    goal = _goal(derivation, step, earlier)
    base = _stated(derivation, step, goal)

    def undecided(reason: str, code: str = "GC200", **more: Any) -> Result:
        seconds = time.perf_counter() - start
        return Result(StepOutcome(verdict="undecided", reason=reason, code=code, seconds=seconds, **base, **more))

    if isinstance(step.claim, UnreadClaim):
        return undecided(step.claim.problem, step.claim.code)
    misfit = problem_of(step.claim)
    if misfit:  # no goal for the kernel: a statement whose sides cannot be compared is false as it stands
        base |= {"verdict": "refuted", "trust": "exact", "engine": "shapes", "reason": "shapes", "code": "GC103"}
        return Result(StepOutcome(shapes=misfit, seconds=time.perf_counter() - start, **base))
    try:
        check_hypotheses(goal)
    except VoidAssumption as problem:
        return undecided(f"the assumption {render_text(problem.hypothesis)} {problem.why}", "GC304")
    try:
        searched: SearchResult | None = None
        inconsistency = None
        with asking(partial(_confirmed, workers, limits)):
            weak = prove_again(goal, recorded)
            verdict: Verdict | None = _trusted(weak, limits)
            if verdict is None:
                verdict = _trusted(prove_at_once(goal, step), limits)
                inconsistency = None if verdict is None else unless_it_fails(None, search_inconsistency, goal)
            if verdict is None:
                searched = _search(goal, step, limits, workers, weak is None)
                verdict = decide(goal, searched) or weak
                inconsistency = searched.inconsistency
        if are_inconsistent(goal, inconsistency) and inconsistency is not None:
            base["contradictory"] = formula(inconsistency.hypothesis, derivation.notation)
    except WorkerProblem as problem:
        detail = tuple(problem.detail.splitlines()) if problem.detail else ()
        return undecided(problem.reason, problem.code, evidence=detail, advice=advice_on_limits(problem.code, limits))
    except ContradictionError as problem:
        return undecided(str(problem), problem.code)
    except CheckerFailed as problem:
        told = "".join(traceback.format_exception(problem))
        return undecided(str(problem), problem.code, evidence=tuple(told.splitlines()))
    except (TooDeep, RecursionError):
        return undecided("the evidence is too large for the kernel", "GC203")
    except MemoryError:
        advice = advice_on_limits("GC202", limits)
        return undecided(f"no answer within {limits.megabytes} MB", "GC202", advice=advice)
    except Rejected as problem:
        return undecided(f"the kernel rejected what an engine found: {problem}", "GC902")
    if verdict is not None and _trusted(verdict, limits) is None:
        word = "proved" if isinstance(verdict, Proved) else "refuted"
        code = "GC204" if word == step.expected else "GC205"
        return undecided(f"it is {word} with trust {verdict.trust} only, and {limits.trust} is asked for", code)
    if verdict is None:
        finding = searched or SearchResult()
        missing = conditions([part for c in finding.missing for part in _flat(c)], derivation.notation)
        more = {"missing": missing, "advice": advice_to_assume(step, finding.missing, finding.provable)}
        result = undecided(finding.reason, finding.code, **more)
        if finding.code != "GC200":
            return result
        decided(replace(result.outcome, complete=False))
        left = left_to_show(goal, limits, workers, derivation.notation)
        return replace(result, outcome=replace(result.outcome, difference=left))
    if isinstance(verdict, Proved):
        against = objection(goal.claim, goal.hypotheses, goal.definitions)
        if against is not None:
            return undecided(f"a proof was found, but the statement evaluates otherwise: {against}", "GC901")
    seconds = time.perf_counter() - start
    if isinstance(verdict, Proved):
        outcome = StepOutcome(
            verdict="proved",
            trust=verdict.trust,
            engine=name_engine(verdict.evidence),
            side_conditions=conditions(_about(goal, verdict.side_conditions), derivation.notation),
            facts=verdict.facts,
            evidence=describe_evidence(goal, verdict.evidence, forms),
            seconds=seconds,
            **base,
        )
        return Result(outcome, verdict, searched)
    found = searched or recorded
    negation, witness = None if found is None else found.negation, verdict.counterexample
    failure = None if negation or witness is None else unless_it_fails(None, sides_of, goal, witness)
    outcome = StepOutcome(
        verdict="refuted",
        trust=verdict.trust,
        engine="counterexample" if negation is None else name_engine(negation),
        counterexample=describe_witness(witness if witness is None or failure is None else _needed(goal, witness)),
        sides=sides_in_words(failure, derivation.notation),
        everywhere=witness in (None, Counterexample(())) and _has_variables(goal),
        reason="" if negation is None else "its negation is proved",
        facts=verdict.facts,
        code="GC101",
        seconds=seconds,
        **base,
    )
    decided(replace(outcome, complete=False))
    return Result(replace(outcome, **explained(goal, limits, workers, derivation.notation)), searched=searched)


def leave_undecided(
    derivation: Derivation, step: Step, limits: Limits, reason: str, code: str, detail: Iterable[str] = ()
) -> StepOutcome:
    """Return the outcome of a step on which work was stopped."""
    base = _stated(derivation, step, _goal(derivation, step, ()))
    base |= {"evidence": tuple(detail), "advice": advice_on_limits(code, limits)}
    return StepOutcome(verdict="undecided", reason=reason, code=code, **base)


def _goal(derivation: Derivation, step: Step, earlier: tuple[Established, ...]) -> Goal:
    """Build the goal of a step, with the definitions that it, its hints, and the steps that it may use need."""
    hypotheses = derivation.assumptions + step.given
    known = [definition for one in earlier for definition in one.definitions]
    used = definitions_in_use(derivation.definitions, (step.claim, *hypotheses, *nodes_in(step.hints), *known))
    return Goal(step.claim, hypotheses, used, earlier)


def _stated(derivation: Derivation, step: Step, goal: Goal) -> dict[str, Any]:
    """Return the fields of an outcome that do not depend on the verdict."""
    return {
        "name": step.name,
        "statement": formula(step.claim, derivation.notation),
        "expected": step.expected,
        "assumptions": tuple(formula(a, derivation.notation) for a in goal.hypotheses),
        "location": step.location,
        "note": step.note,
    }


def _needed(goal: Goal, witness: Counterexample) -> Counterexample:
    """Return the values of the counterexample that a reader needs."""
    return unless_it_fails(witness, without_needless, goal, witness)


def _trusted(verdict: Verdict | None, limits: Limits) -> Verdict | None:
    """Return the verdict if its trust is as strong as was asked for, else None."""
    return None if verdict is None or not is_trusted(verdict.trust, limits.trust) else verdict


def _search(goal: Goal, step: Step, limits: Limits, workers: Runner, weaker: bool) -> SearchResult:
    """Search in a worker; ask an SMT solver, where there is one, about a question that is left open.

    ``weaker``: a proof whose trust does not count is looked for in the end, where a part of one was seen.
    """
    from gradcheck.search.driver import (  # dear, and not needed where all is recorded
        search_by_solver,
        search_finding,
    )

    helped = limits.trust == "solver" and smt.is_installed() and smt.is_question(goal)
    own = replace(limits, seconds=limits.seconds * OWN_SHARE) if helped else limits
    workers = workers.apart if helped else workers  # for what may take a part of the time only
    start, problem, found = time.perf_counter(), None, SearchResult()
    try:
        found = workers.run(search_finding, goal, step, limits.trust, limits=own)
    except (TimedOut, OutOfMemory, DeepCall) as reason:
        if not helped:
            raise
        problem = reason
    if weaker and found.weaker and not found.decides:
        rest = max(limits.seconds - (time.perf_counter() - start), limits.seconds * (1 - OWN_SHARE)) * OWN_SHARE
        with contextlib.suppress(WorkerProblem):
            other = workers.apart.run(search_finding, goal, step, limits=replace(limits, seconds=rest))
            found = other if other.decides else found
    if not helped or found.decides:
        return found
    left = max(limits.seconds - (time.perf_counter() - start), limits.seconds * (1 - OWN_SHARE) / 2)
    with contextlib.suppress(WorkerProblem):
        asked = workers.run(search_by_solver, goal, left / 2, limits=replace(limits, seconds=left))
        if asked.decides:
            return asked
    if isinstance(problem, TimedOut):
        raise TimedOut(limits.exhausted)
    if problem is not None:
        raise problem
    return found


def _confirmed(workers: Runner, limits: Limits, question: Question, solver: str, version: str) -> bool:
    """Ask the solver in a process that can be killed; do not ask where its word would not count."""
    if limits.trust != "solver" or not smt.is_installed():
        return False
    most = limits.seconds * (1 - OWN_SHARE)
    try:
        return workers.apart.run(smt.confirms, question, solver, version, most, limits=replace(limits, seconds=most))
    except WorkerProblem:
        return False


def _has_variables(goal: Goal) -> bool:
    return bool(free_symbols(goal.claim)) or any(isinstance(n, Array | Sequence) for n in walk(goal.claim))


def _flat(claim: Proposition) -> list[Proposition]:
    return [p for part in claim.parts for p in _flat(part)] if isinstance(claim, And) else [claim]


class Proving:
    """Proves a derivation step by step, and keeps what was proved for later steps.

    ``records`` are tried before anything is searched for.  ``earlier`` are steps that this kernel proved before.
    """

    def __init__(
        self,
        derivation: Derivation,
        limits: Limits,
        workers: Runner,
        records: Mapping[str, Record] | None = None,
        forms: bool = False,
        earlier: Iterable[Established] = (),
    ) -> None:
        self.derivation = derivation
        self._limits, self._workers, self._records, self._forms = limits, workers, records or {}, forms
        self._established: dict[str, Established | Result] = {step.name: step for step in earlier}

    def prove(self, step: Step, decided: Callable[[StepOutcome], None] = unheard) -> Result:
        """Prove one step; those that it uses must come before it."""
        digest = digest_of(self.derivation, step)
        known = self._records.get(step.name)
        recorded = known.finding if known is not None and known.digest == digest else None
        named = set() if recorded is None else steps_named(recorded.evidence) | steps_named(recorded.negation)
        used = [self._use(name) for name in (*step.using, *sorted(named - set(step.using)))]
        earlier = tuple(one for one in used if one is not None)
        result = prove_step(self.derivation, step, earlier, self._limits, self._workers, recorded, self._forms, decided)
        if step.near and result.outcome.code in OPEN:
            result = self._by_near_ones(step) or result
        if result.verdict is not None:
            self._established[step.name] = result
        found = result.searched if result.outcome.as_expected else None
        keep = found is not None and found.inconsistency is None
        return replace(result, record=Record(digest, found)) if keep and found is not None else result

    def _by_near_ones(self, step: Step) -> Result | None:
        """Prove an open step by those near it that were proved, and say by which; None if that does not work."""
        near = {name: one for name in step.near if (one := self._use(name)) is not None}
        if not near:
            return None
        limits = replace(self._limits, seconds=self._limits.seconds * NEAR_SHARE)
        asked = replace(step, using=tuple(near))
        result = prove_step(self.derivation, asked, tuple(near.values()), limits, self._workers, forms=self._forms)
        if result.verdict is None:
            return None
        used = sorted(steps_named(result.verdict.evidence))
        told = " ".join(filter(None, (step.note, f"by {', '.join(used)}" if used else "")))
        return replace(result, outcome=replace(result.outcome, note=told))

    def _use(self, name: str) -> Established | None:
        """The earlier step of that name; None if it was not proved."""
        found = self._established.get(name)
        return found.proved if isinstance(found, Result) else found


def prove_derivation(
    derivation: Derivation,
    limits: Limits,
    workers: Runner | None = None,
    records: Mapping[str, Record] | None = None,
    keep: MutableMapping[str, Record] | None = None,
    forms: bool = False,
    observer: Observer = ignore,
) -> DerivationOutcome:
    """Prove every step in order; a step may use those before it that were proved.

    ``records`` are tried before anything is searched for; ``keep`` takes up what searches found, by step; the
    ``observer`` hears of every step.
    """
    proving = Proving(derivation, limits, workers or shared(), records, forms)
    outcomes: list[StepOutcome] = []
    observer(Opened(derivation.name, tuple(step.name for step in derivation.steps)))
    with keeping_rings(anew=True):
        for step in derivation.steps:
            observer(Started(derivation.name, step.name))
            result = proving.prove(step)
            outcomes.append(result.outcome)
            observer(Finished(derivation.name, result.outcome))
            if keep is not None and result.record is not None:
                keep[step.name] = result.record
    return replace(heading_of(derivation), steps=tuple(outcomes), seconds=sum(item.seconds for item in outcomes))


def heading_of(derivation: Derivation) -> DerivationOutcome:
    """Return what a report says of a derivation before its steps."""
    names = explained_names(derivation.notation)
    assumed = tuple(formula(a, derivation.notation) for a in derivation.assumptions)
    own = (derivation.name, derivation.title, derivation.source)
    stated = [node for step in derivation.steps for node in (step.claim, *step.given)]
    preamble = preamble_of((*derivation.assumptions, *stated), derivation.definitions, derivation.notation)
    return DerivationOutcome(
        *own, (), notation=names, assumptions=assumed, preamble=preamble, remarks=derivation.remarks,
        document=derivation.document,
    )  # fmt: skip


def prove_claim(
    claim: Proposition,
    given: tuple[Proposition, ...],
    limits: Limits,
    name: str = "claim",
    workers: Runner | None = None,
    forms: bool = False,
) -> StepOutcome:
    """The outcome of one claim under its assumptions."""
    workers = workers or shared()
    step = Step(name, claim, given)
    result = prove_step(Derivation((step,)), step, (), limits, workers, forms=forms)
    return replace(result.outcome, name=name)
