"""``Proved`` and ``Refuted``: the two verdicts, which only this file makes.

``prove`` and ``refute`` check, and then make a verdict.  It carries a seal over its content by a key that lives only in
this process, so one that was built by hand, copied with a change, altered or unpickled is not ``genuine``; and
constructing, copying or pickling one raises.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from gradcheck.algebra.ring_cache import keeping_rings
from gradcheck.kernel.check import check_rule
from gradcheck.kernel.counterexample.checking import check_counterexample
from gradcheck.kernel.definedness.judgement import check_hypotheses
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample, Evidence
from gradcheck.kernel.evidence.inspection import exceeds_depth, mentions_reserved, steps_named
from gradcheck.kernel.goal import Established, Goal
from gradcheck.kernel.negation import negated
from gradcheck.kernel.rejection import Rejected, TooDeep, failing_openly
from gradcheck.kernel.shape import check_shape
from gradcheck.language.syntax.definitions import Definition, DefinitionError, check_definitions, definitions_in_use
from gradcheck.language.syntax.identity import structure
from gradcheck.language.syntax.propositions import Proposition

_KEY = secrets.token_bytes(32)
_PERMIT = object()
DEEPEST = 300  # rules and tuples inside of rules; beyond it evidence is refused before it is checked


def _seal(*content: object) -> bytes:
    try:
        return hmac.new(_KEY, structure(content).encode(), hashlib.sha256).digest()
    except TypeError as reason:
        raise Rejected(f"the evidence is malformed: {reason}") from None


@contextmanager
def _bounded(evidence: object, wanted: object = Evidence, values: object = None) -> Iterator[None]:
    """Open the scope of one check: refuse evidence too deep or of the wrong shape, and keep nothing from before."""
    if exceeds_depth(evidence, DEEPEST):
        raise TooDeep(f"the evidence is nested deeper than {DEEPEST} rules")
    check_shape(evidence, wanted)
    check_shape(values, Counterexample | None)
    try:
        with keeping_rings(anew=True), failing_openly("the verdict"):
            yield
    except RecursionError:
        raise TooDeep("it is nested deeper than the kernel can follow") from None


class _Verdict:
    """A frozen value that only the kernel constructs."""

    def __new__(cls, *args: object, permit: object = None, **named: object) -> Any:
        if permit is not _PERMIT:
            raise TypeError(f"only the kernel makes {cls.__name__}; hand evidence to gradcheck.kernel")
        return super().__new__(cls)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a verdict can't be copied or pickled; keep the evidence, and check it again")


@dataclass(frozen=True, eq=False)
class Proved(_Verdict):
    """The claim holds for all values of its free symbols under the assumptions."""

    goal: Goal
    evidence: Evidence
    trust: str
    side_conditions: tuple[Proposition, ...]
    facts: tuple[str, ...]
    seal: bytes
    permit: object = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "permit", None)


@dataclass(frozen=True, eq=False)
class Refuted(_Verdict):
    """The claim is false: at the values of the counterexample, or because its negation is proved."""

    goal: Goal
    counterexample: Counterexample | None
    trust: str
    facts: tuple[str, ...]
    seal: bytes
    permit: object = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "permit", None)


def _check_statement(goal: Goal, evidence: object) -> None:
    """Raise Rejected unless the goal is a statement:
    nothing put in, sound definitions, and steps that this kernel proved.

    Only the seals of steps that the evidence uses are checked.
    """
    if type(goal) is not Goal or goal.rewrites or goal.laws is not None:
        raise Rejected("a verdict is about a statement, not about a goal inside a proof")
    check_shape((goal.claim, *goal.hypotheses), tuple[Proposition, ...])
    check_shape(goal.definitions, tuple[Definition, ...])
    if mentions_reserved((goal.claim, *goal.hypotheses, *goal.definitions, evidence)):
        raise Rejected("a name in angle brackets is reserved for bound variables, and what is ill-typed means nothing")
    try:
        check_definitions(goal.definitions)
    except DefinitionError as reason:
        raise Rejected(str(reason)) from None
    check_hypotheses(goal)
    used = steps_named(evidence)
    for step in goal.steps:
        if step.name not in used:
            continue
        seal = _seal("step", step.name, step.claim, step.assumptions, step.definitions, step.trust, step.facts)
        # The goal defines all that the step does, and alike; and of what the step says nothing that was free there.
        own = set(definitions_in_use(goal.definitions, (step.claim, *step.assumptions)))
        alike = own <= set(step.definitions) <= set(goal.definitions)
        if type(step) is not Established or not alike or not hmac.compare_digest(step.seal, seal):
            raise Rejected(f"the step {step.name!r} was not proved by this kernel with these definitions")


def prove(goal: Goal, evidence: Evidence) -> Proved:
    """Return the verdict that the goal is proved; raise Rejected (or Missing, with conditions) if it is not."""
    with _bounded(evidence):
        _check_statement(goal, evidence)
        trail = Trail()
        check_rule(goal, evidence, trail)
        sides, facts = tuple(trail.side_conditions), tuple(trail.facts)
        seal = _seal("proved", _told(goal), evidence, trail.trust, sides, facts)
        return Proved(goal, evidence, trail.trust, sides, facts, seal, permit=_PERMIT)


def refute(goal: Goal, counterexample: Counterexample) -> Refuted:
    """Return the verdict that the goal is refuted by values; raise Rejected if the claim does not fail there."""
    with _bounded(counterexample, Counterexample):
        _check_statement(goal, counterexample)
        trail = Trail()
        check_counterexample(goal, counterexample, trail)
        return _refuted(goal, counterexample, trail)


def refute_by_proof(goal: Goal, evidence: Evidence, values: Counterexample | None = None) -> Refuted:
    """Return the verdict that the goal is refuted, from a proof of its negation (see ``negation``)."""
    with _bounded(evidence, Evidence, values):
        _check_statement(goal, evidence)
        trail = Trail()
        check_rule(negated(goal, values), evidence, trail)
        return _refuted(goal, values, trail)


def _refuted(goal: Goal, values: Counterexample | None, trail: Trail) -> Refuted:
    facts = tuple(trail.facts)
    seal = _seal("refuted", _told(goal), values, trail.trust, facts)
    return Refuted(goal, values, trail.trust, facts, seal, permit=_PERMIT)


def genuine(verdict: object) -> bool:
    """Whether the verdict is one that this kernel made, unaltered."""
    try:
        if type(verdict) is Proved:
            content: tuple[object, ...] = ("proved", _told(verdict.goal), verdict.evidence, verdict.trust,
                                           verdict.side_conditions, verdict.facts)  # fmt: skip
        elif type(verdict) is Refuted:
            content = ("refuted", _told(verdict.goal), verdict.counterexample, verdict.trust, verdict.facts)
        else:
            return False
        return isinstance(verdict.seal, bytes) and hmac.compare_digest(verdict.seal, _seal(*content))
    except (AttributeError, Rejected):  # an instance that no constructor has filled, or that holds what none admits
        return False


def _told(goal: Goal) -> tuple[object, ...]:
    """Return what a seal covers of a goal; earlier steps are represented by their own seals."""
    steps = tuple((step.name, step.seal) for step in goal.steps)
    return goal.claim, goal.hypotheses, goal.definitions, steps


def established(verdict: Proved, name: str) -> Established:
    """Return the step that later proofs may use; raise Rejected for anything that this kernel did not prove."""
    if type(verdict) is not Proved or not genuine(verdict):
        raise Rejected("only what the kernel proved can be used as a step")
    goal = verdict.goal
    seal = _seal("step", name, goal.claim, goal.hypotheses, goal.definitions, verdict.trust, verdict.facts)
    return Established(name, goal.claim, goal.hypotheses, seal, verdict.trust, verdict.facts, goal.definitions)
