"""The structure of formulas beside another reader of LaTeX, pylatexenc: groups, arguments and scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gradcheck.language.notation.latex import read_line
from gradcheck.language.notation.tree import Fenced, Group, Joined, Name, Power, Script, Tree, pieces

latexnodes = pytest.importorskip("pylatexenc.latexnodes", reason="pylatexenc is not installed")
latexwalker = pytest.importorskip("pylatexenc.latexwalker")

FRAGMENTS = (Path(__file__).parent / "fragments.txt").read_text(encoding="utf-8").splitlines()[::2]
# the derivative of f(x), a name in a box, the number -1/2: what they consist of stands on both sides of a brace
MOVED = (r"\frac{df}{dx}(x)", r"\colorbox{yellow}{$x$} = \fbox{$y$}", r"\colorbox{yellow}{$x$} = 1", r"-\frac{1}{2}")
PLAIN = [text for text in FRAGMENTS if text.isascii() and "newcommand" not in text and text not in MOVED]


def nodes_in(found: Any) -> list[Any]:
    """All nodes that the other reader makes, arguments and bodies included."""
    todo, all_nodes = [found], []
    while todo:
        node = todo.pop()
        if node is None or isinstance(node, str):
            continue
        if isinstance(node, list | tuple) or (hasattr(node, "nodelist") and not hasattr(node, "pos_end")):
            todo += list(node)
            continue
        if hasattr(node, "__iter__"):
            todo += list(node)
            continue
        all_nodes.append(node)
        todo.append(getattr(node, "nodelist", None))
        todo.append(getattr(getattr(node, "nodeargd", None), "argnlist", None))
    return all_nodes


def other_nodes(text: str) -> list[Any]:
    walker = latexwalker.LatexWalker(text, tolerant_parsing=False)
    state = walker.make_parsing_state(in_math_mode=True)
    found, _, _ = walker.get_latex_nodes(parsing_state=state)
    return nodes_in(found)


def braces_of(text: str) -> list[tuple[int, int]]:
    """Where the inside of each pair of braces begins and ends, as the other reader says."""
    return [
        (node.pos + 1, node.pos_end - 1)
        for node in other_nodes(text)
        if type(node).__name__ == "LatexGroupNode" and text[node.pos] == "{"
    ]


def letters_of(text: str) -> set[int]:
    """The places of single letters outside of commands and environments' names, as the other reader says."""
    found: set[int] = set()
    for node in other_nodes(text):
        if type(node).__name__ == "LatexCharsNode":
            found |= {node.pos + at for at, letter in enumerate(node.chars) if letter.isalpha()}
    return found


def crosses(one: tuple[int, int], two: tuple[int, int]) -> bool:
    """Whether two spans overlap, and neither is in the other."""
    (a, b), (c, d) = sorted((one, two))
    return a < c < b < d


def test_no_piece_crosses_braces() -> None:
    checked = 0
    for text in PLAIN:
        braces = braces_of(text)
        for tree in read_line(text):
            for piece in pieces(tree):
                for brace in braces:
                    checked += 1
                    assert not crosses((piece.start, piece.end), brace), (text, text[piece.start : piece.end], brace)
    assert checked > 5000


def test_single_letters_stand_where_the_other_reader_has_letters() -> None:
    checked = 0
    for text in PLAIN:
        letters = letters_of(text)
        for tree in read_line(text):
            for piece in pieces(tree):
                if type(piece) is Name and piece.end - piece.start == 1 and text[piece.start].isalpha():
                    checked += 1
                    assert piece.start in letters, (text, piece)
    assert checked > 800


def test_the_arguments_of_fractions_and_roots_are_those_of_the_other_reader() -> None:
    checked = 0
    for text in PLAIN:
        spans = {(piece.start, piece.end) for tree in read_line(text) for piece in pieces(tree)}
        for node in other_nodes(text):
            if type(node).__name__ != "LatexMacroNode" or node.macroname not in ("frac", "dfrac", "sqrt"):
                continue
            arguments = [one for one in node.nodeargd.argnlist if one is not None]
            if not arguments or "d" in node.latex_verbatim().replace("dfrac", "") or "partial" in node.latex_verbatim():
                continue  # derivatives have other parts
            ends = [one.pos_end for one in arguments]
            assert any(span[0] == node.pos and span[1] == max(ends) for span in spans), (text, node)
            checked += 1
    assert checked > 40


def test_scripts_belong_to_the_base_before_them() -> None:
    def ends_of(tree: Tree) -> tuple[int, int]:
        return tree.start, tree.end

    for text, base in (
        ("x_i^2", "x"),
        ("x^2_i", "x"),
        (r"\mathbf{x}_{ij}", r"\mathbf{x}"),
        (r"f(x)^2", "f(x)"),
        ("(a)_i", "(a)"),
    ):
        (tree,) = read_line(text)
        assert isinstance(tree, Power | Script)
        inner: Tree = tree
        while isinstance(inner, Power | Script):
            inner = inner.base
        start, end = ends_of(inner)
        assert text[start:end] == base


def test_parentheses_are_where_they_are_written() -> None:
    for text in PLAIN:
        for tree in read_line(text):
            for piece in pieces(tree):
                if isinstance(piece, Group) and text[piece.start] in "([":
                    assert text[piece.end - 1] in ")]", (text, piece)
                if isinstance(piece, Fenced) and text[piece.start] == "|":
                    assert text[piece.end - 1] == "|", (text, piece)
                if isinstance(piece, Joined):
                    assert piece.parts[0].start >= piece.start
