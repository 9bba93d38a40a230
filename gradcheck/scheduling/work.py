"""Keeps the state of one job while it is being proved: the steps that wait, their outcomes, and what was given up.

Nothing here starts or ends a process; ``pool`` does, and reports here.  The outcome depends on what was proved alone,
not on which process proved it, in which order, or how often a process was replaced.
"""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from gradcheck.outcome.run import DerivationOutcome, Problem, StepOutcome
from gradcheck.scheduling.bugs import give_up, stopped_by
from gradcheck.scheduling.groups import needed_for, parts_of
from gradcheck.scheduling.job import Done, Job, Module, finish_job
from gradcheck.scheduling.messages import Ended, Head, Listed, Stopped, Task, completed

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.project.proofs.records import Record

MAX_DEATHS = 3  # of processes at work on one step: the first may be an accident, and so may the second

LOADING = -1  # in the place of the position of a step

Part = tuple[int, ...]


class Work:
    """One job.  No process works at the parts that ``wait``; the empty part stands for loading the module."""

    def __init__(
        self,
        number: int,
        job: Job,
        derivation: Derivation | None = None,
        heads: tuple[Head, ...] = (),
        known: Mapping[str, Record] | None = None,
        content: bytes | None = None,
        listing: bool = False,
    ) -> None:
        """Take the ``derivation``, or its ``content``; without either, the module is loaded first.

        ``known`` are records of its steps.  ``listing``: load the module, and prove nothing.
        """
        self.number, self.job, self.heads, self._known = number, job, heads, known
        self._derivation, self._listing = derivation, listing
        self.listed: Listed | None = None
        self._heading = None if derivation is None else DerivationOutcome(job.entry.name, "", "", ())
        self._problem: Problem | None = None
        self._content = content
        self._module = Module(b"", {})
        self._searched: list[str] = []
        self._needs: dict[Part, set[int]] = {}
        self._waiting: deque[Part] = deque()
        self._outcomes: dict[int, StepOutcome] = {}
        self._first_bad: int | None = None
        self._proofs: dict[int, bytes] = {}
        self._records: dict[int, bytes] = {}
        self._stopped: dict[int, Stopped] = {}
        self._deaths: Counter[int] = Counter()
        for part in [()] if derivation is None else parts_of(len(heads)):
            self._wait(part)

    @property
    def is_done(self) -> bool:
        """Whether nothing is left to do."""
        if self._problem is not None or self._heading is None:
            return self._problem is not None
        if self._listing:
            return True
        return len(self._outcomes) == len(self.heads) or self._reached < len(self.heads)

    @property
    def _reached(self) -> int:
        """Count the steps that are wanted: all, or those up to the first finding where it ends the run.

        All, too, where the module has comments that may suppress a finding.
        """
        bad = self._first_bad
        if bad is None or b"gradcheck:" in self._module.source or not all(k in self._outcomes for k in range(bad)):
            return len(self.heads)
        return bad + 1

    @property
    def is_loaded(self) -> bool:
        """Whether its steps are known."""
        return self._heading is not None

    @property
    def needs_module(self) -> bool:
        """Whether the module is still to be run."""
        return not self.is_loaded and self._content is None

    @property
    def name(self) -> str:
        """Return the name of the derivation."""
        return self.job.entry.name if self._heading is None else self._heading.name

    def ready(self) -> Part | None:
        """Return a part that waits and can be proved now, since all that its steps use have their outcomes."""
        return next((part for part in self._waiting if self._outcomes.keys() >= self._needs[part]), None)

    def task(self, part: Part, fresh: bool) -> Task:
        """Make the part a task and take it off the waiting list; ``fresh``: for a process without the derivation."""
        self._waiting.remove(part)
        return Task(
            self.number,
            self.job,
            self._content if fresh else None,
            self._derivation if fresh else None,
            self._known if fresh else None,
            self._listing,
            part,
            earlier={place: self._proofs[place] for place in self._needs[part] & self._proofs.keys()},
            stopped={place: self._stopped[place] for place in part if place in self._stopped},
        )

    def loaded(self, news: Listed) -> Part:
        """Note that the module was loaded; return the part that the process goes on with."""
        self._heading, self.heads = news.heading, news.heads
        self._content, self._module = news.content, news.module
        if self._listing:
            self.listed = news
            return ()
        first, *others = parts_of(len(self.heads))
        for part in others:
            self._wait(part)
        return first

    def unusable(self, problem: Problem) -> None:
        """Note that the module cannot be used."""
        self._problem = problem

    def ended(self, position: int, news: Ended) -> None:
        """Note the outcome of a step."""
        why = self._stopped.get(position)
        self._outcomes[position] = news.outcome if why is None else replace(news.outcome, seconds=why.seconds)
        if self.job.exit_first and not news.outcome.is_sound:
            self._first_bad = position if self._first_bad is None else min(position, self._first_bad)
        if news.proof is not None:
            self._proofs[position] = news.proof
        if news.searched:
            self._searched.append(news.outcome.name)
        if news.record is not None:
            self._records[position] = news.record

    def interrupted(self, left: Part, why: Stopped, may_be_accident: bool) -> StepOutcome | None:
        """Note that the process at work on these steps has ended; the steps that are left wait for another one.

        Return the outcome of the first step, where even its statement could not be written down.
        """
        if left and left[0] in self._stopped:
            outcome = self.heads[left[0]].undecided(self._stopped[left[0]])
            self.ended(left[0], Ended(outcome))
            self._wait_first(left[1:])
            return outcome
        first = left[0] if left else LOADING
        self._deaths[first] += 1
        given_up = not may_be_accident or self._deaths[first] >= MAX_DEATHS
        if given_up and first == LOADING:
            code = "GC435" if why.code == "GC201" else why.code
            self._problem = give_up(self.job.entry, replace(why, code=code))
        else:
            if given_up:
                self._stopped[first] = why
            self._wait_first(left, loading=first == LOADING)
        return None

    def put_back(self, left: Part) -> None:
        """Let these steps wait again; they did not cause the end of their process."""
        self._wait_first(left, loading=self._heading is None)

    def is_stopped(self, position: int) -> bool:
        """Whether work on the step was given up, so that only its statement is written down."""
        return position in self._stopped

    def done(self) -> Done:
        """Put the result together; a failure of gradcheck in doing so is a problem of this work alone."""
        if self._problem is not None or self._heading is None:
            return Done(self.job.entry, problem=self._problem)
        try:
            return self._finished(self._heading)
        except Exception as error:
            return Done(self.job.entry, problem=give_up(self.job.entry, stopped_by(error)))

    def _finished(self, heading: DerivationOutcome) -> Done:
        steps = tuple(self._outcomes[position] for position in range(self._reached))
        outcome = completed(heading, self.heads, steps)
        found = {self.heads[position].name: pickle.loads(record) for position, record in sorted(self._records.items())}
        return finish_job(self.job, outcome, found, self._module, self._searched)

    def _wait(self, part: Part) -> None:
        self._waiting.append(part)
        self._needs[part] = needed_for(part, [head.uses for head in self.heads])

    def _wait_first(self, part: Part, loading: bool = False) -> None:
        if part or loading:
            self._wait(part)
            self._waiting.rotate(1)
