"""What a document has to be told besides the verdicts on its claims, and what its author excuses."""

from __future__ import annotations

from dataclasses import dataclass, field

from gradcheck.documents.meaning import Refused
from gradcheck.documents.scope import Said
from gradcheck.documents.sheet import Sheet
from gradcheck.outcome.run import Problem

UNREAD, CONTRADICTORY, BAD_COMMENT, WRONG_COUNT, LATER_ORDER = "GC601", "GC603", "GC605", "GC606", "GC610"


@dataclass
class Remarks:
    """Collects remarks with their places."""

    sheet: Sheet
    found: list[Problem] = field(default_factory=list)

    def add(self, code: str, message: str, start: int, end: int) -> None:
        self.found.append(Problem(code, message, self.sheet.locate(start, end)))

    def refused(self, problem: Refused, code: str = "") -> None:
        self.add(code or problem.code, str(problem), problem.start, problem.end)

    def contradictory(self, name: str, old: Said, new: Said) -> None:
        """Say that a name is declared twice, in two ways."""
        there = self.sheet.locate(old.item.start, old.item.end)
        message = (
            f"{name} is declared as {new.written}, and as {old.written} at {there.line}:{there.column}; "
            f"if the letter means something else from here on, say so: anew {name}"
        )
        self.add(CONTRADICTORY, message, new.item.start, new.item.end)

    def hedged(self, order: Said, word: str) -> None:
        """Say that an order is not taken for an assumption, for the sentence may deny it."""
        message = (
            f"{order.written} is not assumed, for its sentence says {word!r}; write  assume  before it if it is "
            "supposed from here on"
        )
        self.add(LATER_ORDER, message, order.item.start, order.item.end)

    def together(self, law: Said, word: str) -> None:
        """Say that a law is not taken, for its names depend on one another, which no document can say."""
        message = (
            f"{law.written} is not taken, for its sentence says {word!r}: different names are independent here, and "
            "what depends on another name is defined by it"
        )
        self.add(LATER_ORDER, message, law.item.start, law.item.end)

    def later_order(self, name: str, new: Said, old: Said | None) -> None:
        """Say that an order does not follow from what is known of its name."""
        before = "the name was used before" if old is None else f"{old.written} was said before"
        message = (
            f"{new.written} restricts {name}, and {before}; write  anew {name}  if it means something else from here "
            "on,  assume  before it if it is supposed from here on,  claim  if it is to be shown"
        )
        self.add(LATER_ORDER, message, new.item.start, new.item.end)
