"""Normal forms under one list of hypotheses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from recheck.calculus import Calculus
from recheck.chance import Chance
from recheck.choices import Choices
from recheck.dependence import Dependence
from recheck.hints import Hints
from recheck.intervals import Interval
from recheck.learning import Learning
from recheck.lowering import Lowering
from recheck.matrices import Matrices
from recheck.nodes import LAWS, walk
from recheck.polynomials import Quotient
from recheck.signs import Signs
from recheck.slopes import Slopes
from recheck.statement import sizes
from recheck.sums import Sums

if TYPE_CHECKING:
    from recheck.nodes import Node
    from recheck.statement import Statement


class Forms(Lowering, Choices, Sums, Matrices, Calculus, Slopes, Dependence, Chance, Learning, Hints, Signs):
    """Normal forms of terms under one list of hypotheses."""

    def __init__(
        self,
        statement: Statement,
        hypotheses: Sequence[Node],
        folded: list[Node] | None = None,
        before: Forms | None = None,
    ) -> None:
        self.statement, self.hypotheses = statement, hypotheses
        self.folded: set[Any] | None = None
        self.instances: set[int] = set()
        self.universal = [h for h in hypotheses if h.kind == "ForAll" and self.speaks_of_values(h)]
        ordered = [h for h in hypotheses if h.kind == "Relation" and h.args[0] not in ("=", "!=")]
        self.arrays = [h for h in ordered if h.args[1].shape]
        self.places: dict[Any, Quotient] = {}
        self.presupposed: list[Node] | None = None
        self.hinted: dict[Any, list[Any]] = {}
        self.bounds: dict[Any, Interval] = {}
        self.memory: dict[Any, Quotient] = {}
        self.neighbours: dict[Node, Forms] = {}
        self.signs: dict[Any, Any] = {}
        self.nonzero, self.open, self.working = set[Any](), set[Any](), set[Any]()
        self.asked, self.read, self.void = frozenset[int](), 0, False
        if folded is not None:
            self.folded = {(member.args[0], self.of(member.args[2]).key()) for member in folded}
            self.memory.clear()
        first = hypotheses
        if before is not None:  # normal forms under fewer hypotheses: what they know holds here, too
            self.bounds, self.nonzero, self.void = dict(before.bounds), set(before.nonzero), before.void
            first = [h for h in hypotheses if h not in before.hypotheses]
        for rows in (first, hypotheses):  # what one hypothesis says may tell the sign of a divisor of another
            for hypothesis in rows:
                self.learn(hypothesis)
            self.memory.clear()

    def speaks_of_values(self, universal: Node) -> bool:
        """Whether a universal hypothesis may be used at any number: nothing hides its variables, nothing is random."""
        parts = list(walk(universal))
        if any(
            part.kind in LAWS or self.statement.is_random(part) for part in parts if part.kind in ("Sequence", *LAWS)
        ):
            return False
        fixed = self.statement.constants() | sizes(universal)
        return fixed.isdisjoint(universal.args[0])
