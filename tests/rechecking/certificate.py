"""Certificates for tests: a statement and evidence, put to the second reader in this process."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from gradcheck.certificates.hints import Asked
from gradcheck.certificates.reader import own_modules
from gradcheck.kernel.evidence import Evidence
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.project.proofs.codec import encode

READER = own_modules().certificates


def row(
    claim: Proposition,
    evidence: Evidence,
    given: Sequence[Proposition] = (),
    definitions: Sequence[Definition] = (),
    name: str = "step",
) -> dict[str, Any]:
    """Return the line of a certificate, without hints."""
    statement = READER.read(encode((claim, tuple(given), tuple(definitions))))
    proof = READER.read(encode(evidence))
    return {
        "step": name,
        "sha256": READER.digest_of(statement),
        **json.loads(READER.written((*statement, (), proof))),
    }


def word(*arguments: Any, **named: Any) -> str:
    """Return the answer of the reader in one word, with the hints that a certificate has."""
    return str(READER.answer_to(row(*arguments, **named), {}, Asked())[0].word)
