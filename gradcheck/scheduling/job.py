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


def prove_job(job: Job, observer: Observer = ignore) -> Done:
    """Load the module and prove its derivation; the ``observer`` hears of every step."""
    from gradcheck.cache.searches import keep_searches, recall_searches
    from gradcheck.proofs.records import load_records
    from gradcheck.prover import prove_derivation

    try:
        source = read_module(job.entry)
        derivation = load_apart(job.entry, job.limits, source)
    except LibraryError as error:
        return Done(job.entry, problem=error.problem)
    known = {} if job.afresh else load_records(job.entry.path)
    if job.cache is not None and not job.afresh:
        known |= recall_searches(job.cache, derivation, known)
    found: dict[str, Record] = {}
    outcome = prove_derivation(derivation, job.limits, shared(), known, found, job.forms, observer)
    if job.cache is not None:
        keep_searches(job.cache, derivation, found)
    return Done(job.entry, outcome, found, source=source)
