"""Whatever is put in: an error with a place or a tree, within the limits of time and nesting."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from gradcheck.language.notation.latex import read_display, read_line, read_mixed, settled
from gradcheck.language.notation.reader import elaborate_line
from gradcheck.language.notation.readerror import ReadError

FRAGMENTS = (Path(__file__).parent / "fragments.txt").read_text(encoding="utf-8").splitlines()[::2]
PIECES = [
    *(Path(__file__).parent / "pieces.txt").read_text(encoding="utf-8").split(),
    "\b", "\f", "\x00", "\u202e", "\t", "\n", "\\", r"\text{if }",
]  # fmt: skip
N = 600
HUGE = {
    "parentheses": "(" * N + "x" + ")" * N,
    "braces": "{" * N + "x" + "}" * N,
    "open": "(" * 9000,
    "fractions": r"\frac{1}{" * N + "x" + "}" * N,
    "minus": "-" * 9000 + "x",
    "primes": "x" + "'" * 9000,
    "factorials": "x" + "!" * 9000,
    "bars": "|x" * 4000,
    "double bars": "||x||" * N,
    "sums": r"\sum_{i}" * N + "x",
    "summands": "+".join(rf"\sum_{{i}} x_{{{k}}}" for k in range(500)),
    "integrals": r"\int" * N + " x" + " dx" * N,
    "functions": r"\log " * 4000 + "x",
    "subscripts": "x" + "_{x" * N + "}" * N,
    "powers": "x" + "^{x" * N + "}" * N,
    "dots": r"x_1+\dots+" * N + "x_n",
    "commas": ",".join("x" * 4000),
    "relations": "=".join("x" * 4000),
    "implications": r"\implies ".join(["x=1"] * N),
    "rows": r" \\ ".join(["x &= y"] * N),
    "broken rows": r" \\ ".join(["(x &= y"] * N),
    "begin": r"\begin{aligned}" * N,
    "text": r"\text{$" * N,
    "cases": r"\begin{cases}" * 200 + "x" + r"\end{cases}" * 200,
    "quantifiers": r"\forall x," * N,
    "below": r"\underset{x}{" * N + "y" + "}" * N,
    "over": r"{a \over " * N + "b" + "}" * N,
    "gradients": r"\nabla_x " * N + "f",
    "calls": "f(" * N + "x" + ")" * N,
    "digits": "9" * 39_000,
    "letters": "x" * 39_000,
    "long": "x + " * 30_000,
    "accents": r"\hat{" * N + "x" + "}" * N,
    "not": r"\not" * N,
    "conditions": "p(" + "x|" * N + "y)",
    "matrix": r"\begin{pmatrix}" + r"\\".join(["&".join("x" * 40)] * 40) + r"\end{pmatrix}",
}


def refusal(read: Callable[[], object]) -> ReadError | None:
    """The error with which a text is refused, if it is; no other exception is caught."""
    try:
        read()
    except ReadError as error:
        return error
    return None


def attempt(text: str) -> int:
    """Read the text in all ways; return how many of them made something."""
    ways = (lambda: elaborate_line(text, settled(text, read_mixed(text))), lambda: read_display(text))
    errors = [error for error in map(refusal, ways) if error is not None]
    for error in errors:
        assert 1 <= error.column <= len(error.text) + 1, (text, error)
        assert error.message, text
    return len(ways) - len(errors)


def mutated(rng: random.Random, text: str) -> str:
    for _ in range(rng.randint(0, 4)):
        start = rng.randint(0, len(text))
        end = min(len(text), start + rng.randint(0, 6))
        way = rng.random()
        if way < 0.4:
            text = text[:start] + rng.choice(PIECES) + text[start:]
        elif way < 0.7:
            text = text[:start] + text[end:]
        elif way < 0.85:
            text = text[:start] + text[start:end] * 2 + text[end:]
        else:
            other = rng.choice(FRAGMENTS)
            place = rng.randint(0, len(other))
            text = text[:start] + other[place : place + rng.randint(0, 20)] + text[end:]
    return text


@pytest.mark.parametrize("seed", range(4))
def test_mutated_formulas_are_read_or_refused(seed: int) -> None:
    rng = random.Random(seed)
    made = sum(attempt(mutated(rng, rng.choice(FRAGMENTS))) for _ in range(800))
    assert made > 300


def test_heaps_of_commands_are_read_or_refused() -> None:
    rng = random.Random(99)
    for _ in range(800):
        attempt("".join(rng.choice(PIECES) for _ in range(rng.randint(1, 25))))


def test_the_beginning_of_every_fragment_is_read_or_refused() -> None:
    rng = random.Random(5)
    for text in FRAGMENTS:
        for end in sorted(rng.sample(range(len(text) + 1), min(4, len(text)))):
            attempt(text[:end])


def test_huge_inputs_stay_within_the_limits() -> None:
    for name, text in HUGE.items():
        for read in (read_line, read_display):
            started = time.process_time()
            error = refusal(partial(read, text))
            assert time.process_time() - started < 5, name
            if error is not None:
                assert error.code.startswith("GC4"), name
                assert 1 <= error.column <= len(text) + 1, name


def test_the_time_is_proportional_to_the_length() -> None:
    row = r"\mathbb{E}[v_t] &= (1 - \beta) \sum_{i=1}^{t} \beta^{t-i} \frac{\partial L}{\partial w_i} \\ "

    def cost(times: int) -> float:
        started = time.process_time()
        read_display(row * times)
        return time.process_time() - started

    cost(5)
    short, long = min(cost(40) for _ in range(3)), min(cost(240) for _ in range(3))
    assert long < 6 * 3 * short  # six times as long
