"""Random and mutated lines: they are read or refused with a place, and nothing else comes out of the reader."""

from __future__ import annotations

import random

import pytest

from gradcheck.language.notation.reader import ReadError, read_typed, render_caret
from gradcheck.language.printing.line import render_line
from tests.language.statements import statements
from tests.language.typed_claims import CLAIMS

TEXT = r"""
x y n k v X w A ( ) [ ] { } | || ‖ , ; : := ~ ≈ ' .T ^ ** * / @ ⊙ + - = < <= >= => <=> and or in where given for if all
exists ∀ ∃ ∑ ∫ ∏ √ ∂ ∇ _ .. -> 1 2 0 0.5 1e9 R N sum prod lim max sup E Var P Cov d dx d/dx from up down to within as e
pi oo I T sin log softmax mean naturals reals symmetric positive definite Normal Bernoulli iid like variance ² ᵀ ₁ ⁻¹ ⟨
⟩ 'a' \ $ # % ! ? é 𝐱 α β λ σ
"""
TOKENS = TEXT.split()
LINES = [line for line, _ in CLAIMS] + [render_line(claim) for claim in statements(3, 100)]


def mutated(draw: random.Random) -> str:
    """A line with parts replaced, left out, doubled, or taken from another one."""
    line = draw.choice(LINES)
    for _ in range(draw.choice((1, 1, 2, 4))):
        start = draw.randrange(len(line) + 1)
        end = min(len(line), start + draw.choice((0, 1, 2, 20)))
        other = draw.choice(LINES)
        place = draw.randrange(len(other))
        piece = draw.choice(
            (draw.choice(TOKENS), "", f" {draw.choice(TOKENS)} ", other[place : place + 30], line[start:end] * 20)
        )
        line = line[:start] + piece + line[end:]
    return line


def soup(draw: random.Random) -> str:
    return draw.choice((" ", "")).join(draw.choice(TOKENS) for _ in range(draw.randrange(1, 20)))


@pytest.mark.parametrize("seed", range(3))
def test_every_line_is_read_or_refused_at_a_place(seed: int) -> None:
    draw = random.Random(seed)
    read = 0
    for _ in range(600):
        line = mutated(draw) if draw.random() < 0.75 else soup(draw)
        error = refusal(line)
        read += error is None
        if error is not None:
            assert error.code.startswith("GC4")
            assert 1 <= error.column <= len(error.text) + 1
            assert render_caret(error).count("\n") == 1
    assert read > 10


def refusal(line: str) -> ReadError | None:
    try:
        read_typed(line)
    except ReadError as error:
        return error
    return None
