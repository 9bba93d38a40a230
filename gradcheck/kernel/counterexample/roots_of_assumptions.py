"""Counterexamples at a number that only an equation determines, such as the r > 0 with r tanh r = 1.

``Counterexample.roots`` gives a real symbol r an interval [lo, hi].  Among the assumptions that mention r one is an
equation L = R with a difference that is differentiable, so continuous, on [lo, hi] and of opposite signs at the ends:
by Bolzano it is 0 at some r between them.  If every other assumption holds, and the claim fails, for all numbers in
[lo, hi], then the claim fails at that r, where all assumptions hold.  Where the claim is L != R itself, its negation
L = R counts among the assumptions, and so x**2 != 2 fails at a root.  Several roots have an equation each, in which
no other one occurs; the rest is shown for all numbers in the box.

A real symbol without a value that an assumption sets equal to a term, x = r, stands for that term everywhere.

What mentions no root is evaluated exactly (``valuation``), what does in balls over the box; a statement that balls do
not evaluate (of arrays, means, limits, for all numbers) is refused there.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.algebra.randomness import random_names
from gradcheck.balls.arithmetic import Balls, ball, between
from gradcheck.balls.branches import holds as certainly
from gradcheck.balls.jets import enclose, jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.counterexample.valuation import Valuation
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.forming import instantiated
from gradcheck.kernel.goal import Goal, constants_of, implied_by_laws
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.connectives import holds_connected
from gradcheck.language.syntax.propositions import And, Iff, Implies, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, free_symbols

BITS = (64, 192, 768)
FINEST = 2_000  # bits of an end of an interval


def check_at_roots(goal: Goal, values: Valuation, witness: Counterexample, trail: Trail) -> None:
    """Return if every assumption holds at the roots and the claim does not; else raise Rejected."""
    box = Box(goal, values, witness)
    denied = box.deny()
    box.check_assumptions()
    if not denied and box.holds(box.claim) is not False:
        raise Rejected("the claim does not fail everywhere in the box of the roots")
    trail.join(values.trail)
    trail.rest_on("ball-arithmetic", "intermediate-value")


def check_possible_at_roots(goal: Goal, values: Valuation, witness: Counterexample) -> None:
    """Return if all assumptions hold at some values in the box; else raise Rejected."""
    Box(goal, values, witness).check_assumptions()


class Box:
    """The roots as intervals, with the goal after replacing symbols that an assumption defines."""

    def __init__(self, goal: Goal, values: Valuation, witness: Counterexample) -> None:
        self.values, self.definitions = values, goal.definitions
        self.intervals: dict[Symbol, tuple[Fraction, Fraction]] = {}
        for symbol, lo, hi in witness.roots:
            if symbol.is_integer or symbol.is_reserved:
                raise Rejected("a root is a real number")
            if symbol in self.intervals or symbol in values.scalars:
                raise Rejected(f"{symbol.name} has two values")
            if not (_is_moderate(lo) and _is_moderate(hi) and lo < hi):
                raise Rejected("an interval has two rational ends, the lower one first")
            self.intervals[symbol] = lo, hi
        if witness.outcomes or witness.laws:
            raise Rejected("roots and values of random variables together are not evaluated")
        self.constants = constants_of(goal.definitions)
        presupposed = (*goal.parts(), *goal.presupposed(), *implied_by_laws(goal.definitions))
        self.claim, self.assumptions = self._put_in(goal.claim, list(presupposed))

    def deny(self) -> bool:
        """Whether the claim is that two numbers differ; if so, add their equality to the assumptions."""
        unequal = isinstance(self.claim, Relation) and self.claim.op == "!=" and bool(self.roots_in(self.claim))
        if unequal and isinstance(self.claim, Relation):
            self.assumptions.append(Relation("=", self.claim.left, self.claim.right))
        return unequal

    def _put_in(self, claim: Proposition, assumptions: list[Proposition]) -> tuple[Proposition, list[Proposition]]:
        """Return claim and assumptions with each symbol that an assumption x = t defines replaced by t."""
        done: list[Proposition] = []
        while assumptions:
            first = assumptions.pop(0)
            if not isinstance(first, Relation) or not isinstance(first.left, Symbol) or not self._defines(first):
                done.append(first)
                continue
            mapping = {first.left: first.right}
            done.append(Relation("=", first.right, first.right))  # the equation t = t says that t has a value
            claim = instantiated(claim, mapping, self.definitions)
            assumptions = [instantiated(other, mapping, self.definitions) for other in assumptions]
            done = [instantiated(other, mapping, self.definitions) for other in done]
        return claim, done

    def _defines(self, equation: Relation) -> bool:
        symbol = equation.left
        if not isinstance(symbol, Symbol) or symbol.is_integer or equation.op != "=" or equation.right.shape:
            return False
        known = symbol in self.intervals or symbol in self.values.scalars
        known = known or bool(random_names(equation.right, self.definitions))  # not a single number
        return not known and symbol not in self.constants and symbol not in free_symbols(equation.right)

    def roots_in(self, part: Proposition) -> set[Symbol]:
        """Return the roots on which a statement may depend: those in it, and those in the definition of any member."""
        return self.intervals.keys() & (free_symbols(part) | self.constants)

    def check_assumptions(self) -> None:
        """Raise Rejected unless each root has its equation, and the other assumptions hold in the whole box."""
        todo = set(self.intervals)
        if not todo:
            raise Rejected("there is no root")
        for assumption in self.assumptions:
            if self.holds(assumption) is True:
                continue
            named = self.roots_in(assumption)
            if len(named) != 1 or not named <= todo or not self._changes_sign(assumption, *named):
                raise Rejected("an assumption does not hold everywhere in the box of the roots")
            todo -= named
        if todo:
            raise Rejected(f"{min(s.name for s in todo)} is no root of an equation among the assumptions")

    def _changes_sign(self, equation: Proposition, root: Symbol) -> bool:
        """Whether the equation has continuous sides over the interval, and a solution inside of it by Bolzano."""
        if not isinstance(equation, Relation) or equation.op != "=" or equation.left.shape:
            return False
        gap, (lo, hi) = equation.left - equation.right, self.intervals[root]
        for bits in BITS:
            with ctx.workprec(bits):
                known = self.balls()
                try:  # Undefined unless it is differentiable
                    jet(gap, root, known[root], 1, self.definitions, bits, known)
                    low, high = (enclose(gap, {**known, root: ball(end)}, self.definitions, bits) for end in (lo, hi))
                except Undefined:
                    continue
                if (low < 0 and high > 0) or (low > 0 and high < 0):
                    return True
        return False

    def balls(self) -> dict[Symbol, Any]:
        known = {symbol: ball(value) for symbol, value in self.values.scalars.items()}
        return known | {symbol: between(lo, hi) for symbol, (lo, hi) in self.intervals.items()}

    def holds(self, claim: Proposition) -> bool | None:
        """Whether a proposition holds everywhere in the box (True), or nowhere (False); None when that is open."""
        if not self.roots_in(claim):
            return self.values.holds(claim)
        match claim:
            case Relation() if not claim.left.shape:
                return self._compare(claim)
            case And() | Or() | Implies() | Iff():
                return holds_connected(self.holds, claim)
        return None

    def _compare(self, claim: Relation) -> bool | None:
        """Return the truth value of the relation over the box, None where it is open; Rejected where a side may have
        no value.
        """
        reason = "the precision does not suffice"
        gap = None
        for bits in BITS:
            with ctx.workprec(bits):
                try:
                    gap = enclose(claim.left - claim.right, self.balls(), self.definitions, bits)
                except Undefined as undefined:
                    reason = str(undefined)
                    continue
                decided = (claim.left is claim.right and claim.op == "=") or certainly(claim.op, Balls().signs(gap))
                if decided is not None:
                    return decided
        if gap is None:
            raise Rejected(f"over the box a side may have no value: {reason}")
        return None


def _is_moderate(end: Fraction) -> bool:
    return max(end.numerator.bit_length(), end.denominator.bit_length()) <= FINEST
