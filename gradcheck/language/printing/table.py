"""A table of terms: plain data, for the reader of a derivation."""

from __future__ import annotations

from dataclasses import dataclass

from gradcheck.language.syntax.terms import Term


@dataclass(frozen=True)
class Table:
    """Rows of one name and as many terms as the header has columns; the last row are the totals."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Term, ...]], ...]

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError(f"the table {self.title!r} has no rows")
        for name, terms in self.rows:
            if len(terms) != len(self.header):
                raise ValueError(
                    f"the row {name!r} of {self.title!r} has {len(terms)} terms for {len(self.header)} columns"
                )
            if any(not isinstance(term, Term) or term.shape for term in terms):
                raise TypeError(f"the row {name!r} of {self.title!r} holds something else than scalar terms")

    @property
    def totals(self) -> tuple[Term, ...]:
        """Return the last row."""
        return self.rows[-1][1]
