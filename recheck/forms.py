"""Normal forms under one list of hypotheses."""

from __future__ import annotations

from recheck.calculus import Calculus
from recheck.chance import Chance
from recheck.lowering import Lowering
from recheck.matrices import Matrices
from recheck.signs import Signs
from recheck.slopes import Slopes
from recheck.sums import Sums


class Forms(Lowering, Sums, Matrices, Calculus, Slopes, Chance, Signs):
    """Normal forms of terms under one list of hypotheses."""

    def __init__(self, statement, hypotheses, folded=()):
        self.statement, self.hypotheses, self.folded = statement, hypotheses, ()
        self.universal, self.instances = [h for h in hypotheses if h.kind == "ForAll"], set()
        self.source, self.hinted, self.used = None, {}, 0
        self.bounds, self.nonzero, self.memory, self.neighbours, self.asked = {}, set(), {}, {}, set()
        self.folded = tuple((member.args[0], self.of(member.args[2]).key()) for member in folded)
        self.memory.clear()
        for _ in range(2):  # what one hypothesis says may tell the sign of a divisor of another
            for hypothesis in hypotheses:
                self.learn(hypothesis)
            self.memory.clear()
