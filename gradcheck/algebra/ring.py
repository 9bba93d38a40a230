"""One normalisation at work: the atoms made so far, their relations, and the side conditions met.

A ring belongs to one goal: its definitions and hypotheses decide which members unfold and which signs are known.
Every condition under which a step of normalisation is valid is either settled from the hypotheses at once or recorded
in ``conditions``; a normal form proves nothing until all of them are settled.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count
from typing import Any, TypeVar

from gradcheck.algebra import polynomial
from gradcheck.algebra.atoms import Atom, data_key
from gradcheck.algebra.polynomial import MAX_GENERATORS, ONE, TooLarge
from gradcheck.algebra.quotient import Quotient
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Symbol, Term, as_term

Result = TypeVar("Result")
WORDS: list[Callable[[Ring, Quotient], Term]] = []  # how normal forms are told to a reader: ``show`` puts itself here
UNTOLD = Symbol("<untold>")  # where it did not


@dataclass(frozen=True)
class Setting:
    """What a goal may use: definitions, hypotheses, and equations whose left sides are rewritten to their right.

    ``instance`` tells settings apart in which an array of one name has different sizes: the integers put in.
    """

    definitions: tuple[Definition, ...] = ()
    hypotheses: tuple[Proposition, ...] = ()
    rewrites: tuple[tuple[Term, Term], ...] = ()
    functions: tuple[tuple[str, Term], ...] = ()  # what a counterexample puts for arbitrary functions: see functions.py
    instance: tuple[tuple[Term, Term], ...] = ()
    widths: tuple[tuple[str, int, int], ...] = ()  # what a counterexample puts for arbitrary dimensions: see widths.py


@dataclass(frozen=True)
class Condition:
    """``quotient`` must be nonzero, positive or nonnegative ('nonzero', 'positive', 'nonnegative').

    ``shown`` is the condition in words, for the reader: those of the author, or of ``told``.  It counts in two kinds
    alone, where it is the author's: that a matrix is 'invertible', and that a term is a number, 'finite'.
    """

    kind: str
    quotient: Quotient
    shown: Proposition


class Unsupported(Exception):
    """The term is outside what normal forms cover; the message says what is in the way."""


class NameTaken(Unsupported):
    """A name stands for something else already: in this very work, or in other work that the ring has served."""


class NeedsCase(Unsupported):
    """The normal form depends on the sign of a term that the hypotheses leave open."""

    def __init__(self, term: Term) -> None:
        super().__init__("the value depends on a sign that the assumptions leave open")
        self.term = term


class Refine(Exception):
    """An exponential must be normalised over a finer lattice; ``with_ring`` starts again with it."""

    def __init__(self, key: Hashable, unit: int | Fraction) -> None:
        super().__init__(key)
        self.key, self.unit = key, unit


def _unset(*_: Any) -> Any:
    raise Unsupported("this ring was made without a lowering")


@dataclass
class Ring:
    """The state of one normalisation."""

    setting: Setting
    lattice: dict[Hashable, int | Fraction] = field(default_factory=dict)
    atoms: list[Atom] = field(default_factory=list)
    slots: list[Atom] = field(default_factory=list)
    relations: dict[int, tuple[int, Any]] = field(default_factory=dict)
    made: dict[Any, Any] = field(default_factory=dict)  # atoms by their data, and what is known of each
    numbered: dict[Atom, int] = field(default_factory=dict)  # the generators of atoms
    generators: dict[Atom, Quotient] = field(default_factory=dict)  # the same as quotients
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    conditions: list[Condition] = field(default_factory=list)
    facts: dict[Hashable, int] = field(default_factory=dict)
    facts_used: dict[str, None] = field(default_factory=dict)  # the named facts that the work so far rests on
    assumed: dict[str, None] = field(default_factory=dict)  # those that its reading of the hypotheses rests on
    bounds: dict[Any, Any] = field(default_factory=dict)
    patterns: list[tuple[tuple[Atom, ...], Quotient, int]] = field(default_factory=list)
    ranges: dict[Atom, tuple[Quotient, Quotient]] = field(default_factory=dict)
    laws: dict[str, Any] = field(default_factory=dict)
    memory: dict[Any, Any] = field(default_factory=dict)
    known: dict[Any, Any] = field(default_factory=dict)
    decided: dict[Any, Any] = field(default_factory=dict)  # what rests on the very hypotheses of the setting
    epoch: int = 0  # names the facts in force; ``tick`` whenever they change, so that no sign outlives its facts
    ticks: int = 0
    unsettled: int = 0  # how many signs were asked for that the facts in force left open
    pattern_sign: Callable[[Ring, Quotient], int] = lambda ring, asked: 7
    lower: Callable[[Term], Quotient] = _unset
    member: Callable[..., Quotient] = _unset
    derivative: Callable[[Quotient, Symbol], Quotient] = _unset
    parameter: Callable[..., Quotient] = _unset
    support: Callable[..., Any] | None = None  # the values of random entries, where a law is given by its values

    def constant(self, value: Fraction | int) -> Quotient:
        if type(value) is int and -2 <= value <= 2:  # most are
            found: Quotient | None = self.made.get(value)
            if found is None:
                found = self.made[value] = Quotient(polynomial.constant(value), ONE, self.relations)
            return found
        return Quotient(polynomial.constant(value), ONE, self.relations)

    def atom(self, head: str, *data: Any, indices: Iterable[Atom] = (), families: Iterable[str] = ()) -> Atom:
        """Return the atom of this head and data; what its quotients depend on is added to indices and families."""
        key = (head, *map(data_key, data))
        found = self.made.get(key)
        if found is None:
            free, random = set(indices), set(families)
            for item in _quotients(data):
                for inner in self.atoms_of(item):
                    free |= inner.indices
                    random |= inner.families
            found = Atom(head, data, len(self.atoms), frozenset(free), frozenset(random))
            if head == "index":
                found = Atom(head, data, len(self.atoms), frozenset(), frozenset())
                object.__setattr__(found, "indices", frozenset({found}))
            self.atoms.append(found)
            self.made[key] = found
        return found

    def mean_atom(self, value: Quotient) -> Atom:
        """Return the expectation of a quotient as an atom; its families are integrated out, so it is not random."""
        atom = self.atom("mean", value)
        object.__setattr__(atom, "families", frozenset())
        return atom

    def slot(self, atom: Atom) -> int:
        """Return the generator of an atom, given on first use."""
        number = self.numbered.get(atom)
        if number is None:
            if len(self.slots) == MAX_GENERATORS:
                raise TooLarge(f"the claim needs more than {MAX_GENERATORS} generators")
            number = self.numbered[atom] = len(self.slots)
            self.slots.append(atom)
        return number

    def generator(self, atom: Atom) -> Quotient:
        """Return the atom as a quotient."""
        found = self.generators.get(atom)
        if found is None:
            found = self.generators[atom] = Quotient(polynomial.generator(self.slot(atom)), ONE, self.relations)
        return found

    def relate(self, atom: Atom, degree: int, value: Quotient) -> None:
        """Record atom**degree = value; value is a polynomial in atoms that have generators already."""
        slot = self.slot(atom)
        if slot not in self.relations:
            if value.den is not ONE or any(other >= slot for other in value.slots()):
                raise Unsupported("an algebraic generator over a later one")
            self.relations[slot] = (degree, value.num)

    def atoms_of(self, quotient: Quotient) -> list[Atom]:
        """Return the atoms that occur as generators."""
        return [self.slots[slot] for slot in quotient.slots()]

    def atoms_within(self, quotient: Quotient) -> set[Atom]:
        """Return the atoms that occur at any depth, bound indices among them."""
        found: set[Atom] = set()
        todo: list[Any] = [quotient]
        while todo:
            item = todo.pop()
            if isinstance(item, Quotient):
                todo += self.atoms_of(item)
            elif isinstance(item, tuple):
                todo += item
            elif isinstance(item, Atom) and item not in found:
                found.add(item)
                todo += item.data
        return found

    def free_indices(self, quotient: Quotient) -> set[Atom]:
        return {index for atom in self.atoms_of(quotient) for index in atom.indices}

    def families(self, quotient: Quotient) -> set[str]:
        return {family for atom in self.atoms_of(quotient) for family in atom.families}

    def index(self) -> Atom:
        """Return a fresh index."""
        return self.atom("index", next(self.numbers))

    def forget_open(self) -> None:
        """Forget the normal forms for which a sign was asked that the facts left open: now it may be known."""
        self.memory = {key: found for key, found in self.memory.items() if not found[3]}

    def tick(self) -> None:
        """Give the current set of facts a name of its own."""
        self.ticks += 1
        self.epoch = self.ticks

    def one_shape(self, kind: str, name: str, sides: tuple[Term, ...]) -> None:
        """Refuse two arrays, sequences or random variables of one name and different shapes."""
        if self.known.setdefault(("shape", kind, name), sides) != sides:
            raise NameTaken(f"{name} occurs with two different shapes")

    def remember(self, key: Hashable, compute: Callable[[], Quotient]) -> Quotient:
        """Return the value, computed once; its side conditions and the facts that it rests
        on come with it every time.
        """
        found = self.memory.get(key)
        if found is None:
            start, before = len(self.conditions), self.unsettled
            around, self.facts_used = self.facts_used, {}
            try:
                value = compute()
                facts = tuple(self.facts_used)
            finally:
                around.update(self.facts_used)
                self.facts_used = around
            self.memory[key] = value, tuple(self.conditions[start:]), facts, self.unsettled != before
            return value
        value, conditions, known, is_open = found
        self.unsettled += is_open
        self.conditions.extend(conditions)
        if known:
            self.facts_used.update(dict.fromkeys(known))
        return value  # type: ignore[no-any-return]

    @contextmanager
    def noting_facts(self) -> Iterator[dict[str, None]]:
        """Collect the named facts used within; they count as used around it too."""
        around, self.facts_used = self.facts_used, {}
        try:
            yield self.facts_used
        finally:
            around.update(self.facts_used)
            self.facts_used = around

    def require(self, kind: str, quotient: Quotient, shown: Proposition) -> None:
        """Record a side condition unless the hypotheses settle it."""
        self.conditions.append(Condition(kind, quotient, shown))


def in_words(ring: Ring, value: Quotient) -> Term:
    """Return a term for the reader's eyes that equals a normal form; nothing is proved from it."""
    return WORDS[0](ring, value) if WORDS else UNTOLD


def told(ring: Ring, op: str, value: Quotient) -> Relation:
    """Return ``value op 0`` in words."""
    return Relation(op, in_words(ring, value), as_term(0))


def _quotients(data: tuple[Any, ...]) -> Iterable[Quotient]:
    for item in data:
        if isinstance(item, Quotient):
            yield item
        elif isinstance(item, tuple):
            yield from _quotients(item)


def with_ring(setting: Setting, work: Callable[[Ring], Result]) -> Result:
    """Do the work in a new ring, again with a finer lattice of exponents each time one is asked for."""
    lattice: dict[Hashable, int | Fraction] = {}
    for _ in range(40):
        try:
            return work(Ring(setting, lattice=lattice))
        except Refine as refine:
            lattice[refine.key] = refine.unit
    raise TooLarge("the exponents need too fine a lattice")
