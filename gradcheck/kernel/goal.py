"""Goals: a claim under hypotheses, with the definitions, rewritings and earlier steps in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TypeVar

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.ring import Ring, Setting
from gradcheck.algebra.ring_cache import with_lowering
from gradcheck.kernel.definedness.conditions import law_claims
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import And, Proposition
from gradcheck.language.syntax.terms import Symbol, Term, free_symbols
from gradcheck.language.syntax.widths import sizing_symbols

Result = TypeVar("Result")


@dataclass(frozen=True)
class Established:
    """An earlier step as the kernel proved it: its claim under its assumptions, and what its proof rests on.

    ``definitions`` are those under which it was proved; ``seal`` is the kernel's (``verdict``).
    """

    name: str
    claim: Proposition
    assumptions: tuple[Proposition, ...]
    seal: bytes = b""
    trust: str = "exact"
    facts: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()


@dataclass(frozen=True)
class Goal:
    """The claim, for all values of its free symbols that satisfy the hypotheses.

    A statement presupposes the laws of its random variables (a probability lies in [0, 1]).  ``laws`` keeps what the
    statement presupposed while rules turn it into others; None stands for the statement itself.  What a rule brings in
    presupposes nothing: there the laws are side conditions.
    """

    claim: Proposition
    hypotheses: tuple[Proposition, ...] = ()
    definitions: tuple[Definition, ...] = ()
    steps: tuple[Established, ...] = ()
    rewrites: tuple[tuple[Term, Term], ...] = field(default=())
    laws: tuple[Proposition, ...] | None = None

    def presupposed(self) -> tuple[Proposition, ...]:
        """Return the laws of the random variables in the statement that this goal came from."""
        return implied_by_laws((self.claim, *self.hypotheses)) if self.laws is None else self.laws

    def claiming(self, claim: Proposition) -> Goal:
        return replace(self, claim=claim, laws=self.presupposed())

    def suppose(self, *more: Proposition) -> Goal:
        return replace(self, hypotheses=self.hypotheses + more, laws=self.presupposed())

    def rewriting(self, *rules: tuple[Term, Term]) -> Goal:
        return replace(self, rewrites=self.rewrites + rules)

    def dropping(self, *hypotheses: Proposition) -> Goal:
        """Return the goal without some of its hypotheses."""
        kept = tuple(h for h in self.parts() if not any(h is one for one in hypotheses))
        return replace(self, hypotheses=kept, laws=self.presupposed())

    def without(self, symbol: Symbol, only_free: bool = False) -> Goal:
        """Return the goal without the hypotheses and rewritings that mention the symbol, or in which it is free."""

        def has(node: Node) -> bool:
            return symbol in free_symbols(node) or (not only_free and mentions(node, symbol))

        kept = tuple(h for h in self.hypotheses if not has(h))
        rules = tuple(rule for rule in self.rewrites if not any(map(has, rule)))
        laws = tuple(law for law in self.presupposed() if not has(law))
        return replace(self, hypotheses=kept, rewrites=rules, laws=laws)

    def parts(self) -> Iterator[Proposition]:
        """Yield the hypotheses, conjunctions taken apart."""
        todo = list(reversed(self.hypotheses))
        while todo:
            part = todo.pop()
            if isinstance(part, And):
                todo += reversed(part.parts)
            else:
                yield part

    @cached_property
    def setting(self) -> Setting:
        """Return the definitions, hypotheses and rewritings that normal forms may use."""
        laws = dict.fromkeys((*self.presupposed(), *implied_by_laws(self.definitions)))
        return Setting(self.definitions, self.hypotheses + tuple(laws), self.rewrites)

    def in_ring(self, work: Callable[[Ring, Lowering], Result], trail: Trail | None = None) -> Result:
        """Do the work with a ring that has the hypotheses; add the named facts that the ring used to the trail."""

        def with_hypotheses(lowering: Lowering) -> Result:
            result = work(lowering.ring, lowering)
            if trail is not None:
                trail.rest_on(*lowering.ring.facts_used)
            return result

        return with_lowering(self.setting, with_hypotheses)


def mentions(node: Node, symbol: Symbol) -> bool:
    """Whether the symbol occurs in the node at all, bound or free."""
    return any(part is symbol for part in walk(node)) or symbol in free_symbols(node)


def constants_of(definitions: tuple[Definition, ...]) -> set[Symbol]:
    """Return the symbols that the members of sequences depend on without naming them as parameters or index."""
    found: set[Symbol] = set()
    for definition in definitions:
        own = {*definition.member.parameters, getattr(definition, "index", None)}
        found |= free_symbols(definition.body) - own
    return found


def check_bindable(goal: Goal, symbol: Symbol, *nodes: Node) -> None:
    """Raise Rejected if the symbol is a constant of a definition, or sizes an array of the nodes: one name keeps one
    size.
    """
    if symbol in constants_of(goal.definitions) or symbol in sizing_symbols(*nodes):
        raise Rejected(f"{symbol.name} is a constant of a definition, or the size of an array, and can't be bound")


def implied_by_laws(nodes: tuple[Node, ...]) -> tuple[Proposition, ...]:
    """Return what the laws of the random variables presuppose: parameters that have values and make the law one.

    Nothing is presupposed of a symbol that is bound somewhere in the node, nor of numbers: there is no Bernoulli(2).
    """
    return tuple(dict.fromkeys(claim for node in nodes for claim in _implied(node)))


@lru_cache(maxsize=10_000)
def _implied(node: Node) -> tuple[Proposition, ...]:
    found = (claim for claim, is_bound in law_claims(node) if not is_bound and _has_variables(claim))
    return tuple(dict.fromkeys(found))


def _has_variables(claim: Proposition) -> bool:
    return bool(free_symbols(claim)) or any(isinstance(part, Array | Sequence) for part in walk(claim))
