"""Means over a normal variable, and integrals of polynomials times exponentials of quadratics.

``mean_by_density`` cuts the real line where a choice in the body changes, resolves the choices on each piece, and
integrates there.  Primitives are closed by the error function,

    int exp(-a (x - m)^2) dx = sqrt(pi/(4 a)) erf(sqrt(a) (x - m)),
    int x^k exp(q) dx        = -x^(k-1) exp(q)/(2 a) + b/(2 a) int x^(k-1) exp(q) + (k-1)/(2 a) int x^(k-2) exp(q)

for q = -a x^2 + b x + c with a > 0, normalised to vanish at the infinite end of a half-line.
Undecided: bodies that are no such sums on some piece, cuts that are not rational, pieces on which the body changes
its sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

from gradcheck.kernel.evidence import ByDensity, DensityPiece, Evidence
from gradcheck.kernel.goal import Goal, mentions
from gradcheck.kernel.rules.analysis import between, is_infinite
from gradcheck.kernel.rules.expectation import normal_density, normal_variable
from gradcheck.kernel.rules.limits import replace_terms
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.random import Expectation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Const, Integral, Neg, Num, Symbol, Term, Where, as_term
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.tactic import Search

INFINITY = Const("oo")
MAX_POWER = 8


def mean_by_density(goal: Goal, search: Search) -> Iterator[Evidence | None]:
    """Prove E g(Z) = c for a normal Z, through the integrals of g times the density."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.op != "=" or not isinstance(claim.left, Expectation) or goal.rewrites:
        return
    if not any(isinstance(node, Where) for node in walk(claim.left.body)):
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
    z, x = normal_variable(goal, claim.left), _new(goal)
    body = replace_terms(claim.left.body, {z: x})
    ends = [Neg(INFINITY), *map(Num, sorted(_cuts(body, x))), INFINITY]
    pieces = []
    for lo, hi in pairwise(ends):
        piece = _piece(goal, search, (x, lo, hi), body, normal_density(x, z.law))
        if piece is None:
            return None
        pieces.append(piece)
    return x, pieces


def _new(goal: Goal) -> Symbol:
    name = "x"
    while any(mentions(node, Symbol(name)) for node in (goal.claim, *goal.hypotheses, *goal.definitions)):
        name += "'"
    return Symbol(name)


def _cuts(body: Term, x: Symbol) -> set[Fraction]:
    """Return the numbers with which x is compared; 0 if there is none."""
    found = set()
    for node in walk(body):
        if isinstance(node, Where):
            for one, other in (
                (node.condition.left, node.condition.right),
                (node.condition.right, node.condition.left),
            ):
                if one is x and isinstance(other, Num):
                    found.add(other.value)
    return found or {Fraction(0)}


def _piece(
    goal: Goal, search: Search, place: tuple[Symbol, Term, Term], body: Term, density: Term
) -> DensityPiece | None:
    x, lo, hi = place
    integrand = resolve(body, x, _inside(lo, hi)) * density
    primitive = primitive_of(Integral(integrand, x, lo, hi))
    if primitive is None:
        return None
    parts = [as_term(0) if is_infinite(end) else replace_symbols(primitive, {x: end}) for end in (hi, lo)]
    value = parts[0] - parts[1]
    inside = goal.suppose(*between(x, lo, hi))
    same = search.sub(inside.claiming(Relation("=", body * density, integrand)))
    integral = search.sub(goal.claiming(Relation("=", Integral(integrand, x, lo, hi), value)))
    if same is None or integral is None:
        return None
    for sign, op in (("+", ">="), ("-", "<=")):
        signed = search.sub(inside.claiming(Relation(op, integrand, as_term(0))))
        if signed is not None:
            return DensityPiece(lo, hi, integrand, sign, value, same, signed, integral)
    return None


def _inside(lo: Term, hi: Term) -> Fraction:
    """Return a number between the ends."""
    if isinstance(lo, Num):
        return (lo.value + hi.value) / 2 if isinstance(hi, Num) else lo.value + 1
    return hi.value - 1 if isinstance(hi, Num) else Fraction(0)


def resolve(body: Any, x: Symbol, sample: Fraction) -> Any:
    """Return the body with every choice by a comparison of x with a number taken as it is at the sample."""
    if isinstance(body, tuple):
        return tuple(resolve(part, x, sample) for part in body)
    if not isinstance(body, Node):
        return body
    if isinstance(body, Where):
        sides = [replace_symbols(side, {x: Num(sample)}) for side in (body.condition.left, body.condition.right)]
        if all(isinstance(side, Num) for side in sides):
            left, right = (side.value for side in sides)
            true = {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right,
                    "=": left == right, "!=": left != right}[body.condition.op]  # fmt: skip
            return resolve(body.then if true else body.otherwise, x, sample)
    return type(body)(*(resolve(getattr(body, name), x, sample) for name in body.fields))


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
    if quadratic.degree() != 2 or power > MAX_POWER:
        return None
    minus_a, b, c = quadratic.all_coeffs()
    a = -minus_a
    if not a.is_positive:
        return None
    exponential = sympy.exp(exponent)
    centre = sympy.exp(sympy.expand(c + b**2 / (4 * a))) * sympy.sqrt(sympy.pi / (4 * a))
    found = [centre * (sympy.erf(sympy.sqrt(a) * (x - b / (2 * a))) - end)]
    for k in range(1, power + 1):
        step = -(x ** (k - 1)) * exponential / (2 * a) + b / (2 * a) * found[k - 1]
        found.append(step + (k - 1) / (2 * a) * found[k - 2] if k > 1 else step)
    return coefficient * found[power]
