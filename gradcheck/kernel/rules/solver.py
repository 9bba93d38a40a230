"""Polynomial claims by the answer of a solver: the one rule whose evidence the kernel cannot check by itself.

The kernel derives the question from the goal: whether the assumptions and the negation of the claim, as polynomials
over the rationals in real variables, have a common solution.  It settles the side conditions of the claim, has the
question put to the solver again (by whom ``ASK`` holds, without which the rule proves nothing), and weakens the trust.
"""

from __future__ import annotations

from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, Polynomial, TooLarge, generator, rational_number
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import POSITIVE, sign_of, within
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import settle
from gradcheck.kernel.evidence import BySolver
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.propositions import NEGATION, Relation
from gradcheck.language.syntax.terms import Symbol

Monomials = tuple[tuple[tuple[int, ...], Fraction], ...]  # exponents of the variables, and the coefficient


@dataclass(frozen=True)
class Question:
    """Whether polynomials in so many real variables, each in its relation to 0, have a common solution."""

    variables: int
    constraints: tuple[tuple[Monomials, str], ...]


Ask = Callable[[Question, str, str], bool]
ASK: ContextVar[Ask | None] = ContextVar("who asks the solver", default=None)


def check_solver(goal: Goal, evidence: BySolver, trail: Trail) -> None:
    """Return if the solver says, asked again, that the claim cannot fail; else raise Rejected."""
    question, _ = question_of(goal, trail)
    ask = ASK.get()
    if ask is None:
        raise Rejected("there is no solver to ask")
    if type(evidence.solver) is not str or type(evidence.version) is not str:
        raise Rejected("a solver has a name and a version")
    if ask(question, evidence.solver, evidence.version) is not True:
        raise Rejected(f"{evidence.solver} {evidence.version} does not say so")
    trail.weaken("solver")
    trail.rest_on(f"solver ({evidence.solver} {evidence.version})")


def question_of(goal: Goal, trail: Trail) -> tuple[Question, tuple[Symbol | None, ...]]:
    """Return the question, and the symbols that its variables stand for, None for roots and absolute values.

    Of the assumptions only those that are polynomial are used; Rejected where the claim is not polynomial.
    """
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape:
        raise Rejected("a solver is asked about relations of scalars")

    def work(ring: Ring, lowering: Lowering) -> tuple[Question, tuple[Symbol | None, ...]]:
        difference = rewrite(lowering, lowering.scalar(claim.left) - lowering.scalar(claim.right))
        settle(goal, ring, ring.conditions, trail)
        system = _System(ring)
        if not system.add(difference, NEGATION[claim.op]):
            raise Rejected("the claim is not polynomial in real variables")
        for h in goal.parts():
            if isinstance(h, Relation) and not h.left.shape:
                try:
                    system.add(rewrite(lowering, lowering.scalar(h.left) - lowering.scalar(h.right)), h.op)
                except (Unsupported, TooLarge, DivisionByZero):
                    continue
        return system.question(), tuple(
            ring.slots[slot].data[0] if slot in system.free else None for slot in system.places
        )

    return goal.in_ring(work, trail)


class _System:
    """Constraints on generators of a ring: symbols (``free``), roots and absolute values, which relations define."""

    def __init__(self, ring: Ring) -> None:
        self.ring, self.places, self.free = ring, dict[int, int](), set[int]()
        self.constraints: list[tuple[Polynomial, str]] = []

    def add(self, value: Quotient, op: str) -> bool:
        """Add ``value op 0``; return False, adding nothing, where it is not polynomial in real variables."""
        slots = self._reached(value)
        if slots is None:
            return False
        bottom = Quotient(value.den, ONE, self.ring.relations)
        known = op in ("=", "!=") or within(sign_of(self.ring, bottom), POSITIVE)
        self.constraints.append((value.num if known else value.num * value.den, op))
        for slot in slots:
            if slot in self.places:
                continue
            self.places[slot] = len(self.places)
            if self.ring.slots[slot].head == "symbol":
                self.free.add(slot)
                continue
            degree, power = self.ring.relations[slot]
            self.constraints += [(generator(slot), ">="), (generator(slot) ** degree - power, "=")]
        return True

    def _reached(self, value: Quotient) -> list[int] | None:
        """Return the generators of the value, and of what defines these; None where one is of another kind."""
        todo, found = list(value.slots()), list[int]()
        while todo:
            slot = todo.pop()
            atom = self.ring.slots[slot]
            if slot in found:
                continue
            found.append(slot)
            if atom.head in ("abs", "root") and slot in self.ring.relations:
                todo += self.ring.relations[slot][1].slots()
            elif atom.head != "symbol" or atom.data[0].is_integer:
                return None
        return found

    def question(self) -> Question:
        count = len(self.places)
        return Question(count, tuple((self._spelled(part, count), op) for part, op in self.constraints))

    def _spelled(self, polynomial: Polynomial, count: int) -> Monomials:
        found = []
        for powers, coefficient in polynomial.terms():
            exponents = [0] * count
            for slot, exponent in powers:
                exponents[self.places[slot]] = exponent
            found.append((tuple(exponents), rational_number(coefficient)))
        return tuple(found)
