"""Tables as text and as LaTeX, from cells that are text already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gradcheck.report.page import Line, Span, line

Row = Sequence[str]


def table_lines(title: str, header: Row, rows: Sequence[tuple[str, Row]]) -> Iterator[Line]:
    """Columns of equal width, numbers to the right, a rule above the totals in the last row."""
    body = [[name, *cells] for name, cells in rows]
    widths = [max(len(row[k]) for row in (["", *header], *body)) for k in range(len(header) + 1)]

    def laid_out(row: Row) -> str:
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        return "  ".join(cells)

    yield line("  ", Span(title, "name"))
    yield line("    ", Span(laid_out(["", *header]), "quiet"))
    for row in body[:-1]:
        yield line("    ", laid_out(row))
    yield line("    ", Span("─" * (sum(widths) + 2 * len(header)), "quiet"))
    yield line("    ", laid_out(body[-1]))


def table_latex(title: str, header: Row, rows: Sequence[tuple[str, Row]]) -> Iterator[Line]:
    """A tabular environment; the cells are LaTeX formulas, names and header are words."""
    yield line(rf"\begin{{tabular}}{{l{'r' * len(header)}}}")
    yield line(rf"\multicolumn{{{len(header) + 1}}}{{l}}{{{_words(title)}}} \\ \hline")
    yield line(" & ".join(["", *map(_words, header)]) + r" \\ \hline")
    for position, (name, cells) in enumerate(rows, 1):
        rule = r" \hline" if position == len(rows) - 1 else ""
        yield line(" & ".join([_words(name), *(f"${cell}$" for cell in cells)]) + r" \\" + rule)
    yield line(r"\end{tabular}")


SPECIAL = {"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "$": r"\$", "→": r"$\to$",
           "\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}  # fmt: skip


def _words(text: str) -> str:
    return "".join(SPECIAL.get(character, character) for character in text)
