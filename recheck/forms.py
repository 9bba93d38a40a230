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
from recheck.sums import Sums


class Forms(Lowering, Choices, Sums, Matrices, Calculus, Slopes, Dependence, Chance, Signs):
    """Normal forms of terms under one list of hypotheses."""

    def __init__(self, statement, hypotheses, folded=None):
        self.statement, self.hypotheses, self.folded = statement, hypotheses, None
        self.instances = set()
        self.universal = [h for h in hypotheses if h.kind == "ForAll" and self.speaks_of_values(h)]
        self.hinted, self.read, self.open = {}, 0, set()
        self.bounds, self.nonzero, self.memory, self.neighbours, self.asked = {}, set(), {}, {}, set()
        self.signs, self.working = {}, set()
        if folded is not None:
            self.folded = {(member.args[0], self.of(member.args[2]).key()) for member in folded}
            self.memory.clear()
        for _ in range(2):  # what one hypothesis says may tell the sign of a divisor of another
            for hypothesis in hypotheses:
                self.learn(hypothesis)
            self.memory.clear()

    def speaks_of_values(self, universal):
        """Whether a universal hypothesis may be used at any number: nothing hides its variables, nothing is random."""
        parts = list(walk(universal))
        if any(
            part.kind in LAWS or self.statement.is_random(part) for part in parts if part.kind in ("Sequence", *LAWS)
        ):
            return False
        return self.statement.constants().isdisjoint(universal.args[0])
