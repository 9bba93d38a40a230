"""Counterexamples where some assumptions are about other symbols than the claim.

An assumption on y does not affect whether a claim about x is false, but a counterexample needs a value of y. So the
claim is refuted under the assumptions that share symbols with it, directly or through others, the others are satisfied
by themselves, and the
kernel evaluates both together.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from gradcheck.kernel.evidence import Counterexample
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.definitions import Definition, definitions_in_use
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.random import RandomSequence, RandomVariable
from gradcheck.language.syntax.terms import as_term, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.language.syntax.widths import Width, sizing_symbols
from gradcheck.search.integers.points import search_at_integers, search_at_one_integer
from gradcheck.search.refutation.counterexample import refutes, search_counterexample, shrink
from gradcheck.search.refutation.roots import search_at_roots
from gradcheck.search.refutation.violation import search_nearby, search_violation

NEVER = Relation("=", as_term(0), as_term(1))
NAMED = Array | Sequence | RandomSequence | RandomVariable | Uninterpreted | Width

Search = Callable[[Goal], Counterexample | None]
QUICK: tuple[Search, ...] = (search_nearby, search_at_one_integer)
SEARCHES: tuple[Search, ...] = (search_counterexample, search_at_integers, search_violation, search_at_roots)


def search_apart(goal: Goal, searches: tuple[Search, ...] = SEARCHES) -> Counterexample | None:
    """Return a counterexample to the claim under the connected assumptions, joined with a model of the others;
    or None.
    """
    near, far = _split(goal)
    if not far:
        return None
    own = _found(_about(goal, goal.claim, near), searches)
    if own is None:
        return None
    rest = _found(_about(goal, NEVER, far), (search_counterexample, search_at_roots))
    if rest is None:
        return None
    both = Counterexample(**{f.name: getattr(own, f.name) + getattr(rest, f.name) for f in fields(Counterexample)})
    return shrink(goal, both) if refutes(goal, both) else None


def search_apart_at_once(goal: Goal) -> Counterexample | None:
    """Return the same by the searches that are fast."""
    return search_apart(goal, QUICK)


def _about(goal: Goal, claim: Proposition, hypotheses: tuple[Proposition, ...]) -> Goal:
    used = definitions_in_use(goal.definitions, (claim, *hypotheses))
    return replace(goal, claim=claim, hypotheses=hypotheses, definitions=used)


def _found(goal: Goal, searches: tuple[Search, ...]) -> Counterexample | None:
    return next((witness for search in searches if (witness := search(goal)) is not None), None)


def _split(goal: Goal) -> tuple[tuple[Proposition, ...], tuple[Proposition, ...]]:
    """Return the assumptions that share symbols with the claim, directly or through others; and the remaining ones."""
    near, far = list[Proposition](), list(goal.parts())
    reached = _mentioned(goal.claim, goal.definitions)
    while more := [part for part in far if _mentioned(part, goal.definitions) & reached]:
        near += more
        far = [part for part in far if part not in more]
        reached = reached.union(*(_mentioned(part, goal.definitions) for part in more))
    return tuple(near), tuple(far)


def _mentioned(node: Node, definitions: tuple[Definition, ...]) -> set[object]:
    """Return what a counterexample may give a value to:
    free symbols, and the names of arrays, sequences and functions.
    """
    used = definitions_in_use(definitions, (node,))
    parts = (node, *used)
    names = {part.name for one in parts for part in walk(one) if isinstance(part, NAMED)}
    return {*free_symbols(node), *sizing_symbols(*parts), *constants_of(used), *names}
