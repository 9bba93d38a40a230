"""Polynomial claims by the answer of a solver: the one rule whose evidence the kernel cannot check by itself.

The kernel derives the question from the goal: whether the assumptions and the negation of the claim, as polynomials
over the rationals in real variables, have a common solution.  It settles the side conditions of the claim, has the
question put to the solver again (by whom ``ASK`` holds, without which the rule proves nothing), and weakens the trust.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
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
        def difference(relation: Relation) -> Quotient:
            return rewrite(lowering, lowering.scalar(relation.left) - lowering.scalar(relation.right))

        asked = [(difference(claim), NEGATION[claim.op])]
        settle(goal, ring, ring.conditions, trail)
        for h in goal.parts():
            if isinstance(h, Relation) and not h.left.shape:
                with suppress(Unsupported, TooLarge, DivisionByZero):
                    asked.append((difference(h), h.op))
        if _reached(ring, asked[0][0]) is None:
            raise Rejected("the claim is not polynomial in real variables")
        kept = [(value, op, slots) for value, op in asked if (slots := _reached(ring, value)) is not None]
        slots = list(dict.fromkeys(slot for *_, own in kept for slot in own))
        constraints = [(_cleared(ring, value, op), op) for value, op, _ in kept]
        for slot in slots:
            if ring.slots[slot].head != "symbol":
                degree, power = ring.relations[slot]
                constraints += [(generator(slot), ">="), (generator(slot) ** degree - power, "=")]
        question = Question(len(slots), tuple((_spelled(part, slots), op) for part, op in constraints))
        atoms = [ring.slots[slot] for slot in slots]
        return question, tuple(atom.data[0] if atom.head == "symbol" else None for atom in atoms)

    return goal.in_ring(work, trail)


def _cleared(ring: Ring, value: Quotient, op: str) -> Polynomial:
    """Return a polynomial that is in the relation to 0 where the quotient is."""
    if op in ("=", "!=") or within(sign_of(ring, Quotient(value.den, ONE, ring.relations)), POSITIVE):
        return value.num
    return value.num * value.den


def _reached(ring: Ring, value: Quotient) -> list[int] | None:
    """Return the generators of the value, and of what defines these: real symbols, roots and absolute values; None
    where one is of another kind.
    """
    todo, found = list(value.slots()), list[int]()
    while todo:
        slot = todo.pop()
        atom = ring.slots[slot]
        if slot in found:
            continue
        found.append(slot)
        if atom.head in ("abs", "root") and slot in ring.relations:
            todo += ring.relations[slot][1].slots()
        elif atom.head != "symbol" or atom.data[0].is_integer:
            return None
    return found


def _spelled(polynomial: Polynomial, slots: list[int]) -> Monomials:
    table = ((dict(powers), coefficient) for powers, coefficient in polynomial.terms())
    return tuple((tuple(powers.get(slot, 0) for slot in slots), rational_number(number)) for powers, number in table)
