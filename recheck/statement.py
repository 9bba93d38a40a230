"""A statement: a claim under hypotheses, with definitions and earlier steps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from recheck.nodes import (
    LAWS,
    bound_in,
    fit,
    is_integer,
    make,
    number,
    outside_widths,
    parts_of,
    relation,
    times,
    value_of,
    walk,
)
from recheck.refusal import Unread, Wrong

if TYPE_CHECKING:
    from recheck.nodes import Node


class Statement:
    """A claim under hypotheses, with the definitions of its sequences and the steps that were checked before it."""

    def __init__(
        self,
        claim: Node,
        hypotheses: tuple[Node, ...],
        definitions: tuple[Node, ...],
        steps: dict[str, Any] | tuple[()] = (),
        ask: Any = None,
    ) -> None:
        self.claim, self.hypotheses, self.definitions, self.steps = claim, hypotheses, definitions, dict(steps)
        self.hints: list[Any] = []
        self.trust: list[str] = []
        self.means: dict[Any, Any] = {}
        names: dict[str, Any] = {}
        self.ask = ask  # gives one more hint for the sign of a polynomial, or None; makers of certificates ask
        for part in [p for root in (claim, *hypotheses, *definitions) for p in walk(root)]:
            if part.kind in ("Array", "Sequence", "RandomVariable", "RandomSequence", "Uninterpreted"):
                if part.kind == "Sequence":
                    what: tuple[Any, ...] = (part.kind, part.args[1], len(part.args[3]))
                elif part.kind == "Uninterpreted":
                    what = part.kind, part.args[1]
                else:
                    what = part.kind, part.args[1], part.args[-1] if part.kind != "Array" else None
                if names.setdefault(part.args[0], what) != what:
                    raise Wrong(f"two things of the name {part.args[0]}")
        self.check_definitions()

    def check_definitions(self) -> None:
        """Check that every definition goes down to its start, and that nothing is defined twice."""
        seen: set[str] = set()
        for name in dict.fromkeys(d.args[0].args[0] for d in self.definitions):
            own = [d for d in self.definitions if d.args[0].args[0] == name]
            recurrences = [d for d in own if d.kind == "Recurrence"]
            fit(len(recurrences) == 1)
            member, body, start = recurrences[0].args
            index, back = member.args[2], 0
            fit(index.kind == "Symbol" and index.args[1] != "real" and all(p.kind == "Symbol" for p in member.args[3]))
            fit(len({*member.args[3], index}) == len(member.args[3]) + 1 and member.shape == body.shape)
            for part in walk(body):
                fit(index not in bound_in(part))
                if part.kind == "Sequence" and part.args[0] == name:
                    offset = offset_from(part.args[2], index)
                    if offset is None:
                        raise Wrong("a definition that goes on for ever")
                    fit(offset < 0 and len(part.args[3]) == len(member.args[3]))
                    for kept, moved in zip(member.args[3], part.args[3], strict=True):
                        fit(moved is kept or (kept.args[1] == "integer" and is_integer(moved)))
                    back = max(back, -offset)
            initial = [d.args[0].args[2].args[0] for d in own if d.kind == "Initial"]
            fit(sorted(initial) == list(range(start - back, start)))
            for d in own:
                fit(
                    d.args[0].args[1] == member.args[1]
                    and d.args[0].args[3] == member.args[3]
                    and d.args[0].shape == d.args[1].shape
                )
                used = {p.args[0] for p in walk(d.args[1]) if p.kind == "Sequence"} & {
                    e.args[0].args[0] for e in self.definitions
                }
                fit(used <= seen | ({name} if d.kind == "Recurrence" else set()))
                fit(d.kind == "Recurrence" or index not in d.args[1].free)
            seen.add(name)

    def first(self, name: str) -> int | None:
        """Return the least index at which a defined sequence has a member; None for one without definition."""
        starts = [
            d.args[2] if d.kind == "Recurrence" else int(d.args[0].args[2].args[0])
            for d in self.definitions
            if d.args[0].args[0] == name
        ]
        return min(starts, default=None)

    def is_random(self, *nodes: Node) -> bool:
        """Whether what stands outside of means, or what members of sequences are defined by, varies with chance."""
        todo, seen = list(nodes), set()
        while todo:
            top = todo.pop()
            if top in seen or top.kind in ("Expectation", "Variance"):
                continue
            seen.add(top)
            if top.kind in ("RandomVariable", "RandomSequence"):
                return True
            if top.kind == "Sequence":
                todo += [d.args[1] for d in self.definitions if d.args[0].args[0] == top.args[0]]
            todo += [part for arg in top.args for part in parts_of(arg)]
        return False

    def is_conditional(self) -> bool:
        """Whether the statement is about those outcomes alone that satisfy a hypothesis."""
        return self.is_random(*self.hypotheses)

    def constants(self) -> set[Node]:
        """Return the symbols that members depend on without naming them."""
        found = set()
        for d in self.definitions:
            found |= d.args[1].free - set(d.args[0].args[3]) - {d.args[0].args[2]}
        return found


def offset_from(term: Node, symbol: Node) -> int | None:
    if term is symbol:
        return 0
    if term.kind != "Add":
        return None
    values = [value_of(part) for part in term.args[0] if part is not symbol]
    single_one = sum(part is symbol for part in term.args[0]) == 1
    whole = [int(v) for v in values if v is not None and v.denominator == 1]
    return sum(whole) if single_one and len(whole) == len(values) else None


def sizes(*nodes: Node) -> set[Node]:
    """Return the symbols that size a named array in the nodes."""
    named = [
        part
        for node in nodes
        for part in walk(node)
        if part.kind in ("Array", "Sequence", "RandomVariable", "RandomSequence")
    ]
    others = {s for node in nodes for part in walk(node) for side in part.shape for s in outside_widths(side)}
    return {s for part in named for side in part.args[1] for s in side.free} | others


def laws_of(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """Return what the laws of random variables presuppose."""
    found = {}
    for root in nodes:
        bound = {s for part in walk(root) for s in bound_in(part)}
        for law in [part for part in walk(root) if part.kind in LAWS]:
            p = law.args[0]
            if any(s in bound for s in law.free):
                raise Unread("a law that depends on a bound variable")
            if law.kind == "Bernoulli":
                claims = [relation("<=", number(0), p), relation("<=", p, number(1))]
            elif law.kind == "Exponential":
                claims = [relation(">", p, number(0))]
            elif law.kind == "Uniform":
                claims = [relation("<", p, law.args[1])]
            else:
                claims = [
                    relation(
                        ">=",
                        law.args[1],
                        times(number(0), make("Ones", law.args[1].shape)) if law.args[1].shape else number(0),
                    )
                ]
            found.update(dict.fromkeys(claims))
    return tuple(found)
