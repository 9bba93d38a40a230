"""Reports the steps that had to be searched for although proofs are recorded beside their module."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path

from gradcheck.outcome.run import DerivationOutcome, Location, Problem, StepOutcome
from gradcheck.project.proofs.records import path_of

MOST = 5  # steps that are named
CODE = "GC511"
ELSEWHERE = ("GC204", "GC205", "GC9")  # what is recorded is worth too little, or gradcheck failed


def notice_stale_records(
    module: Path,
    outcome: DerivationOutcome,
    recorded: Collection[str],
    replaced: Collection[str],
    found: Iterable[str],
) -> tuple[Problem, ...]:
    """A notice on the steps for which ``gradcheck record`` would save a search; none where there are no records.

    ``recorded`` are the steps with records, ``replaced`` those for which a cache had what was tried instead, ``found``
    those that were searched for with success.
    """
    if not recorded and path_of(module).exists():
        return (Problem(CODE, "the recorded proofs cannot be read", Location(str(path_of(module).resolve()), 1)),)
    searched = set(found)

    def is_stale(step: StepOutcome) -> bool:
        if step.verdict == "undecided":
            return step.name in recorded and not (step.code or "").startswith(ELSEWHERE)
        return step.name in searched or step.name in replaced

    stale = [step for step in outcome.steps if is_stale(step)] if recorded else []
    if not stale:
        return ()
    names = ", ".join([repr(step.name) for step in stale[:MOST]])
    more = f" and {len(stale) - MOST} more" if len(stale) > MOST else ""
    message = f"nothing that fits is recorded for {names}{more}, so every run searches for it"
    at: Location | None = next((step.location for step in stale if step.location is not None), None)
    return (Problem(CODE, message, at),)
