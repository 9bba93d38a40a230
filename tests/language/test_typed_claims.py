"""What people type: it is read to the right term, or refused with what would mend it, and decided."""

from __future__ import annotations

import time

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.reader import ReadError, read_typed
from gradcheck.language.printing.line import render_line
from gradcheck.language.printing.text import render_text
from tests.language.typed_claims import CLAIMS, REFUSED, VERDICTS
from tests.verdicts import verdict_on


@pytest.mark.parametrize(("line", "text"), CLAIMS, ids=[line[:50] for line, _ in CLAIMS])
def test_a_claim_is_read_as_it_is_meant(line: str, text: str) -> None:
    typed = read_typed(line)
    assert render_text(typed.claim) == text
    again = read_typed(render_line(typed.claim, typed.given, typed.definitions))
    assert again.claim is typed.claim
    assert again.given == typed.given
    assert set(again.definitions) == set(typed.definitions)


@pytest.mark.parametrize(("line", "code", "words"), REFUSED, ids=[line[:50] for line, *_ in REFUSED])
def test_what_is_unclear_is_refused_with_what_would_settle_it(line: str, code: str, words: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_typed(line)
    error = caught.value
    assert error.code == code
    assert (error.hint or error.message).startswith(words)


def test_what_is_offered_mends_the_claim() -> None:
    for line in ("‖X w - y‖² >= 0", "wᵀ x = xᵀ w", "X^T X w = X^T y", "‖A x‖ <= ‖A‖_2 ‖x‖", "(XᵀX + λ I) w = Xᵀy",
                 "trace(A B) = trace(B A)", "sum(softmax(z)) = 1"):  # fmt: skip
        with pytest.raises(ReadError) as caught:
            read_typed(line)
        offer = caught.value.hint.removeprefix("declare  ")
        assert offer.startswith("where ")
        read_typed(f"{line} {offer}")


def test_the_verdicts() -> None:
    found = {}
    for line in VERDICTS:
        typed = read_typed(line)
        found[line] = verdict_on(Goal(typed.claim, typed.given, typed.definitions), depth=3)
    assert found == VERDICTS


def test_reading_takes_no_time() -> None:
    """A hundred claims in a second and a half at most, on a slow machine."""
    began = time.process_time()
    for line, _ in CLAIMS:
        read_typed(line)
    assert time.process_time() - began < 0.015 * len(CLAIMS)
