"""Inequalities: visible signs, certificates, and for one real variable covers and monotonicity.

Decides
    signs that factors, intervals and real root counting show (polynomials in one monotone generator on its range);
    D >= 0 as a nonnegative rational combination of products of hypotheses, ranges of atoms and squares
    (Handelman, Krivine; found by linear programming, up to degree three);
    quadratic polynomials in several variables that are sums of squares;
    one real variable: by balls on a cover with tails; by f(a) >= 0 and f' >= 0; on both sides of kinks and of excluded
    points apart; with the sign of what stands in abs(...), or its bounds on both sides.
Undecided: sharp polynomial inequalities of several variables of higher degree, irrational touching points.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from gradcheck.algebra.ring import NeedsCase, Unsupported
from gradcheck.balls.exact import exact_zero
from gradcheck.balls.jets import jet_over
from gradcheck.balls.series import Undefined
from gradcheck.derivation import Along
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByCut,
    ByEvaluation,
    ByHypothesis,
    ByMonotonicity,
    ByPositivity,
    BySign,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import domain_of, is_zero_at
from gradcheck.kernel.rules.cover import Domain, ExactZero
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.node import Node, spelled, walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Extremum,
    Integral,
    Limit,
    Num,
    Symbol,
    Term,
    as_term,
    free_symbols,
)
from gradcheck.search.covers.enclosure import NotFound, find_cover, kinks
from gradcheck.search.covers.extrema import find_infimum, find_supremum
from gradcheck.search.covers.univariate import Function
from gradcheck.search.inequalities.certificates import certificate_terms
from gradcheck.search.inequalities.logs_of_sums import bounded_modulus
from gradcheck.search.tactic import Search, after_lemmas, split_by_sign


def comparison(goal: Goal) -> Relation | None:
    """Return the claim as l < r or l <= r (or l != r); None for anything else."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op == "=":
        return None
    return Relation(CONVERSE[claim.op], claim.right, claim.left) if claim.op in (">", ">=") else claim


def is_pointwise(claim: Node) -> bool:
    """Whether the claim is about values at a point alone: no arrays or members, no extrema, limits or integrals."""
    beyond = arrays.Array | arrays.Sequence | Extremum | Limit | Integral
    return not any(isinstance(node, beyond) for node in walk(claim))


def deep_comparison(goal: Goal, search: Search) -> Relation | None:
    """Return the claim as l < r or l <= r of scalars at a point, in a search below the first level; else None."""
    claim = comparison(goal)
    if claim is None or claim.op == "!=" or claim.left.shape or goal.rewrites or search.depth < 2:
        return None
    return claim if is_pointwise(claim) else None


def visible(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim whose sign is visible."""
    if isinstance(goal.claim, Relation) and goal.claim.op != "=":
        yield BySign()
        numeric = all(isinstance(r, Num) and isinstance(left, Symbol) for left, r in goal.rewrites)
        if not goal.claim.left.shape and numeric:
            yield ByEvaluation()


def certificates(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove by certificates: the difference as written, sides of known equations, and combinations found by search."""
    claim = comparison(goal)
    if claim is None or claim.left.shape:
        return
    key = "certificate", goal.claim, goal.hypotheses, goal.rewrites, goal.definitions
    if key in search.failed:  # it does not depend on the depth
        return
    difference = claim.right - claim.left
    if claim.right is as_term(0):
        difference = -claim.left
    elif claim.left is as_term(0):
        difference = claim.right
    yield ByPositivity(difference)
    for equation in goal.parts():
        if isinstance(equation, Relation) and equation.op == "=" and not equation.left.shape:
            for side in (equation.left, equation.right):
                yield ByPositivity(side)
                if isinstance(side, Add):
                    yield from _parts_of(goal, side)
    if claim.op != "!=":
        for certificate in certificate_terms(goal, claim):
            yield ByPositivity(certificate)
    search.failed[key] = search.depth  # only where no candidate was accepted


def _parts_of(goal: Goal, side: Add) -> Iterator[Evidence]:
    """Yield the summands after the first few, the others being multiples of vector equations among the hypotheses."""
    vectors = [h for h in goal.parts() if isinstance(h, Relation) and h.op == "=" and h.left.shape]
    for vector in vectors:
        for summand in side.terms:
            if isinstance(summand, arrays.MatMul) and vector.left in (summand.left, summand.right):
                other = summand.right if summand.left is vector.left else summand.left
                rest = [t for t in side.terms if t is not summand]
                for start in range(len(rest)):
                    tail = tuple(rest[start:])
                    yield ByPositivity(tail[0] if len(tail) == 1 else Add(tail), ((other, vector),))


def real_variable(goal: Goal) -> Symbol | None:
    """Return the only free variable of a claim about one real variable; None for other claims."""
    symbols = free_symbols(goal.claim)
    if len(symbols) == 1 and not any(isinstance(node, arrays.Array) for node in walk(goal.claim)):
        (symbol,) = symbols
        return None if symbol.is_integer else symbol
    return None


DEEP = 3


def is_deep(goal: Goal) -> bool:
    """Whether the claim is about a composition that is too deep to be multiplied out."""
    return any(
        isinstance(node, arrays.Sequence) and isinstance(node.index, Num) and node.index.value > DEEP
        for node in walk(goal.claim)
    ) and not any(isinstance(node, Extremum | Limit) for node in walk(goal.claim))


def deep(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove claims about deep compositions by balls at once."""
    if isinstance(goal.claim, Relation) and is_deep(goal) and not goal.claim.left.shape:
        if goal.rewrites:
            yield ByEvaluation()
        variable = real_variable(goal)
        if variable is not None and not goal.rewrites:
            yield from _cover_by_extremum(goal, goal.claim, variable)
            yield from cover(goal, search)


def cover(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim in one real variable by a cover of its domain with balls."""
    variable = real_variable(goal)
    if variable is None or goal.rewrites or not isinstance(goal.claim, Relation) or goal.claim.left.shape:
        return
    domain = domain_of(goal, variable)
    parted = search.depth < 3 and bool(parting_points(goal, variable, domain))  # its sides are tried first
    yield from _within(goal, search, (QUICK,) if parted else (QUICK, FULL))


def quick_cover(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim in one real variable by a cover of few cells."""
    variable = real_variable(goal)
    if variable is not None and not goal.rewrites and isinstance(goal.claim, Relation) and not goal.claim.left.shape:
        yield from _within(goal, search, (QUICK,))


def _within(goal: Goal, search: Search, budgets: tuple[int, ...]) -> Iterator[Evidence | None]:
    """Prove a relation of scalars in one real variable by a cover of at most so many cells."""
    variable = real_variable(goal)
    if variable is None or not isinstance(goal.claim, Relation):
        return
    domain = domain_of(goal, variable)
    zero = exact_zero_of(goal)
    for budget in budgets:
        key = "cover", goal.claim, variable, domain, goal.definitions
        if search.failed.get(key, 0) >= budget:
            continue
        found = find_cover(goal.claim, variable, domain, goal.definitions, zero, budget=budget)
        if isinstance(found, Evidence):
            yield found
        elif found.witness is not None or found.near is not None:  # no number of cells would help
            search.failed[key] = FULL
            return
        else:
            search.failed[key] = budget
            if budget == QUICK and domain[::2] == (None, None):
                yield from _cover_by_extremum(goal, goal.claim, variable)


def exact_zero_of(goal: Goal) -> ExactZero:
    """Return the test whether a term is exactly 0 at a point: by rational arithmetic, else by normal forms."""

    def zero(term: Term, at: Symbol, point: Fraction) -> bool:
        try:
            if not jet_over(term, at, point, point, 0, goal.definitions)[0].contains(0):
                return False
        except Undefined:
            return False
        if exact_zero(term, at, point, goal.definitions):
            return True
        order = sum(isinstance(node, Derivative) for node in walk(term))
        return order <= HIGHEST_BY_FORMS and is_zero_at(goal, term, at, point, Trail())

    return zero


HIGHEST_BY_FORMS = 3  # order of a derivative whose normal form is looked at
QUICK, FULL = 150, 1500


def parting_points(goal: Goal, variable: Symbol, domain: Domain) -> list[Fraction]:
    """Return the points inside of the domain that an assumption excludes, or at which the claim has a kink."""
    excluded = set[Fraction]()
    for known in goal.parts():
        if isinstance(known, Relation) and known.op == "!=" and variable in (known.left, known.right):
            other = known.right if known.left is variable else known.left
            excluded |= {other.value} if isinstance(other, Num) else set()
    return sorted(point for point in excluded | kinks(goal.claim, variable) if _is_inside(point, domain))


def _is_inside(point: Fraction, domain: Domain) -> bool:
    lo, _, hi, _ = domain
    return (lo is None or lo < point) and (hi is None or point < hi)


def _cover_by_extremum(goal: Goal, claim: Relation, variable: Symbol) -> Iterator[Evidence | None]:
    """Prove f <= c with c close to the supremum of f over the real line: by the cover that shows the supremum."""
    for left, op, right in ((claim.left, claim.op, claim.right), (claim.right, CONVERSE[claim.op], claim.left)):
        if isinstance(right, Num) and not isinstance(left, Num) and op in ("<", "<=", ">", ">="):
            f = Function(left, variable, None, None, goal.definitions)
            found = find_supremum(f, CLOSE) if op in ("<", "<=") else find_infimum(f, CLOSE)
            if not isinstance(found, NotFound) and found.cover is not None:
                yield found.cover


CLOSE = 18  # digits to which an extremum is located


def monotone(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from the nearest point where both sides are equal, by the sign of the derivative."""
    claim, variable = comparison(goal), real_variable(goal)
    if claim is None or variable is None or goal.rewrites or search.depth < 1:
        return
    lo, _, hi, _ = domain_of(goal, variable)
    for anchor, side in ((lo, "+"), (hi, "-"), *(((Fraction(0), s)) for s in "+-")):
        if anchor is None or not _on_side(lo, hi, anchor, side):
            continue
        point = Num(anchor)
        symbolic = ByMonotonicity(variable, point, side, ByEvaluation(), ByEvaluation())
        base, slope = monotone_goals(goal, claim, symbolic)
        if base is None or slope is None:
            continue
        first = search.sub(base)
        second = search.sub(slope) if first is not None else None
        if first is not None and second is not None:
            yield ByMonotonicity(variable, point, side, first, second)


def hinted_monotone(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove the claim from the anchor that the author names, to both sides of it."""
    claim = comparison(goal)
    if claim is None or goal.rewrites:
        return
    for hint in search.hints:
        if isinstance(hint, Along):
            later = replace(search, hints=tuple(other for other in search.hints if other is not hint))
            for side in "+-":
                shape = ByMonotonicity(hint.variable, hint.anchor, side, ByEvaluation(), ByEvaluation())
                base, slope = monotone_goals(goal, claim, shape)
                first = None if base is None else later.sub(base)
                second = None if first is None or slope is None else later.sub(slope)
                if first is not None and second is not None:
                    yield ByMonotonicity(hint.variable, hint.anchor, side, first, second)


def _on_side(lo: Fraction | None, hi: Fraction | None, anchor: Fraction, side: str) -> bool:
    return (lo is not None and lo >= anchor) if side == "+" else (hi is not None and hi <= anchor)


def monotone_goals(goal: Goal, claim: Relation, shape: ByMonotonicity) -> tuple[Goal | None, Goal | None]:
    """Return the two sub-goals, as the kernel will ask for them."""
    from gradcheck.kernel.rules import analysis

    goals: list[Goal] = []
    try:
        analysis.check_monotonicity(goal.claiming(claim), shape, Trail(), lambda g, e, t: goals.append(g))
    except Rejected:
        return None, None
    return (goals[0], goals[1]) if len(goals) == 2 else (None, None)


def hinted_cases(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Split into cases by the sign of a term in the author's hints."""
    for hint in search.hints:
        if isinstance(hint, Symbol) and hint.is_integer:
            continue  # an equation among the hints says over what to do induction
        if isinstance(hint, Term) and isinstance(goal.claim, Relation) and free_symbols(hint):
            rest = tuple(h for h in search.hints if h is not hint)
            yield split_by_sign(goal, replace(search, hints=rest), hint)


def sides_of_kinks(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim on both sides of a kink, and at it: there abs, max and where(...) are one of their branches."""
    variable = real_variable(goal)
    if variable is None or goal.rewrites or search.depth < 2 or not isinstance(goal.claim, Relation):
        return
    domain = domain_of(goal, variable)
    for point in sorted(kinks(goal.claim, variable)):
        if _is_inside(point, domain):
            yield split_by_sign(goal, search, variable - Num(point) if point else variable)


def signs_of_moduli(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Show the sign of what stands in abs(...), where it has one on the whole domain, and the claim with it."""
    variable = real_variable(goal)
    if variable is None or goal.rewrites or search.depth < 2 or not isinstance(goal.claim, Relation):
        return
    inside = {node.args[0] for node in walk(goal.claim) if isinstance(node, Apply) and node.function == "abs"}
    for term in sorted(inside - {variable}, key=spelled):
        for op in (">=", "<="):
            sign = Relation(op, term, as_term(0))
            if sign in goal.hypotheses:
                break
            proof = search.sub(goal.claiming(sign))
            if proof is not None:
                rest = search.sub(goal.suppose(sign))
                yield None if rest is None else ByCut(sign, proof, rest)
                break


def bounds_of_moduli(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove abs(u) <= r by -r <= u <= r, which are as smooth as u and r are; abs(u) < r by a smaller number."""
    claim, variable = comparison(goal), real_variable(goal)
    if variable is None or claim is None or claim.op == "!=" or goal.rewrites or search.depth < 2:
        return
    inner, bound = claim.left.args[0] if isinstance(claim.left, Apply) else claim.left, claim.right
    if claim.left != Apply("abs", (inner,)) or kinks(claim.left, variable):
        return
    if claim.op == "<":
        if not isinstance(bound, Num) or bound.value <= 0:
            return
        bound = Num(bound.value * Fraction(1023, 1024))
    fact = bounded_modulus(goal, search, inner, bound)
    if fact is not None:
        shown = Relation("<=", claim.left, bound)
        yield after_lemmas([(shown, fact)], BySign() if claim.op == "<" else ByHypothesis())


def splits_at_zero(goal: Goal, search: Search) -> list[Term]:
    """Return the variable itself for one real variable on a domain around 0, to treat both sides apart."""
    variable = real_variable(goal)
    if variable is None or search.depth < 3 or goal.rewrites:
        return []
    if any(isinstance(h, Relation) and h.left is variable and h.right is as_term(0) for h in goal.hypotheses):
        return []
    try:
        lo, _, hi, _ = domain_of(goal, variable)
    except (Unsupported, NeedsCase):
        return []
    return [variable] if (lo is None or lo < 0) and (hi is None or hi > 0) else []
