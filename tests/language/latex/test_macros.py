"""Macros: which definitions are found, what they expand to, and where what they stand for is said to stand."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.latex import Reading, find_macros, read_fragment, read_line
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tree import Name, pieces
from tests.language.latex.shown import shown

PREAMBLE = r"""
\documentclass{article}
\newcommand{\E}{\mathbb{E}}  % an operator
\newcommand\R{\mathbb{R}}
\newcommand{\vect}[1]{\mathbf{#1}}
\renewcommand{\vec}[1]{\boldsymbol{#1}}
\providecommand*{\half}{\frac{1}{2}}
\newcommand{\pd}[2]{\frac{\partial #1}{\partial #2}}
\newcommand{\norm}[2][2]{\lVert #2 \rVert_{#1}}
\def\th{\theta}
\def\inner#1#2{\langle #1, #2 \rangle}
\let\eps\epsilon
\DeclareMathOperator{\relu}{ReLU}
\DeclareMathOperator*{\amin}{argmin}
\DeclarePairedDelimiter{\absv}{\lvert}{\rvert}
% \newcommand{\hidden}{x}
\newcommand{\twice}[1]{#1 + #1}
\newcommand{\words}[1]{x_{\text{#1}}}
\newcommand{\nested}{\vect{w}^\top \vect{x}}
\def\odd#1.#2{#1}
"""
MACROS = find_macros(PREAMBLE)
READING = Reading(macros=MACROS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (r"\E[\vect{x}]", "E[x]"),
        (r"x \in \R^n", "x in reals^(n)"),
        (r"\vect{w}^\top \vec{v}", "w.T v"),
        (r"\half x", "[1 / 2] x"),
        (r"\pd{L}{\th_i}", "∂/{theta_{i}} L"),
        (r"\pd L w", "∂/{w} L"),
        (r"\norm{x} + \norm[1]{y}", "‖x‖_{2} + ‖y‖_{1}"),
        (r"\inner{u}{v}", "<u, v>"),
        (r"\eps", "epsilon"),
        (r"\relu(x)", "relu(x)"),
        (r"\amin_w L", "argmin(w) L"),
        (r"\absv{x} + \absv*{\frac{a}{b}} + \absv[\big]{y}", "|x| + |a / b| + |y|"),
        (r"\twice{ab} c", "[a b] + [a b c]"),
        (r"\words{new}", "x_{new}"),
        (r"\nested = 0", "[w.T x] = 0"),
    ],
)
def test_macros_are_expanded(text: str, expected: str) -> None:
    assert shown(read_fragment(text, reading=READING)) == expected


def test_what_is_not_defined_is_not_found() -> None:
    assert "hidden" not in MACROS
    assert set(MACROS) >= {"E", "R", "vect", "vec", "half", "pd", "norm", "th", "inner", "eps", "relu", "amin", "absv"}
    assert find_macros("no macros $x$ here") == {}


def test_a_later_definition_takes_the_place_of_an_earlier_one() -> None:
    known = find_macros(r"\newcommand{\x}{a}")
    assert shown(read_fragment(r"\x", reading=Reading(find_macros(r"\renewcommand{\x}{b}", known)))) == "b"


def test_a_formula_may_define_macros() -> None:
    assert shown(read_line(r"\newcommand{\w}{\mathbf{w}} \w^\top \w = 1")[0]) == "[w.T w] = 1"
    assert shown(read_line(r"\def\a#1{#1^2} \a{x} + \a y")[0]) == "x^2 + y^2"


def test_the_body_has_the_place_of_the_call_and_arguments_their_own() -> None:
    source = r"1 + \pd{L}{w_i} \cdot \nested"
    tree = read_fragment(source, reading=READING)
    call, nested = source.index(r"\pd"), source.index(r"\nested")
    names = {piece.text: (piece.start, piece.end) for piece in pieces(tree) if isinstance(piece, Name)}
    assert names["L"] == (source.index("{L}") + 1, source.index("{L}") + 2)
    assert names["i"] == (source.index("i}"), source.index("i}") + 1)
    assert names["x"] == (nested, nested + len(r"\nested"))
    for piece in pieces(tree):
        for child in piece.children():
            assert 0 <= child.start <= child.end <= len(source)
    assert call > 0


def test_an_error_in_a_body_is_at_the_call() -> None:
    macros = find_macros(r"\newcommand{\bad}[1]{\frac{#1}{\unknown}}")
    source = r"a + \bad{x}"
    with pytest.raises(ReadError) as caught:
        read_fragment(source, reading=Reading(macros=macros))
    assert (caught.value.code, caught.value.column - 1) == ("GC410", source.index(r"\bad"))
    with pytest.raises(ReadError) as caught:
        read_fragment(r"a + \bad{\worse}", reading=Reading(macros=macros))
    assert caught.value.column - 1 == source.index(r"{x}") + 1


def test_a_definition_of_another_form_is_refused_where_it_is_used() -> None:
    with pytest.raises(ReadError) as caught:
        read_fragment(r"1 + \odd x.y", reading=READING)
    assert (caught.value.code, caught.value.column) == ("GC410", 5)
    with pytest.raises(ReadError, match="takes 2 arguments"):
        read_fragment(r"\pd{x}", reading=READING)


@pytest.mark.parametrize(
    "bomb",
    [
        r"\newcommand{\a}{\a}x + \a",
        r"\def\a{\b}\def\b{\a x}x + \a",
        "".join(rf"\def\x{chr(98 + i)}{{\x{chr(97 + i)}\x{chr(97 + i)}}}" for i in range(24)) + r"\def\xa{y} x + \xy",
        r"\newcommand{\a}[1]{#1#1#1#1#1#1#1#1#1}" + r"\a{" * 12 + "x" + "}" * 12,
        r"\newcommand{\a}[1]{\a{#1#1}} x + \a{y}",
    ],
)
def test_a_macro_bomb_is_an_error_at_its_call(bomb: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_fragment(bomb)
    error = caught.value
    assert error.code == "GC408"
    assert bomb[error.column - 1] == "\\"
