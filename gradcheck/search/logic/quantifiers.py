"""Quantifiers over integers: generalising, obtaining, bounded witnesses, finitely many values, instances at members.

Decides
    for all x: P            through P;
    there are t_1, ..., t_m between numeric bounds with an equation: the boxes are searched, at most 4,096 places;
    the same under numeric bounds lo <= n <= hi of an integer term n: for each value of n apart;
    claims about members of a recursively defined family f(n; i) from hypotheses "for all i" about f: instantiated at
    the members that the unfolded claim has, where their premises are seen at once.
Undecided: unbounded existence, instances at other places than the members that occur.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.ring import Ring
from gradcheck.kernel.evidence import (
    ByCases,
    ByConjunction,
    ByContradiction,
    ByExistsElimination,
    ByFiniteCases,
    ByForallElimination,
    ByForallIntroduction,
    ByHypothesis,
    ByModusPonens,
    BySign,
    ByWitness,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import check_obtaining
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.hints import CasesOn, TryValue
from gradcheck.language.syntax.propositions import NEGATION, And, Exists, ForAll, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Num, Symbol, Term, as_term, free_symbols
from gradcheck.search.calculus.analysis import subgoals
from gradcheck.search.inequalities.one_variable import certificates
from gradcheck.search.logic.steps import will_induct
from gradcheck.search.tactic import Search
from gradcheck.search.trivial import is_whole, seen

MAX_PLACES = 4096
MAX_INSTANCES = 12
MAX_RELATIONS = 14


def generalise(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a universal claim by its body, unless it contains an induction: that is tried on the whole claim first."""
    if not will_induct(goal, search):
        yield _generalised(goal, search.skipping("induction"))


def generalise_last(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a universal claim whose body needs an induction of its own."""
    if "induction" not in search.skip:
        yield _generalised(goal, search)


def _generalised(goal: Goal, search: Search) -> Evidence | None:
    claim = goal.claim
    if not isinstance(claim, ForAll):
        return None
    for variable in claim.variables:
        goal = goal.without(variable, only_free=True)
    rest = search.prove(goal.claiming(claim.body), search)
    return None if rest is None else ByForallIntroduction(rest)


def obtain(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Name the value whose existence a hypothesis states; further existential claims may hold at it."""
    for known in goal.parts():
        if isinstance(known, Exists):
            goals = subgoals(check_obtaining, goal, ByExistsElimination(known, ByHypothesis()))
            if goals:
                named = free_symbols(goals[0].hypotheses[-1]) - free_symbols(known)
                inner = replace(search, hints=(*search.hints, *map(TryValue, named)))
                rest = inner.prove(goals[0], inner)
                yield None if rest is None else ByExistsElimination(known, rest)
                return


def split(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Split into the cases of all hints of the author at once, where claim or hypotheses have their symbols."""
    own = free_symbols(goal.claim).union(*map(free_symbols, goal.hypotheses))
    chosen = [h for h in search.hints if isinstance(h, CasesOn) and free_symbols(h.term) <= own]
    if chosen and not isinstance(goal.claim, ForAll | Implies | And):
        inner = replace(search, hints=tuple(h for h in search.hints if h not in chosen))
        yield _split(goal, inner, [hint.term for hint in chosen])


def _split(goal: Goal, search: Search, terms: list[Term]) -> Evidence | None:
    """Split by the signs of the terms, one after the other; a sign that the hypotheses exclude needs no proof."""
    if not terms:
        return search.prove(goal, search)
    first, *rest = terms
    proofs: list[Evidence] = []
    for op in ("<", "=", ">"):
        case = Relation(op, first, as_term(0))
        impossible = BySign()
        if search.accepts(goal.claiming(Relation(NEGATION[op], first, as_term(0))), impossible):
            proofs.append(ByContradiction(case, impossible))
            continue
        proof = _split(goal.suppose(case), search, rest)
        if proof is None:
            return None
        proofs.append(proof)
    return ByCases(first, *proofs)


def same_names(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Use universal hypotheses at the variables of the same names, where their premises are visible."""
    own = free_symbols(goal.claim).union(*(free_symbols(h) for h in goal.parts() if not isinstance(h, ForAll)))
    here = [rule for rule in goal.parts() if isinstance(rule, ForAll) and set(rule.variables) <= own]
    for rule in here:
        if isinstance(rule.body, Implies):
            proof = seen(goal.claiming(rule.body.premise))
            if proof is not None:
                rest = search.prove(goal.dropping(rule).suppose(rule.body.conclusion), search)
                if rest is not None:
                    yield ByForallElimination(rule, rule.variables, ByModusPonens(rule.body, proof, rest))
    plain = [r for r in here if _says_at_once(r.body) and r.variables[0].is_integer]
    if plain:
        rest = search.prove(goal.dropping(*plain).suppose(*(rule.body for rule in plain)), search)
        for rule in reversed(plain):
            rest = None if rest is None else ByForallElimination(rule, rule.variables, rest)
        yield rest


def _says_at_once(body: Proposition) -> bool:
    """Whether an instance gives an equation or an existential claim, without a premise that the others do not have."""
    return isinstance(body, Exists) or (isinstance(body, Relation) and body.op == "=")


def _box(claim: Proposition) -> tuple[list[Symbol], list[Proposition]]:
    """Return the variables of nested existential claims, and the parts of all their bodies."""
    variables: list[Symbol] = []
    parts: list[Proposition] = []
    todo = [claim]
    while todo:
        item = todo.pop()
        if isinstance(item, Exists):
            variables.append(item.variable)
            todo.append(item.body)
        elif isinstance(item, And):
            todo += reversed(item.parts)
        else:
            parts.append(item)
    return variables, parts


def _ranges(variables: list[Symbol], parts: list[Proposition]) -> list[range] | None:
    found = []
    for variable in variables:
        low, high = [variable.least], []
        for part in parts:
            if isinstance(part, Relation) and part.op == "<=":
                if part.right is variable and isinstance(part.left, Num):
                    low.append(int(part.left.value))
                if part.left is variable and isinstance(part.right, Num):
                    high.append(int(part.right.value))
        known = [value for value in low if value is not None]
        if not known or not high:
            return None
        found.append(range(max(known), min(high) + 1))
    return found


def bounded_witnesses(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove existential claims over integers between numeric bounds, around equations: at places where these hold."""
    if not isinstance(goal.claim, Exists):
        return
    variables, parts = _box(goal.claim)
    ranges = _ranges(variables, parts)
    equations = [part for part in parts if isinstance(part, Relation) and part.op == "=" and not part.left.shape]
    if ranges is None or not equations or prod(len(r) for r in ranges) > MAX_PLACES:
        return
    for place in goal.in_ring(lambda ring, lowering: _places(goal, ring, lowering, variables, ranges, equations)):
        yield _at(goal, dict(zip(variables, place, strict=True)))


def integer_witnesses(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an existential claim over an integer at hinted terms, at a value obtained before, at 0 and at 1."""
    claim = goal.claim
    if isinstance(claim, Exists) and claim.variable.is_integer:
        hinted = [hint.term for hint in search.hints if isinstance(hint, TryValue)]
        for value in (*hinted, as_term(0), as_term(1)):
            try:
                instance = replace_symbols(claim.body, {claim.variable: value})
            except ValueError:
                continue
            proof = seen(goal.without(claim.variable).claiming(instance))
            yield None if proof is None else ByWitness(value, proof)


def _places(
    goal: Goal, ring: Ring, lowering: Lowering, variables: list[Symbol], ranges: list[range], equations: list[Relation]
) -> list[tuple[int, ...]]:
    """Return the first place where each equation is an identity or a multiple of an equation of the hypotheses."""
    known = [
        lowering.scalar(h.left) - lowering.scalar(h.right)
        for h in goal.parts()
        if isinstance(h, Relation) and h.op == "=" and not h.left.shape
    ]
    allowed = {value.key for value in known} | {(-value).key for value in known} | {ring.constant(0).key}
    for place in product(*ranges):
        values = {v: ring.constant(n) for v, n in zip(variables, place, strict=True)}
        if all((lowering.scalar(e.left, values) - lowering.scalar(e.right, values)).key in allowed for e in equations):
            return [place]
    return []


def _at(goal: Goal, values: dict[Symbol, int]) -> Evidence | None:
    claim = goal.claim
    if isinstance(claim, Exists):
        value = as_term(values[claim.variable])
        inner = goal.without(claim.variable).claiming(replace_symbols(claim.body, {claim.variable: value}))
        rest = _at(inner, values)
        return None if rest is None else ByWitness(value, rest)
    if isinstance(claim, And):
        proofs = [_at(goal.claiming(part), values) for part in claim.parts]
        return None if None in proofs else ByConjunction(tuple(p for p in proofs if p is not None))
    return seen(goal)


def values(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an existential claim under numeric bounds of an integer term for each of its values apart."""
    if not isinstance(goal.claim, Exists):
        return
    gaps = [
        (h.right - h.left if h.op == "<=" else h.left - h.right)
        for h in goal.parts()
        if isinstance(h, Relation) and h.op in ("<=", ">=") and not h.left.shape and is_integer(h.left - h.right)
    ]
    for term, other in product(gaps, gaps):
        width = goal.in_ring(lambda ring, low, t=term, o=other: (low.scalar(t) + low.scalar(o)).constant())  # type: ignore[misc]
        if term is other or width is None or not 0 <= width <= MAX_INSTANCES * 8 or not free_symbols(term):
            continue
        hi = int(width)
        bounds = [seen(goal.claiming(part)) for part in (as_term(0) <= term, term <= as_term(hi))]
        proofs = []
        for value in range(hi + 1):
            proof = search.sub(goal.suppose(Relation("=", term, as_term(value))))
            if proof is None:
                return
            proofs.append(proof)
        if bounds[0] is not None and bounds[1] is not None:
            yield ByFiniteCases(term, 0, hi, bounds[0], bounds[1], tuple(proofs))
        return


def infeasible(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove any claim from hypotheses about integers that contradict each other linearly."""
    relations = [h for h in goal.parts() if isinstance(h, Relation) and not h.left.shape and is_whole(h)]
    key = "infeasible", goal.hypotheses, goal.rewrites
    if len(relations) > MAX_RELATIONS or key in search.failed:
        return
    search.failed[key] = 0
    for h in reversed(relations):
        if h.op in ("=", "!="):
            continue
        alone = goal.dropping(h).claiming(Relation(NEGATION[h.op], h.left, h.right))
        for evidence in certificates(alone, search):
            if evidence is not None and search.accepts(alone, evidence):
                yield ByContradiction(h, evidence)
