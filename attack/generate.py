"""The statement of a number: its topic, its template, its hypotheses and definitions.

The kinds take turns, so that in any hundred statements each kind of node is tried, and half of the statements are
about known identities, steps used at instances, and claims of the shipped derivations with edges put in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from attack.arrays import jacobian
from attack.identities import changed, identity
from attack.kinds import kinds
from attack.logic import hypotheses
from attack.maker import Maker
from attack.modules import from_definitions, used_at
from attack.sequences import defined_member
from attack.shipped import shipped
from attack.statement import Statement
from attack.templates import about
from gradcheck.derivation import Derivation, Step, check_readable
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.hints import cases_on, try_value
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols

MAX_NODES = 70  # of the statement; a longer one costs time and shows nothing that a short one does not
TRIES = 60  # before a number is given up on: the language refuses what is malformed
DEPTHS = (1, 1, 2, 2, 3)


def statement(seed: int, number: int) -> Statement:
    """Return the statement of this number; it depends on the seed and the number alone."""
    topic = topics()[number % len(topics())]
    for attempt in range(TRIES):
        made = _attempt(Maker(seed, number, attempt), seed, number, topic)
        if made is not None:
            return made
    raise RuntimeError(f"nothing well formed was found for {topic!r} in {TRIES} tries; seed {seed}, number {number}")


def statements(seed: int, count: int, start: int = 0) -> Iterator[Statement]:
    """Yield this many statements in order."""
    return (statement(seed, number) for number in range(start, start + count))


def topics() -> list[str]:
    """Return the topics of the statements, one after another; names of kinds of node, and of ``SPECIAL``."""
    own = [kind.__name__ for kind in kinds()]
    special = [name for name, share in SPECIAL_SHARES.items() for _ in range(share)]
    turns: list[str] = []
    for place in range(max(len(own), len(special))):
        turns += own[place : place + 1] + special[place : place + 1]
    return turns


def _attempt(make: Maker, seed: int, number: int, topic: str) -> Statement | None:
    """Return the statement; None where the language refuses it, where it is too long, or where it has another topic."""
    try:
        claim, given, own, earlier, hints = SPECIAL[topic](make) if topic in SPECIAL else _about_kind(make, topic)
        made = Statement(seed, number, topic, claim, given, make.all_definitions() or own, earlier, hints)
        nodes = [made.claim, *made.given, *made.definitions, *(step.claim for step in made.earlier)]
        if sum(1 for node in nodes for _ in walk(node)) > MAX_NODES:
            return None
        check_readable(derivation_of(made))
    except (ValueError, TypeError):  # the language refuses it, and says so to an author
        return None
    return made


def derivation_of(made: Statement) -> Derivation:
    """Return the module in which the statement is the last step."""
    last = Step("claim", made.claim, made.given, using=made.using, hints=made.hints)
    return Derivation((*made.earlier, last), definitions=made.definitions)


# the claim, what is given, definitions, the steps before it, hints
Parts = tuple[Proposition, tuple[Proposition, ...], tuple[Definition, ...], tuple[Step, ...], tuple[object, ...]]


def _about_kind(make: Maker, topic: str) -> Parts:
    """Return a claim about a node of the kind, guarded or not, under hypotheses or not."""
    kind = next(one for one in kinds() if one.__name__ == topic)
    found = make.make(kind, make.of(DEPTHS))
    claim = found if isinstance(found, Proposition) else about(make, found)
    return _finished(make, claim, found)


def _finished(make: Maker, claim: Proposition, found: Node) -> Parts:
    """Return the claim with additions around it: a change, a guard, a quantifier, hypotheses, hints."""
    if make.once_in(8):
        claim = changed(make, claim)
    symbols = sorted(free_symbols(claim), key=lambda one: (one.name, one.sort))
    if make.once_in(7):
        claim = Implies(make.guard(), claim)
    elif symbols and make.once_in(10):
        claim = ForAll((make.of(symbols),), claim)
    given = hypotheses(make, claim) if make.once_in(3) else ()
    if make.once_in(15):
        defined_member(make)  # a definition that the claim does not use
    hints: tuple[object, ...] = ()
    if symbols and make.once_in(10):
        scalar = found if isinstance(found, Term) and not found.shape else as_term(0)
        symbol: Symbol = make.of(symbols)
        hints = make.of(((cases_on(symbol),), (try_value(scalar),), (symbol,) if symbol.is_integer else ()))
    return claim, given, (), (), hints


def _identity(make: Maker) -> Parts:
    claim = identity(make)
    return _finished(make, claim, claim)


def _members(make: Maker) -> Parts:
    """Return a claim about a member of a recurrence."""
    member = defined_member(make)
    return _finished(make, about(make, member), member)


def _member_step(make: Maker) -> Parts:
    """Return a claim about a member, used at another index."""
    claim = about(make, defined_member(make))
    instance, earlier, hints = from_definitions(make, make.all_definitions(), claim)
    return instance, (), (), earlier, hints


def _used(make: Maker) -> Parts:
    claim, given, earlier, hints = used_at(make)
    return claim, given, (), earlier, hints


def _arrays(make: Maker) -> Parts:
    array = jacobian(make, 1)
    return _finished(make, about(make, array), array)


def _hypothesis(make: Maker) -> Parts:
    """Return a claim under hypotheses that nothing satisfies, or that mention a name which the claim binds."""
    claim = make.any_of(lambda: about(make, make.scalar(2)), lambda: identity(make), lambda: make.proposition(2))
    given = hypotheses(make, claim)
    if make.once_in(2):
        given += hypotheses(make, claim)
    return claim, given, (), (), ()


def _mean_of_bound(make: Maker) -> Parts:
    """Return a mean inside of a binder, under a hypothesis on the name that is bound."""
    from attack.chance import body
    from attack.templates import bound

    claim = bound(make, Expectation(body(make, 1)))
    return claim, hypotheses(make, claim) if make.once_in(2) else (), (), (), ()


SPECIAL: dict[str, Callable[[Maker], Parts]] = {
    "an identity at edges": _identity,
    "a member": _members,
    "a step about a member": _member_step,
    "a step at an instance": _used,
    "a Jacobian": _arrays,
    "under hypotheses": _hypothesis,
    "a mean under a binder": _mean_of_bound,
    "a shipped claim": shipped,
}
SPECIAL_SHARES = {
    "an identity at edges": 14, "a member": 5, "a step about a member": 2, "a step at an instance": 6, "a Jacobian": 1,
    "under hypotheses": 4, "a mean under a binder": 2, "a shipped claim": 2,
}  # fmt: skip
