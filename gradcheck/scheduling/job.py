"""A job: a module to load and prove, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gradcheck.cache.folder import Folder
from gradcheck.events import Observer, ignore
from gradcheck.library import Entry, LibraryError, shorten
from gradcheck.loading import load_apart, read_module
from gradcheck.selection import EVERYTHING, Selection
from gradcheck.verdict import DerivationOutcome, Problem
from gradcheck.workers import Limits, shared

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.proofs.records import Record


@dataclass(frozen=True)
class Job:
    """A module to prove; ``afresh`` leaves everything found earlier aside, ``forms`` asks for normal forms.

    What searches find is kept in the ``cache``.  ``selection`` says which steps are wanted.
    """

    entry: Entry
    limits: Limits
    afresh: bool = False
    forms: bool = False
    cache: Folder | None = None
    selection: Selection = EVERYTHING


@dataclass(frozen=True)
class Done:
    """What came of a job: the outcome and what searches found, or the problem that kept it from being done.

    ``source`` is the text of the module that was proved.
    """

    entry: Entry
    outcome: DerivationOutcome | None = None
    found: Mapping[str, Record] | None = None
    problem: Problem | None = None
    source: bytes = b""


@dataclass(frozen=True)
class Loaded:
    """A job whose module was loaded, with what is known of its steps.

    ``derivation`` has the steps that are to be proved, ``whole`` all of them; ``recorded`` is what stands beside the
    module of what is known.
    """

    job: Job
    derivation: Derivation
    known: Mapping[str, Record]
    source: bytes
    whole: Derivation
    recorded: Mapping[str, Record] = field(default_factory=dict)

    def sent(self) -> bytes:
        """The derivation as it is sent from process to process."""
        from gradcheck.proofs.transfer import send_derivation

        return send_derivation(self.derivation)


def load_job(job: Job) -> Loaded | Done:
    """Load the module, and what is known of its steps; or what keeps it from being loaded."""
    from gradcheck.cache.searches import recall_searches
    from gradcheck.proofs.records import load_records

    try:
        source = read_module(job.entry)
        derivation = load_apart(job.entry, job.limits, source)
    except LibraryError as error:
        return Done(job.entry, problem=error.problem)
    recorded = {} if job.afresh else load_records(job.entry.path)
    cached = {} if job.cache is None or job.afresh else recall_searches(job.cache, derivation, recorded)
    known = recorded | cached
    if job.selection.is_everything:
        return Loaded(job, derivation, known, source, derivation, recorded)
    from gradcheck.scheduling.choice import choose_steps

    names = [step.name for step in derivation.steps]
    missing = job.selection.missing(shorten(str(job.entry.path)), names)
    if missing is not None:
        return Done(job.entry, problem=missing)
    chosen = choose_steps(derivation, job.selection.of(derivation.name, names), known)
    return Loaded(job, chosen, known, source, derivation, recorded)


def settle_job(loaded: Loaded, outcome: DerivationOutcome, found: Mapping[str, Record]) -> Done:
    """Keep what searches found, tell stale records, and read what the author suppresses; the result of the job."""
    from gradcheck.cache.searches import keep_searches
    from gradcheck.proofs.staleness import notice_stale_records

    if not loaded.job.afresh:
        notices = notice_stale_records(loaded.job.entry.path, outcome, loaded.recorded, loaded.known, found)
        outcome = replace(outcome, notices=(*outcome.notices, *notices))
    if b"gradcheck:" in loaded.source:
        from gradcheck.findings.suppressions import suppress

        places = {step.name: step.location for step in loaded.whole.steps}
        outcome = suppress(outcome, loaded.source, str(loaded.job.entry.path.resolve()), places)
    if not loaded.job.selection.is_everything:
        from gradcheck.scheduling.choice import tell_of

        names = [step.name for step in loaded.whole.steps]
        outcome = tell_of(outcome, names, loaded.job.selection.of(loaded.whole.name, names))
    if loaded.job.cache is not None:
        keep_searches(loaded.job.cache, loaded.derivation, found)
    return Done(loaded.job.entry, outcome, found, source=loaded.source)


def prove_job(job: Job, observer: Observer = ignore) -> Done:
    """Load the module and prove its derivation; the ``observer`` hears of every step."""
    from gradcheck.prover import prove_derivation

    loaded = load_job(job)
    if isinstance(loaded, Done):
        return loaded
    found: dict[str, Record] = {}
    outcome = prove_derivation(loaded.derivation, job.limits, shared(), loaded.known, found, job.forms, observer)
    return settle_job(loaded, outcome, found)
