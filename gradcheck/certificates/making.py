"""Writes a certificate: the statement of each proved step, its proof, and the hints that the second reader asks for.

The proof is the evidence that the kernel accepted.  What the reader says no to, or does not know, becomes the leaf
``Trusted`` with the name of the rule, at the innermost piece of evidence that fails; the reader then answers
``on trust`` and names it.  Nothing here is believed: a certificate that says too little is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from gradcheck.certificates.hints import Asked
from gradcheck.certificates.reader import own_modules
from gradcheck.kernel.verdict import Proved
from gradcheck.project.proofs.codec import encode

TRUSTED = "Trusted"
MAX_TRUSTED = 8  # leaves of one proof that are taken on trust; one with more is taken on trust as a whole


def certificate_of(name: str, proved: Iterable[tuple[str, Proved]], version: str) -> Iterator[str]:
    """Yield the lines of the certificate of a derivation, for the steps that were proved, in their order."""
    yield json.dumps({"certificate": own_modules().certificates.VERSION, "derivation": name, "gradcheck": version})
    steps: dict[str, Any] = {}
    for step, verdict in proved:
        yield json.dumps(row_of(step, verdict, steps), separators=(",", ":"))


def row_of(name: str, verdict: Proved, steps: dict[str, Any]) -> dict[str, Any]:
    """Return the line of one step; ``steps`` are those that it may use, as the reader has accepted them.

    The reader is asked again until it accepts what is left of the proof.
    """
    reader = own_modules().certificates
    goal = verdict.goal
    stated = encode((goal.claim, goal.hypotheses, goal.definitions))
    top = (TRUSTED, type(verdict.evidence).__name__)
    try:
        statement, evidence = reader.read(stated), reader.read(encode(verdict.evidence))
    except own_modules().refusal.Refusal:  # a term or a law that the reader does not know: it says so
        alone = json.dumps(stated, separators=(",", ":"))
        whole = {"t": [*stated["value"]["t"], {"t": []}, {"e": [*top]}]}
        return {"step": name, "sha256": sha256(alone.encode()).hexdigest(), "nodes": stated["nodes"], "value": whole}
    digest = reader.digest_of(statement)
    for _ in range(MAX_TRUSTED):
        asked = Asked()
        row: dict[str, Any] = {"step": name, "sha256": digest}
        row |= json.loads(reader.written((*statement, (), evidence)))
        _, problem, evidence = reader.answer_to(row, steps, asked)
        if problem is None:
            row |= json.loads(reader.written((*statement, tuple(asked.hints), evidence)))
            return row
        trusting = _trusting(evidence, problem.at)
        if trusting is evidence:
            break
        evidence = trusting
    row = {"step": name, "sha256": digest, **json.loads(reader.written((*statement, (), top)))}
    reader.answer_to(row, steps)
    return row


def _trusting(evidence: Any, place: Any) -> Any:
    """Return the evidence with one piece, found by identity, taken on trust."""
    if evidence is place:
        return (TRUSTED, evidence[0])
    if isinstance(evidence, tuple):
        parts = tuple(_trusting(part, place) for part in evidence)
        return evidence if all(a is b for a, b in zip(parts, evidence, strict=True)) else parts
    return evidence
