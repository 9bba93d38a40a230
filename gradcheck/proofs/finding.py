"""What a search brings back for one claim."""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.evidence import ByContradiction, Counterexample, Evidence
from gradcheck.language.propositions import Proposition


@dataclass(frozen=True)
class Finding:
    """Plain data, not yet a verdict; without one, a ``code`` and a ``reason`` say why.

    ``contradicted`` is a counterexample to what the evidence claims to prove; ``inconsistency`` proves 0 = 1 from the
    assumptions of the claim.
    """

    evidence: Evidence | None = None
    counterexample: Counterexample | None = None
    negation: Evidence | None = None
    missing: tuple[Proposition, ...] = ()
    contradicted: Counterexample | None = None
    reason: str = ""
    code: str = "GC200"
    inconsistency: ByContradiction | None = None
