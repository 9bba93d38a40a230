"""Means over a variable with a density, and integrals of polynomials times exponentials of quadratics.

``mean_by_density`` cuts the range of the variable where a choice in the body changes, resolves the choices on each
piece, and integrates there.  Primitives are closed by the error function,

    int exp(-a (x - m)^2) dx = sqrt(pi/(4 a)) erf(sqrt(a) (x - m)),
    int x^k exp(q) dx        = -x^(k-1) exp(q)/(2 a) + b/(2 a) int x^(k-1) exp(q) + (k-1)/(2 a) int x^(k-2) exp(q)

for q = -a x^2 + b x + c with a > 0, normalised to vanish at the infinite end of a half-line; for a = 0 by

    int x^k exp(b x + c) dx  = x^k exp(b x + c)/b - k/b int x^(k-1) exp(b x + c),    int x^k dx = x^(k+1)/(k + 1).

Undecided: bodies that are no such sums on some piece, more than one cut that is no rational number, pieces on which the
body changes its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gradcheck.kernel.definedness.conditions import between
from gradcheck.kernel.evidence import ByDensity, DensityPiece, Evidence
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rules.analysis import is_infinite
from gradcheck.kernel.rules.expectation import continuous_variable, density
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.substitution import replace_symbols, replace_terms
from gradcheck.language.syntax.terms import Apply, Integral, Num, Symbol, Term, Where, as_term
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.tactic import Search

MAX_POWER = 8


def mean_by_density(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove E g(Z) = c for a Z with a density, through the integrals of g times the density."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, Expectation) or goal.rewrites:
        return
    if not any(isinstance(node, Where) or (isinstance(node, Apply) and node.function == "exp")
               for node in walk(claim.left.body)):  # fmt: skip
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


def pieces_of(goal: Goal, search: Search) -> tuple[Symbol, list[DensityPiece]] | None:
    """Return the mean on the left of the goal as integrals with known values, with their variable."""
    claim = goal.claim
    if not isinstance(claim, Relation) or not isinstance(claim.left, Expectation):
        return None
    z, x = continuous_variable(goal, claim.left), _new(goal)
    body = replace_terms(claim.left.body, {z: x})
    likelihood, first, last, _ = density(x, z.law)
    cuts = _cuts(body, x, first, last)
    if cuts is None:
        return None
    pieces = []
    for lo, hi in pairwise((first, *cuts, last)):
        piece = _piece(goal, search, (x, lo, hi), resolve(body, x, lo, hi), body, likelihood)
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
    primitive = primitive_of(Integral(integrand, x, lo, hi))
    if primitive is None:
        return None
    parts = [as_term(0) if is_infinite(end) else replace_symbols(primitive, {x: end}) for end in (hi, lo)]
    value = parts[0] - parts[1]
    inside = goal.suppose(*between(x, lo, hi))
    same = search.sub(inside.claiming(Relation("=", body * likelihood, integrand)))
    integral = search.sub(goal.claiming(Relation("=", Integral(integrand, x, lo, hi), value)))
    if same is None or integral is None:
        return None
    for sign, op in (("+", ">="), ("-", "<=")):
        signed = search.sub(inside.claiming(Relation(op, integrand, as_term(0))))
        if signed is not None:
            return DensityPiece(lo, hi, integrand, sign, value, same, signed, integral)
    return None


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


def primitive_of(term: Integral) -> Term | None:
    """Return a primitive of a sum of terms c x^k exp(-a x^2 + b x + c') that vanishes
    at the infinite end of the interval.
    """
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    with sympy_at_work():
        x: Any = scalar_to_sympy(term.variable)
        body: Any = sympy.expand(sympy.powsimp(sympy.expand(scalar_to_sympy(term.body))))
        end = 1 if is_infinite(term.hi) and not is_infinite(term.lo) else -1 if is_infinite(term.lo) else 0
        total: Any = sympy.Integer(0)
        if body == 0:
            return as_term(0)
        for summand in sympy.Add.make_args(body):
            part = _primitive_of_monomial(sympy.powsimp(summand), x, end)
            if part is None:
                return None
            total += part
        return from_sympy(total)
    return None


def _primitive_of_monomial(summand: Any, x: Any, end: int) -> Any:
    import sympy

    coefficient, rest = summand.as_independent(x)
    power, exponent = 0, sympy.Integer(0)
    factors: Any = sympy.Mul.make_args(rest)
    for factor in factors:
        if factor.func is sympy.exp:
            exponent += factor.args[0]
        elif factor.is_Pow and factor.base == x and factor.exp.is_Integer and factor.exp > 0:
            power += int(factor.exp)
        elif factor == x:
            power += 1
        elif factor != 1:
            return None
    quadratic = sympy.Poly(sympy.expand(exponent), x)
    if quadratic.degree() > 2 or power > MAX_POWER:
        return None
    if quadratic.degree() < 2:
        return coefficient * _primitive_of_power(power, quadratic.nth(1), sympy.exp(exponent), x)
    minus_a, b, c = quadratic.all_coeffs()
    a = -minus_a
    if a.is_nonpositive or (a.is_number and not a.is_positive):
        return None  # of another sign that is open, the kernel finds out which it is
    exponential = sympy.exp(exponent)
    centre = sympy.exp(sympy.expand(c + b**2 / (4 * a))) * sympy.sqrt(sympy.pi / (4 * a))
    found = [centre * (sympy.erf(sympy.sqrt(a) * (x - b / (2 * a))) - end)]
    for k in range(1, power + 1):
        step = -(x ** (k - 1)) * exponential / (2 * a) + b / (2 * a) * found[k - 1]
        found.append(step + (k - 1) / (2 * a) * found[k - 2] if k > 1 else step)
    return coefficient * found[power]


def _primitive_of_power(power: int, rate: Any, exponential: Any, x: Any) -> Any:
    if rate == 0:
        return x ** (power + 1) * exponential / (power + 1)
    found: Any = exponential / rate
    for k in range(1, power + 1):
        found = x**k * exponential / rate - k * found / rate
    return found
