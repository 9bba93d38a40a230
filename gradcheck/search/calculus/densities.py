"""Means over one variable with a density, by integrals over pieces of its range.

The range is cut where a choice in the body changes, and at 0 where the body has a modulus; on each piece the choices
are resolved, and the body times the density is integrated: sums of powers times exponentials of quadratics by the
primitives of ``gaussian``, whatever else by those that SymPy proposes, with their limits at the ends.

Undecided: more than one cut that is no rational number, pieces on which the body changes its sign, and integrals
without a primitive.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice, pairwise
from typing import Any

from gradcheck.kernel.definedness.conditions import between
from gradcheck.kernel.evidence import ByDensity, DensityPiece, Evidence
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.kernel.rules.expectation import continuous_variable, density
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.substitution import replace_symbols, replace_terms
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Div,
    Integral,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    Where,
    as_term,
    free_symbols,
)
from gradcheck.search.calculus.gaussian import primitive_of
from gradcheck.search.calculus.improper import values_of_integral
from gradcheck.search.tactic import Search

MAX_VALUES = 2


def mean_by_density(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove E g(Z) = c for a Z with a density, through the integrals of g times the density."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, Expectation) or goal.rewrites:
        return
    if not any(_is_special(node) for node in walk(claim.left.body)):
        return  # moments of polynomials have a normal form
    if any(isinstance(h, Relation) and claim.left in (h.left, h.right) for h in goal.parts()):
        return  # the mean is known already
    found = pieces_of(goal, search)
    if found is None:
        return
    x, pieces = found
    values = tuple(piece.value for piece in pieces)
    total = search.sub(goal.claiming(Relation("=", sum(values[1:], start=values[0]), claim.right)))
    if total is not None:
        yield ByDensity(x, tuple(pieces), total)


def _is_special(node: Node) -> bool:
    """Whether a mean over the node has perhaps no normal form."""
    if isinstance(node, Pow):
        return not isinstance(node.exponent, Num) or node.exponent.value < 0 or node.exponent.value.denominator > 1
    return isinstance(node, Where | Apply | Div)


def pieces_of(goal: Goal, search: Search) -> tuple[Symbol, list[DensityPiece]] | None:
    """Return the mean on the left of the goal as integrals with known values, with their variable."""
    claim = goal.claim
    if not isinstance(claim, Relation) or not isinstance(claim.left, Expectation):
        return None
    z, x = continuous_variable(goal, claim.left), _new(goal)
    body = replace_terms(claim.left.body, {z: x})
    choices = with_choices(body, x)
    likelihood, first, last, _ = density(x, z.law)
    cuts = _cuts(choices, x, first, last)
    if cuts is None:
        return None
    pieces = []
    for lo, hi in pairwise((first, *cuts, last)):
        piece = _piece(goal, search, (x, lo, hi), resolve(choices, x, lo, hi), body, likelihood)
        if piece is None:
            return None
        pieces.append(piece)
    return x, pieces


def _new(goal: Goal) -> Symbol:
    name = "x"
    while any(mentions(node, Symbol(name)) for node in (goal.claim, *goal.hypotheses, *goal.definitions)):
        name += "'"
    return Symbol(name)


def _cuts(body: Term, x: Symbol, first: Term, last: Term) -> list[Term] | None:
    """Return the terms with which x is compared, in order, as far as they are known to lie outside of the range;
    None where their order is not known; 0 if there is none on the real line.
    """
    found: dict[Term, None] = {}
    for node in walk(body):
        if isinstance(node, Where):
            left, right = node.condition.left, node.condition.right
            for one, other in ((left, right), (right, left)):
                if one is x and not mentions(other, x):
                    found[other] = None
    numbers = sorted(cut.value for cut in found if isinstance(cut, Num))
    numbers = [cut for cut in numbers if not (isinstance(first, Num) and cut <= first.value)]
    numbers = [cut for cut in numbers if not (isinstance(last, Num) and cut >= last.value)]
    others = [cut for cut in found if not isinstance(cut, Num)]
    if len(others) > 1 or (others and numbers):
        return None
    line = is_infinite(first) and is_infinite(last)
    return others or [Num(cut) for cut in numbers or ([Fraction(0)] if line else [])]


def _piece(
    goal: Goal, search: Search, place: tuple[Symbol, Term, Term], there: Term, body: Term, likelihood: Term
) -> DensityPiece | None:
    x, lo, hi = place
    integrand = there * likelihood
    whole = Integral(integrand, x, lo, hi)
    inside = goal.suppose(*between(x, lo, hi))
    same = search.sub(inside.claiming(Relation("=", body * likelihood, integrand)))
    if same is None:
        return None
    for value in _values(whole, goal, search):
        integral = search.sub(goal.claiming(Relation("=", whole, value)))
        if integral is not None:
            break
    else:
        return None
    for sign, op in (("+", ">="), ("-", "<=")):
        signed = search.sub(inside.claiming(Relation(op, integrand, as_term(0))))
        if signed is not None:
            return DensityPiece(lo, hi, integrand, sign, value, same, signed, integral)
    return None


def _values(whole: Integral, goal: Goal, search: Search) -> Iterator[Term]:
    """Yield what the integral may be."""
    primitive = primitive_of(whole)
    if primitive is None and not _has_hard_function(whole.body):
        yield from islice(values_of_integral(whole, goal, search), MAX_VALUES)
    if primitive is None:
        return
    parts = [as_term(0) if is_infinite(end) else replace_symbols(primitive, {whole.variable: end})
             for end in (whole.hi, whole.lo)]  # fmt: skip
    yield parts[0] - parts[1]


def _has_hard_function(body: Node) -> bool:
    """Whether SymPy would look for a primitive in vain, for seconds: of a Gaussian, or of a function of the sigmoid."""
    plain = ("log", "sqrt", "abs", "sign", "sin", "cos")
    for part in walk(body):
        if isinstance(part, Apply) and part.function == "exp" and any(isinstance(inner, Pow) for inner in walk(part)):
            return True
        if isinstance(part, Apply) and part.function not in (*plain, "exp"):
            return True
    return False


def with_choices(body: Any, x: Symbol) -> Any:
    """Return the body with every modulus of x, x - c or c - x as a choice; relu, max and min stand for moduli."""
    if isinstance(body, tuple):
        return tuple(with_choices(part, x) for part in body)
    if not isinstance(body, Node):
        return body
    if isinstance(body, Apply) and body.function in ("relu", "max", "min") and x in free_symbols(body):
        return with_choices(unfold(body), x)
    if isinstance(body, Apply) and body.function == "abs":
        inner = body.args[0]
        match inner:
            case Symbol() if inner is x:
                return Where(Relation(">", x, as_term(0)), x, -x)
            case Add(terms=(one, Neg(term=other))) if one is x and x not in free_symbols(other):
                return Where(Relation(">", x, other), inner, other - x)
            case Add(terms=(one, Neg(term=other))) if other is x and x not in free_symbols(one):
                return Where(Relation("<", x, one), inner, x - one)
    return type(body)(*(with_choices(getattr(body, name), x) for name in body.fields))


def resolve(body: Any, x: Symbol, lo: Term, hi: Term) -> Any:
    """Return the body with every choice by a comparison of x taken as it is between the ends, of which at most one
    is no number; a choice that is open there stays.
    """
    if isinstance(body, tuple):
        return tuple(resolve(part, x, lo, hi) for part in body)
    if not isinstance(body, Node):
        return body
    if isinstance(body, Where):
        op, left, right = body.condition.op, body.condition.left, body.condition.right
        if right is x:
            op, left, right = CONVERSE[op], right, left
        above = _side(right, lo, hi) if left is x else 0
        if above:
            return resolve(body.then if op[0] == ("!" if op == "!=" else ">" if above > 0 else "<") else body.otherwise,
                           x, lo, hi)  # fmt: skip
    return type(body)(*(resolve(getattr(body, name), x, lo, hi) for name in body.fields))


def _side(cut: Term, lo: Term, hi: Term) -> int:
    """Return 1 where all of lo < x < hi lies above the cut, -1 where it lies below, 0 where that is open."""
    if cut is lo or (isinstance(cut, Num) and isinstance(lo, Num) and cut.value <= lo.value):
        return 1
    return -1 if cut is hi or (isinstance(cut, Num) and isinstance(hi, Num) and cut.value >= hi.value) else 0
