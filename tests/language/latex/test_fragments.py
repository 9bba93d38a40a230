"""Formulas of papers and lecture notes, and the trees that they are: ``fragments.txt`` has both, line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.language.notation.latex import Reading, read_fragment, read_line
from gradcheck.language.notation.tree import Call, Name, Number, Operator, Signed, Styled, Tree, pieces
from tests.language.latex.shown import shown

LINES = (Path(__file__).parent / "fragments.txt").read_text(encoding="utf-8").splitlines()
FRAGMENTS = list(zip(LINES[::2], (line.strip() for line in LINES[1::2]), strict=True))


def tree_of(text: str, reading: Reading | None = None) -> str:
    return shown(read_fragment(text, reading=reading))


def test_each_fragment_is_the_tree_that_it_should_be() -> None:
    assert len(FRAGMENTS) > 360
    for text, expected in FRAGMENTS:
        assert (text, " ;; ".join(map(shown, read_line(text)))) == (text, expected)


def test_dollars_and_brackets_around_a_fragment_do_not_matter() -> None:
    for text, expected in FRAGMENTS[:120]:
        for around in (f"${text}$", f" $$ {text} $$\n", rf"\[ {text} \]", rf"\({text}\)", rf"\displaystyle {text}."):
            assert (around, " ;; ".join(map(shown, read_line(around)))) == (around, expected)


def check_places(source: str, tree: Tree) -> None:
    """Every piece stands in the source, inside of what it is a piece of, and names are where they are written."""
    for piece in pieces(tree):
        assert 0 <= piece.start <= piece.end <= len(source), (source, piece)
        for child in piece.children():
            assert piece.start <= child.start, (source, piece, child)
            assert child.end <= piece.end, (source, piece, child)
        written = source[piece.start : piece.end]
        if isinstance(piece, Number) and written.isdecimal() and written.isascii():
            assert piece.text == (written.lstrip("0") or "0"), (source, piece)
        if type(piece) is Name and len(written) == 1 and written.isascii() and written.isalpha():
            assert piece.text == written, (source, piece)


def test_every_piece_stands_where_it_was_written() -> None:
    for text, _ in FRAGMENTS:
        for tree in read_line(text):
            check_places(text, tree)


def test_a_fragment_is_read_where_it_stands() -> None:
    for text, expected in FRAGMENTS[:60]:
        source = f"Let $x$ be. {text} and so on"
        if ";;" not in expected:
            tree = read_fragment(source, 12, 12 + len(text))
            assert shown(tree) == expected
            check_places(source, tree)
            first = next(piece for piece in pieces(tree) if isinstance(piece, Name | Number))
            assert first.start >= 12


def test_fonts_are_kept_beside_the_name() -> None:
    assert (
        shown(read_fragment(r"\mathbf{x}^\top \mathcal{L} + \mathrm{loss}"), fonts=True) == "[bf:x.T cal:L] + rm:loss"
    )
    tree = read_fragment(r"\boldsymbol{\theta}_t")
    font = next(piece for piece in pieces(tree) if isinstance(piece, Styled))
    assert (font.text, font.font, font.start, font.end) == ("theta", "bf", 0, 19)


def test_words_that_are_declared_are_names() -> None:
    assert tree_of("loss = w^2", Reading(words=frozenset(["loss"]))) == "loss = w^2"
    assert tree_of("exp(x) = a", Reading(words=frozenset(["exp"]))) == "exp(x) = a"
    assert tree_of("dWHk^2") == "d W H k^2"


def test_what_chooses_where_a_sum_ends() -> None:
    text = r"\sum_{i=1}^n a_i + b_i"
    assert tree_of(text, Reading(sums="term")) == "[sum(i = 1..n) a_{i}] + b_{i}"
    assert tree_of(text, Reading(sums="whole")) == "sum(i = 1..n) [a_{i} + b_{i}]"
    assert tree_of(r"\sum_{i=1}^n a_i + \sum_{i=1}^n b_i") == "[sum(i = 1..n) a_{i}] + [sum(i = 1..n) b_{i}]"
    assert tree_of(r"\sum_{i=1}^n a_i b_i + c") == "[sum(i = 1..n) [a_{i} b_{i}]] + c"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (r"a - b - c", r"a - (b - c)"),
        (r"x^{2y}", r"x^2 y"),
        (r"\frac{a}{b} c", r"\frac{a}{bc}"),
        (r"x^{(t)}", r"x^t"),
        (r"p(x \mid y)", r"p(x, y)"),
        (r"\int_0^1 x \, dx", r"\int_1^0 x \, dx"),
        (r"\sum_{i=1}^n x_i", r"\sum_{i=0}^n x_i"),
        (r"A^\top B", r"(A B)^\top"),
        (r"\|x\|^2", r"|x|^2"),
        (r"\log x^2", r"\log(x)^2"),
        (r"x_{i+1}", r"x_i + 1"),
        (r"f'(x)", r"f(x)'"),
        (r"\hat{x}_i", r"x_i"),
        (r"x \in [0, 1)", r"x \in [0, 1]"),
        (r"a \le b", r"a < b"),
        (r"\mathbb{E}[X]^2", r"\mathbb{E}[X^2]"),
        (r"-x^2", r"(-x)^2"),
        (r"x_1 + \dots + x_n", r"x_0 + \dots + x_n"),
        (r"\partial_x f", r"\partial_y f"),
        (r"\nabla_w^2 L", r"\nabla_w L^2"),
    ],
)
def test_what_is_alike_is_not_the_same(one: str, other: str) -> None:
    assert " ".join(map(shown, read_line(one))) != " ".join(map(shown, read_line(other)))


def test_a_minus_before_a_fraction_of_numbers_is_part_of_the_number() -> None:
    tree = read_fragment(r"-\frac{1}{2}")
    assert shown(tree) == "[-1] / 2"
    assert not isinstance(tree, Signed)
    assert isinstance(read_fragment(r"-\frac{1}{n}"), Signed)


def test_a_call_keeps_its_function_and_operators_their_places() -> None:
    tree = read_fragment(r"f(x) \cdot \frac{1}{n}")
    call = next(piece for piece in pieces(tree) if isinstance(piece, Call))
    assert call.name == "f"
    signs = [(one.text, one.start, one.end) for one in pieces(tree) if isinstance(one, Operator)]
    assert signs[0] == ("*", 5, 10)
