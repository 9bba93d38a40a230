"""Carriers find the formulas of a file and nothing else, and know where each character stands in the file."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradcheck.documents.carriers.passage import Region, Unusable
from gradcheck.documents.carriers.reading import read_document

MARKDOWN = r"""---
title: $front$
---
# Dropout $p$

Costs $5 and $6, escaped \$x\$, `$code$`, ``a ` $x$``, $20-$30. Let $x > 0$ and \(y \in \mathbb{R}\), $`z`$.
Let $ w \ge 1 $ be; see \[1\].

    $indented = code$

- item

  $$a = b$$ (eq-one)

    $$
    c = d
    $$

> quoted
> $$
> e > f
> $$

```python
x = "$no$"
```

```{math}
:label: hello
g = h
```

<!-- gradcheck: n dimension; x > 0 -->
<!-- other $x$ -->

\begin{align}
a &= b \\
  &= c
\end{align}

Sub
---

\[ k = 1 \]

<pre> $no$ </pre>

```gradcheck
x = x ; x > 0
```
$$ unclosed
"""


def read(tmp_path: Path, name: str, text: str | bytes) -> tuple[Region, ...]:
    path = tmp_path / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_document(path, path.read_bytes(), tmp_path).regions


def told(regions: tuple[Region, ...]) -> list[tuple[str, str]]:
    return [(region.kind, " ".join(region.text.split())) for region in regions]


def test_markdown_hides_what_is_no_formula(tmp_path: Path) -> None:
    regions = read(tmp_path, "a.md", MARKDOWN)
    assert told(regions) == [
        ("heading", "Dropout $p$"), ("inline", "p"), ("inline", "x > 0"), ("inline", r"y \in \mathbb{R}"),
        ("inline", "z"), ("inline", r"w \ge 1"), ("display", "a = b"), ("display", "c = d"), ("display", "e > f"),
        ("display", "g = h"), ("comment", "n dimension; x > 0"),
        ("display", r"\begin{align} a &= b \\ &= c \end{align}"),
        ("heading", "Sub"), ("display", "k = 1"), ("fence", "x = x ; x > 0"),
        ("fault", "this display is never closed by $$"),
    ]  # fmt: skip
    labels = [region.label for region in regions if region.kind == "display"]
    assert labels == ["eq-one", "", "", "hello", "", ""]
    assert str(regions[2].locate()).endswith("a.md:6:70-74")


LATEX = r"""\documentclass{article} % costs $5
\newcommand{\E}[1]{\mathbb{E}\left[#1\right]}
\def\R{\mathbb{R}}
\DeclareMathOperator{\Var}{Var}
\let\eps\epsilon
\begin{document}
\section{One}
Let $x > 0$ and \$5, 100\%. % $no$
% gradcheck: n dimension;
%    m dimension
\begin{align}\label{eq:one}
a &= b \\ % $hm$
% gradcheck: using (4)
 &= c \tag{7}
\end{align}
\verb|$x$| \begin{verbatim} $y$ \end{verbatim}
\iffalse $no$ \fi
\[ \text{it is \$5} = 1 \]
\input{part}
\input{../outside}
\input{missing}
\end{document}
$behind$
"""


def test_latex_follows_input_below_the_project_alone(tmp_path: Path) -> None:
    (tmp_path / "outside.tex").write_text("$secret$")
    folder = tmp_path / "paper"
    folder.mkdir()
    (folder / "part.tex").write_text(r"$q$ \input{part} \input{main} $$ r = 1")
    regions = read(folder, "main.tex", LATEX)
    found = told(regions)
    assert [text for kind, text in found if kind == "macros"] == [
        r"\newcommand{\E}[1]{\mathbb{E}\left[#1\right]}", r"\def\R{\mathbb{R}}", r"\DeclareMathOperator{\Var}{Var}",
        r"\let\eps\epsilon",
    ]  # fmt: skip
    assert [pair for pair in found if pair[0] not in ("macros", "fault")] == [
        ("heading", "One"), ("inline", "x > 0"), ("comment", "n dimension; m dimension"), ("comment", "using (4)"),
        ("display", r"\begin{align}\label{eq:one} a &= b \\ &= c \tag{7} \end{align}"),
        ("display", r"\text{it is \$5} = 1"), ("inline", "q"),
    ]  # fmt: skip
    faults = [text for kind, text in found if kind == "fault"]
    assert faults == [
        "part inputs itself", "main inputs itself",
        "this formula is never closed by $$ before the end of the paragraph",
        "../outside lies outside of the project, so it is not read", "there is no file missing to input",
    ]  # fmt: skip
    inner = next(region for region in regions if region.text == "q")
    assert inner.locate().path.endswith("part.tex")


def test_notebooks_keep_cell_and_place_in_the_file(tmp_path: Path) -> None:
    cells = [
        {"cell_type": "code", "source": ["x = 'y $q$'\n"], "outputs": [{"text": "$no$"}]},
        {"cell_type": "markdown", "source": ['# Head "q"\n', "Let $\\beta > 0$ and é \U0001f600 $\\alpha$"]},
        {"cell_type": "markdown", "source": "one $x = 1$"},
        {"cell_type": "raw", "source": "$raw$"},
    ]
    for ascii_only in (True, False):
        text = json.dumps({"cells": cells, "nbformat": 4}, ensure_ascii=ascii_only, indent=1)
        regions = read(tmp_path, "n.ipynb", text)
        assert told(regions) == [
            ("heading", 'Head "q"'), ("inline", r"\beta > 0"), ("inline", r"\alpha"), ("inline", "x = 1"),
        ]  # fmt: skip
        assert [region.locate().within for region in regions[1:]] == [
            "cell 2:2:6-14", "cell 2:2:26-31", "cell 3:1:6-10",
        ]  # fmt: skip
        at = regions[1].locate()
        assert text.split("\n")[at.line - 1][at.column - 1 : at.end_column] == r"\\beta > 0"


DOCSTRINGS = '''"""Module $x$."""
def f():
    r"""Sigmoid é.

    .. math:: \\sigma'(x) = \\sigma(x)
       :label: sig

    and :math:`\\beta > 0`, not ``:math:`lit` ``.

    .. gradcheck: n dimension;
       x > 0

    Where:
        x in R
    """
class A:
    """Bad $\\beta x$ and \\\\( \\\\gamma \\\\) \\
    joined
    # gradcheck: x > 0
    $$ a = \\\\theta $$
    """
    y = "$no$"
'''


def test_docstrings_are_read_without_an_import(tmp_path: Path) -> None:
    regions = read(tmp_path, "d.py", DOCSTRINGS + "raise SystemExit\n")
    found = told(tuple(region for region in regions if region.kind != "heading"))
    assert found[:6] == [
        ("inline", "x"), ("display", r"\sigma'(x) = \sigma(x)"), ("inline", r"\beta > 0"),
        ("comment", "n dimension; x > 0"), ("comment", "x in R"),
        ("fault", found[5][1]),
    ]  # fmt: skip
    assert found[5][1].startswith(r"\beta lost its backslash")
    assert "write a raw string" in found[5][1]
    assert found[6:] == [("inline", r"\gamma"), ("comment", "x > 0"), ("display", r"a = \theta")]
    theta = regions[-1].locate()
    assert (theta.line, theta.column) == (20, 7)


RESTRUCTURED = """=====
Title
=====

Sub
---

.. math::
   :label: one

   a &= b \\\\
     &= c

   d = e

.. code-block:: python

   :math:`x`

literal::

   :math:`y`

.. note::

   text :math:`z > 0` ``:math:`w```

.. a comment :math:`v`

.. gradcheck: x > 0;
   y > 0
"""


def test_restructured_text(tmp_path: Path) -> None:
    assert told(read(tmp_path, "r.rst", RESTRUCTURED)) == [
        ("heading", "Title"), ("heading", "Sub"), ("display", r"a &= b \\ &= c"), ("display", "d = e"),
        ("inline", "z > 0"), ("comment", "x > 0; y > 0"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "content", "line", "column", "word"),
    [
        ("a.md", b"one\r\ntwo \xff $x$", 2, 5, "0xff"),
        ("a.md", b"one\rtwo\0", 2, 4, "zero byte"),
        ("a.md", "$x$".encode("utf-16"), 1, 1, "UTF-16"),
        ("a.ipynb", b'{"cells": [}', 1, 12, "notebook"),
        ("a.ipynb", b"[" * 100_000, 1, 1, "nested"),
        ("a.ipynb", b'{"cells": 3}', 1, 1, "no list of cells"),
        ("a.py", b"x = (\n", 1, 5, "not Python"),
    ],
)
def test_what_cannot_be_read_has_a_place(
    tmp_path: Path, name: str, content: bytes, line: int, column: int, word: str
) -> None:
    with pytest.raises(Unusable, match=word) as caught:
        read(tmp_path, name, content)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_mixed_line_ends_keep_their_lines(tmp_path: Path) -> None:
    regions = read(tmp_path, "a.md", b"a $x$\r\nb $y$\rc $z$\nd $w$\r\n\r\n$$\r\nq\r\n$$")
    assert [region.locate().line for region in regions] == [1, 2, 3, 4, 6]
    assert [region.locate().column for region in regions] == [4, 4, 4, 4, 3]


REPEATED = [
    ("a.md", "Let $x > 0$ be $a+b$ and\n" * 3000), ("a.md", "$" * 50_001), ("a.md", "`a ``b " * 20_000),
    ("a.md", "\\(" * 30_000), ("a.md", "<!-- " * 30_000), ("a.md", "\\begin{align} " * 10_000),
    ("a.md", "```math\n" * 20_000), ("a.md", "$`x" * 30_000), ("a.md", "[](\\[" * 30_000),
    ("a.tex", "\\begin{align} " * 10_000), ("a.tex", "\\[x" * 20_000), ("a.tex", "$\\" * 30_001),
    ("a.tex", "\\newcommand{\\a}{" * 20_000), ("a.tex", "\\section{" * 20_000), ("a.tex", "$%" * 30_000),
    ("a.rst", ":math:`x " * 20_000), ("a.rst", ".. math:: x\n" * 20_000), ("a.rst", "a::\n" * 20_000),
    ("a.ipynb", json.dumps({"cells": [{"cell_type": "markdown", "source": ["$\\beta$\n"] * 10_000}]})),
]  # fmt: skip


def test_reading_is_linear_in_the_length(tmp_path: Path) -> None:
    for name, text in REPEATED:
        begun = time.process_time()
        read(tmp_path, name, text)
        assert time.process_time() - begun < 4, (name, text[:20])


PIECES = st.lists(
    st.sampled_from(
        ["$", "$$", "\\(", "\\)", "\\[", "\\]", "`", "```\n", "\n", "\n\n", "> ", "x", " ", "5", "<!-- gradcheck: ",
         "-->", "\\begin{align}", "\\end{align}", "% gradcheck: ", "\\input{a}", "\\", "{", "}", ".. math::", ":math:`",
         "- ", "\\verb|",
         '"""', "é", "\r", "\\newcommand{\\a}"]
    ),
    max_size=40,
)  # fmt: skip


@given(pieces=PIECES, suffix=st.sampled_from([".md", ".tex", ".rst"]))
def test_every_region_is_what_stands_at_its_place(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], suffix: str
) -> None:
    text = "".join(pieces)
    folder = tmp_path_factory.getbasetemp()
    for region in read_document(folder / f"q{suffix}", text.encode(), folder).regions:
        assert 0 <= region.start <= region.end <= len(region.passage.text)
        if region.kind != "fault":
            assert len(region.text) == region.end - region.start
        at = region.locate()
        assert (at.line, at.column) <= (at.end_line, at.end_column)
