"""The values of a counterexample: evaluates terms and normal forms at them.

A sequence is given member by member, a family f(k; x) by its values at numbers k and x; or all members of a sequence
are one number (the index ``None``), so that a hypothesis about every member can be decided.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import ctx

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.outcomes import over_outcomes
from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.quotient import DivisionByZero, Quotient
from gradcheck.algebra.ring import Ring, Setting, with_ring
from gradcheck.algebra.ring_cache import Result, with_lowering
from gradcheck.algebra.signs import ANY, KINDS, NEGATIVE, POSITIVE, constant_ball, of_number, sign_of
from gradcheck.algebra.substitution import substitute
from gradcheck.kernel.counterexample.around import with_choices
from gradcheck.kernel.counterexample.finite_laws import FiniteLaws, whole
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.definitions import Initial, Recurrence
from gradcheck.language.syntax.terms import Num, Symbol, Term

BITS = (64, 128, 512, 2048)


class Values:
    """Exact values for everything free in a goal."""

    def __init__(self, goal: Goal, witness: Counterexample) -> None:
        self.goal = goal
        self.scalars: dict[Symbol, Fraction] = {}
        for symbol, value in witness.scalars:
            if symbol.is_reserved:
                raise Rejected(f"{symbol.name} is no symbol of a statement")
            if not symbol.admits(value):
                raise Rejected(f"{value} is no value of the {symbol.sort} {symbol.name}")
            self.scalars[symbol] = value
        self.arrays = {(name, indices): value for name, indices, value in witness.arrays}
        self.members = {(name, index, entry): value for name, index, entry, value in witness.members}
        if {name for name, _, _ in self.members} & {definition.member.name for definition in goal.definitions}:
            raise Rejected("a sequence with a definition has no other values")
        if any(index is not None and (name, None, ()) in self.members for name, index, _ in self.members):
            raise Rejected("the members of a sequence are all alike, or have values one by one")
        self.integers: dict[Symbol, Term] = {s: Num(v) for s, v in self.scalars.items() if s.is_integer}
        definitions = tuple(self.put(d) for d in goal.definitions) if self.integers else goal.definitions
        if len(dict(witness.functions)) != len(witness.functions):
            raise Rejected("a function has two meanings")
        places = {(name, index): value for name, index, value in witness.widths}
        if len(places) != len(witness.widths) or any(w < 1 for w in places.values()):
            raise Rejected("a width is one integer, at least 1")
        instance = tuple(self.integers.items())
        self.setting = Setting(definitions, (), (), witness.functions, instance, witness.widths)
        self.trail = Trail()
        self.laws = FiniteLaws(witness, self.exact)

    def put(self, node: Any) -> Any:
        """Return the node with the integers put in; the index and the parameters of a definition stay symbols."""
        own = (getattr(node, "index", 0), *node.member.parameters) if isinstance(node, Recurrence | Initial) else ()
        mapping = {s: v for s, v in self.integers.items() if not any(s is one for one in own)}
        return put_in(node, mapping)

    def in_ring(self, work: Callable[[Lowering], Result]) -> Result:
        """Do the work with a lowering; where a choice depends on the values, with them as hypotheses."""
        return with_choices(self.setting, self.scalars, self.members, lambda one: self._in_setting(one, work))

    def _in_setting(self, setting: Setting, work: Callable[[Lowering], Result]) -> Result:
        """Do the work with a lowering in which random variables have the laws of the counterexample."""
        if not self.laws.given:
            return with_lowering(setting, work)

        def with_laws(ring: Ring) -> Result:
            ring.support = lambda name, indices: self.laws.support(ring, name, indices)
            return work(prepare(ring))

        return with_ring(setting, with_laws)

    def number(self, term: Term, place: tuple[int, ...] = ()) -> Fraction | None:
        """Return the exact value of a scalar or of one entry of an array, None where it is not rational."""
        term = self.put(term)

        def work(lowering: Lowering) -> Fraction | None:
            ring = lowering.ring
            value = lowering.remembered(term, tuple(map(ring.constant, place)), {})
            self.check_defined(ring)
            return self.exact(ring, value).constant()

        return self.in_ring(work)

    def matrix(self, term: Term) -> list[list[Fraction]] | None:
        """Return the entries of a matrix of known sides, None when one is not rational."""
        sides = [self.number(side) for side in term.shape]
        if any(side is None for side in sides):
            raise Rejected("a side of an array has no value")
        rows, columns = (range(1, int(side) + 1) for side in sides if side is not None)
        entries = [[self.number(term, (i, j)) for j in columns] for i in rows]
        found = [[value for value in row if value is not None] for row in entries]
        return found if all(len(row) == len(columns) for row in found) else None

    def check_defined(self, ring: Ring) -> None:
        """Raise Rejected unless every side condition met so far holds at the values."""
        for condition in ring.conditions:
            if condition.kind not in KINDS:
                raise Rejected("an inverse, a supremum, a limit or an integral is not evaluated")
            for _, quotient in over_outcomes(ring, condition.quotient):
                if self.evaluate(ring, quotient) & ~KINDS[condition.kind]:
                    raise Rejected("a side is not defined at the values")

    def exact(self, ring: Ring, value: Quotient) -> Quotient:
        """Return the quotient with the values put in."""
        known = [(atom, self.of(ring, atom)) for atom in _leaves(ring, value)]
        mapping = {atom: ring.constant(number) for atom, number in known if number is not None}
        try:
            return substitute(ring, value, mapping)
        except DivisionByZero:
            raise Rejected("a side is not defined at the values") from None

    def evaluate(self, ring: Ring, value: Quotient) -> int:
        """Return the sign of a quotient at the values."""
        exact = self.exact(ring, value)
        number = exact.constant()
        if number is not None:
            return of_number(number)
        for bits in BITS:
            with ctx.workprec(bits):
                ball = constant_ball(ring, exact, bits)
                if ball is None:
                    open_atoms = _leaves(ring, exact)
                    if not open_atoms or any(a.head != "symbol" or not a.data[0].is_reserved for a in open_atoms):
                        raise Rejected("something has no value: the counterexample does not say everything")
                    sign = sign_of(ring, exact)
                    self.trail.rest_on(*ring.facts_used)
                    return sign
                if ball > 0 or ball < 0:
                    self.trail.rest_on("ball-arithmetic")
                    return POSITIVE if ball > 0 else NEGATIVE
        return ANY

    def of(self, ring: Ring, atom: Atom) -> Fraction | None:
        """Return the value of a symbol, entry or member, or of a random entry outside of means.

        No mean that is left in a normal form is over an entry whose law the counterexample gives.
        """
        if atom.head == "random" and self.laws.outcomes:
            return self.laws.value(ring, *atom.data)
        if atom.head == "symbol":
            return self.scalars.get(atom.data[0])
        if atom.head == "entry":
            indices = tuple(map(whole, atom.data[1]))
            return self.arrays.get((atom.data[0], indices))
        return self.member(ring, atom) if atom.head == "member" else None

    def member(self, ring: Ring, atom: Atom) -> Fraction | None:
        """Return the value of a member of a free sequence or family, None where it has none."""
        name, index, parameters, indices = atom.data
        steady = self.members.get((name, None, ()))
        if steady is not None:
            return steady
        numbers = [self.exact(ring, inside).constant() for inside in (index, *parameters, *indices)]
        known = [int(number) for number in numbers if number is not None and number.denominator == 1]
        return self.members.get((name, known[0], tuple(known[1:]))) if len(known) == len(numbers) else None


def _leaves(ring: Ring, value: Quotient) -> set[Atom]:
    return {atom for atom in ring.atoms_within(value) if atom.head in ("symbol", "entry", "member", "random")}
