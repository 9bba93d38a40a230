"""Counterexamples: a universal claim is false at exact values, both sides evaluated there.

The values give every scalar symbol a rational number of its sort, every array and every free sequence member that is
needed its entries, every arbitrary function a term of one variable that is as smooth as the function is said to be.
An assumption for all numbers z (such as abs(sigma'(z)) <= 1) must be proved for all of them.  Random variables of
which only moments are known get laws with these moments (``laws``).

The statement is lowered with the dimensions put in as numbers, so that every sum over an index is written out, and
evaluated exactly, or in balls that exclude the claim.  All assumptions must hold at the values, and both sides of a
refuted relation must be defined there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.outcomes import over_outcomes
from gradcheck.algebra.polynomial import TooLarge, rational_number
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Ring, Setting, Unsupported, with_ring
from gradcheck.algebra.ring_cache import Result, with_lowering
from gradcheck.algebra.signs import ANY, NEGATIVE, POSITIVE, constant_ball, of_number
from gradcheck.algebra.substitution import substitute
from gradcheck.kernel.counterexample.around import with_choices
from gradcheck.kernel.counterexample.enumeration import LEAST, holds_quantified
from gradcheck.kernel.counterexample.finite_laws import FiniteLaws, check_certain
from gradcheck.kernel.counterexample.free_members import value_of_member, whole
from gradcheck.kernel.counterexample.roots_of_assumptions import check_at_roots
from gradcheck.kernel.definedness.conditions import unguarded
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import KINDS, WANTED
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal, constants_of, implied_by_laws
from gradcheck.kernel.rejection import Rejected, Upheld
from gradcheck.kernel.rules.connectives import holds_connected
from gradcheck.kernel.rules.evaluation import signs_at
from gradcheck.kernel.rules.matrices import is_regular
from gradcheck.kernel.rules.visible import sign_by_factors
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.propositions import (
    And,
    Exists,
    ForAll,
    Iff,
    Implies,
    Invertible,
    Or,
    PositiveDefinite,
    Proposition,
    Relation,
)
from gradcheck.language.syntax.terms import Div, Mul, Num, Symbol, Term, as_term

BITS = (64, 128, 512, 2048)
MOST_BITS = 8_192  # of a side that is told as a number

Bounds = tuple[Fraction, Fraction]  # of a number; equal where it is known exactly


@dataclass(frozen=True)
class Failure:
    """A relation that fails at the values, in the entry at ``place`` for arrays, and what its two sides are there."""

    relation: Relation
    place: tuple[int, ...]
    left: Bounds
    right: Bounds


class Valuation:
    """Exact values for everything free in a goal."""

    def __init__(self, goal: Goal, witness: Counterexample) -> None:
        self.goal = goal
        self.scalars: dict[Symbol, Fraction] = {}
        for symbol, value in witness.scalars:
            if not isinstance(symbol, Symbol) or symbol.is_reserved or type(value) is not Fraction:
                raise Rejected("values are rational numbers, and symbols have them")
            if symbol.is_integer and (value.denominator != 1 or value < LEAST.get(symbol.sort, value)):
                raise Rejected(f"{value} is no value of the {symbol.sort} {symbol.name}")
            self.scalars[symbol] = value
        self.arrays = {(name, indices): value for name, indices, value in witness.arrays}
        self.members = {(name, index, entry): value for name, index, entry, value in witness.members}
        if {name for name, _, _ in self.members} & {definition.member.name for definition in goal.definitions}:
            raise Rejected("a sequence with a definition has no other values")
        if any(index is not None and (name, None, ()) in self.members for name, index, _ in self.members):
            raise Rejected("the members of a sequence are all alike, or have values one by one")
        if any(type(value) is not Fraction for value in (*self.arrays.values(), *self.members.values())):
            raise Rejected("the values of entries are rational numbers")
        self.integers: dict[Symbol, Term] = {s: Num(v) for s, v in self.scalars.items() if s.is_integer}
        definitions = tuple(self.put(d) for d in goal.definitions) if self.integers else goal.definitions
        if len(dict(witness.functions)) != len(witness.functions):
            raise Rejected("a function has two meanings")
        places = {(name, index): value for name, index, value in witness.widths}
        if len(places) != len(witness.widths) or any(type(w) is not int or w < 1 for w in places.values()):
            raise Rejected("a width is one integer, at least 1")
        instance = tuple(self.integers.items())
        self.setting = Setting(definitions, (), (), witness.functions, instance, witness.widths)
        self.trail = Trail()
        self.failures: dict[Relation, Failure] = {}
        self.laws = FiniteLaws(witness, self.exact)

    def put(self, node: Any) -> Any:
        """The node with the integers put in; the index and the parameters of a definition stay symbols."""
        own = (getattr(node, "index", 0), *node.member.parameters) if isinstance(node, Recurrence | Initial) else ()
        mapping = {s: v for s, v in self.integers.items() if not any(s is one for one in own)}
        return put_in(node, mapping)

    def signs(self, claim: Relation) -> list[int]:
        """The possible signs of each entry of left - right at the values; Rejected where a side is not defined."""
        left, right = self.put(claim.left), self.put(claim.right)
        return signs_at(self, claim, lambda lowering: self._signs(lowering, claim, left, right))

    def in_ring(self, work: Callable[[Lowering], Result]) -> Result:
        """Do the work with a lowering; where a choice depends on the values, with one that knows where they are."""
        return with_choices(self.setting, self.scalars, self.members, lambda one: self._in_setting(one, work))

    def _in_setting(self, setting: Setting, work: Callable[[Lowering], Result]) -> Result:
        """Do the work with a lowering for which random variables have the laws of the counterexample."""
        if not self.laws.given:
            return with_lowering(setting, work)

        def with_laws(ring: Ring) -> Result:
            ring.support = lambda name, indices: self.laws.support(ring, name, indices)
            return work(prepare(ring))

        return with_ring(setting, with_laws)

    def _signs(self, lowering: Lowering, claim: Relation, left: Term, right: Term) -> list[int]:
        ring = lowering.ring
        known = sign_by_factors(lowering, Relation(claim.op, left, right), lambda part: self.evaluate(ring, part))
        if holds := not known & ~WANTED[claim.op]:  # then no values of the sides are told
            self.check_defined(ring)
        for part in _scalars_in_arrays(Relation(claim.op, left, right)):  # asked for if there are no entries, too
            lowering.scalar(part)
        self.check_defined(ring)
        places: list[tuple[int, ...]] = [] if holds else [()]
        for side in left.shape:
            length = lowering.scalar(side).constant()
            if length is None:
                raise Rejected("a side of an array has no value")
            places = [(*p, i) for p in places for i in range(1, int(length) + 1)]
        masks = [known] if holds else []
        for place in places:
            ring.conditions.clear()
            indices = tuple(map(ring.constant, place))
            first, second = (lowering.remembered(side, indices, {}) for side in (left, right))
            self.check_defined(ring)
            masks.append(self.evaluate(ring, first - second))
            if not masks[-1] & WANTED[claim.op] and claim not in self.failures:
                sides = self.bounds(ring, first), self.bounds(ring, second)
                if sides[0] is not None and sides[1] is not None:
                    self.failures[claim] = Failure(claim, place, sides[0], sides[1])
        self.trail.rest_on(*ring.facts_used)
        return masks

    def bounds(self, ring: Ring, value: Quotient) -> Bounds | None:
        """The number that the quotient is at the values, or bounds of it; None where balls do not give them."""
        exact = self.exact(ring, value)
        number = exact.constant()
        if number is not None:
            return number, number
        with ctx.workprec(BITS[1]):
            ball = constant_ball(ring, exact, BITS[1])
            ends = () if ball is None or not ball.is_finite() else (ball.lower(), ball.upper())
        if not ends or any(abs(int(end.man_exp()[1])) > MOST_BITS for end in ends):
            return None
        return rational_number(ends[0].fmpq()), rational_number(ends[1].fmpq())

    def number(self, term: Term, place: tuple[int, ...] = ()) -> Fraction | None:
        """The exact value of a scalar or of one entry of an array, None where it is not rational."""
        term = self.put(term)

        def work(lowering: Lowering) -> Fraction | None:
            ring = lowering.ring
            value = lowering.remembered(term, tuple(map(ring.constant, place)), {})
            self.check_defined(ring)
            return self.exact(ring, value).constant()

        return self.in_ring(work)

    def matrix(self, term: Term) -> list[list[Fraction]] | None:
        """The entries of a matrix of known sides, None when one is not rational."""
        sides = [self.number(side) for side in term.shape]
        if any(side is None for side in sides):
            raise Rejected("a side of an array has no value")
        rows, columns = (range(1, int(side) + 1) for side in sides if side is not None)
        entries = [[self.number(term, (i, j)) for j in columns] for i in rows]
        found = [[value for value in row if value is not None] for row in entries]
        return found if all(len(row) == len(columns) for row in found) else None

    def check_defined(self, ring: Ring) -> None:
        """Rejected unless every side condition met so far holds at the values."""
        for condition in ring.conditions:
            if condition.kind not in KINDS:
                raise Rejected("an inverse, a supremum, a limit or an integral is not evaluated")
            for _, quotient in over_outcomes(ring, condition.quotient):
                if self.evaluate(ring, quotient) & ~KINDS[condition.kind]:
                    raise Rejected("a side is not defined at the values")

    def exact(self, ring: Ring, value: Quotient) -> Quotient:
        """The quotient with the values put in."""
        known = [(atom, self.of(ring, atom)) for atom in _leaves(ring, value)]
        mapping = {atom: ring.constant(number) for atom, number in known if number is not None}
        try:
            return substitute(ring, value, mapping)
        except DivisionByZero:
            raise Rejected("a side is not defined at the values") from None

    def evaluate(self, ring: Ring, value: Quotient) -> int:
        """The sign of a quotient at the values."""
        exact = self.exact(ring, value)
        number = exact.constant()
        if number is not None:
            return of_number(number)
        for bits in BITS:
            with ctx.workprec(bits):
                ball = constant_ball(ring, exact, bits)
                if ball is None:
                    raise Rejected("something has no value: the counterexample does not say everything")
                if ball > 0 or ball < 0:
                    self.trail.rest_on("ball-arithmetic")
                    return POSITIVE if ball > 0 else NEGATIVE
        return ANY

    def of(self, ring: Ring, atom: Atom) -> Fraction | None:
        """The value of a symbol, entry or member, or of a random entry outside of means.

        No mean that is left in a normal form is over an entry whose law the counterexample gives.
        """
        if atom.head == "random" and self.laws.outcomes:
            return self.laws.value(ring, *atom.data)
        if atom.head == "symbol":
            return self.scalars.get(atom.data[0])
        if atom.head == "entry":
            indices = tuple(map(whole, atom.data[1]))
            return self.arrays.get((atom.data[0], indices))
        return value_of_member(self, ring, atom) if atom.head == "member" else None

    def holds(self, claim: Proposition) -> bool | None:
        """Whether a proposition holds at the values; None when that is not decided."""
        match claim:
            case Relation():
                wanted, masks = WANTED[claim.op], self.signs(claim)
                if all(not mask & ~wanted for mask in masks):
                    return True
                return False if any(not mask & wanted for mask in masks) else None
            case And() | Or() | Implies() | Iff():
                return holds_connected(self.holds, claim)
            case ForAll() | Exists():
                return holds_quantified(self, claim)
            case Invertible() | PositiveDefinite():
                rows = self.matrix(claim.matrix)
                return None if rows is None else is_regular(rows, definite=isinstance(claim, PositiveDefinite))
        raise Rejected(f"{type(claim).__name__} is not evaluated")

    def failure(self, claim: Proposition) -> Failure | None:
        """The relation that makes a false claim false; None for another statement, or sides without a number."""
        match claim:
            case Relation():
                return self.failures.get(claim)
            case And():
                return next((self.failure(part) for part in claim.parts if self.holds(part) is False), None)
            case Or():
                return self.failure(claim.parts[-1])
            case Implies():
                return self.failure(claim.conclusion)
            case Iff():
                return self.failure(claim.right if self.holds(claim.left) else claim.left)
        return None


def _scalars_in_arrays(claim: Relation) -> list[Term]:
    """The scalars that multiply arrays, and what arrays are divided by; each has a value where the claim has one."""
    found: dict[Term, None] = {}
    for node in unguarded(claim):
        if isinstance(node, Div) and node.shape:
            found[Div(as_term(1), node.denominator)] = None
        elif isinstance(node, Mul) and node.shape:
            found.update((factor, None) for factor in node.factors if not factor.shape)
    return list(found)


def _leaves(ring: Ring, value: Quotient) -> set[Atom]:
    return {atom for atom in ring.atoms_within(value) if atom.head in ("symbol", "entry", "member", "random")}


def check_counterexample(goal: Goal, witness: Counterexample, trail: Trail) -> Failure | None:
    """Return what fails if the assumptions hold and the claim fails at the values; else Rejected."""
    if witness.points:
        raise Rejected("at points that are no rational numbers, a claim is refuted by evidence")
    values = Valuation(goal, witness)
    missing = constants_of(goal.definitions) - values.scalars.keys() - {root for root, _, _ in witness.roots}
    if missing:
        raise Rejected(f"{min(s.name for s in missing)} has no value")
    laws = (*goal.presupposed(), *implied_by_laws(goal.definitions))
    if witness.outcomes:
        check_certain(goal)
    try:
        if witness.roots:
            return check_at_roots(goal, values, witness, trail)
        wanted = [*((hypothesis, True) for hypothesis in (*goal.hypotheses, *laws)), (goal.claim, False)]
        for statement, holds in sorted(wanted, key=lambda item: not isinstance(item[0], Relation)):  # quantifiers last
            found = values.holds(statement)
            if holds and found is not True:
                raise Rejected("an assumption does not hold at the values")
            if not holds and found is not False:
                raise (Upheld if found else Rejected)("the claim does not fail at the values")
        trail.join(values.trail)
        return values.failure(goal.claim)
    except (Unsupported, TooLarge, DivisionByZero) as reason:
        raise Rejected(f"the statement can't be evaluated: {reason}") from None
