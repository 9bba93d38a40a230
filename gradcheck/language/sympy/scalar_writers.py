"""Scalar terms to SymPy, with nothing evaluated.

SymPy has neither quotients nor negatives, but products with powers and with -1.  A number and the sign in front of a
product become one coefficient if nothing is computed by that: ``-2*x/3`` is -2/3 times x, while ``2*3`` and ``2*x/4``
keep their numbers.
"""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import Any

import sympy

from gradcheck.language.sympy.nesting import plain_choice
from gradcheck.language.sympy.places import for_sympy
from gradcheck.language.sympy.tables import ASSUMPTIONS, HEADS, RELATIONS, SIDES
from gradcheck.language.sympy.unevaluated import kept
from gradcheck.language.sympy.unsayable import unsayable
from gradcheck.language.sympy.writers import write, writes
from gradcheck.language.syntax import terms
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.terms import Apply, Div, Mul, Neg, Num, Pow, Symbol, Term
from gradcheck.language.syntax.uninterpreted import Uninterpreted

ARGUMENT = sympy.Symbol("xi", real=True)  # where an arbitrary function is differentiated before its argument is put in


@writes(Num)
def _number(term: Num) -> Any:
    return rational(term.value)


def rational(value: Fraction) -> Any:
    """Return the number of SymPy."""
    return sympy.Rational(value.numerator, value.denominator)


@writes(terms.Const)
def _constant(term: terms.Const) -> Any:
    return sympy.pi if term.name == "pi" else sympy.oo


@writes(Symbol)
def _symbol(term: Symbol) -> Any:
    return sympy.Symbol(term.name, **ASSUMPTIONS[term.sort])


@writes(terms.Add)
def _sum(term: terms.Add) -> Any:
    return sympy.Add(*map(write, term.terms), evaluate=False)


@writes(Neg, Mul, Div)
def _product(term: Term) -> Any:
    if isinstance(term, Neg) and term.term is terms.Const("oo"):
        return -sympy.oo
    return product(term)[0]


@writes(Pow)
def _power(term: Pow) -> Any:
    return sympy.Pow(write(term.base), write(term.exponent), evaluate=False)


@writes(Apply)
def _function(term: Apply) -> Any:
    head = HEADS.get(term.function)
    if head is sympy.sqrt:
        return sympy.Pow(write(term.args[0]), sympy.Rational(1, 2), evaluate=False)
    if head in (sympy.Max, sympy.Min):
        return kept(head, *map(write, _chained(term.function, term)))
    if head is not None:
        return head(*map(write, term.args), evaluate=False)
    return write(_unfolded(term))


def _unfolded(term: Apply) -> Term:
    """Return the definition of a function that SymPy does not have."""
    definition = unfold(term)
    if definition is None:
        raise unsayable(term, f"it has no function {term.function}")
    return definition


def _chained(name: str, term: Term) -> list[Term]:
    """Return the arguments of max(max(a, b), c), which SymPy has in one."""
    if not isinstance(term, Apply) or term.function != name:
        return [term]
    return [part for arg in term.args for part in _chained(name, arg)]


@writes(terms.Where)
def _cases(term: terms.Where) -> Any:
    cases: list[tuple[Any, Any]] = []
    rest = plain_choice(term)
    while isinstance(rest, terms.Where):
        relation = rest.condition
        condition = RELATIONS[relation.op](write(relation.left), write(relation.right), evaluate=False)
        cases.append((write(rest.then), condition))
        rest = plain_choice(rest.otherwise)
    return write(rest) if not cases else sympy.Piecewise(*cases, (write(rest), True), evaluate=False)


@writes(terms.Sum)
def _series(term: terms.Sum) -> Any:
    term = for_sympy(term)
    return sympy.Sum(write(term.body), (write(term.index), write(term.lo), write(term.hi)))


@writes(terms.Integral)
def _integral(term: terms.Integral) -> Any:
    return sympy.Integral(write(term.body), (write(term.variable), write(term.lo), write(term.hi)))


@writes(terms.Limit)
def _limit(term: terms.Limit) -> Any:
    at = write(term.point)
    side = "+" if at in (sympy.oo, -sympy.oo) else SIDES[term.side]
    return sympy.Limit(write(term.body), write(term.variable), at, side)


@writes(terms.Derivative)
def _derivative(term: terms.Derivative) -> Any:
    return derivative(write(term.body), write(term.variable), term)


def derivative(body: Any, variable: Any, term: Term) -> Any:
    """Return the derivative, with those of the body before it, innermost first."""
    if not getattr(variable, "_diff_wrt", False):
        raise unsayable(term, f"one derives by a symbol, not by {variable}")
    inside: tuple[Any, ...] = body.args if isinstance(body, sympy.Derivative) else (body,)
    body, *counts = inside
    if counts and counts[-1][0] == variable:
        counts[-1] = sympy.Tuple(variable, counts[-1][1] + 1)
    else:
        counts.append(sympy.Tuple(variable, 1))
    return kept(sympy.Derivative, body, *counts)


@writes(Sequence)
def _member(term: Sequence) -> Any:
    return sympy.Function(term.name)(write(term.index), *map(write, term.parameters))


@writes(Uninterpreted)
def _arbitrary(term: Uninterpreted) -> Any:
    function, at = sympy.Function(term.name), write(term.argument)
    if not term.order:
        return function(at)
    if isinstance(at, sympy.Symbol):
        return sympy.Derivative(function(at), (at, term.order))
    return sympy.Subs(sympy.Derivative(function(ARGUMENT), (ARGUMENT, term.order)), ARGUMENT, at)


def product(term: Term) -> tuple[Any, Term | None]:
    """Return the scalar that a product, quotient or negative is made of, and the array that it scales, if any."""
    above: list[Term] = []
    below: list[Term] = []
    negative = _collect(term, above, below)
    arrays = [factor for factor in above if factor.shape]
    coefficient, above, below = _coefficient(negative, [factor for factor in above if not factor.shape], below)
    factors = [*coefficient, *map(write, above), *map(_reciprocal, below)]
    scalar = sympy.Mul(*factors, evaluate=False) if len(factors) > 1 else factors[0] if factors else sympy.Integer(1)
    return scalar, arrays[0] if arrays else None


def _collect(term: Term, above: list[Term], below: list[Term], negative: bool = False) -> bool:
    """Collect the factors above and below the bar; whether there is a minus in front.  A second minus stays inside."""
    match term:
        case Neg(term=inner) if not negative and not isinstance(inner, Neg):
            return _collect(inner, above, below, True)
        case Neg(term=inner) if not negative:
            above.append(inner)
            return True
        case Mul(factors=factors):
            for factor in factors:
                negative = _collect(factor, above, below, negative)
        case Div(numerator=numerator, denominator=denominator):
            if numerator is not Num(Fraction(1)):
                negative = _collect(numerator, above, below, negative)
            below += denominator.factors if isinstance(denominator, Mul) else (denominator,)
        case Apply(function=name) if name not in HEADS and not term.shape:
            return _collect(_unfolded(term), above, below, negative)
        case _:
            above.append(term)
    return negative


def _coefficient(negative: bool, above: list[Term], below: list[Term]) -> tuple[list[Any], list[Term], list[Term]]:
    """Return the number in front, if there is one, and the other factors above and below the bar."""
    over = [factor.value for factor in above if isinstance(factor, Num)]
    under = [factor.value for factor in below if isinstance(factor, Num)]
    if len(over) <= 1 and len(under) <= 1 and (over or under) and _is_reduced(negative, over, under, len(above) == 1):
        number = (over or [Fraction(1)])[0] / (under or [Fraction(1)])[0]
        above, below = ([part for part in parts if not isinstance(part, Num)] for parts in (above, below))
        return [rational(-number if negative else number)], above, below
    return [sympy.Integer(-1)] if negative else [], above, below


def _is_reduced(negative: bool, over: list[Fraction], under: list[Fraction], alone: bool) -> bool:
    """Whether two numbers are the numerator and denominator of their quotient; 0 and 1 are none unless ``alone``."""
    if over and ((over[0] in (0, 1) and not alone) or (negative and over[0] < 0)):
        return False
    if not under:
        return True
    whole = under[0].denominator == 1 and under[0] > 1
    return whole and (not over or (over[0].denominator == 1 and gcd(int(over[0]), int(under[0])) == 1))


def _reciprocal(term: Term) -> Any:
    """Return 1 over a factor; that of a power with a positive exponent is a power with a negative one."""
    made = write(term)
    if isinstance(term, Pow | Apply) and isinstance(made, sympy.Pow):
        base, exponent = made.args
        if isinstance(exponent, sympy.Rational) and exponent > 0 and exponent != 1:
            return sympy.Pow(base, -exponent, evaluate=False)
    return sympy.Pow(made, -1, evaluate=False)
