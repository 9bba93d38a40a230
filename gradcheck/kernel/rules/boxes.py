"""The checker of ``ByBoxes``: a relation of several real variables, each between two rational numbers, box by box.

The goal is ``left op right`` on the product of the intervals that the hypotheses give the variables.  Write D for the
difference that it makes nonnegative or positive.  The box is cut in two, and the halves again, as the evidence
says.  On each box that is not cut, D is enclosed; either this has the sign, or else, with D_i an enclosure of the
derivative of D by the variable i,

    faces     where D_i >= 0 (<= 0) the variable i is put at its lower (upper) end, where D is least, one variable after
              the other, each D_i over the face that is left;
    middle    D at the middle m of the face, plus the sum of D_i (X_i - m_i) over its sides X_i, has the sign.

That D is enclosed over every box shows that both sides are defined.  Refuses variables without rational bounds on both
sides, integers, other free symbols, and boxes on which balls do not decide.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.branches import holds
from gradcheck.balls.jets import enclose, jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import relation_of
from gradcheck.kernel.evidence import ByBoxes, Evidence
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Symbol, Term, free_symbols

Box = tuple[tuple[Fraction, Fraction], ...]
MAX_VARIABLES = 4
MAX_BOXES = 20_000


@dataclass(frozen=True)
class Difference:
    """D ``sign`` 0, for the relation that is claimed."""

    term: Term
    sign: str
    variables: tuple[Symbol, ...]
    definitions: tuple[Definition, ...]
    precision: int

    def has_sign_on(self, box: Box) -> bool:
        """Whether balls show the sign over the box; see the module.  False too where D is not certainly defined."""
        with ctx.workprec(self.precision):
            try:
                return self._decided(box)
            except Undefined:
                return False

    def _decided(self, box: Box) -> bool:
        sides = [ball(lo) if lo == hi else between(lo, hi) for lo, hi in box]
        if self._good(self._value(sides)):
            return True
        if self.sign not in (">=", ">"):
            return False
        ends, faces, slopes = list(box), list(sides), dict[int, Any]()
        fixed = True
        while fixed:  # until no variable was put at an end, so that the slopes are those over the face that is left
            fixed = False
            for axis, (lo, hi) in enumerate(ends):
                if lo == hi:
                    continue
                slopes[axis] = self._slope(faces, axis)
                if slopes[axis] >= 0 or slopes[axis] <= 0:
                    end = lo if slopes[axis] >= 0 else hi
                    ends[axis], faces[axis], fixed = (end, end), ball(end), True
        middle = [ball((lo + hi) / 2) for lo, hi in ends]
        total = self._value(middle)
        for axis, (lo, hi) in enumerate(ends):
            total = total if lo == hi else total + slopes[axis] * (faces[axis] - middle[axis])
        return self._good(total)

    def _good(self, value: Any) -> bool:
        return holds(self.sign, Balls().signs(value)) is True

    def _value(self, sides: list[Any]) -> Any:
        return enclose(self.term, dict(zip(self.variables, sides, strict=True)), self.definitions, self.precision)

    def _slope(self, sides: list[Any], axis: int) -> Any:
        values = dict(zip(self.variables, sides, strict=True))
        variable = self.variables[axis]
        return jet(self.term, variable, sides[axis], 1, self.definitions, self.precision, values)[1]


def difference_of(
    claim: Relation, variables: tuple[Symbol, ...], definitions: tuple[Definition, ...], precision: int
) -> Difference:
    """Return what the claim makes nonnegative, positive or different from 0."""
    term = claim.right - claim.left if claim.op in ("<=", "<") else claim.left - claim.right
    return Difference(term, {"<=": ">=", "<": ">"}.get(claim.op, claim.op), variables, definitions, precision)


def check_boxes(goal: Goal, evidence: ByBoxes, trail: Trail, check: Callable[[Goal, Evidence, Trail], None]) -> None:
    """Check a relation of several real variables on a bounded box, cut as the evidence says."""
    del check
    claim, variables = relation_of(goal), evidence.variables
    if claim.left.shape or goal.rewrites or free_symbols(claim) - set(variables):
        raise Rejected("boxes prove scalar relations in the variables that are named")
    if not 1 <= len(variables) <= MAX_VARIABLES or len(set(variables)) != len(variables):
        raise Rejected(f"boxes are of one to {MAX_VARIABLES} different variables")
    if any(type(v) is not Symbol or v.is_integer or v in constants_of(goal.definitions) for v in variables):
        raise Rejected("the variables of boxes are real, and no constants of definitions")
    if type(evidence.precision) is not int or not 30 <= evidence.precision <= 2_000:
        raise Rejected("the precision is not between 30 and 2000 bits")
    if len(evidence.cuts) > MAX_BOXES:
        raise Rejected(f"more than {MAX_BOXES} boxes")
    box: list[tuple[Fraction, Fraction]] = []
    for variable in variables:
        lo, _, hi, _ = domain_of(goal, variable, trail)
        if lo is None or hi is None or lo > hi:
            raise Rejected(f"{variable.name} is not between two numbers")
        box.append((lo, hi))
    difference = difference_of(claim, variables, goal.definitions, evidence.precision)
    for part in leaves(tuple(box), evidence.cuts):
        if not difference.has_sign_on(part):
            raise Rejected("on a box the balls do not decide the relation")
    trail.rest_on("ball-arithmetic", "mean-value")


def leaves(box: Box, cuts: tuple[tuple[int, Fraction] | None, ...]) -> Iterator[Box]:
    """Yield the boxes that are not cut; ``cuts`` tells of every box, before its lower and its upper half,
    how it is cut.
    """
    todo = [box]
    for cut in cuts:
        if not todo:
            raise Rejected("there are more cuts than boxes")
        current = todo.pop()
        if cut is None:
            yield current
            continue
        axis, place = cut
        if type(axis) is not int or not 0 <= axis < len(box) or type(place) is not Fraction:
            raise Rejected("a cut is an axis and a rational number")
        lo, hi = current[axis]
        if not lo < place < hi:
            raise Rejected("a cut is not inside of its box")
        before, behind = current[:axis], current[axis + 1 :]
        todo += [(*before, (place, hi), *behind), (*before, (lo, place), *behind)]
    if todo:
        raise Rejected("a box is left over")
