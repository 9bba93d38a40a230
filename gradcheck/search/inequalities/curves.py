"""Inequalities of several real variables, along one of them: from a curve on which they hold, to both sides of it.

On x = a, where a is a term in the other variables, right - left is >= 0; behind the curve it rises and before it falls.
So p log(p/q) + (1 - p) log((1 - p)/(1 - q)) >= 0 is seen from q = p, and (1 + x)**p <= 1 + p x from x = 0.  The curves
that are tried are the other variables and simple terms in them, small numbers, and where the derivative has a factor
that is linear in the variable.  An inequality of one variable up to a number that is not rational, x <= pi/2, is taken
from there as far as its slope has one sign, and the rest left to other tactics.

Undecided: slopes of no visible sign, minima on curves of another form.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import ONE, TooLarge, monomial
from gradcheck.algebra.polynomial import constant as constant_polynomial
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.show import show
from gradcheck.balls.jets import enclose, jet_over
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByCases, ByCut, ByEvaluation, ByMonotonicity, BySign, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.analysis import domain_of
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.terms import Derivative, Neg, Num, Symbol, Term, as_term, free_symbols
from gradcheck.search.covers.cells import to_fraction
from gradcheck.search.inequalities.one_variable import (
    comparison,
    cover,
    deep_comparison,
    monotone_goals,
    quick_cover,
    real_variable,
    visible,
)
from gradcheck.search.tactic import Search, first_proof

NAME, END = "along a curve", "irrational end"
MAX_VARIABLES = 3
SHALLOW = 2
ROOM = [Fraction(1, 10**k) for k in (3, 2, 1, 0)]
PARTS = [Fraction(k, 8) for k in (4, 2, 6, 1, 7)]


def along_curves(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove an inequality on a curve, and then on both sides of it."""
    claim = deep_comparison(goal, search)
    if claim is None:
        return
    variables = sorted(free_symbols(claim), key=lambda s: s.name)
    if not 2 <= len(variables) <= MAX_VARIABLES or any(v.is_integer for v in variables):
        return
    below = search.skipping(NAME, depth=min(search.depth, SHALLOW + 1))
    for variable in variables:
        for anchor in _anchors(goal, claim, variable, variables):
            gap = variable - anchor
            start = _at_anchor(goal, claim, variable, anchor)
            if start is None or not search.accepts(start, BySign()):
                continue
            proofs = [_away(goal.suppose(Relation(op, gap, as_term(0))), claim, variable, anchor, side, below)
                      for op, side in (("<", "-"), (">", "+"))]  # fmt: skip
            if proofs[0] is not None and proofs[1] is not None:
                yield ByCases(gap, proofs[0], proofs[1], proofs[1])


def _at_anchor(goal: Goal, claim: Relation, variable: Symbol, anchor: Term) -> Goal | None:
    """Return the goal at the anchor, that of the equality case."""
    on_curve = goal.suppose(Relation("=", variable - anchor, as_term(0)))
    shape = ByMonotonicity(variable, anchor, "+", ByEvaluation(), ByEvaluation())
    return monotone_goals(on_curve, claim, shape)[0]


def _away(goal: Goal, claim: Relation, variable: Symbol, anchor: Term, side: str, search: Search) -> Evidence | None:
    """Prove the claim on one side of the anchor."""
    dummy = ByEvaluation()
    base, slope = monotone_goals(goal, claim, ByMonotonicity(variable, anchor, side, dummy, dummy))
    if base is None or slope is None:
        return None
    if not search.accepts(base, BySign()):
        return None
    second = _prove(slope, search)
    return None if second is None else ByMonotonicity(variable, anchor, side, BySign(), second)


def _prove(goal: Goal, search: Search) -> Evidence | None:
    """Prove the goal by a visible sign, by balls, or by the other tactics."""
    return first_proof(goal, search, (visible, cover)) or search.skipping(NAME, END).sub(goal)


def _anchors(goal: Goal, claim: Relation, variable: Symbol, variables: list[Symbol]) -> list[Term]:
    others = [v for v in variables if v is not variable]
    simple: list[Term] = [*others, *(Neg(v) for v in others), as_term(0), as_term(1)]
    return list(dict.fromkeys([*simple, *_critical(goal, claim, variable)]))


def _critical(goal: Goal, claim: Relation, variable: Symbol) -> list[Term]:
    """Return the points where a factor of the derivative that is linear in the variable is 0."""

    def work(ring: Ring, lowering: Lowering) -> list[Term]:
        slope = rewrite(lowering, lowering.scalar(Derivative(claim.right - claim.left, variable)))
        (slot,) = lowering.scalar(variable).slots()
        atom, found = ring.slots[slot], []
        for part, _ in slope.num.factor()[1]:
            parts = [constant_polynomial(0), constant_polynomial(0)]
            for powers, number in part.terms():
                exponent = dict(powers).get(slot, 0)
                others = [item for item in powers if item[0] != slot]
                alone = Quotient(monomial(others, number), ONE, ring.relations)
                if exponent > 1 or any(atom in ring.atoms_within(alone) for _ in others):
                    break
                parts[exponent] = parts[exponent] + alone.num
            else:
                if parts[1].coefficients:
                    b, a = (Quotient(each, ONE, ring.relations) for each in parts)
                    found.append(show(ring, -b / a))
        return found

    try:
        return goal.in_ring(work)
    except (Unsupported, TooLarge, ArithmeticError, ValueError):
        return []


def from_irrational_ends(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove a claim in one variable up to an irrational end: from there as far as the slope has one sign."""
    claim, variable = comparison(goal), real_variable(goal)
    if claim is None or variable is None or claim.op == "!=" or goal.rewrites or search.depth < 2:
        return
    lo, _, hi, _ = domain_of(goal, variable)
    for end, side in irrational_ends(goal, variable):
        other, number = (lo if side == "-" else hi), number_of(end)
        if other is None or number is None:
            continue
        sign = 1 if side == "-" else -1
        near = (Relation("<=" if sign > 0 else ">=", variable, Num((number + sign * room).limit_denominator(10**4)))
                for room in ROOM)  # fmt: skip
        limit = next((bound for bound in near if search.accepts(goal.claiming(bound), BySign())), None)
        found = None if limit is None else _up_to(goal.suppose(limit), search, claim, variable, end, side, other)
        if limit is not None and found is not None:
            yield ByCut(limit, BySign(), found)


def _up_to(
    goal: Goal, search: Search, claim: Relation, variable: Symbol, end: Term, side: str, other: Fraction
) -> Evidence | None:
    """Prove the claim between a rational number and the irrational end."""
    number = number_of(end) or other
    for part in PARTS:
        cut = (other + (number - other) * part).limit_denominator(16)
        if not min(other, number) < cut < max(other, number) or not _is_steady(goal, claim, variable, cut, number):
            continue
        gap, inward = variable - Num(cut), ">" if side == "-" else "<"
        bound = Relation(inward, variable, Num(cut))
        away = _away(goal.suppose(Relation(inward, gap, as_term(0)), bound), claim, variable, end, side, search)
        if away is None:
            continue
        away = ByCut(bound, BySign(), away)
        parts = [goal.suppose(Relation(op, gap, as_term(0))) for op in (CONVERSE[inward], "=")]
        whole = first_proof(goal.suppose(Relation(CONVERSE[inward] + "=", gap, as_term(0))), search, (quick_cover,))
        both = whole is not None and all(search.accepts(part, whole) for part in parts)
        rest = [whole if both else _prove(part, search) for part in parts]
        if rest[0] is not None and rest[1] is not None:
            return ByCases(gap, *((rest[0], rest[1], away) if side == "-" else (away, rest[1], rest[0])))
    return None


def irrational_ends(goal: Goal, variable: Symbol) -> Iterator[tuple[Term, str]]:
    """Yield the bounds of the variable that are not rational: '-' for upper ones, '+' for lower ones."""
    for h in goal.parts():
        if isinstance(h, Relation) and h.op in ("<", "<=", ">", ">="):
            for left, op, right in ((h.left, h.op, h.right), (h.right, CONVERSE[h.op], h.left)):
                if left is variable and not isinstance(right, Num) and not free_symbols(right):
                    yield right, "-" if op in ("<", "<=") else "+"


def number_of(term: Term) -> Fraction | None:
    """Return a rational number close to a constant, None where balls give it no value."""
    try:
        return to_fraction(enclose(term, {}).mid())
    except Undefined:
        return None


def _is_steady(goal: Goal, claim: Relation, variable: Symbol, cut: Fraction, end: Fraction) -> bool:
    """Whether the slope has one sign between the two, as far as balls on pieces show."""
    places = [cut + (end - cut) * Fraction(k, 8) for k in range(9)]
    try:
        slopes = [jet_over(claim.right - claim.left, variable, p, p, 1, goal.definitions)[1] for p in places]
    except Undefined:
        return False
    return all(s > 0 for s in slopes) or all(s < 0 for s in slopes)
