"""A corrected document checks green, and differs from the one before in the wrong sides alone, byte for byte."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gradcheck.documents.corrections import in_notation, marks_of
from gradcheck.documents.derive import load_document
from gradcheck.project.discovery import Entry
from gradcheck.prover.prove import prove_derivation
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.fixing import Fixed, fix_document
from gradcheck.scheduling.sides import with_sides

LIMITS = Limits(20, 2048, "solver")


def corrected(folder: Path, content: bytes, name: str = "note.md") -> tuple[Fixed, list[str]]:
    """Return what --fix makes of a document, and the verdicts on the document that it leaves."""
    path = folder / name
    path.write_bytes(content)
    entry = Entry(name, name, "", path, is_document=True)
    outcome = with_sides(prove_derivation(load_document(path, content, folder, name, name), LIMITS))
    fixed = fix_document(entry, content, outcome, LIMITS)
    path.write_bytes(fixed.content)
    after = prove_derivation(load_document(path, fixed.content, folder, name, name), LIMITS)
    return fixed, [step.verdict for step in after.steps]


CHAIN = r"""# Squares
Let $a \in \mathbb{R}$ and $\mathbf{w}, \mathbf{x} \in \mathbb{R}^d$, $A \in \mathbb{R}^{d \times d}$.

$$
\begin{aligned}
(a + 1)^2 &= a^2 + a + 1 \\   % a slip, and what follows from it
          &= a (a + 1) + 1
\end{aligned}
$$

$$\nabla_{\mathbf{w}} \|A \mathbf{w} - \mathbf{x}\|^2 = 2 A (A \mathbf{w} - \mathbf{x}), \quad a^2 \ge 0.$$
"""


def test_a_chain_is_mended_with_what_followed_from_the_slip(tmp_path: Path) -> None:
    fixed, verdicts = corrected(tmp_path, CHAIN.encode())
    expected = (
        CHAIN.replace("= a^2 + a + 1 ", "= a^2 + 2 a + 1 ")
        .replace("= a (a + 1) + 1", "= a (a + 2) + 1")
        .replace("= 2 A (", r"= 2 A^{\top} (")
    )
    assert fixed.content.decode() == expected
    assert (fixed.count, fixed.refused, fixed.left) == (2, (), 0)
    assert verdicts == ["proved"] * 4


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_and_marks_stay(tmp_path: Path, end: str) -> None:
    text = "\ufeffLet $x \\in \\mathbb{R}$. é\n\n> $$(x + 1)^2\n> = x^2 + 1$$\n\nMore $5 and $6.\n"
    content = text.replace("\n", end).encode()
    fixed, verdicts = corrected(tmp_path, content)
    assert fixed.content == content.replace(b"= x^2 + 1$$", b"= x^2 + 2 x + 1$$")
    assert verdicts == ["proved"]


PAPER = r"""\documentclass{article}
\newcommand{\loss}{\mathcal{L}}
\newcommand{\half}{\frac{1}{2}}
\newcommand{\wrong}{(v + 1)^2 = v^2}
\begin{document}
Let $\boldsymbol{\theta} \in \mathbb{R}^n$ and $v \in \mathbb{R}$. % gradcheck: \loss := \half v^2
\begin{equation}\label{eq:a}
  \nabla_{\boldsymbol\theta} \half \boldsymbol\theta^T \boldsymbol\theta = \half \boldsymbol\theta
\end{equation}
\[ 2 \loss = v \tag{2} \]
\[ \wrong \]
% gradcheck: false: a slip of the first draft
\[ v + v = v^2 \]
\end{document}
"""


def test_macros_stay_and_what_they_hide_is_left_alone(tmp_path: Path) -> None:
    fixed, verdicts = corrected(tmp_path, PAPER.encode(), "paper.tex")
    right = r"= \frac{1}{2} \cdot 2 \boldsymbol\theta"
    expected = PAPER.replace(r"= \half \boldsymbol\theta", right).replace("= v \\tag", "= v^2 \\tag")
    assert fixed.content.decode() == expected
    assert verdicts == ["proved", "proved", "refuted", "refuted"]
    assert (fixed.count, fixed.left, len(fixed.refused)) == (2, 1, 1)


def test_notebooks_and_docstrings(tmp_path: Path) -> None:
    formula = "$\\frac{d}{dx} x^3 = 3 x$"
    cell = {"cell_type": "markdown", "metadata": {}, "source": ["Let $x \\in \\mathbb{R}$ é.\n", f"${formula}$"]}
    book = json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1).encode()
    fixed, verdicts = corrected(tmp_path, book, "book.ipynb")
    assert fixed.content == book.replace(b"= 3 x$$", b"= 3 x^2$$")
    assert verdicts == ["proved"]

    module = f'def f(x):\n    r"""Cube.\n\n    Let $x \\in \\mathbb{{R}}$.\n\n    ${formula}$\n    """\n'.encode()
    fixed, verdicts = corrected(tmp_path, module, "module.py")
    assert fixed.content == module.replace(b"= 3 x$$", b"= 3 x^2$$")
    assert verdicts == ["proved"]

    plain = b'"""Cube.\n\nLet $x > 0$.\n\n$$x x = 2$$\n\n$$x/2 + x/2 + 1/x = x$$\n"""\n'
    fixed, _ = corrected(tmp_path, plain, "plain.py")  # \frac in a plain string would be a form feed
    assert b"\\" not in fixed.content


def test_what_is_not_proved_is_not_written(tmp_path: Path) -> None:
    content = b"Let $x \\in \\mathbb{R}$.\n\n$$(x + 1)^2 = x^2$$\n"
    path = tmp_path / "note.md"
    entry = Entry("note", "note", "", path, is_document=True)
    work = load_document(path, content, tmp_path, "note", "note")
    outcome = with_sides(prove_derivation(work, LIMITS))
    (step,) = outcome.steps
    assert step.correction is not None
    for latex in ("x^2 + 3 x + 1", "y", "x^2 \\\\ x = 1", "x^2 + 2 x + 1$$ and $$x = x", "\\frac{"):
        false = replace(step, correction=replace(step.correction, latex=latex))
        fixed = fix_document(entry, content, replace(outcome, steps=(false,)), LIMITS)
        assert (fixed.content, fixed.count, len(fixed.refused)) == (content, 0, 1)


def test_names_and_marks_are_those_of_the_document() -> None:
    spelling = {"w": r"\mathbf{w}", r"\theta": r"\bth", r"\hat{y}": r"\yhat", **dict(marks_of(r"A^T \| b \|"))}
    assert in_notation(r"2 \cdot A^{\top} w + \operatorname{swish}\left( \theta \right)", spelling) == (
        r"2 A^T \mathbf{w} + \operatorname{swish}(\bth)"
    )
    assert in_notation(r"\left\lVert \hat{y} \right\rVert^{2}", spelling) == r"\left\| \yhat \right\|^2"
