"""Runs a process that proves: it takes tasks, and sends the outcome of each step as soon as it is known.

Nothing in here limits the time; the process that schedules does, and kills this one.  Memory is limited here.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, NoReturn

from gradcheck.outcome.run import CRASH
from gradcheck.project.discovery import LibraryError
from gradcheck.runtime.child import RECURSION_LIMIT, Here, forget_shared, limited, mapped_bytes, silence
from gradcheck.runtime.limits import ending_after
from gradcheck.scheduling.bugs import stopped_by
from gradcheck.scheduling.groups import parts_of
from gradcheck.scheduling.job import Module, about_module, choose
from gradcheck.scheduling.loading import become_worker, fetch_derivation, read_derivation, read_module
from gradcheck.scheduling.messages import Begun, Crashed, Decided, Ended, Head, Listed, News, Stopped, Task, Unusable

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation, Step
    from gradcheck.kernel.goal import Established
    from gradcheck.outcome.run import StepOutcome
    from gradcheck.project.proofs.records import Record
    from gradcheck.prover.prove import Proving
    from gradcheck.scheduling.job import Job

Tell = Callable[[News], None]

ORIGIN = os.urandom(16)  # forked processes have it in common, and with it the key under which the kernel seals proofs
CROWDED = 4  # so much of its limit of memory may be left over from earlier steps; then the process is replaced
TOO_DEEP = Stopped("it is nested too deeply", "GC203")
RUINOUS = frozenset({"GC202", CRASH})  # codes of outcomes after which nobody knows what a process still holds
MEGABYTE = 1024 * 1024


@dataclass
class Held:
    """The derivation at work, its steps in short, and what is known of them from before."""

    number: int
    derivation: Derivation
    heads: tuple[Head, ...]
    records: dict[str, Record] = field(default_factory=dict)
    recalled: bool = False


def serve(connection: Connection, noise: int | None, origin: bytes) -> NoReturn:
    """Take tasks and send news until the parent closes the pipe.

    Proofs that were sealed in another ``origin`` have to be made again.
    """
    become_worker(connection.fileno())
    silence(noise)
    forget_shared()
    gc.freeze()  # what was imported stays: no collection has to look at it
    sys.setrecursionlimit(RECURSION_LIMIT)
    fresh = mapped_bytes()
    held: Held | None = None

    def tell(news: News) -> None:
        try:
            connection.send(news)
        except OSError:  # nobody is there any more
            os._exit(0)

    while True:
        try:
            task: Task = connection.recv()
        except (EOFError, OSError):
            os._exit(0)
        try:
            if held is None or held.number != task.number:
                held = _take_up(task, tell)
            if held is not None:
                room = fresh + task.job.limits.megabytes * MEGABYTE // CROWDED
                _work(task, held, tell, room, origin == ORIGIN)
        except BaseException as error:
            tell(Crashed(stopped_by(error)))


def _take_up(task: Task, tell: Tell) -> Held | None:
    """Return the derivation of the task; None, after telling the parent, if there is nothing to prove."""
    if task.derivation is not None:
        return Held(task.number, task.derivation, heads_of(task.derivation, {}), recalled=True)
    from gradcheck.project.proofs.records import load_records
    from gradcheck.prover.prove import heading_of

    job = task.job
    try:
        if task.content is not None:
            with limited(job.limits, mapped_bytes()):
                derivation = read_derivation(job.entry, task.content)
                beside = {} if job.afresh or task.known is not None else load_records(job.entry.path)
                records = beside if task.known is None else dict(task.known)
                heads = heads_of(derivation, records)
            if not task.positions:
                tell(Listed(heading_of(derivation), heads, task.content, Module(b"", {})))
            return Held(task.number, derivation, heads, records, recalled=task.known is not None)
        source = read_module(job.entry)
        content = fetch_derivation(job.entry, job.limits, source)
        with limited(job.limits, mapped_bytes()):
            loaded = choose(job, source, read_derivation(job.entry, content))
            records = dict(loaded.known)
            held = Held(task.number, loaded.derivation, heads_of(loaded.derivation, records), records, recalled=True)
            sent = content if loaded.derivation is loaded.whole else loaded.sent()
            told = pickle.dumps(records) if task.listing else b""
            tell(Listed(heading_of(loaded.derivation), held.heads, sent, about_module(loaded), told))
            if task.listing:
                return None
    except LibraryError as error:
        tell(Unusable(error.problem))
        return None
    return held


def heads_of(derivation: Derivation, records: Mapping[str, Record]) -> tuple[Head, ...]:
    """The steps of a derivation in short."""
    from gradcheck.scheduling.choice import uses_of

    places = {step.name: place for place, step in enumerate(derivation.steps)}
    return tuple(
        Head(step.name, step.expected, step.note, step.location, tuple(sorted(
            used for name in uses_of(step, records) if (used := places.get(name, place)) < place
        )))
        for place, step in enumerate(derivation.steps)
    )  # fmt: skip


def _work(task: Task, held: Held, tell: Tell, room: int, same_origin: bool) -> None:
    """Prove the steps of the task, and tell of each."""
    from gradcheck.algebra.ring_cache import keeping_rings
    from gradcheck.prover.prove import Proving

    positions = task.positions or parts_of(len(held.heads))[0]
    wanted = {used for head in held.heads for used in head.uses}
    earlier: list[Established] = [pickle.loads(proof) for proof in task.earlier.values()] if same_origin else []
    proving = Proving(held.derivation, task.job.limits, Here(), held.records, task.job.forms, earlier)
    with keeping_rings(anew=True):
        for position in () if same_origin else behind(positions, held.heads):
            _prove(task, held, proving, position, None)
        tell(Begun())
        for position in positions:
            why = task.stopped.get(position)
            used = position in wanted
            ended = _state(task, held, position, why) if why else _prove(task, held, proving, position, tell, used)
            if ended.outcome.code in RUINOUS or mapped_bytes() > room:
                tell(replace(ended, retiring=True))
                os._exit(0)
            tell(ended)


def _prove(task: Task, held: Held, proving: Proving, position: int, tell: Tell | None, used: bool = False) -> Ended:
    """Prove one step, and keep its proof for later steps if it is ``used``.

    A step at which gradcheck fails is undecided, whatever was known of it by then.
    """
    job, step = task.job, held.derivation.steps[position]

    def decided(outcome: StepOutcome) -> None:
        if tell is not None:
            tell(Decided(outcome))

    try:
        with limited(job.limits, mapped_bytes()), ending_after(job.limits.seconds):
            _recall(job, held, step)
            result = proving.prove(step, decided)
            proof = pickle.dumps(result.proved) if used and result.proved is not None else None
            record = pickle.dumps(result.record) if job.collected and result.record is not None else None
        _keep(job, held, step, result.record)
    except RecursionError:
        return _state(task, held, position, TOO_DEEP)
    except MemoryError:
        return _state(task, held, position, Stopped(f"no answer within {job.limits.megabytes} MB", "GC202"))
    except Exception as error:
        return _state(task, held, position, stopped_by(error))
    return Ended(result.outcome, proof, record, searched=result.record is not None)


def _state(task: Task, held: Held, position: int, why: Stopped) -> Ended:
    """Write down the statement of a step that is not to be proved."""
    try:
        with limited(task.job.limits, mapped_bytes()):
            from gradcheck.prover.prove import leave_undecided

            step = held.derivation.steps[position]
            return Ended(leave_undecided(held.derivation, step, task.job.limits, why.reason, why.code, why.detail))
    except Exception:  # too deep, too large, or the very bug for which it is undecided
        return Ended(held.heads[position].undecided(why))


def _recall(job: Job, held: Held, step: Step) -> None:
    """Add what earlier runs found for the step to the records."""
    if job.cache is not None and not (job.afresh or held.recalled):
        from gradcheck.project.cache.searches import recall_searches

        held.records.update(recall_searches(job.cache, held.derivation, held.records, (step,)))


def _keep(job: Job, held: Held, step: Step, record: Record | None) -> None:
    if job.cache is not None and record is not None:
        from gradcheck.project.cache.searches import keep_searches

        keep_searches(job.cache, held.derivation, {step.name: record}, (step,))


def behind(positions: Sequence[int], heads: Sequence[Head]) -> list[int]:
    """Return the positions of all steps that the given ones use, directly or not, without the given ones."""
    found: set[int] = set()
    todo = list(positions)
    while todo:
        new = set(heads[todo.pop()].uses) - found
        found |= new
        todo += new
    return sorted(found - set(positions))
