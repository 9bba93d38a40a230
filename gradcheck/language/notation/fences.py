"""Parses what stands between signs of its own: absolute values, norms, inner products, matrices.

|x|     ‖v‖, ||v||     ⟨u, v⟩     [a, b; c, d]
"""

from __future__ import annotations

from collections.abc import Callable

from gradcheck.language.notation.parser import LOOSEST, Parser
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.notation.tokens import Token
from gradcheck.language.notation.tree import Fenced, Rows, Tree

MAX_TRIES = 12  # of a sign || that may open a norm or two absolute values


class FenceParser(Parser):
    """Reads fences and matrices beside all else."""

    def special(self) -> Callable[[], Tree] | None:
        if self.token.kind != "operator":
            return None
        if self.token.text in ("|", "‖", "⟨"):
            return self.fenced
        return self.matrix if self.token.text == "[" else None

    def fenced(self) -> Tree:
        """Read an absolute value, a norm or an inner product.

        Two bars open a norm if that can be read, and otherwise two absolute values.
        """
        token = self.token
        if token.text == "⟨":
            self.open()
            parts = self.indices("⟩")
            return Fenced(token.start, self.close("⟩"), "inner", parts)
        if token.text == "|" and self.peek().text == "|" and self.peek().start == token.end:
            before = self.place, self.depth, len(self.opened)
            self.tries += 1
            if self.tries > MAX_TRIES:
                raise self.error("GC408", "there are too many bars", token, "write abs(x) and norm(v)")
            try:
                return self.doubled()
            except ReadError as error:
                if error.code == "GC408":
                    raise
                self.go(before[0])
                self.depth = before[1]
                del self.opened[before[2] :]
        self.open()
        inner = self.expression(LOOSEST)
        kind = "abs" if token.text == "|" else "norm"
        return Fenced(token.start, self.close(token.text), kind, (inner,))

    def doubled(self) -> Fenced:
        """Read a norm between double bars."""
        start = self.token
        self.opened.append(Token("operator", "||", start.start, start.end + 1))
        self.check_opened()
        self.skip()
        self.skip()
        inner = self.expression(LOOSEST)
        if not (self.token.text == self.peek().text == "|" and self.peek().start == self.token.end):
            raise self.unexpected()
        self.opened.pop()
        self.skip()
        return Fenced(start.start, self.skip().end, "norm", (inner,))

    def matrix(self) -> Rows:
        """Read [a, b; c, d]."""
        start = self.token.start
        self.open()
        rows = [self.row()]
        while self.token.text == ";":
            self.skip()
            rows.append(self.row())
        return Rows(start, self.close("]"), tuple(rows))

    def row(self) -> tuple[Tree, ...]:
        cells = [self.expression(LOOSEST)]
        while self.token.text == ",":
            self.skip()
            cells.append(self.expression(LOOSEST))
        return tuple(cells)
