"""Connectives, earlier steps, induction and witnesses: searches for evidence by these rules."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from itertools import product

from gradcheck.algebra.signs import NONNEGATIVE
from gradcheck.derivation import Instance
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign
from gradcheck.kernel.evidence import (
    ByConjunction,
    ByContinuity,
    ByCut,
    ByForallElimination,
    ByHypothesis,
    ByImplication,
    ByInduction,
    ByIntermediateValue,
    ByModusPonens,
    BySign,
    ByStep,
    ByWitness,
    Evidence,
)
from gradcheck.kernel.goal import Established, Goal, constants_of
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import limits as limit_rules
from gradcheck.kernel.rules.connectives import rule_of
from gradcheck.language.syntax.arrays import Array, Sequence
from gradcheck.language.syntax.hints import CasesOn
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Exists, ForAll, Iff, Implies, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Extremum, Limit, Num, Symbol, Term, as_term, free_symbols
from gradcheck.search.calculus.analysis import subgoals
from gradcheck.search.tactic import Search

MAX_INSTANCES = 4
DEPTH_OF_HINTED = 4  # of an induction that the author asks for, from the first
VISIBLE = BySign()


def hypothesis(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim that is assumed."""
    yield ByHypothesis()


def parts_apart(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the parts of a conjunction, each with an induction of its own."""
    if isinstance(goal.claim, And) and "induction" not in search.skip:
        yield from _connectives(goal, search)


def connectives(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the parts of a conjunction or equivalence, or the conclusion of an implication."""
    yield from _connectives(goal, search.skipping("induction") if isinstance(goal.claim, And) else search)


def _connectives(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    claim = goal.claim
    if isinstance(claim, And | Iff):
        proofs = []
        for part in claim.parts if isinstance(claim, And) else (rule_of(claim, False), rule_of(claim, True)):
            proof = (
                search.prove(goal.claiming(part), search) if isinstance(claim, And) else _one_way(goal, search, part)
            )
            if proof is None:
                return
            proofs.append(proof)
        yield ByConjunction(tuple(proofs))
    elif isinstance(claim, Implies):
        proof = search.prove(goal.suppose(claim.premise).claiming(claim.conclusion), search)
        yield None if proof is None else ByImplication(proof)
        if proof is not None and any(isinstance(part, Extremum) for part in walk(claim.premise)):
            # only a bound gives a supremum its value, and the proof that it is one may be the only bound at hand
            premise = search.prove(goal.claiming(claim.premise), search)
            yield None if premise is None else ByCut(claim.premise, premise, ByImplication(proof))


def _one_way(goal: Goal, search: Search, part: Implies) -> Evidence | None:
    """Prove one direction of an equivalence: the conclusion under the premise,
    whose definedness the kernel does not require.
    """
    proof = search.prove(goal.suppose(part.premise).claiming(part.conclusion), search)
    return search.prove(goal.claiming(part), search.skipping("logic")) if proof is None else ByImplication(proof)


def instances(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Use earlier steps that the author names, at terms of the goal; universal hypotheses on reals at 0 and 1."""
    chosen = [step for step in goal.steps if step.name in search.using]
    if chosen and not will_induct(goal, search):
        inner_search = search.skipping("induction", using=())
        plans = [plan for step in chosen for plan in _hinted(search, step) or _bindings(goal, step)]
        yield _nest(goal, inner_search, plans)
    for forall in goal.parts():
        if isinstance(forall, ForAll) and search.depth > 2 and not any(v.is_integer for v in forall.variables):
            yield _at_units(goal, search, forall)


def will_induct(goal: Goal, search: Search) -> bool:
    """Whether the author wants an induction on a variable that the claim still has free."""
    wanted = {hint for hint in search.hints if isinstance(hint, Symbol) and hint.is_integer}
    return "induction" not in search.skip and bool(wanted & free_symbols(goal.claim))


def consequences(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Use implications among the hypotheses whose premise is a hypothesis."""
    known = set(goal.parts())
    for h, premise, conclusion, backward in _implications(goal):
        parts = premise.parts if isinstance(premise, And) else ()
        if conclusion not in known and (premise in known or (parts and known >= set(parts))):
            proof = ByHypothesis() if premise in known else ByConjunction((ByHypothesis(),) * len(parts))
            rest = search.sub(goal.suppose(conclusion))
            if rest is not None:
                yield ByModusPonens(h, proof, rest, backward)
            return


def conclusions(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Use implications among the hypotheses whose premise is visible, and those that conclude the claim."""
    known = set(goal.parts())
    visible = [
        (h, conclusion, backward)
        for h, premise, conclusion, backward in _implications(goal)
        if conclusion not in known and _is_plain(premise) and search.accepts(goal.claiming(premise), VISIBLE)
    ]
    if visible:
        without = goal.suppose(*(conclusion for _, conclusion, _ in visible)).dropping(*(h for h, _, _ in visible))
        rest = search.sub(without)
        for h, _, backward in reversed(visible):
            rest = None if rest is None else ByModusPonens(h, VISIBLE, rest, backward)
        yield rest
    for h, premise, conclusion, backward in _implications(goal):
        if conclusion is goal.claim and premise not in known:
            proof = search.sub(goal.dropping(h).claiming(premise))
            if proof is not None:
                yield ByModusPonens(h, proof, ByHypothesis(), backward)


def _implications(goal: Goal) -> list[tuple[Proposition, Proposition, Proposition, bool]]:
    """Return the implications and equivalences of the hypotheses, with premise, conclusion, and whether read backwards.

    A disjunction is two implications: all but the first part, or the last, where that one is false.
    """
    found = []
    for h in goal.parts():
        for backward in (False, True):
            with suppress(Rejected):  # it is no such hypothesis, or a part has no negation
                rule = rule_of(h, backward)
                found.append((h, rule.premise, rule.conclusion, backward))
    return found


def _is_plain(premise: Proposition) -> bool:
    """Whether the premise is an inequality of numbers, whose sign may be visible."""
    return isinstance(premise, Relation) and not premise.left.shape and premise.op not in ("=", "!=")


def limits_of_steps(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a limit whose body an earlier step writes in terms whose limits earlier steps know."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, Limit):
        return
    chosen = [step for step in goal.steps if step.name in search.using and isinstance(step.claim, Relation)]
    known = [step for step in chosen if isinstance(step.claim.left, Limit)]  # type: ignore[attr-defined]
    variable = claim.left.variable
    supposed = goal.suppose(*(step.claim for step in known))
    limits = tuple(step.claim for step in known if isinstance(step.claim, Relation))
    for step in chosen:
        if step in known or step.claim.left is not claim.left.body:  # type: ignore[attr-defined]
            continue
        form = step.claim.right  # type: ignore[attr-defined]
        trial = ByContinuity(form, limits, ByHypothesis(), ByHypothesis())
        goals = subgoals(limit_rules.check_continuity, supposed, trial)
        if len(goals) != 2:
            continue
        (n,) = free_symbols(goals[0].claim) - free_symbols(step.claim) or {variable}
        sides = _side_proofs(goals[0], search, step, {variable: n})
        value = search.skipping("earlier steps").sub(goals[1])
        if sides is None or value is None:
            continue
        equal = ByStep(step.name, ((variable, n),), sides, ByHypothesis())
        result: Evidence = ByContinuity(form, limits, equal, value)
        for one in reversed(known):
            result = ByStep(one.name, (), _side_proofs(goal, search, one, {}) or (), result)
        yield result


def _hinted(search: Search, step: Established) -> list[tuple[Established, dict[Symbol, Term]]]:
    """Return the instances that hints request: ``at(step, values)``, or ``eq(k, i + 1)`` for named steps with k."""
    found = [(step, dict(h.values)) for h in search.hints if isinstance(h, Instance) and h.step == step.name]
    free = free_symbols(step.claim)
    mapping = {
        hint.left: hint.right
        for hint in search.hints
        if isinstance(hint, Relation) and hint.op == "=" and isinstance(hint.left, Symbol) and hint.left in free
    }
    return found or ([(step, mapping)] if mapping else [])


def _bindings(goal: Goal, step: Established) -> list[tuple[Established, dict[Symbol, Term]]]:
    """Return choices for the free symbols of a step: symbols of the goal stay as they are, others become its terms."""
    own = free_symbols(goal.claim) | {s for h in goal.hypotheses for s in free_symbols(h)}
    constants = constants_of(goal.definitions)
    free = sorted(free_symbols(step.claim) - constants, key=lambda s: s.name)
    if isinstance(step.claim, ForAll) and any(s.is_integer and s not in own for s in free):
        return []  # a family of statements about an integer that does not occur in the goal
    loose = [s for s in free if s not in own and not s.is_integer]
    named = {(o.name, o.sort): o for o in own}
    new = set(free).union(*map(free_symbols, step.assumptions)) - own - constants
    obtained: dict[Symbol, Term] = {s: named[s.name + "'", s.sort] for s in new if (s.name + "'", s.sort) in named}
    if not loose:
        return [(step, obtained)]
    candidates = _scalar_candidates(goal)
    found: list[tuple[Established, dict[Symbol, Term]]] = []
    if all(s in obtained for s in loose):
        found.append((step, dict(obtained)))
    for values in product(candidates, repeat=len(loose)):
        if len(set(values)) == len(values):
            found.append((step, dict(zip(loose, values, strict=True))))
    return found[:MAX_INSTANCES] or [(step, {})]


def _scalar_candidates(goal: Goal) -> list[Term]:
    """Return the members in the goal (with k for k + 1, which its recurrence leads to), then scalar symbols."""
    members: dict[Term, None] = {}
    for part in (goal.claim, *goal.hypotheses):
        for node in walk(part):
            if isinstance(node, Sequence) and not node.shape:
                for symbol in free_symbols(node.index):
                    members[Sequence(node.name, node.sides, symbol, node.parameters)] = None
                if isinstance(node.index, Num) and node.index.value > 0:
                    members[Sequence(node.name, node.sides, Num(node.index.value - 1), node.parameters)] = None
    symbols = {s: None for s in sorted(free_symbols(goal.claim), key=lambda s: s.name) if not s.is_integer}
    return list(members) + list(symbols)


def _nest(goal: Goal, search: Search, plans: list[tuple[Established, dict[Symbol, Term]]]) -> Evidence | None:
    if not plans:
        return search.prove(goal, search)
    (step, mapping), rest = plans[0], plans[1:]
    try:
        instance = replace_symbols(step.claim, mapping)
    except ValueError:
        return _nest(goal, search, rest)
    sides = _side_proofs(goal, search, step, mapping)
    if sides is None:
        return _nest(goal, search, rest)
    probe = ByStep(step.name, tuple(mapping.items()), sides, ByHypothesis())
    if not search.accepts(goal.claiming(instance), probe):
        return _nest(goal, search, rest)
    if (
        isinstance(instance, Implies)
        and _is_plain(instance.premise)
        and search.accepts(goal.suppose(instance).claiming(instance.premise), VISIBLE)
    ):
        inner = _nest(goal.suppose(instance.conclusion), search, rest)
        used = None if inner is None else ByModusPonens(instance, VISIBLE, inner)
        return None if used is None else ByStep(step.name, tuple(mapping.items()), sides, used)
    inner = _nest(goal.suppose(instance), search, rest)
    return None if inner is None else ByStep(step.name, tuple(mapping.items()), sides, inner)


def _side_proofs(
    goal: Goal, search: Search, step: Established, mapping: dict[Symbol, Term]
) -> tuple[Evidence, ...] | None:
    from gradcheck.kernel import logic

    wanted: list[Goal] = []
    probe = ByStep(step.name, tuple(mapping.items()), (ByHypothesis(),) * len(step.assumptions), ByHypothesis())
    try:
        logic.check_step(goal, probe, Trail(), lambda g, e, t: wanted.append(g))
    except Rejected:
        return None
    proofs = []
    for side in wanted[:-1]:
        proof = search.sub(side)
        if proof is None:
            return None
        proofs.append(proof)
    return tuple(proofs)


def _at_units(goal: Goal, search: Search, forall: ForAll) -> Evidence | None:
    """Use the instances of a universal hypothesis at the unit points, all of them together."""
    size = len(forall.variables)
    points = [tuple(as_term(int(i == j)) for j in range(size)) for i in range(size)]
    supposed = goal
    for values in points:
        supposed = supposed.suppose(replace_symbols(forall.body, dict(zip(forall.variables, values, strict=True))))
    without = supposed.dropping(forall)
    result = search.sub(without)
    for values in reversed(points):
        result = None if result is None else ByForallElimination(forall, values, result)
    return result


def hinted_induction(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove by induction on the symbol that the author names in a hint, before anything else is tried."""
    hinted = [hint for hint in search.hints if isinstance(hint, Symbol) and hint.is_integer]
    if hinted and "induction" not in search.skip:
        rest = tuple(hint for hint in search.hints if hint not in hinted)
        inner = replace(search, hints=rest, depth=max(search.depth, DEPTH_OF_HINTED))
        yield from _over_symbols(goal, inner, [hint for hint in hinted if hint in free_symbols(goal.claim)])


def induction(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove by induction on an integer symbol of the claim, from the least value that the hypotheses allow."""
    symbols = [s for s in free_symbols(goal.claim) if s.is_integer and _is_argument(goal, s)]
    yield from _over_symbols(goal, search, sorted(symbols, key=lambda s: s.name))


def _over_symbols(goal: Goal, search: Search, symbols: list[Symbol]) -> Iterator[Evidence | None]:
    if search.depth < 1 or goal.rewrites:
        return
    for k in symbols:
        if k in constants_of(goal.definitions):
            continue
        start = max((v for v in range(-1, 6) if has_sign(goal, k - v, NONNEGATIVE, Trail())), default=None)
        if start is None:
            continue
        yield _induct(goal, search, k, start)


def _is_argument(goal: Goal, symbol: Symbol) -> bool:
    """Whether the symbol numbers members, is an exponent or bounds a sum; a dimension of arrays is not inducted on."""
    sides = {side for node in walk(goal.claim) if isinstance(node, Array) for side in node.sides}
    return symbol not in sides


def _induct(goal: Goal, search: Search, k: Symbol, start: int) -> Evidence | None:
    clean = goal.without(k)
    try:
        base_claim = replace_symbols(goal.claim, {k: as_term(start)})
        step_claim = replace_symbols(goal.claim, {k: k + 1})
    except ValueError:
        return None
    inner = search.skipping("induction", depth=search.depth - 1)
    hints = tuple(
        CasesOn(replace_symbols(hint.term, {k: as_term(start)})) if isinstance(hint, CasesOn) else hint
        for hint in search.hints
    )
    base = inner.prove(clean.claiming(base_claim), replace(inner, hints=hints))
    if base is None:
        return None
    inner.depth = min(inner.depth, 3)
    step = inner.prove(clean.suppose(goal.claim, Relation(">=", k, as_term(start))).claiming(step_claim), inner)
    return None if step is None else ByInduction(k, start, base, step)


def witnesses(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an existential claim at a hinted or small value, or by the intermediate value theorem."""
    claim = goal.claim
    if not isinstance(claim, Exists) or search.depth < 1:
        return
    hinted = [hint for hint in search.hints if isinstance(hint, Term)]
    small = () if claim.variable.is_integer else (0, 1, -1, 2, Fraction(1, 2))
    for value in (*hinted, *(Num(Fraction(v)) for v in small)):
        if value not in hinted and isinstance(claim.body, Relation) and len(free_symbols(claim.body)) > 1:
            continue
        try:
            at = replace_symbols(claim.body, {claim.variable: value})
        except ValueError:
            continue
        proof = search.sub(goal.without(claim.variable).claiming(at))
        if proof is not None:
            yield ByWitness(value, proof)
    if not hinted:
        yield from _between(goal, search, claim)


def _between(goal: Goal, search: Search, claim: Exists) -> Iterator[Evidence | None]:
    """Prove that an equation, the last part of the claim, has a solution between two numbers of opposite signs."""
    *others, equation = claim.body.parts if isinstance(claim.body, And) else (claim.body,)
    if not isinstance(equation, Relation) or equation.op != "=":
        return
    x, clean = claim.variable, goal.without(claim.variable)
    for lo, hi in INTERVALS:
        goals = [
            clean.claiming(replace_symbols(Relation(op, equation.left, equation.right), {x: as_term(v)}))
            for v, op in ((lo, "<="), (hi, ">="))
        ]
        inside = clean.suppose(Relation("<=", as_term(min(lo, hi)), x), Relation("<=", x, as_term(max(lo, hi))))
        proofs = []
        for target in (*goals, *(inside.claiming(part) for part in others)):
            proof = search.sub(target)
            if proof is None:
                break
            proofs.append(proof)
        if len(proofs) == 2 + len(others):
            yield ByIntermediateValue(Fraction(lo), Fraction(hi), proofs[0], proofs[1], tuple(proofs[2:]))


PAIRS = ((0, 1), (-1, 0), (-1, 1), (Fraction(1, 8), 8), (-8, Fraction(-1, 8)), (-8, 8))
INTERVALS = tuple(ends for lo, hi in PAIRS for ends in ((lo, hi), (hi, lo)))
