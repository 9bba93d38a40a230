"""``gradcheck check --fix`` and ``--diff``: put true sides in the place of false ones in documents."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gradcheck.cli.terminal.streams import complain, print_document
from gradcheck.outcome.run import DerivationOutcome
from gradcheck.project.discovery import Entry
from gradcheck.project.folders import shorten
from gradcheck.runtime.files import write_whole
from gradcheck.scheduling.fixing import fix_document

if TYPE_CHECKING:
    from gradcheck.cli.configured import Run


def fix(run: Run, entries: Iterable[Entry], outcomes: Sequence[DerivationOutcome], code: int, write: bool) -> int:
    """Correct the documents, or with ``write`` false show what would change; the exit code of a check afterwards.

    A side is rewritten only if the relation is proved with the new one, and the document says nothing else.
    """
    by_name = {outcome.name: outcome for outcome in outcomes if outcome.document is not None and outcome.is_whole}
    left = sum(not step.is_accepted for outcome in outcomes for step in outcome.steps)
    left += sum(len(outcome.remarks) for outcome in outcomes)
    for entry in entries:
        outcome = by_name.get(entry.name)
        if not entry.is_document or outcome is None or not any(step.correction for step in outcome.steps):
            continue
        path = Path(entry.path)
        content = path.read_bytes()
        fixed = fix_document(entry, content, outcome, run.limits)
        left += fixed.left - sum(not step.is_accepted for step in outcome.steps)
        shown = shorten(str(path))
        if fixed.count and write:
            write_whole(path.resolve(), fixed.content, path.stat().st_mode & 0o777)
            complain(f"{shown}: {fixed.count} side{'s' * (fixed.count != 1)} corrected")
        elif fixed.count:
            print_document(_difference(content, fixed.content, shown))
        for why in fixed.refused:
            complain(f"not corrected: {why}")
    return code if code not in (0, 1) or not write else int(left > 0)


def _difference(before: bytes, after: bytes, name: str) -> str:
    old, new = (text.decode(errors="replace").splitlines(keepends=True) for text in (before, after))
    lines = difflib.unified_diff(old, new, name, f"{name} (corrected)")
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines).rstrip(
        "\n"
    )
