"""Keeps what searches found, by the digest of all their inputs.  The kernel checks it as if it were new."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping

from gradcheck.derivation import Derivation, Step
from gradcheck.project.cache.folder import Folder
from gradcheck.project.proofs.codec import encode
from gradcheck.project.proofs.records import Record, digest_of, read_row, write_row
from gradcheck.project.proofs.transfer import derivation_classes

KIND = "searches"


def recall_searches(
    folder: Folder, derivation: Derivation, known: Mapping[str, Record], steps: Iterable[Step] | None = None
) -> dict[str, Record]:
    """Return what was found for the steps (by default all) without a fitting record in ``known``, by name."""
    found = {}
    for step in derivation.steps if steps is None else steps:
        digest = digest_of(derivation, step)
        if step.name in known and known[step.name].digest == digest:
            continue
        key = _key(derivation, step)
        content = None if key is None else folder.read(KIND, key)
        if content is None:
            continue
        try:
            row = json.loads(content)
            if row["digest"] == digest:
                found[step.name] = read_row(row)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
            continue
    return found


def keep_searches(
    folder: Folder, derivation: Derivation, found: Mapping[str, Record], steps: Iterable[Step] | None = None
) -> None:
    """Keep what was found for the steps (by default all)."""
    for step in derivation.steps if steps is None else steps:
        if step.name in found:
            key = _key(derivation, step)
            if key is not None:
                folder.write(KIND, key, json.dumps(write_row(found[step.name]), separators=(",", ":")).encode())


def _key(derivation: Derivation, step: Step) -> str | None:
    """The digest of the statement and of what the search knows besides it; None if that cannot be written down."""
    used = tuple((other.name, other.claim, other.given) for other in derivation.steps if other.name in step.using)
    stated = (step.expected, step.claim, step.given, derivation.assumptions, derivation.definitions, used, step.hints)
    try:
        text = json.dumps(encode(stated, derivation_classes()))
    except (TypeError, ValueError, RecursionError):
        return None
    return hashlib.sha256(text.encode()).hexdigest()[:40]
