"""Suprema, infima, limits, integrals and mean values: searches for the evidence that the kernel needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.ring import Unsupported
from gradcheck.derivation import Instance
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByAntiderivative,
    ByContinuity,
    ByEvaluation,
    ByExpansion,
    ByExtremum,
    ByImproperIntegral,
    ByMeanValue,
    ByRewriting,
    BySqueeze,
    Evidence,
)
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules import analysis as rules
from gradcheck.kernel.rules import limits as limit_rules
from gradcheck.kernel.rules.integrals import check_antiderivative, check_improper
from gradcheck.kernel.rules.mean_value import check_mean_value
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, And, Relation
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Apply,
    Const,
    Extremum,
    Integral,
    Limit,
    Num,
    Symbol,
    Term,
    as_term,
    free_symbols,
)
from gradcheck.search.calculus.improper import end_limits
from gradcheck.search.calculus.values import pins
from gradcheck.search.inequalities.one_variable import comparison, is_deep, real_variable
from gradcheck.search.inequalities.touching import touching_point
from gradcheck.search.tactic import Search, after_lemmas

LEADING = ByExpansion(1)  # the leading terms alone, which is cheap
ORDERS = (3, 6, 12)  # of expansions: what cancels may need many terms


def subgoals(rule: object, goal: Goal, evidence: Evidence) -> list[Goal]:
    """Return the goals that a rule of the kernel would ask for, in order; none when the rule does not apply."""
    found: list[Goal] = []
    try:
        rule(goal, evidence, Trail(), lambda g, e, t: found.append(g))  # type: ignore[operator]
    except (Rejected, Unsupported, TooLarge, ArithmeticError):
        return []
    return found


def extremum(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a supremum or infimum by a bound everywhere, and a point or an end where it is reached."""
    claim = goal.claim
    if not isinstance(claim, Relation) or not any(isinstance(side, Extremum) for side in (claim.left, claim.right)):
        return
    if not isinstance(claim.left, Extremum):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    term = claim.left
    dummy = ByEvaluation()
    goals = subgoals(rules.check_extremum, goal, ByExtremum(bound=dummy, approach=dummy, end="+"))
    if not goals or not isinstance(term, Extremum):
        return
    bound: Evidence | None = None
    if claim.op in ("=", "<=" if term.kind == "sup" else ">="):
        bound = search.sub(goals[0])
        if bound is None:
            return
        if claim.op != "=":
            yield ByExtremum(bound=bound)
            return
    elif is_deep(goals[1]):
        bound = search.sub(goals[1])
    touched = _touched(goals[0]) if bound is not None and not is_deep(goals[1]) else ()
    yield from _approach(goal, replace(search, hints=search.hints + touched), term, bound, deep=is_deep(goals[1]))


def _touched(goal: Goal) -> tuple[Term, ...]:
    """Return the point at which the bound is reached, if its form is recognised."""
    claim, variable = comparison(goal), real_variable(goal)
    try:
        point = None if claim is None or variable is None else touching_point(goal, claim, variable)
    except (Unsupported, ArithmeticError, ValueError):
        return ()
    return () if point is None else (point,)


def strict_extremum(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove sup f < c, sup f > c, sup f != c, and claims with a supremum inside, through sharp enough bounds."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape or search.depth < 2:
        return
    terms = [node for node in walk(claim) if isinstance(node, Extremum)]
    plain = any(isinstance(side, Extremum) for side in (claim.left, claim.right))
    if len(set(terms)) != 1 or (plain and claim.op not in ("<", ">", "!=")):
        return
    (term,) = set(terms)
    if any(isinstance(h, Relation) and term in (h.left, h.right) for h in goal.parts()):
        return
    for lemmas in _bounds_of(goal, search, term):
        proofs = []
        for lemma in lemmas:
            proof = search.sub(goal.claiming(lemma))
            if proof is None:
                break
            proofs.append(proof)
        rest = search.sub(goal.suppose(*lemmas)) if len(proofs) == len(lemmas) else None
        if rest is not None:
            yield after_lemmas(list(zip(lemmas, proofs, strict=True)), rest)


def _bounds_of(goal: Goal, search: Search, term: Extremum) -> Iterator[list[Relation]]:
    """Yield bounds of the body that named steps state, and numbers close to the extremum."""
    outer = "<=" if term.kind == "sup" else ">="
    for part in (p for s in goal.steps if s.name in search.using for p in _flat(s.claim)):
        if isinstance(part, Relation):
            for r in (part, Relation(CONVERSE[part.op], part.right, part.left)):
                if r.left is term.body and r.op in (outer, outer[0]) and not mentions(r.right, term.variable):
                    yield [Relation(outer, term, r.right)]
    from gradcheck.search.covers.locate import enclose_extremum

    found = enclose_extremum(term, goal.definitions)
    if found is not None:
        low, high = found
        ends = [Relation(">=", term, Num(low)), Relation("<=", term, Num(high))]
        sharp = ends[::-1] if term.kind == "sup" else ends
        yield sharp[:1]
        yield sharp


def _approach(
    goal: Goal, search: Search, term: Extremum, bound: Evidence | None, deep: bool
) -> Iterator[Evidence | None]:
    dummy = ByEvaluation()
    position = 1 if isinstance(goal.claim, Relation) and goal.claim.op == "=" else 0
    for end in "" if deep else "+-":
        goals = subgoals(rules.check_extremum, goal, ByExtremum(bound=bound and dummy, approach=dummy, end=end))
        by_terms = (LEADING, *map(ByExpansion, ORDERS[:2]))
        found = next((e for e in by_terms if len(goals) > position and search.accepts(goals[position], e)), None)
        if found is not None:
            yield ByExtremum(bound=bound, approach=found, end=end)
        elif len(goals) > position and _known_limit(goals[position], search):
            proof = search.sub(goals[position])
            yield None if proof is None else ByExtremum(bound=bound, approach=proof, end=end)
    hinted = [hint for hint in search.hints if isinstance(hint, Term)]
    points = [] if deep else [Num(Fraction(v)) for v in (0, 1, -1, Fraction(1, 2))]
    waves = any(isinstance(node, Apply) and node.function in ("sin", "cos") for node in walk(term.body))
    turns = [Const("pi") * Num(Fraction(v)) for v in (Fraction(1, 2), Fraction(-1, 2), 1)] if waves else []
    for point in (*hinted, *points, *turns, *_located(goal, term)):
        goals = subgoals(rules.check_extremum, goal, ByExtremum(bound=bound and dummy, point=point, approach=dummy))
        proof = search.sub(goals[position]) if len(goals) > position else None
        if proof is not None:
            yield ByExtremum(bound=bound, point=point, approach=proof)


def _known_limit(goal: Goal, search: Search) -> bool:
    """Whether a named step is about a limit at the same end."""
    limits = [s.claim.left for s in goal.steps if s.name in search.using and isinstance(s.claim, Relation)]
    wanted = goal.claim.left if isinstance(goal.claim, Relation) else None
    return isinstance(wanted, Limit) and any(
        isinstance(one, Limit) and (one.point, one.side) == (wanted.point, wanted.side) for one in limits
    )


def _located(goal: Goal, term: Extremum) -> list[Term]:
    """Return rational points close to where the extremum is, by coarse search in balls."""
    from gradcheck.search.covers.locate import best_points

    if free_symbols(term) or not all(rules.is_infinite(end) or isinstance(end, Num) for end in (term.lo, term.hi)):
        return []
    return [Num(point) for point in best_points(term, goal.definitions)]


def limit(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a limit by leading terms, by continuity with known limits, or by a squeeze between known bounds."""
    claim = goal.claim
    if not isinstance(claim, Relation) or not any(isinstance(side, Limit) for side in (claim.left, claim.right)):
        return
    if claim.op == "!=":
        yield from map(ByExpansion, ORDERS)
        if not goal.rewrites and (known := pins(goal)):
            yield from (ByRewriting(known, ByExpansion(order)) for order in ORDERS[:2])
    if claim.op != "=":
        return
    yield LEADING
    term = claim.left if isinstance(claim.left, Limit) else claim.right
    value = claim.right if term is claim.left else claim.left
    if not isinstance(term, Limit):
        return
    yield from _continuity(goal, search, term)
    yield from map(ByExpansion, ORDERS)
    if isinstance(value, Num | Symbol) or not rules.is_infinite(value):
        yield from _squeeze(goal, search, term, value)


def _continuity(goal: Goal, search: Search, term: Limit) -> Iterator[Evidence | None]:
    known = tuple(
        h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and isinstance(h.left, Limit)
        and not rules.is_infinite(h.right)
    )  # fmt: skip
    forms = [term.body]
    for h in (*goal.parts(), *(p for s in goal.steps if s.name in search.using for p in _flat(s.claim))):
        if isinstance(h, Relation) and h.op == "=":
            forms += [side for side, other in ((h.left, h.right), (h.right, h.left)) if other is term.body]
    for form in forms:
        used = tuple(h for h in known if isinstance(h.left, Limit) and any(n is h.left.body for n in walk(form)))
        trial = ByContinuity(form, used, ByEvaluation(), ByEvaluation())
        goals = subgoals(limit_rules.check_continuity, goal, trial)
        if not goals:
            continue
        proofs = [search.sub(g) for g in goals]
        if all(p is not None for p in proofs):
            equal = proofs[0] if len(proofs) == 2 else ByEvaluation()
            yield ByContinuity(form, used, equal or ByEvaluation(), proofs[-1] or ByEvaluation())


def _squeeze(goal: Goal, search: Search, term: Limit, value: Term) -> Iterator[Evidence | None]:
    """Prove f -> L by a bound for |f - L| from hypotheses or named steps, also at values from hints."""
    bounds: dict[Term, Term] = {}
    steps = {s.name: s.claim for s in goal.steps if s.name in search.using}
    asked = [hint for hint in search.hints if isinstance(hint, Instance) and hint.step in steps]
    instances = [replace_symbols(steps[hint.step], dict(hint.values)) for hint in asked]
    sources = list(goal.parts()) + [p for claim in (*steps.values(), *instances) for p in _flat(claim)]
    starts = [Num(Fraction(start)) for start in (0, 1, 2)]
    for part in sources:
        match part:
            case Relation(op="<" | "<=", left=Apply(function="abs") | Spectral(), right=right) if mentions(
                right, term.variable
            ):
                bounds[right] = part.left
    for bound in bounds:
        for start in starts:
            trial = BySqueeze(bound, start, ByEvaluation(), ByEvaluation())
            goals = subgoals(limit_rules.check_squeeze, goal, trial)
            if len(goals) != 2:
                continue
            vanishing = search.sub(goals[1])
            proof = search.sub(goals[0]) if vanishing is not None else None
            if vanishing is not None and proof is not None:
                yield BySqueeze(bound, start, proof, vanishing)


def _flat(claim: object) -> list[object]:
    return [p for part in claim.parts for p in _flat(part)] if isinstance(claim, And) else [claim]


def mean_value(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove abs(f(a) - f(b)) <= c abs(a - b), with f the function that both summands share."""
    claim = goal.claim
    match claim:
        case Relation(op="<=", left=Apply(function="abs", args=(difference,))):
            pass
        case _:
            return
    names = {node.name for part in (claim, *goal.hypotheses) for node in walk(part) if isinstance(node, Symbol)}
    z = Symbol(next((name for name in "zstuvw" if name not in names), "z*"))
    for node in walk(difference):
        if isinstance(node, Apply) and len(node.args) == 1 and node.function != "abs":
            evidence = ByMeanValue(Apply(node.function, (z,)), z, (ByEvaluation(),))
            goals = subgoals(check_mean_value, goal, evidence)
            if goals:
                slope = search.sub(goals[0])
                if slope is not None:
                    yield ByMeanValue(Apply(node.function, (z,)), z, (slope,))


def integral(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the value of an integral by an antiderivative that SymPy proposes, and the kernel differentiates back."""
    claim = goal.claim
    if not isinstance(claim, Relation) or not isinstance(claim.left, Integral) or search.depth < 1:
        return
    dummy, zero = ByEvaluation(), as_term(0)
    trivial = subgoals(check_antiderivative, goal, ByAntiderivative(zero, dummy, dummy))
    if len(trivial) == 1:  # the two ends are one number
        value = search.sub(trivial[0])
        yield None if value is None else ByAntiderivative(zero, dummy, value)
        return
    from gradcheck.search.calculus.antiderivative import propose_primitives

    for primitive in propose_primitives(claim.left):
        proofs = _proved(subgoals(check_antiderivative, goal, ByAntiderivative(primitive, dummy, dummy)), search)
        if proofs:
            yield ByAntiderivative(primitive, *proofs)
            continue
        found = end_limits(claim.left, primitive, goal, search)
        if found is None:
            continue
        (low, lower), (high, upper) = ((None, dummy) if end is None else end for end in found)
        improper = ByImproperIntegral(primitive, dummy, (low, high), (lower, upper), dummy)
        goals = subgoals(check_improper, goal, improper)
        proofs = _proved([g for g in goals if not isinstance(getattr(g.claim, "left", None), Limit)], search)
        if proofs:
            derivative, value = (*proofs, dummy)[:2]  # the value of an infinite integral is not asked for
            yield replace(improper, derivative=derivative, value=value)


def _proved(goals: list[Goal], search: Search) -> list[Evidence]:
    """Return proofs of all the goals; an empty list where one is missing."""
    proofs: list[Evidence] = []
    for goal in goals:
        proof = search.sub(goal)
        if proof is None:
            return []
        proofs.append(proof)
    return proofs
