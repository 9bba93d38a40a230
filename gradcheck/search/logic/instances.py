"""Universal hypotheses at the terms of a claim.

    ForAll((j,), Implies(j <= n, v[j] > 0))      at i, where the claim or another hypothesis has v[i]
    ForAll((z,), f(z) <= 1)                      at w @ x, where the claim has f(w @ x)
    ForAll((t,), a(t + 1) <= a(t))               at k - 1 and k, where the claim has a(k)

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
from gradcheck.language.syntax.definitions import offset_from
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
        own = [(place, shift) for place, term in _open_places(forall.body)
               if (shift := offset_from(term, variable)) is not None]  # fmt: skip
        found = (_shifted(term, -shift) for place, term in asked for one, shift in own if one == place)
        places.append(dict.fromkeys(term for term in found if term is not None and _fits(variable, term)))
    yield from product(*places)


def _shifted(term: Term, shift: int) -> Term | None:
    """Return the term plus the number: k for k + 1 and -1; None for a term that is not a symbol plus a number."""
    if not shift:
        return term
    if isinstance(term, Num):
        return Num(term.value + shift)
    for symbol in free_symbols(term):
        offset = offset_from(term, symbol)
        if offset is not None:
            return symbol if offset + shift == 0 else symbol + (offset + shift)
    return None


def _fits(variable: Symbol, term: Term) -> bool:
    if not variable.is_integer:
        return True
    least = variable.least
    if isinstance(term, Num):
        return variable.admits(term.value)
    if least is None:
        return is_integer(term)
    offsets = ((symbol.least, offset_from(term, symbol)) for symbol in free_symbols(term) if symbol.is_integer)
    return any(first is not None and offset is not None and first + offset >= least for first, offset in offsets)


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
