"""Means over a normal, uniform or exponential variable by its density.

    E g(Z) = integral of g(x) f(x) dx

    Z ~ Normal(m, v), v > 0         f(x) = exp(-(x - m)^2/(2 v)) / sqrt(2 pi v)    on the real line
    Z ~ Uniform(a, b), a < b        f(x) = 1/(b - a)                               on a < x < b
    Z ~ Exponential(r), r > 0       f(x) = r exp(-r x)                             on x > 0

when the integral converges absolutely (Billingsley, Probability and Measure, 3rd ed., theorem 16.13).  The range is cut
into open intervals, perhaps empty ones, on each of which the integrand is proved to keep its sign; there a finite
improper integral is an absolutely convergent one, and the finitely many points between them have measure 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import pairwise
from typing import Any

from gradcheck.algebra.randomness import random_names
from gradcheck.algebra.signs import NONNEGATIVE, POSITIVE
from gradcheck.kernel.definedness.conditions import between
from gradcheck.kernel.definedness.judgement import check_defined
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.equality import has_sign, relation_of
from gradcheck.kernel.evidence import ByDensity, DensityPiece, Evidence
from gradcheck.kernel.forming import formed
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation, Exponential, Normal, RandomVariable, Uniform, Variance
from gradcheck.language.syntax.substitution import replace_terms
from gradcheck.language.syntax.terms import Add, Apply, Const, Integral, Neg, Symbol, Term, as_term

Check = Callable[[Goal, Evidence, Trail], None]
INFINITY = Const("oo")
WITH_DENSITY = (Exponential, Normal, Uniform)


def density(x: Term, law: Any) -> tuple[Term, Term, Term, Term]:
    """Return the density of a law at x inside of its range, the ends of that, and what has to be positive."""
    match law:
        case Exponential(rate=rate):
            return rate * Apply("exp", (-rate * x,)), as_term(0), INFINITY, rate
        case Uniform(lo=lo, hi=hi):
            return as_term(1) / (hi - lo), lo, hi, hi - lo
    bell = Apply("exp", (-((x - law.mean) ** 2) / (2 * law.variance),))
    return bell / Apply("sqrt", (2 * Const("pi") * law.variance,)), Neg(INFINITY), INFINITY, law.variance


def continuous_variable(goal: Goal, term: Expectation) -> RandomVariable:
    """Return the only random variable of the mean: a scalar with a density whose law is not random."""
    names = random_names(term.body, goal.definitions, averaged=True)
    found = [node for node in walk(term.body) if isinstance(node, RandomVariable) and node.name in names]
    if len(names) != 1 or len(set(found)) != 1 or found[0].sides or not isinstance(found[0].law, WITH_DENSITY):
        raise Rejected("the mean is not over one scalar with a density")
    if random_names(found[0].law, goal.definitions, averaged=True):
        raise Rejected("the law of the variable is random itself")
    return found[0]


def check_density(goal: Goal, evidence: ByDensity, trail: Trail, check: Check) -> None:
    """Check E g(Z) = c, piece by piece."""
    claim = relation_of(goal)
    if claim.op != "=" or not isinstance(claim.left, Expectation) or claim.left.shape or goal.rewrites:
        raise Rejected("the rule proves mean = value for a scalar")
    z, x = continuous_variable(goal, claim.left), evidence.variable
    nodes = (claim, *goal.hypotheses, *goal.definitions)
    if x.sort != "real" or any(mentions(node, x) for node in nodes):
        raise Rejected("the variable of the density is not a new real symbol")
    if any(isinstance(part, Expectation | Variance) for part in walk(claim.left.body)):
        raise Rejected("a mean inside of the mean is a number, not a function of the variable")
    body = formed(partial(replace_terms, claim.left.body, {z: x}))
    if random_names(body, goal.definitions, averaged=True):
        raise Rejected("the mean depends on the variable in a hidden way")
    likelihood, lo, hi, positive = density(x, z.law)
    if not has_sign(goal, positive, POSITIVE, trail):
        raise Rejected("the law has a density only if its variance, length or rate is positive")
    _check_cuts(goal, evidence.pieces, (lo, hi), x, trail)
    for piece in evidence.pieces:
        inside = goal.suppose(*between(x, piece.lo, piece.hi))
        check(inside.claiming(Relation("=", body * likelihood, piece.integrand)), piece.same, trail)
        op = {"+": ">=", "-": "<="}.get(piece.sign)
        if op is None:
            raise Rejected("the sign of a piece is '+' or '-'")
        check(inside.claiming(Relation(op, piece.integrand, as_term(0))), piece.signed, trail)
        integral = Integral(piece.integrand, x, piece.lo, piece.hi)
        check(goal.claiming(Relation("=", integral, piece.value)), piece.integral, trail)
    trail.rest_on("density")
    values = tuple(piece.value for piece in evidence.pieces)
    total = values[0] if len(values) == 1 else Add(values)
    check(goal.claiming(Relation("=", total, claim.right)), evidence.total, trail)


def _check_cuts(goal: Goal, pieces: tuple[DensityPiece, ...], span: tuple[Term, Term], x: Symbol, trail: Trail) -> None:
    """Check that the pieces cover the range in order, but for the points between them, and contain plain numbers."""
    if not pieces or pieces[0].lo is not span[0] or pieces[-1].hi is not span[1]:
        raise Rejected("the pieces do not cover the range of the law")
    for end in {end: None for piece in pieces for end in (piece.lo, piece.hi) if not is_infinite(end)}:
        check_defined(goal, end, trail)
    if any(one.hi is not other.lo or is_infinite(one.hi) for one, other in pairwise(pieces)):
        raise Rejected("the pieces do not cover the range of the law")
    for piece in pieces:
        length = as_term(0) if is_infinite(piece.lo) or is_infinite(piece.hi) else piece.hi - piece.lo
        if not has_sign(goal, length, NONNEGATIVE, trail):
            raise Rejected("the pieces are not in order")
        for term in (piece.lo, piece.hi, piece.value, piece.integrand):
            if random_names(term, goal.definitions, averaged=True):
                raise Rejected("a piece mentions a random variable")
        if any(mentions(term, x) for term in (piece.lo, piece.hi, piece.value)):
            raise Rejected("an end or a value of a piece mentions the variable")
        if any(isinstance(part, Const) and is_infinite(part) for part in walk(piece.value)):
            raise Rejected("the integral over a piece is not finite")
