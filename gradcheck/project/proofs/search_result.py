"""Defines the result of a search for one claim."""

from __future__ import annotations

from gradcheck.kernel.evidence import ByContradiction, Counterexample, Evidence
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.outcome.record import record


@record
class SearchResult:
    """Plain data, not yet a verdict; without one, a ``code`` and a ``reason`` say why.

    ``contradicted`` is a counterexample to what the evidence claims to prove; ``inconsistency`` proves 0 = 1 from the
    assumptions of the claim.  ``weaker`` says that nothing was found but proofs, of the claim or of a
    part, whose trust is less than what was asked for.  ``provable`` says that nothing is known against what is
    ``missing``.
    """

    evidence: Evidence | None = None
    counterexample: Counterexample | None = None
    negation: Evidence | None = None
    missing: tuple[Proposition, ...] = ()
    contradicted: Counterexample | None = None
    reason: str = ""
    code: str = "GC200"
    inconsistency: ByContradiction | None = None
    weaker: bool = False
    provable: bool = False

    @property
    def decides(self) -> bool:
        """Whether there is something for the kernel to check."""
        return not (self.evidence is None and self.counterexample is None and self.negation is None)
