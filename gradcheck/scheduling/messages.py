"""Defines the messages between the scheduling process and those that prove: tasks one way, news the other.

Derivations, proofs that later steps use, and what searches found pass as bytes: the scheduling process never looks into
them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from gradcheck.outcome.record import record
from gradcheck.outcome.run import DerivationOutcome, Formula, Location, Problem, StepOutcome
from gradcheck.scheduling.job import Job, Module

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.project.proofs.records import Record


@record
class Stopped:
    """Says why work on a step was given up, and after how many seconds."""

    reason: str
    code: str
    detail: tuple[str, ...] = ()
    seconds: float = 0.0


@record
class Task:
    """Steps to prove, by their positions, in order; without positions the module is loaded, and its first part proved.

    ``listing``: the module is loaded, and that is all.
    ``content`` (or a ``derivation`` that is at hand) is for a process without it, with what is ``known`` of it, if that
    is not what stands beside the module.
    ``earlier`` are proofs of steps that these may use; of the steps in ``stopped`` only what they state is wanted.
    """

    number: int
    job: Job
    content: bytes | None = None
    derivation: Derivation | None = None
    known: Mapping[str, Record] | None = None
    listing: bool = False
    positions: tuple[int, ...] = ()
    earlier: Mapping[int, bytes] = field(default_factory=dict)
    stopped: Mapping[int, Stopped] = field(default_factory=dict)


@record
class Head:
    """What is known of a step before it is proved; ``uses`` are positions."""

    name: str
    expected: str
    note: str
    location: Location | None
    uses: tuple[int, ...] = ()

    def undecided(self, why: Stopped) -> StepOutcome:
        """Return the outcome of a step whose statement could not be written down."""
        shown = "(not written out)"
        return StepOutcome(
            self.name, Formula(shown, rf"\text{{{shown}}}", shown), self.expected, "undecided",
            reason=why.reason, code=why.code, evidence=why.detail, note=self.note, location=self.location,
        )  # fmt: skip


def completed(heading: DerivationOutcome, heads: Sequence[Head], steps: Sequence[StepOutcome]) -> DerivationOutcome:
    """The outcome of a derivation with the outcomes of its first steps; those behind them were not reached."""
    unreached = tuple(head.name for head in heads[len(steps) :])
    return replace(heading, steps=tuple(steps), seconds=sum(step.seconds for step in steps), unreached=unreached)


@record
class Unusable:
    """The module cannot be used."""

    problem: Problem


@record
class Listed:
    """The module was loaded: what is said of the derivation before any step, and its steps in short.

    ``known``, for those who asked for no more than that, are the records of its steps.
    """

    heading: DerivationOutcome
    heads: tuple[Head, ...]
    content: bytes
    module: Module
    known: bytes = b""


@record
class Begun:
    """The first step of the task is at work; each of the others begins when the one before it has ended."""


@record
class Decided:
    """The step at work is refuted; this is its outcome, which lacks only the explanation."""

    outcome: StepOutcome


@record
class Ended:
    """The step at work has its outcome.  ``proof`` is for those that use it, ``record`` what was found.

    ``searched``: a search had to find that.  ``retiring``: the process has filled its memory and takes no more.
    """

    outcome: StepOutcome
    proof: bytes | None = None
    record: bytes | None = None
    searched: bool = False
    retiring: bool = False


@record
class Crashed:
    """gradcheck itself failed outside of any step; ``why`` is told of the step that was to come next."""

    why: Stopped


News = Unusable | Listed | Begun | Decided | Ended | Crashed
