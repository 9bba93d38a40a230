"""A job: a module to load and prove, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gradcheck.cache.folder import Folder
from gradcheck.events import Observer, ignore
from gradcheck.library import Entry, LibraryError
from gradcheck.loading import load_apart, read_module
from gradcheck.verdict import DerivationOutcome, Problem
from gradcheck.workers import Limits, shared

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.proofs.records import Record


@dataclass(frozen=True)
class Job:
    """A module to prove; ``afresh`` leaves everything found earlier aside, ``forms`` asks for normal forms.

    What searches find is kept in the ``cache``.
    """

    entry: Entry
    limits: Limits
    afresh: bool = False
    forms: bool = False
    cache: Folder | None = None


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
    """A job whose module was loaded, with what is known of its steps."""

    job: Job
    derivation: Derivation
    known: Mapping[str, Record]
    source: bytes

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
    known = {} if job.afresh else load_records(job.entry.path)
    if job.cache is not None and not job.afresh:
        known |= recall_searches(job.cache, derivation, known)
    return Loaded(job, derivation, known, source)


def settle_job(loaded: Loaded, outcome: DerivationOutcome, found: Mapping[str, Record]) -> Done:
    """Keep what searches found, and read what the author suppresses; the result of the job."""
    from gradcheck.cache.searches import keep_searches

    if b"gradcheck:" in loaded.source:
        from gradcheck.findings.suppressions import suppress

        places = {step.name: step.location for step in loaded.derivation.steps}
        outcome = suppress(outcome, loaded.source, str(loaded.job.entry.path.resolve()), places)
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
