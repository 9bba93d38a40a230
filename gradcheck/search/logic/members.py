"""Members of recursively defined families f(n; i): statements "for all i" and earlier steps, at the members of a claim.

Decides claims about members whose recurrences, unfolded once, lead to members that universal hypotheses (an induction
hypothesis above all) say everything about: equations for them are put in, inequalities bound them.
Undecided: claims that need the hypotheses at other places than these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from gradcheck.algebra.atoms import Atom
from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring
from gradcheck.algebra.show import show
from gradcheck.kernel.evidence import (
    ByCut,
    ByForallElimination,
    ByHypothesis,
    ByModusPonens,
    ByRewriting,
    BySign,
    ByStep,
    Evidence,
)
from gradcheck.kernel.goal import Goal, constants_of
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.node import spelled, walk
from gradcheck.language.syntax.propositions import And, ForAll, Implies, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term, free_symbols
from gradcheck.search.equations.identities import prove_consequence, solutions
from gradcheck.search.logic.steps import will_induct
from gradcheck.search.tactic import Search, direct_evidence
from gradcheck.search.trivial import is_whole, seen

MAX_INSTANCES = 12


def members_of(goal: Goal, terms: list[Term]) -> list[Sequence]:
    """Return the members that the terms have once their recurrences are unfolded."""

    def work(ring: Ring, lowering: Lowering) -> list[Sequence]:
        found: dict[str, Sequence] = {}
        for term in terms:
            todo: list[object] = [lowering.scalar(term)]
            while todo:
                item = todo.pop()
                if isinstance(item, Quotient):
                    todo += ring.atoms_of(item)
                elif isinstance(item, tuple):
                    todo += item
                elif isinstance(item, Atom):
                    if item.head == "member" and not item.data[3]:
                        name, index, parameters, _ = item.data
                        member = Sequence(name, (), show(ring, index), tuple(show(ring, p) for p in parameters))
                        found.setdefault(spelled(member), member)
                    todo += item.data
        return list(found.values())

    return goal.in_ring(work)


def members(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim by universal hypotheses at its members."""
    claim = goal.claim
    rules = [h for h in goal.parts() if isinstance(h, ForAll)]
    if not rules or not isinstance(claim, Relation) or claim.left.shape or goal.rewrites:
        return
    found = members_of(goal, [claim.left, claim.right])
    for combine in (False, True):
        known, wrap = _instantiated(goal, rules, found, combine)
        if not wrap:
            continue
        result = _closed(known.dropping(*rules), search)
        if result is None and combine:
            result = search.skipping("members").sub(known.dropping(*rules))
        if result is not None:
            for outer in reversed(wrap):
                result = outer(result)
            yield result


Wrap = list[Callable[[Evidence], Evidence]]


def _instantiated(goal: Goal, rules: list[ForAll], found: list[Sequence], combine: bool) -> tuple[Goal, Wrap]:
    """Return the goal with instances of the rules as hypotheses,
    and the map from its evidence to evidence of the given goal.
    """
    known = goal
    wrap: Wrap = []
    for rule in rules:
        for mapping in _matches(goal, rule, found):
            instance = replace_symbols(rule.body, mapping)
            chosen = tuple(mapping[v] for v in rule.variables)
            parts = instance.parts if isinstance(instance, And) else (instance,)
            premises = [(p, seen(known.claiming(p.premise), combine)) for p in parts if isinstance(p, Implies)]
            usable = [(p, proof) for p, proof in premises if proof is not None]
            if len(parts) > len(premises) or usable:
                wrap.append(partial(ByForallElimination, rule, chosen))
                known = known.suppose(instance)
            for part, proof in usable:
                wrap.append(partial(ByModusPonens, part, proof))
                known = known.suppose(part.conclusion)
    return known, wrap


def steps_at_members(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Use earlier steps about members f(n; ...) at the members of the claim: n may be i + j, or 3."""
    claim = goal.claim
    chosen = [step for step in goal.steps if step.name in search.using]
    if not chosen or not isinstance(claim, Relation) or claim.left.shape or goal.rewrites or will_induct(goal, search):
        return
    found = [m for m in walk(claim) if isinstance(m, Sequence) and not m.shape]
    constants = constants_of(goal.definitions)
    wrap: Wrap = []
    known = goal
    for step in chosen:
        free = tuple(s for s in free_symbols(step.claim) if s.is_integer and s not in constants)
        if not free:
            continue
        inner_variables = step.claim.variables if isinstance(step.claim, ForAll) else ()
        places = {
            tuple(found_at[s] for s in free)
            for found_at in _matches(goal, ForAll((*free, *inner_variables), step.claim), found)
        }
        for place in sorted(places, key=spelled):
            mapping = dict(zip(free, place, strict=True))
            bindings = tuple((s, mapping[s]) for s in free)
            sides = [seen(known.claiming(replace_symbols(a, mapping))) for a in step.assumptions]
            instance = replace_symbols(step.claim, mapping)
            proofs = tuple(side for side in sides if side is not None)
            if len(proofs) < len(sides):
                continue
            needed = tuple(p for p in proofs if not isinstance(p, ByHypothesis | BySign))
            if search.accepts(known.claiming(instance), ByStep(step.name, bindings, needed, ByHypothesis())):
                wrap.append(partial(ByStep, step.name, bindings, needed))
                known = known.suppose(instance)
    if not wrap:
        return
    inner = search.skipping("earlier steps", "steps at members", using=())
    result = _closed(known, search) or inner.prove(known, inner)
    if result is not None:
        for outer in reversed(wrap):
            result = outer(result)
        yield result


def _closed(goal: Goal, search: Search) -> Evidence | None:
    """Prove the claim, once the equations for members are put in, as an identity or by its sign."""
    claim = goal.claim
    if not isinstance(claim, Relation):
        return None
    rules = {h.left: h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and _is_member(h.left)}
    last = direct_evidence(claim)
    plain = ByRewriting(tuple(rules.values()), last) if rules else last
    if search.accepts(goal, plain):
        return plain
    solved = _solved(goal, search)
    evidence: Evidence = ByRewriting((*rules.values(), *(equation for equation, _ in solved)), last)
    for equation, proof in reversed(solved):
        evidence = ByCut(equation, proof, evidence)
    if solved and search.accepts(goal, evidence):
        return evidence
    sides = [rules[side].right if side in rules else side for side in (claim.left, claim.right)]
    if claim.op == "=" or sides == [claim.left, claim.right]:
        return None
    lemma = Relation(claim.op, *sides)
    inequality = seen(goal.claiming(lemma))
    evidence = plain if inequality is None else ByCut(lemma, inequality, plain)
    return evidence if search.accepts(goal, evidence) else None


def _is_member(term: Term) -> bool:
    return isinstance(term, Sequence) and not term.shape


def _solved(goal: Goal, search: Search) -> list[tuple[Relation, Evidence]]:
    """Return equations between integers, solved for a symbol that later ones do not contain, with their proofs."""
    linear = [
        h
        for h in goal.parts()
        if isinstance(h, Relation) and h.op == "=" and is_whole(h) and not any(isinstance(n, Sequence) for n in walk(h))
    ]
    linear.sort(key=lambda h: -len(free_symbols(h)))
    found = []
    for position, h in enumerate(linear):
        later = {symbol for other in linear[position + 1 :] for symbol in free_symbols(other)}
        for solution in solutions(goal, h):
            proof = None if solution.left in later else prove_consequence(goal, search, solution)
            if proof is not None:
                found.append((solution, proof))
                break
    return found


def _matches(goal: Goal, rule: ForAll, found: list[Sequence]) -> Iterator[dict[Symbol, Term]]:
    """Yield choices of the variables such that some member in the rule is one of those found; at most a dozen."""
    seen_already: set[tuple[str, ...]] = set()
    for pattern in walk(rule.body):
        if not isinstance(pattern, Sequence) or pattern.shape:
            continue
        for member in found:
            if member.name != pattern.name:
                continue
            mapping: dict[Symbol, Term] = {}
            pairs = ((pattern.index, member.index), *zip(pattern.parameters, member.parameters, strict=True))
            if all(_bind(goal, rule, own, other, mapping) for own, other in pairs) and len(mapping) == len(
                rule.variables
            ):
                key = tuple(spelled(mapping[v]) for v in rule.variables)
                if key not in seen_already and len(seen_already) < MAX_INSTANCES:
                    seen_already.add(key)
                    yield mapping


def _bind(goal: Goal, rule: ForAll, own: Term, other: Term, mapping: dict[Symbol, Term]) -> bool:
    if isinstance(own, Symbol) and own in rule.variables:
        own = mapping.setdefault(own, other)
    return own is other or goal.in_ring(lambda ring, lowering: (lowering.scalar(own) - lowering.scalar(other)).is_zero)
