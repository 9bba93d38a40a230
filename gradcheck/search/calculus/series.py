"""Limits of finite sums, through closed forms that SymPy finds.

    lim sum over lo..N of f(k) = lim F(N) = L,     with  sum over lo..N of f(k) = F(N)  for every N

The closed form is proved for every N, as a rule by induction, and its limit by an expansion.  Decides geometric series,
those times polynomials, and telescoping ones, whose closed form SymPy knows; conditions such as p < 1 are hypotheses.
Undecided: series without a closed form, such as that of exp.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from gradcheck.kernel.evidence import ByContinuity, ByCut, ByNormalForm, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import opened
from gradcheck.kernel.rules.limits import neighbourhood
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols, replace_terms
from gradcheck.language.syntax.terms import Limit, Num, Sum, Symbol, Term, free_symbols
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.tactic import Search

NAME = "series"


def by_closed_form(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove lim f = L for an f with sums up to the variable of the limit, at infinity."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, Limit) or goal.rewrites:
        return
    term = claim.left
    sums = [node for node in walk(term.body) if isinstance(node, Sum) and term.variable in free_symbols(node)]
    if len(set(sums)) != 1 or term.variable not in free_symbols(sums[0].hi) or not term.variable.is_integer:
        return
    for closed in _closed_forms(sums[0]):
        form = replace_terms(term.body, {sums[0]: closed})
        tends = Relation("=", Limit(form, term.variable, term.point, term.side), claim.right)
        same = ForAll((term.variable,), _where_it_has_terms(sums[0], Relation("=", term.body, form)))
        proofs = [search.sub(goal.claiming(one)) for one in (tends, same)]
        if None in proofs:
            continue
        inside = goal.suppose(tends, same)
        n, body = opened(inside, term)
        near = inside.suppose(*neighbourhood(n, term))
        equal = search.sub(near.claiming(Relation("=", body, replace_symbols(form, {term.variable: n}))))
        if equal is not None and proofs[0] is not None and proofs[1] is not None:
            yield ByCut(tends, proofs[0], ByCut(same, proofs[1], ByContinuity(form, (tends,), equal, ByNormalForm())))


def _where_it_has_terms(term: Sum, equation: Relation) -> Proposition:
    """Return the equation, from where on the sum to the variable itself has a value."""
    late = isinstance(term.lo, Num) and term.lo.value > 1 and isinstance(term.hi, Symbol)
    return Implies(Relation(">=", term.hi, term.lo), equation) if late else equation


def _closed_forms(term: Sum) -> Iterator[Term]:
    """Yield what SymPy says that the sum is, in each of the cases that it distinguishes."""
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    with sympy_at_work():
        index, body, lo, hi = map(scalar_to_sympy, (term.index, term.body, term.lo, term.hi))
        found: Any = sympy.summation(body, (index, lo, hi))
        cases: Any = found.args if isinstance(found, sympy.Piecewise) else [(found, True)]
        for value, _ in reversed(cases):
            if not value.has(sympy.Sum, sympy.Piecewise):
                yield from_sympy(value)
