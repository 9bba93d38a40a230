"""Which steps had to be searched for although proofs are recorded beside their module."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from gradcheck.proofs.records import Record, path_of
from gradcheck.verdict import DerivationOutcome, Location, Problem, StepOutcome

MOST = 5  # steps that are named
CODE = "GC511"


def notice_stale_records(
    module: Path,
    outcome: DerivationOutcome,
    recorded: Mapping[str, Record],
    known: Mapping[str, Record],
    found: Iterable[str],
) -> tuple[Problem, ...]:
    """A notice on the steps for which ``gradcheck record`` would save a search; none where there are no records.

    ``known`` is what was tried first: what is ``recorded``, or what a cache had instead; ``found`` are the steps that
    were searched for with success.
    """
    if not recorded and path_of(module).exists():
        return (Problem(CODE, "the recorded proofs cannot be read", Location(str(path_of(module).resolve()), 1)),)
    searched = set(found)

    def is_stale(step: StepOutcome) -> bool:
        record = recorded.get(step.name)
        if step.verdict == "undecided":
            return record is not None
        return step.name in searched or known.get(step.name) is not record

    stale = [step for step in outcome.steps if is_stale(step)] if recorded else []
    if not stale:
        return ()
    names = ", ".join([repr(step.name) for step in stale[:MOST]])
    more = f" and {len(stale) - MOST} more" if len(stale) > MOST else ""
    message = f"nothing that fits is recorded for {names}{more}, so every run searches for it"
    at: Location | None = next((step.location for step in stale if step.location is not None), None)
    return (Problem(CODE, message, at),)
