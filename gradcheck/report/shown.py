"""How an outcome is shown to a program: the text of the terminal, and the same in a notebook."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from gradcheck.outcome.bound import BoundOutcome
from gradcheck.outcome.gain import GainOutcome
from gradcheck.outcome.run import NOTHING_TO_SAY, ClaimOutcome, DerivationOutcome, RunOutcome, StepOutcome
from gradcheck.report.bound_text import bound_lines
from gradcheck.report.gain_text import gain_lines
from gradcheck.report.page import Line, plain, single_spaced
from gradcheck.report.text import derivation_lines, render_page, step_lines


def text_of(outcome: object) -> str:
    """Return an outcome as the terminal shows it, without colours."""
    if isinstance(outcome, RunOutcome):
        return render_page(outcome, "")
    return plain(single_spaced(_lines(outcome))).rstrip("\n")


def _lines(outcome: object) -> Iterable[Line]:
    if isinstance(outcome, StepOutcome):
        preamble = outcome.preamble if isinstance(outcome, ClaimOutcome) else NOTHING_TO_SAY
        return step_lines(outcome, preamble=preamble)
    if isinstance(outcome, DerivationOutcome):
        return derivation_lines(outcome)
    if isinstance(outcome, BoundOutcome):
        return bound_lines(outcome)
    if isinstance(outcome, GainOutcome):
        return gain_lines(outcome)
    raise TypeError(f"{type(outcome).__name__} is no outcome")


def html_of(outcome: object) -> str:
    """Return the same for a notebook, which may wrap no line of it."""
    return f"<pre>{escape(text_of(outcome), quote=False)}</pre>"
