"""Reads and writes the recorded proofs beside a module: ``dropout_l2.proof`` for ``dropout_l2.py``.

A JSON document, one entry a step: a digest of the statement that the entry belongs to, and what was found for it
(``codec``).  A file that cannot be read holds nothing.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from gradcheck.derivation import Derivation, Step
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import spelled
from gradcheck.outcome.record import record
from gradcheck.project.proofs.codec import Unreadable, decode, encode
from gradcheck.project.proofs.search_result import SearchResult
from gradcheck.runtime.files import read_regular, write_whole

SUFFIX = ".proof"
SCHEMA = 1
MAX_BYTES = 50_000_000
PARTS = ("evidence", "counterexample", "negation")


@record
class Record:
    """What was found for the statement with this digest."""

    digest: str
    finding: SearchResult


def digest_of(derivation: Derivation, step: Step) -> str:
    """Tells whether a record belongs to the step as it stands now; nothing is believed because of it."""
    stated = [render_text(part) for part in (step.claim, *step.given, *derivation.assumptions)]
    defined = _written(derivation.definitions)
    return hashlib.sha256("\n".join((step.expected, *stated, *defined)).encode()).hexdigest()[:32]


@lru_cache(maxsize=64)
def _written(definitions: tuple[Definition, ...]) -> tuple[str, ...]:
    return tuple(spelled(definition) for definition in definitions)


def path_of(module: Path) -> Path:
    """The file of the records of a module."""
    return module.with_suffix(SUFFIX)


def load_records(module: Path) -> dict[str, Record]:
    """Read the records of a module, by the names of its steps."""
    content = read_regular(path_of(module), MAX_BYTES)
    if content is None:
        return {}
    try:
        document = json.loads(content)
        rows = document["steps"] if document["schema"] == SCHEMA else {}
        return {name: read_row(row) for name, row in rows.items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def read_row(row: Mapping[str, object]) -> Record:
    """The record that was written; KeyError, TypeError or Unreadable if none was."""
    if not isinstance(row["digest"], str):
        raise Unreadable("no digest")
    return Record(row["digest"], SearchResult(**{part: decode(row[part]) for part in PARTS if part in row}))


def write_row(record: Record) -> dict[str, object]:
    """The record as JSON."""
    parts = {part: getattr(record.finding, part) for part in PARTS}
    return {"digest": record.digest, **{part: encode(found) for part, found in parts.items() if found is not None}}


def write_records(module: Path, records: Mapping[str, Record]) -> None:
    """Write what was found beside the module, whole or not at all; without anything to write, no file is left there."""
    path = path_of(module)
    if not records:
        path.unlink(missing_ok=True)
        return
    steps = {name: json.dumps(write_row(record), separators=(",", ":")) for name, record in records.items()}
    rows = ",\n".join(f"{json.dumps(name)}: {row}" for name, row in steps.items())
    text = f'{{"schema": {SCHEMA}, "steps": {{\n{rows}\n}}}}\n'
    write_whole(path.resolve(), text.encode())
