"""Defines a job (a module to load and prove) and its result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from gradcheck.outcome.record import record
from gradcheck.outcome.run import DerivationOutcome, Location, Problem
from gradcheck.project.cache.folder import Folder
from gradcheck.project.discovery import Entry, LibraryError
from gradcheck.project.folders import shorten
from gradcheck.project.selection import EVERYTHING, Selection
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.derivation import Derivation
    from gradcheck.project.proofs.records import Record


@record
class Job:
    """A module to prove; ``afresh`` leaves everything found earlier aside, ``forms`` asks for normal forms.

    What searches find is kept in the ``cache``, and comes back if it is to be ``collected``.  ``selection`` says which
    steps are wanted; with ``exit_first``, none behind the first finding is.
    """

    entry: Entry
    limits: Limits
    afresh: bool = False
    forms: bool = False
    cache: Folder | None = None
    selection: Selection = EVERYTHING
    collected: bool = True
    exit_first: bool = False


@record
class Done:
    """The result of a job: the outcome and what searches found, or the problem that prevented them.

    ``source`` is the text of the module that was proved.
    """

    entry: Entry
    outcome: DerivationOutcome | None = None
    found: Mapping[str, Record] | None = None
    problem: Problem | None = None
    source: bytes = b""


@record
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
        from gradcheck.project.proofs.transfer import send_derivation

        return send_derivation(self.derivation)


def choose(job: Job, source: bytes, derivation: Derivation) -> Loaded:
    """Select the wanted steps; LibraryError where the derivation has no such step."""
    from gradcheck.project.cache.searches import recall_searches
    from gradcheck.project.proofs.records import load_records

    recorded = {} if job.afresh or job.entry.is_document else load_records(job.entry.path)
    cached = {} if job.cache is None or job.afresh else recall_searches(job.cache, derivation, recorded)
    known = recorded | cached
    if job.selection.is_everything:
        return Loaded(job, derivation, known, source, derivation, recorded)
    from gradcheck.scheduling.choice import choose_steps

    names = [step.name for step in derivation.steps]
    missing = job.selection.missing(shorten(str(job.entry.path)), names)
    if missing is not None:
        raise LibraryError(missing)
    chosen = choose_steps(derivation, job.selection.of(derivation.name, names), known)
    return Loaded(job, chosen, known, source, derivation, recorded)


@record
class Module:
    """What is known of a module that was loaded: its text, and the places of all its steps, wanted or not.

    ``recorded`` are the steps for which there is a proof beside the module, ``replaced`` those for which something else
    is tried first.
    """

    source: bytes
    places: Mapping[str, Location | None]
    recorded: frozenset[str] = frozenset()
    replaced: frozenset[str] = frozenset()


def about_module(loaded: Loaded) -> Module:
    """Return what is known of the module besides its derivation."""
    replaced = frozenset(name for name, record in loaded.known.items() if record is not loaded.recorded.get(name))
    places = {step.name: step.location for step in loaded.whole.steps}
    return Module(loaded.source, places, frozenset(loaded.recorded), replaced)


def finish_job(
    job: Job, outcome: DerivationOutcome, found: Mapping[str, Record], module: Module, searched: Iterable[str]
) -> Done:
    """The result of the job: with stale records told, and what the author suppresses.

    ``searched`` are the steps that were searched for with success.
    """
    if not job.afresh and not job.entry.is_document:
        from gradcheck.project.proofs.staleness import notice_stale_records

        notices = notice_stale_records(job.entry.path, outcome, module.recorded, module.replaced, searched)
        outcome = replace(outcome, notices=(*outcome.notices, *notices))
    if outcome.document is not None:
        from gradcheck.findings.suppressions import suppress_in_document
        from gradcheck.scheduling.sides import with_sides

        outcome = suppress_in_document(with_sides(outcome), outcome.document.suppressed)
    elif b"gradcheck:" in module.source:
        from gradcheck.findings.suppressions import suppress

        outcome = suppress(outcome, module.source, str(job.entry.path.resolve()), module.places)
    if not job.selection.is_everything:
        from gradcheck.scheduling.choice import tell_of

        names = list(module.places)
        outcome = tell_of(outcome, names, job.selection.of(outcome.name, names))
    return Done(job.entry, outcome, found, source=module.source)
