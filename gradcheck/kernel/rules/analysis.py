"""Rules of analysis: covers, monotonicity, extrema, intermediate values, and what rules about intervals share.

A bound variable is renamed to a symbol of its own before its body becomes a goal, so that no hypothesis about a
symbol of the same name can be used on it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from gradcheck.algebra.lower import Lowering
from gradcheck.algebra.polynomial import TooLarge
from gradcheck.algebra.preparation import rewrite
from gradcheck.algebra.quotient import Quotient
from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.ring import Ring, Unsupported
from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE, WANTED, atom_interval
from gradcheck.kernel.definedness.conditions import between, infinity
from gradcheck.kernel.definedness.judge import unused_symbol
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign, relation_of
from gradcheck.kernel.evidence import (
    ByCover,
    ByExistsElimination,
    ByExtremum,
    ByIntermediateValue,
    ByMonotonicity,
    Evidence,
)
from gradcheck.kernel.forming import put_in
from gradcheck.kernel.goal import Goal, check_bindable, constants_of, implied_by_laws, mentions
from gradcheck.kernel.logic import check_instance_allowed
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.cover import Domain, check_cover
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.functions import FUNCTIONS
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import CONVERSE, And, Exists, Proposition, Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Extremum,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    as_term,
    free_symbols,
)

Check = Callable[[Goal, Evidence, Trail], None]
EXPANDED = ("slope", "taylor", "bend", "touch")  # the methods of a cell that expand the difference


def is_infinite(term: Term) -> bool:
    """Whether the term is oo or -oo."""
    return infinity(term) != 0


def domain_of(goal: Goal, variable: Symbol, trail: Trail | None = None) -> Domain:
    """Return the interval that the hypotheses give the variable, from bounds by rational numbers."""

    def work(ring: Ring, lowering: Lowering) -> Domain:
        (atom,) = ring.atoms_of(lowering.scalar(variable))
        interval = atom_interval(ring, atom)
        return interval.lo, not interval.lo_open, interval.hi, not interval.hi_open

    return goal.in_ring(work, trail)


def check_by_cover(goal: Goal, evidence: ByCover, trail: Trail, check: Check) -> None:
    """Check a relation of one real variable, by enclosures on the cells of a cover."""
    del check
    claim, variable = relation_of(goal), evidence.variable
    if variable in constants_of(goal.definitions):
        raise Rejected(f"{variable.name} is a constant of a definition")
    if goal.rewrites:
        raise Rejected("a cover is of the claim as it stands, without rewritings")
    domain = domain_of(goal, variable, trail)

    def exact_zero(term: Term, at: Symbol, point: Fraction) -> bool:
        return is_zero_at(goal, term, at, point, trail)

    check_cover(claim, variable, domain, evidence, goal.definitions, exact_zero)
    trail.rest_on("ball-arithmetic", *(["taylor"] if any(cell.method in EXPANDED for cell in evidence.cells) else []))


def is_zero_at(goal: Goal, term: Term, variable: Symbol, point: Fraction, trail: Trail) -> bool:
    """Whether the normal form of the term is 0 with the variable put in."""
    bare = Goal(Relation("=", term, as_term(0)), (), goal.definitions, (), ((variable, Num(point)),))

    def work(ring: Ring, lowering: Lowering) -> bool:
        value: Quotient = rewrite(lowering, lowering.scalar(term))
        return value.is_zero

    try:
        return bare.in_ring(work, trail)
    except (ArithmeticError, ValueError, Rejected, Unsupported, TooLarge):
        return False


def check_monotonicity(goal: Goal, evidence: ByMonotonicity, trail: Trail, check: Check) -> None:
    """Check l <= r on one side of an anchor, from l <= r at the anchor and the sign of the derivative beyond it."""
    claim, x, anchor = relation_of(goal), evidence.variable, evidence.anchor
    if claim.op in (">=", ">"):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    if claim.op not in ("<=", "<") or claim.left.shape or x.is_integer or evidence.side not in ("+", "-"):
        raise Rejected("monotonicity proves scalar inequalities in a real variable")
    if mentions(anchor, x) or x in constants_of(goal.definitions):
        raise Rejected("the anchor and the definitions must not mention the variable")
    if random_names(anchor, goal.definitions):
        raise Rejected("the anchor is random")
    outward = 1 if evidence.side == "+" else -1
    gap = (x - anchor) * outward
    if not has_sign(goal, gap, NONNEGATIVE, trail):
        raise Rejected("the hypotheses do not keep the variable on that side of the anchor")
    clean = goal.without(x)
    at_anchor = put_in(claim, {x: anchor})
    strict = claim.op == "<" and has_sign(goal, gap, POSITIVE, trail)
    base_op = "<=" if strict else claim.op
    check(clean.claiming(Relation(base_op, at_anchor.left, at_anchor.right)), evidence.base, trail)
    kept = [h for h in goal.parts() if mentions(h, x) and _holds_between(clean, h, (x, anchor, outward), trail)]
    beyond = Relation(">", x, anchor) if outward > 0 else Relation("<", x, anchor)
    inside = clean.suppose(*kept, beyond)

    def stays_positive(base: Term) -> bool:
        at_start = put_in(base, {x: anchor})
        return has_sign(inside, base, POSITIVE, trail) and has_sign(clean, at_start, POSITIVE, trail)

    if not is_continuous(claim, stays_positive):
        raise Rejected("the sides are not continuous by their form")
    slope = Derivative(claim.right - claim.left, x) * outward
    sign = Relation(">" if strict else ">=", slope, as_term(0))
    check(inside.claiming(sign), evidence.slope, trail)


def bound_on(hypothesis: Proposition, x: Symbol) -> Relation | None:
    """Return the hypothesis as x < b, x <= b, x > b or x >= b, b free of x; None for all else."""
    if not isinstance(hypothesis, Relation) or hypothesis.op in ("=", "!="):
        return None
    relation = hypothesis
    if hypothesis.left is not x:
        relation = Relation(CONVERSE[hypothesis.op], hypothesis.right, hypothesis.left)
    return None if relation.left is not x or mentions(relation.right, x) else relation


def _holds_between(clean: Goal, hypothesis: Proposition, way: tuple[Symbol, Term, int], trail: Trail) -> bool:
    """Whether a bound on x holds from the anchor to x: it looks outward (x < b), or holds at the anchor as well."""
    x, anchor, outward = way
    relation = bound_on(hypothesis, x)
    if relation is None:
        return False
    upper = relation.op in ("<", "<=")
    return upper == (outward > 0) or has_sign(clean, anchor - relation.right, WANTED[relation.op], trail)


def is_continuous(
    node: Node, positive: Callable[[Term], bool] = lambda base: False, along: Symbol | None = None
) -> bool:
    """Whether the node is built of functions that are continuous wherever they are defined, by its form.

    A power is one of them only with a number or an integer as exponent, or one without the variable ``along``, if that
    alone moves, or with a ``positive`` base, as a positive number is: u**v has no limit as u and v tend to 0 together.
    """

    def every(parts: tuple[Node, ...]) -> bool:
        return all(is_continuous(part, positive, along) for part in parts)

    match node:
        case Relation():
            return every((node.left, node.right))
        case Num() | Symbol():
            return True
        case Const():
            return not is_infinite(node)
        case Pow():
            tame = is_integer(node.exponent) or isinstance(node.exponent, Num)
            tame = tame or (along is not None and along not in free_symbols(node.exponent))
            tame = tame or (isinstance(node.base, Num) and node.base.value > 0) or positive(node.base)
            return tame and every((node.base, node.exponent))
        case Apply(function=name):
            return FUNCTIONS[name].regularity != "jumps" and every(node.args)
        case Add():
            return every(node.terms)
        case Mul():
            return every(node.factors)
        case Neg():
            return every((node.term,))
        case Div():
            return every((node.numerator, node.denominator))
    return False


def fresh(goal: Goal, variable: Symbol, *others: Node) -> Symbol:
    """Return a symbol of the sort of the variable that occurs free neither in the goal nor in the others."""
    return unused_symbol(goal, variable.name + "'", variable.sort, goal.claim, *others)


def check_obtaining(goal: Goal, evidence: ByExistsElimination, trail: Trail, check: Check) -> None:
    """Check the use of some x with P(x), which a hypothesis states to exist, under a name that occurs nowhere else."""
    known = evidence.hypothesis
    if not isinstance(known, Exists) or known not in set(goal.parts()):
        raise Rejected("the existential statement is not among the hypotheses")
    x = known.variable
    if random_names(known, goal.definitions):
        raise Rejected("what exists may be another number for every outcome")
    check_bindable(goal, x, known.body)
    name = fresh(goal, x)
    check(goal.dropping(known).suppose(put_in(known.body, {x: name})), evidence.rest, trail)


def opened(goal: Goal, term: Extremum | Limit | Integral) -> tuple[Symbol, Term]:
    """Return the bound variable and the body of a binder, the variable renamed where its name occurs outside."""
    variable = term.variable
    check_bindable(goal, variable, term.body)
    if any(mentions(law, variable) for law in implied_by_laws((term.body,))):
        raise Rejected(f"{variable.name} is restricted by the law of a random variable and can't be bound")
    ends = (term.point,) if isinstance(term, Limit) else (term.lo, term.hi)
    if not any(variable in free_symbols(h) for h in (*goal.hypotheses, *ends)) and not goal.rewrites:
        return variable, term.body
    new = fresh(goal, variable)
    return new, put_in(term.body, {variable: new})


def check_extremum(goal: Goal, evidence: ByExtremum, trail: Trail, check: Check) -> None:
    """Check sup f op c, from a bound that holds everywhere and a value or limit that reaches it.

    sup f > c and sup f != c follow from a value above c; there the supremum may be infinite.
    """
    claim = relation_of(goal)
    if not isinstance(claim.left, Extremum):
        claim = Relation(CONVERSE[claim.op], claim.right, claim.left)
    term, c = claim.left, claim.right
    outer, beyond = ("<=", ">") if isinstance(term, Extremum) and term.kind == "sup" else (">=", "<")
    strict = claim.op in (beyond, "!=")
    if not isinstance(term, Extremum) or mentions(c, term.variable) or not (strict or claim.op in ("=", "<=", ">=")):
        raise Rejected("the rule proves sup f =, <=, >=, > and != c, and the same of an infimum")
    check_interval(goal, term, trail)
    x, f = opened(goal, term)
    inside = goal.suppose(*between(x, term.lo, term.hi))
    if claim.op in ("=", outer):
        if evidence.bound is None:
            raise Rejected("the bound is not proved")
        check(inside.claiming(Relation(outer, f, c)), evidence.bound, trail)
    if claim.op != outer:
        _check_approach(goal, evidence, (term, x, f, c), beyond if strict else beyond + "=", trail, check)
        if claim.op != "=" and evidence.bound is not None:
            check(inside.claiming(Relation(">=", Apply("abs", (f,)), as_term(0))), evidence.bound, trail)
        elif claim.op != "=":
            check_defined(inside, f, trail)


def check_ends(goal: Goal, term: Extremum | Integral, trail: Trail) -> None:
    """Check that each end is a number wherever the hypotheses hold, or the lower one -oo, the upper one oo."""
    if infinity(term.lo) > 0 or infinity(term.hi) < 0:
        raise Rejected("an interval goes up")
    for end in (term.lo, term.hi):
        if not is_infinite(end):
            check_defined(goal, end, trail)


def check_interval(goal: Goal, term: Extremum, trail: Trail) -> None:
    """Check lo < hi, so that the open interval holds a number of the sort of the variable."""
    check_ends(goal, term, trail)
    lo, hi = term.lo, term.hi
    if term.variable.is_integer and not is_infinite(hi):
        raise Rejected("the interval may hold no integer")
    if not (is_infinite(lo) or is_infinite(hi)) and not has_sign(goal, hi - lo, POSITIVE, trail):
        raise Rejected("the interval may be empty")


def _check_approach(
    goal: Goal, evidence: ByExtremum, parts: tuple[Extremum, Symbol, Term, Term], op: str, trail: Trail, check: Check
) -> None:
    """Check f op c at a point of the interval; for >= and <= a limit c at an end suffices."""
    term, x, f, c = parts
    if evidence.approach is None:
        raise Rejected("no value and no limit comes up to the bound")
    if evidence.point is not None:
        point = evidence.point
        if mentions(point, x):
            raise Rejected("the point mentions the variable")
        if random_names(point, goal.definitions):
            raise Rejected("the point is random: inside of a mean it would be averaged")
        check_instance_allowed(goal, x, point, trail)
        for relation in between(x, term.lo, term.hi):
            placed = put_in(relation, {x: point})
            if not has_sign(goal, placed.right - placed.left, POSITIVE, trail):
                raise Rejected("the point is not inside the interval")
        name = fresh(goal, x, point)
        pinned = goal.suppose(Relation("=", name, point))
        body = put_in(f, {x: name})
        pinned = replace(pinned.claiming(Relation(op, body, c)), rewrites=((name, point), *goal.rewrites))
        check(pinned, evidence.approach, trail)
        return
    end = {"+": term.hi, "-": term.lo}.get(evidence.end)
    if end is None or op in (">", "<"):
        raise Rejected("the end is '+' or '-', and a limit there shows no value beyond it")
    side = "" if is_infinite(end) else {"+": "-", "-": "+"}[evidence.end]
    check(goal.claiming(Relation("=", Limit(f, x, end, side), c)), evidence.approach, trail)


def check_intermediate_value(goal: Goal, evidence: ByIntermediateValue, trail: Trail, check: Check) -> None:
    """Check that an equation of continuous sides has a solution between points with l <= r and l >= r (Bolzano)."""
    claim = goal.claim
    if not isinstance(claim, Exists):
        raise Rejected("the rule proves that an equation has a solution")
    *others, equation = claim.body.parts if isinstance(claim.body, And) else (claim.body,)
    if not isinstance(equation, Relation) or equation.op != "=" or len(others) != len(evidence.others):
        raise Rejected("the rule proves that an equation, the last part of the claim, has a solution")
    x = claim.variable
    lo, hi = evidence.lo, evidence.hi
    if x.is_integer or not is_continuous(equation) or x in constants_of(goal.definitions):
        raise Rejected("the two sides must be continuous in a real variable by their form")
    clean = goal.without(x)
    for point, op, proof in ((lo, "<=", evidence.low), (hi, ">=", evidence.high)):
        placed = put_in(equation, {x: Num(point)})
        check(clean.claiming(Relation(op, placed.left, placed.right)), proof, trail)
    inside = clean.suppose(Relation("<=", Num(min(lo, hi)), x), Relation("<=", x, Num(max(lo, hi))))
    for side in (equation.left, equation.right):
        check_defined(inside, side, trail)
    for part, proof in zip(others, evidence.others, strict=True):
        check(inside.claiming(part), proof, trail)
