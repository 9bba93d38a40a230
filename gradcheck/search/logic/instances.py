"""Universal hypotheses at the terms of a claim.

    ForAll((j,), Implies(j <= n, v[j] > 0))      at i, where the claim or another hypothesis has v[i]
    ForAll((z,), f(z) <= 1)                      at w @ x, where the claim has f(w @ x)

A variable is tried at the terms that stand where it stands: for v[j] the index of another entry of v, for f(z) the
argument of another value of f, for a(k) the index of another member.  Decides claims that follow from one instance for
each such place, the premises being hypotheses or visible.  Undecided: instances that stand nowhere in the claim.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, product

from gradcheck.kernel.evidence import ByForallElimination, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Entry, Sequence, is_integer
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import ForAll, Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Num, Symbol, Term, bound_variables, free_symbols
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from gradcheck.search.tactic import Search

NAME = "instances at terms"
MAX_INSTANCES = 6


def at_terms(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim with the instances of universal hypotheses at its terms among the hypotheses."""
    if search.depth < 2 or goal.rewrites:
        return
    known = set(goal.parts())
    found: list[tuple[ForAll, tuple[Term, ...], Proposition]] = []
    for forall in goal.parts():
        if isinstance(forall, ForAll):
            for values in islice(_values(forall, goal.claim), MAX_INSTANCES):
                instance = _instance(forall, values)
                if instance is not None and instance not in known:
                    known.add(instance)
                    found.append((forall, values, instance))
    if found:
        extended = goal.suppose(*(instance for *_, instance in found))
        rest = search.prove(extended, search.skipping(NAME, depth=search.depth - 1))
        for forall, values, _ in reversed(found):
            rest = None if rest is None else ByForallElimination(forall, values, rest)
        yield rest


def _instance(forall: ForAll, values: tuple[Term, ...]) -> Proposition | None:
    try:
        body: Proposition = forall.body
        return replace_symbols(body, dict(zip(forall.variables, values, strict=True)))
    except (ValueError, TypeError):
        return None


def _values(forall: ForAll, claim: Node) -> Iterator[tuple[Term, ...]]:
    """Yield terms of the claim for the variables: those that stand in their places."""
    places: list[dict[Term, None]] = []
    asked = list(_open_places(claim))
    for variable in forall.variables:
        own = [place for place, term in _open_places(forall.body) if variable is term]
        fitting = (term for place, term in asked if place in own and _fits(variable, term))
        places.append(dict.fromkeys(fitting))
    yield from product(*places)


def _fits(variable: Symbol, term: Term) -> bool:
    if not variable.is_integer:
        return True
    least = variable.least
    if isinstance(term, Num):
        return variable.admits(term.value)
    return is_integer(term) and (least is None or (isinstance(term, Symbol) and (term.least or least - 1) >= least))


def _open_places(root: Node) -> Iterator[tuple[object, Term]]:
    """Yield the arguments in a node that no binder of it reaches, each with what it is an argument of."""
    bound = {symbol for part in walk(root) for symbol in bound_variables(part)}
    found: list[tuple[object, Term]]
    for part in walk(root):
        match part:
            case Entry(array=array, indices=indices):
                found = [((array, number), index) for number, index in enumerate(indices)]
            case Sequence(name=name, index=index, parameters=parameters):
                found = [((name, number), term) for number, term in enumerate((index, *parameters))]
            case Uninterpreted(name=name, argument=argument):
                found = [((name, None), argument)]
            case Apply(function=function, args=args):
                found = [((function, number), term) for number, term in enumerate(args)]
            case _:
                found = []
        yield from ((place, term) for place, term in found if free_symbols(term).isdisjoint(bound - set(_own(root))))


def _own(root: Node) -> tuple[Symbol, ...]:
    return root.variables if isinstance(root, ForAll) else ()
