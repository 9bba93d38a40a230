"""Normal forms under one list of hypotheses."""

from __future__ import annotations

from recheck.calculus import Calculus
from recheck.chance import Chance
from recheck.choices import Choices
from recheck.dependence import Dependence
from recheck.lowering import Lowering
from recheck.matrices import Matrices
from recheck.nodes import LAWS, walk
from recheck.signs import Signs
from recheck.slopes import Slopes
from recheck.statement import sizes
from recheck.sums import Sums


class Forms(Lowering, Choices, Sums, Matrices, Calculus, Slopes, Dependence, Chance, Signs):
    """Normal forms of terms under one list of hypotheses."""

    def __init__(self, statement, hypotheses, folded=None, before=None):
        self.statement, self.hypotheses, self.folded = statement, hypotheses, None
        self.instances = set()
        self.universal = [h for h in hypotheses if h.kind == "ForAll" and self.speaks_of_values(h)]
        ordered = [h for h in hypotheses if h.kind == "Relation" and h.args[0] not in ("=", "!=")]
        self.arrays = [h for h in ordered if h.args[1].shape]
        self.places, self.presupposed, self.void = {}, None, False
        self.hinted, self.read, self.open = {}, 0, set()
        self.bounds, self.nonzero, self.memory, self.neighbours, self.asked = {}, set(), {}, {}, frozenset()
        self.signs, self.working = {}, set()
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

    def speaks_of_values(self, universal):
        """Whether a universal hypothesis may be used at any number: nothing hides its variables, nothing is random."""
        parts = list(walk(universal))
        if any(
            part.kind in LAWS or self.statement.is_random(part) for part in parts if part.kind in ("Sequence", *LAWS)
        ):
            return False
        fixed = self.statement.constants() | sizes(universal)
        return fixed.isdisjoint(universal.args[0])
