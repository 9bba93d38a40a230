"""Defines a finding: what is wrong, where, and everything that is known of it."""

from __future__ import annotations

import hashlib
import json

from gradcheck.findings.codes import CODES, Code
from gradcheck.outcome.record import record
from gradcheck.outcome.run import NOTHING_TO_SAY, Location, Preamble, StepOutcome


@record
class Finding:
    """``message`` is one sentence in one line.  ``detail`` are further lines to show.

    ``outcome`` has the rest of a finding about a step: counterexample, both sides there, difference, and so on.
    ``suppressed`` is the reason of an author who leaves the step open; ``preamble`` that of the derivation, or of the
    claim if it belongs to none.
    """

    code: str
    message: str
    location: Location | None = None
    derivation: str = ""
    step: str = ""
    outcome: StepOutcome | None = None
    detail: str = ""
    suppressed: str = ""
    preamble: Preamble = NOTHING_TO_SAY

    @property
    def about(self) -> Code:
        """The row of the table of codes."""
        return CODES[self.code]

    @property
    def slug(self) -> str:
        return self.about.slug

    @property
    def severity(self) -> str:
        """'error', 'warning', or 'note' for a notice."""
        return self.about.severity

    @property
    def advice(self) -> str:
        """The next thing to try."""
        if self.outcome is not None and self.outcome.advice and self.code == self.outcome.code:
            return self.outcome.advice
        if self.outcome is not None and self.code == "GC101" and self.outcome.correction is not None:
            return f"the true right side is {self.outcome.correction.text}"
        return self.about.advice

    @property
    def fingerprint(self) -> str:
        """Return a digest that is the same for the same finding about the same claim, whatever its file and line."""
        if self.outcome is None:
            what = [self.message, self.location.path if self.location else ""]
        else:
            what = [self.step, self.outcome.statement.text, *(a.text for a in self.outcome.assumptions)]
        what = [self.code, self.derivation, *what]
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()[:32]
