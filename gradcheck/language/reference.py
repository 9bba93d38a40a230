"""Makes ``docs/language.md`` of the table of the language: every word in text, in LaTeX and in a module.

The LaTeX of an entry is that of its example; it stands there only if it is read back to the same claim.
"""

from __future__ import annotations

import re

from gradcheck.language.notation.reader import read_typed
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.vocabulary import SECTIONS, Entry
from gradcheck.language.printing.latex import render_latex

OPENING = re.compile(r" where (?!\()| given | for (?!all)| if |; ")


def latex_of(entry: Entry) -> str:
    """Return the claim of the example in LaTeX, or an empty text where it would be read as another or not at all."""
    claim = read_typed(entry.example).claim
    latex = render_latex(claim)
    behind = OPENING.search(entry.example)
    line = f"{latex}; where {entry.example[behind.end() :]}" if behind else latex
    try:
        again = read_typed(line).claim
    except ReadError:
        return ""
    return latex if again is claim and "\\" in latex else ""


def render_page() -> str:
    """Return the reference of the language as Markdown."""
    lines = [
        "# The language",
        "",
        "What can be typed on the command line, in files of claims, in LaTeX, and in modules. This page is made by",
        "`python -m gradcheck.language.reference`; the tests read every example, in LaTeX too. `gradcheck words NAME`",
        "looks one up.",
        "",
        "A claim, then what it supposes: `tanh(x) <= x where x >= 0`. A text in a module is the same:",
        '`step("young", "u @ q <= ‖u‖²/2 + ‖q‖²/2", where="u, q in R^n")`. Where the column *in a module* is',
        "empty, modules write it as text or in the same words; where the column *example in LaTeX* is empty, the",
        "example needs no command of LaTeX, or its LaTeX is ambiguous ([LaTeX](latex.md)).",
    ]
    for section in SECTIONS:
        head = "| written | means | example | example in LaTeX | in a module |"
        lines += ["", f"## {section.title}", "", section.about, "", head, "|---|---|---|---|---|"]
        for entry in section.entries:
            latex = latex_of(entry)
            cells = (_code(entry.written), entry.meaning, *map(_code, (entry.example, latex, entry.python)))
            told = (cell.replace("|", r"\|") for cell in cells)
            lines.append("| " + " | ".join(told) + " |")
    return "\n".join(lines) + "\n"


def _code(text: str) -> str:
    return f"`{text}`" if text else ""


if __name__ == "__main__":
    print(render_page(), end="")
