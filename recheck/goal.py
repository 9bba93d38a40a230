"""A claim under hypotheses inside of a proof."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from recheck.atoms import ATOMS, as_quotient, below, constant
from recheck.forms import Forms
from recheck.nodes import (
    CONVERSE,
    SIGN_OF,
    STRONGER,
    bound_in,
    has_law,
    is_integer,
    make,
    minus,
    number,
    parts_of,
    put,
    relation,
    value_of,
    walk,
)
from recheck.presupposed import numbers
from recheck.printing import printed
from recheck.refusal import Unread, Wrong
from recheck.rewriting import one_way, pattern_of, rewritten, universal_pattern
from recheck.statement import sizes

if TYPE_CHECKING:
    from recheck.atoms import Places
    from recheck.nodes import Node
    from recheck.polynomials import Quotient
    from recheck.statement import Statement


class Known:
    """What was worked out from the hypotheses and rewritings of a goal, whatever its claim."""

    def __init__(self) -> None:
        self.forms: Forms | None = None
        self.patterns: list[Any] | None = None
        self.numbers: set[Node] | None = None
        self.before: Known | None = None


class Goal:
    """A claim under hypotheses inside of a proof."""

    def __init__(
        self,
        statement: Statement,
        claim: Node,
        hypotheses: Sequence[Node],
        rewrites: list[Any] | tuple[Any, ...] = (),
    ) -> None:
        self.statement, self.claim, self.hypotheses, self.rewrites = (
            statement,
            claim,
            tuple(hypotheses),
            tuple(rewrites),
        )
        self.folds = True
        self._busy: set[Node] = set()
        self._known = Known()

    def claiming(self, claim: Node) -> Goal:
        found = Goal(self.statement, claim, self.hypotheses, self.rewrites)
        found._known, found.folds = self._known, self.folds
        return found

    def unfolding(self) -> Goal:
        """Return the goal where the lowest members that hypotheses and rewritings speak of are unfolded, too."""
        found = Goal(self.statement, self.claim, self.hypotheses, self.rewrites)
        found.folds = False
        return found

    def spoken_of(self) -> list[Node]:
        """Return the members that rewritings name; without any, the lowest ones of each sequence in the hypotheses."""
        lowest: dict[Any, Any] = {}
        for root in [rule[0] for rule in self.rewrites] or self.parts():
            bound = {s for part in walk(root) for s in bound_in(part)}
            for part in walk(root):
                if part.kind == "Sequence" and bound.isdisjoint(part.free) and part.args[2].free:
                    base, offset = split_offset(part.args[2])
                    key = (part.args[0], base) if not self.rewrites else part
                    if key not in lowest or offset < lowest[key][0]:
                        lowest[key] = offset, part
        return [part for _, part in lowest.values()]

    def suppose(self, *more: Node) -> Goal:
        found = Goal(self.statement, self.claim, (*self.hypotheses, *more), self.rewrites)
        found._known.before = self._known
        return found

    def rewriting(self, *rules: Any) -> Goal:
        return Goal(self.statement, self.claim, self.hypotheses, (*self.rewrites, *rules))

    def without(self, *symbols: Node) -> Goal:
        """Return the goal without the hypotheses and rewritings in which the symbols stand."""
        kept = [h for h in self.hypotheses if h.free.isdisjoint(symbols)]
        rules = [r for r in self.rewrites if all(side.free.isdisjoint(symbols) for side in r)]
        return Goal(self.statement, self.claim, kept, rules)

    def parts(self) -> list[Node]:
        todo, found = list(reversed(self.hypotheses)), []
        while todo:
            part = todo.pop()
            if part.kind == "And":
                todo += reversed(part.args[0])
            else:
                found.append(part)
        return found

    def numbers(self) -> set[Node]:
        """Return the terms that have a value because the hypotheses are true."""
        if self._known.numbers is None:
            self._known.numbers = numbers(self.parts())
        return self._known.numbers

    def forms(self) -> Forms:
        if self._known.forms is None:
            before = self._known.before
            while before is not None and before.forms is None:
                before = before.before
            folded = self.spoken_of() if self.folds else None
            self._known.forms = Forms(self.statement, self.parts(), folded, before.forms if before else None)
        return self._known.forms

    def patterns(self) -> list[Any]:
        """Return the rewritings as patterns; what hypotheses say is known of what they are rewritten to, too."""
        if self._known.patterns is None:
            forms = self.forms()
            self._known.patterns = one_way(forms, [pattern_of(forms, left, right) for left, right in self.rewrites])
            self._known.patterns += [universal_pattern(forms, h) for h in forms.universal]
            for h in self.parts() if self.rewrites else ():
                if h.kind == "Relation" and not h.args[1].shape and not self.statement.is_random(h) and not has_law(h):
                    with suppress(Unread, Wrong):
                        gap = self.value(minus(*h.args[1:]))
                        if gap.num:
                            forms.learn_gap(h.args[0], gap)
        return self._known.patterns

    def value(self, term: Node, places: Places = ()) -> Quotient:
        """Return the normal form of an entry of a term, with the rewritings done."""
        forms, patterns = self.forms(), self.patterns()
        found = forms.of(term, places)
        if patterns and self.statement.is_conditional() and any(ATOMS[a][0] == "mean" for a in below(found)):
            raise Unread("a mean under a hypothesis that some outcomes satisfy")
        for _ in range(8 if patterns else 0):
            images: dict[int, Quotient] = {}
            for pattern in patterns:
                images = rewritten(forms, pattern, found) | images  # of two equations about one atom the first
            moved = forms.substitute(found, images)
            if moved.key() == found.key():
                break
            found = moved
        return found

    def sign(self, term: Node) -> int:
        return self.forms().sign(self.value(term))

    def holds(self, claim: Node) -> bool:
        """Whether a claim holds by signs alone, entry by entry."""
        if claim.kind == "And":
            return all(self.holds(part) for part in claim.args[0])
        if any(stronger(h, claim) for h in self.parts()) or self.forms().void:
            return True
        if claim.kind != "Relation":
            return False
        op, left, right = claim.args
        places = self.places(left)
        sign = self.forms().sign(self.value(left, places) - self.value(right, places))
        return not sign & ~SIGN_OF[op] or any(
            self.follows(h, claim) for h in self.parts() if h.kind in ("ForAll", "Implies")
        )

    def follows(self, universal: Node, claim: Node) -> bool:
        """Whether the claim is an instance of a universal hypothesis whose premises hold."""
        if universal in self._busy:
            return False
        variables, body = universal.args if universal.kind == "ForAll" else ((), universal)
        premises: list[Node] = []
        mapping: dict[Node, Node] = {}
        while body.kind == "Implies":
            premises.append(body.args[0])
            body = body.args[1]
        if not self.statement.constants().isdisjoint(variables) or not sizes(universal).isdisjoint(variables):
            return False
        if not matches(body, claim, variables, mapping) or len(mapping) < len(variables):
            return False
        if self.statement.is_random(*mapping.values()):
            return False
        if any(s.args[1] == "dimension" or (s.args[1] != "real" and not is_integer(t)) for s, t in mapping.items()):
            return False
        least = [relation(">=", t, number(0)) for s, t in mapping.items() if s.args[1] == "natural"]
        self._busy.add(universal)
        try:
            return all(self.holds(premise) for premise in (*least, *(put(p, mapping) for p in premises)))
        finally:
            self._busy.discard(universal)

    def places(self, term: Node) -> Places:
        forms = self.forms()
        return tuple(as_quotient(forms.index(constant(1), forms.of(side))) for side in term.shape)

    def demand(self, claim: Node) -> None:
        if not self.holds(claim):
            raise Wrong(f"not shown: {printed(claim)}")


def split_offset(index: Node) -> tuple[Any, ...]:
    """Return the summands of an index but the numbers, and the sum of these."""
    parts: list[Node] = []
    numbers = Fraction(0)
    todo = [index]
    while todo:
        top = todo.pop()
        if top.kind == "Add":
            todo += top.args[0]
        elif (value := value_of(top)) is not None:
            numbers += value
        else:
            parts.append(top)
    return frozenset(parts), numbers


def stronger(known: Node, claim: Node) -> bool:
    """Whether a hypothesis states the claim, or more."""
    if known is claim:
        return True
    if known.kind != "Relation" or claim.kind != "Relation":
        return False
    for op, left, right in (known.args, (CONVERSE[known.args[0]], known.args[2], known.args[1])):
        if (
            left is claim.args[1]
            and right is claim.args[2]
            and (op == claim.args[0] or claim.args[0] in STRONGER.get(op, ()))
        ):
            return True
    return False


def matches(pattern: Node, node: Node, variables: tuple[Node, ...], mapping: dict[Node, Node]) -> bool:
    """Whether the node is the pattern with terms for the variables, which are noted; nothing is bound in either."""
    if pattern in variables:
        return not node.shape and mapping.setdefault(pattern, node) is node
    if pattern is node and pattern.free.isdisjoint(variables):
        return True
    if (
        pattern.kind != node.kind
        or len(pattern.args) != len(node.args)
        or bound_in(pattern)
        or pattern.kind == "Derivative"
    ):
        return False
    for one, other in zip(pattern.args, node.args, strict=True):
        firsts, seconds = parts_of(one), parts_of(other)
        if len(firsts) != len(seconds) or (not firsts and one != other):
            return False
        if not all(matches(a, b, variables, mapping) for a, b in zip(firsts, seconds, strict=True)):
            return False
    return True


def fresh(goal: Goal, symbol: Node, *others: Node, sort: str | None = None) -> Node:
    """Return a symbol that stands neither free in the goal nor in the other nodes: the first of its kind.

    No statement and no evidence may use its name, so that it is the same one whenever the same goal is met.
    """
    nodes = (*goal.hypotheses, *(side for pair in goal.rewrites for side in pair), *others)
    used = {s.args[0] for node in nodes for s in node.free if s.kind == "Symbol"}
    names = (f"<{symbol.args[0]} {count}>" for count in itertools.count(1))
    return make("Symbol", next(name for name in names if name not in used), sort or symbol.args[1])


def new_name(goal: Goal, symbol: Node, *others: Node) -> Node:
    """Return a symbol of the same sort that occurs nowhere: certificates name it by primes."""
    sides = [side for pair in goal.rewrites for side in pair]
    nodes = (goal.claim, *goal.hypotheses, *goal.statement.definitions, *sides, *others)
    used = {part.args[0] for node in nodes for part in walk(node) if part.kind == "Symbol"}
    name = symbol.args[0] + "'"
    while name in used:
        name += "'"
    return make("Symbol", name, symbol.args[1])
