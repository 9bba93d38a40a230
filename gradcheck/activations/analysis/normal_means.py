"""Closed forms of E f(z), E f(z)^2 and E f'(z)^2 for z ~ N(0, q), proved by the kernel from the density.

The integral over each smooth piece has a primitive in exp and erf where f is made of polynomials and exponentials
there: relu, leaky relu, elu, selu, clipped lines, steps, polynomials.  What is proved:

    f = f_k on each piece (and d f_k/dx = g_k for the derivative),    E where(z < c_1, ..) = the value;
    f(-x) = -f(x) for all x, with which E f(z) = 0, if that mean exists at all.

Undecided (None) for all else, and where no proof is found.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.activations.analysis.pieces import Activation, Piece, X, values_agree
from gradcheck.algebra.ring_cache import keeping_rings
from gradcheck.balls.exact import exact_jet
from gradcheck.balls.series import Undefined
from gradcheck.kernel.evidence import ByDensity, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.random import Expectation, Normal, RandomVariable
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Derivative,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    Where,
    as_term,
    free_symbols,
    number_of,
)
from gradcheck.runtime.mishaps import sympy_at_work
from gradcheck.search.calculus.densities import pieces_of
from gradcheck.search.calculus.differentiate import derivative
from gradcheck.search.calculus.gaussian import MAX_POWER
from gradcheck.search.tactics import new_search, search_proof


def prove_normal_mean(function: Activation, order: int, power: int, variance: Term) -> Term | None:
    """Return a term without symbols that the kernel proves to be E f^(order)(z)^power for z ~ N(0, variance);
    or None.
    """
    z = RandomVariable("z", (), Normal(as_term(0), variance))
    if order == 0 and power == 1 and is_odd(function):
        return as_term(0)
    pieces = _pieces(function, order)
    if pieces is None or not all(_has_primitive(term) for term in pieces):
        return None
    powers = [closed_power(_at(term, z), power) for term in pieces]
    body = powers[-1]
    for cut, term in zip(function.cuts[::-1], powers[-2::-1], strict=True):
        body = Where(Relation("<", z, Num(cut)), term, body)
    if z not in walk(body):
        return simplified(body)
    return _by_density(Expectation(body))


def is_odd(function: Activation) -> bool:
    """Whether f(-x) = -f(x) for all x, as the kernel confirms; then f(z) and -f(z) have one law, for z as for -z."""
    mirrored, opposite = replace_symbols(function.formula, {X: -X}), -function.formula
    points = (Fraction(1, 3), Fraction(2))  # the search for a proof of a false claim takes long
    return values_agree(mirrored, opposite, points) and proved(Relation("=", mirrored, opposite))


def _has_primitive(term: Term) -> bool:
    """Whether the term is made of polynomials and exponentials in x, so that it is worth the search."""
    for node in walk(term):
        if not isinstance(node, Term) or X not in free_symbols(node):
            continue
        if isinstance(node, Div) and X in free_symbols(node.denominator):
            return False
        if isinstance(node, Pow):
            exponent = number_of(node.exponent)
            if exponent is None or exponent.denominator != 1 or not 0 <= exponent <= MAX_POWER:
                return False
        if not isinstance(node, Add | Mul | Neg | Div | Pow | Symbol) and not (
            isinstance(node, Apply) and node.function == "exp"
        ):
            return False
    return True


@keeping_rings()
def _by_density(mean: Expectation) -> Term | None:
    """Return the value of the mean, in the shortest form for which the kernel has a proof."""
    try:
        found = pieces_of(Goal(Relation("=", mean, mean)), new_search())
    except Rejected:
        return None
    if found is None:
        return None
    x, parts = found
    values = tuple(part.value for part in parts)
    total = sum(values[1:], start=values[0])
    for candidate in _shorter(total):
        goal = Goal(Relation("=", mean, candidate))
        same = search_proof(goal.claiming(Relation("=", total, candidate)), new_search())
        if same is not None and _accepted(goal, ByDensity(x, tuple(parts), same)):
            return candidate
    return None


def closed_power(term: Term, power: int) -> Term:
    """Return the power; for a plain number, its value."""
    value = number_of(term)
    return Num(value**power) if value is not None else term if power == 1 else Pow(term, as_term(power))


def simplified(term: Term) -> Term:
    """Return a shorter term of the same value, as the kernel confirms; else the term itself."""
    return next((other for other in _shorter(term) if proved(Relation("=", term, other))), term)


def _shorter(term: Term) -> list[Term]:
    """Return forms that SymPy proposes, shortest first, and the term itself."""
    import sympy

    from gradcheck.language.sympy.computing import scalar_to_sympy
    from gradcheck.language.sympy.reading import from_sympy

    found = {}
    with sympy_at_work():
        value: Any = scalar_to_sympy(term)
        for form in (sympy.simplify, sympy.expand, sympy.nsimplify, sympy.radsimp):
            other = from_sympy(form(value))
            found[render_text(other)] = other
    found.setdefault(render_text(term), term)
    return [found[text] for text in sorted(found, key=lambda text: (len(text), text))]


def proved(claim: Proposition, *hypotheses: Proposition) -> bool:
    """Whether the kernel accepts a proof of the claim."""
    goal = Goal(claim, tuple(hypotheses))
    try:
        evidence = search_proof(goal, new_search())
    except Rejected:
        return False
    return evidence is not None and _accepted(goal, evidence)


def _accepted(goal: Goal, evidence: Evidence) -> bool:
    try:
        prove(goal, evidence)
    except Rejected:
        return False
    return True


def _at(term: Term, z: RandomVariable) -> Term:
    return replace_symbols(term, {X: z})


def within(piece: Piece) -> list[Proposition]:
    """Return the conditions that x is in the piece."""
    inside: list[Proposition] = [] if piece.lo is None else [Relation(">", X, Num(piece.lo))]
    return inside if piece.hi is None else [*inside, Relation("<", X, Num(piece.hi))]


def linear_slopes(function: Activation) -> tuple[Fraction, Fraction] | None:
    """Return the rationals (a, b) with f(x) = a x for x < 0 and f(x) = b x for x > 0, as the kernel confirms;
    or None.
    """
    if any(cut != 0 for cut in function.cuts):
        return None
    slopes = []
    for piece, point in ((function.pieces[0], Fraction(-1)), (function.pieces[-1], Fraction(1))):
        try:
            slope = exact_jet(piece.term, X, point, 0)[0] / point
        except Undefined:
            return None
        if not proved(Relation("=", function.formula, Num(slope) * X), *within(piece)):
            return None
        slopes.append(slope)
    return slopes[0], slopes[1]


def slopes_of(function: Activation) -> tuple[Term | None, ...]:
    """Return the derivative on each piece, where the kernel agrees that it is that."""
    found: list[Term | None] = []
    for piece in function.pieces:
        term = derivative(piece.term, X)
        agreed = term is not None and proved(Relation("=", Derivative(piece.term, X), term), *within(piece))
        found.append(term if agreed else None)
    return tuple(found)


def _pieces(function: Activation, order: int) -> list[Term] | None:
    """Return the function, or its derivative, on each piece, where the kernel agrees that it is that."""
    for piece in function.pieces:
        same = Relation("=", function.formula, piece.term)
        if piece.term is not function.formula and not proved(same, *within(piece)):
            return None
    found = slopes_of(function) if order else tuple(piece.term for piece in function.pieces)
    known = [term for term in found if term is not None]
    return known if len(known) == len(found) else None
