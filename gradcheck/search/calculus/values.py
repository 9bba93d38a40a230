"""Claims with an integral or a limit inside: through its value, where an antiderivative or a limit rule gives one.

So integral != v, integral < v and 2 integral = v are decided by the value, and a wrong value is refuted.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.kernel.evidence import ByCut, ByRewriting, BySign, ByTransitivity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import spelled, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.substitution import replace_symbols, replace_terms
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Extremum,
    Integral,
    Limit,
    Neg,
    Num,
    Sum,
    Symbol,
    Term,
    free_symbols,
)
from gradcheck.search.calculus.densities import pieces_of
from gradcheck.search.calculus.improper import values_of_integral
from gradcheck.search.calculus.proposed_limits import limits_of
from gradcheck.search.covers.locate import exact_extremum
from gradcheck.search.tactic import Search, after_lemmas


def known_values(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the value of an integral or limit, put it in, and go on."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or search.depth < 2 or goal.rewrites:
        return
    if claim.op == "=" and any(isinstance(side, Integral | Limit) for side in (claim.left, claim.right)):
        return  # the tactics for integrals and limits prove these
    kinds = Integral | Limit | Extremum | Expectation if claim.op == "!=" else Integral | Limit
    found = {node for node in walk(claim) if isinstance(node, kinds)}
    if len(found) != 1:
        yield from _several_values(goal, search) if claim.op == "!=" else ()
        return
    (term,) = found
    outer = (node for node in walk(claim) if isinstance(node, Extremum | Sum | Derivative) and node is not term)
    if any(term in walk(node) for node in outer):
        return
    known = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and term in (h.left, h.right)]
    if known:
        return
    given = pins(goal)
    for value in propose_values(term, goal, search):
        lemma = Relation("=", term, value)
        proof = search.sub(goal.claiming(lemma))
        if proof is None:
            continue
        if term in (claim.left, claim.right):
            sides = tuple(value if side is term else side for side in (claim.left, claim.right))
            inner = goal.suppose(lemma).claiming(Relation(claim.op, *sides))
            for last in (BySign(), ByRewriting(given, BySign())):
                if search.accepts(inner, last):
                    yield ByCut(lemma, proof, ByTransitivity(lemma, last))
        equations = (lemma, *given)
        rest = search.sub(goal.suppose(lemma).rewriting(*((e.left, e.right) for e in equations)))
        if rest is not None:
            yield ByCut(lemma, proof, ByRewriting(equations, rest))
        return


def pins(goal: Goal) -> tuple[Relation, ...]:
    """Return the hypotheses that give a symbol or a member of a sequence a value."""
    return tuple(h for h in goal.parts() if isinstance(h, Relation) and h.op == "="
                 and (isinstance(h.left, Symbol) or (isinstance(h.left, Sequence) and isinstance(h.left.index, Num)))
                 and not free_symbols(h.right) and not h.right.shape)  # fmt: skip


def _several_values(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove l != r with several suprema or infima that have exact values: prove these and put them in."""
    claim, lemmas, proofs = goal.claim, [], []
    for term in sorted({n for n in walk(claim) if isinstance(n, Extremum)}, key=spelled):
        for value in propose_values(term, goal, search):
            proof = search.sub(goal.claiming(Relation("=", term, value)))
            if proof is not None:
                lemmas.append(Relation("=", term, value))
                proofs.append(proof)
                break
        else:
            return
    equations = (*lemmas, *pins(goal))
    inner = goal.suppose(*lemmas)
    rest = search.sub(inner.rewriting(*((e.left, e.right) for e in equations))) if lemmas else None
    if rest is not None:
        yield after_lemmas(list(zip(lemmas, proofs, strict=True)), ByRewriting(equations, rest))


def propose_values(term: Term, goal: Goal, search: Search) -> Iterator[Term]:
    """Yield candidate values."""
    if isinstance(term, Expectation):
        pieces = pieces_of(goal.claiming(Relation("=", term, term)), search)
        yield from () if pieces is None else (sum((p.value for p in pieces[1][1:]), start=pieces[1][0].value),)
        return
    if isinstance(term, Extremum):
        mapping = {e.left: e.right for e in pins(goal) if isinstance(e.left, Symbol)}
        try:
            exact = exact_extremum(replace_symbols(term, mapping), goal.definitions)
        except (ValueError, TypeError, ArithmeticError):
            exact = None
        yield from () if exact is None else (Num(exact),)
        return
    if not isinstance(term, Integral | Limit):
        return
    if isinstance(term, Limit):
        yield from _limits_by_steps(term, goal, search)
        yield from limits_of(term)
        return
    if term.lo is term.hi:
        yield Num(Fraction(0))
        return
    yield from values_of_integral(term, goal, search)


def _limits_by_steps(term: Limit, goal: Goal, search: Search) -> Iterator[Term]:
    """Yield the body as named steps write it, with the limits that they know put in."""
    claims = [s.claim for s in goal.steps if s.name in search.using and isinstance(s.claim, Relation)]
    limits = {c.left.body: c.right for c in claims if isinstance(c.left, Limit) and c.left.point is term.point}
    for claim in claims:
        if claim.left is term.body:
            value = replace_terms(claim.right, limits)
            if term.variable not in free_symbols(value):
                yield value
        match claim:  # abs(f - c) <= a bound that may tend to 0
            case Relation(op="<=" | "<", left=Apply(function="abs", args=(Add(terms=(f, Neg(term=c))),))):
                yield from (c,) if f is term.body else ()
