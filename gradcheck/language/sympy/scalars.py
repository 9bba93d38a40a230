"""Scalar expressions of SymPy to terms.

``from_sympy`` keeps every argument that SymPy kept; entries are counted from 1 here and from 0 there, an n by 1 matrix
becomes a vector, and ``w.T*w`` an inner product.

Refuses, with a TypeError that says why: floats (write a Rational), complex numbers, nan and infinities (but as bounds
and limit points), symbols whose assumptions have no sort (state x > 0 as an assumption), Dummy symbols, undefined and
unknown functions, cases without an otherwise, indefinite integrals, infinite sums, and matrices whose sides are neither
numbers nor positive integer symbols.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from gradcheck.language.sympy.tables import ASSUMPTIONS, NAMES, OPERATORS
from gradcheck.language.syntax.arrays import is_integer
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Integral,
    Limit,
    Mul,
    Neg,
    Num,
    Pow,
    Sum,
    Symbol,
    Term,
    Where,
)

Bound = dict[Any, Symbol]
OTHERS: list[Callable[[Any, Bound], Term | None]] = []  # what is no expression of scalars alone; ``matrices`` is one


def scalar_from_sympy(expr: Any, bound: Bound) -> Term:
    """Return the scalar term of an expression in which the symbols of ``bound`` are bound."""
    if isinstance(expr, sympy.Number):
        return _number(expr)
    if isinstance(expr, sympy.Symbol):
        return bound[expr] if expr in bound else symbol_from_sympy(expr)
    if expr is sympy.pi:
        return Const("pi")
    if expr is sympy.E:
        return Apply("exp", (Num(Fraction(1)),))
    for head, convert in CONVERTERS.items():
        if isinstance(expr, head):
            return convert(expr, bound)
    if type(expr) in NAMES:
        first, *others = (scalar_from_sympy(arg, bound) for arg in _ordered(expr))
        if type(expr) not in (sympy.Max, sympy.Min):
            return Apply(NAMES[type(expr)], (first, *others))
        for other in others:
            first = Apply(NAMES[type(expr)], (first, other))
        return first
    if isinstance(expr, AppliedUndef):
        raise TypeError(f"{expr} is an undefined function; use a sequence or a symbol")
    if expr is sympy.I:
        raise TypeError("I is complex, and terms are real")
    for convert_other in OTHERS:
        found = convert_other(expr, bound)
        if found is not None:
            return found
    raise TypeError(f"{type(expr).__name__} of SymPy has no counterpart in the language")


def _ordered(expr: Any) -> tuple[Any, ...]:
    unordered = isinstance(expr, sympy.Max | sympy.Min)
    return tuple(sorted(expr.args, key=sympy.default_sort_key)) if unordered else tuple(expr.args)


def _number(expr: Any) -> Term:
    if isinstance(expr, sympy.Float):
        raise TypeError(f"{expr} is a float and not exact; write Rational({str(expr)!r}) or rational({str(expr)!r})")
    if not isinstance(expr, sympy.Rational):
        raise TypeError(f"{expr} is not a real number; infinity stands only as a bound or as the point of a limit")
    return Num(Fraction(int(expr.p), int(expr.q)))


def symbol_from_sympy(expr: Any) -> Symbol:
    """Return the symbol of the same name whose sort is exactly what SymPy assumes; a bare symbol is real."""
    if type(expr) is not sympy.Symbol:
        raise TypeError(f"{expr} is a {type(expr).__name__} and has no lasting name; use a Symbol")
    if expr.assumptions0 == sympy.Symbol(expr.name).assumptions0:
        return Symbol(expr.name, "real")
    for sort, assumed in ASSUMPTIONS.items():
        if expr.assumptions0 == sympy.Symbol(expr.name, **assumed).assumptions0:
            return Symbol(expr.name, sort)
    extra = " and ".join(sorted(str(name) for name, value in getattr(expr, "_assumptions_orig", {}).items() if value))
    raise TypeError(f"that {expr} is {extra} would be lost; make it a real symbol and state that as an assumption")


def _sum(expr: Any, bound: Bound) -> Term:
    parts = [scalar_from_sympy(arg, bound) for arg in expr.as_ordered_terms()]
    return Add(
        tuple(Neg(Num(-p.value)) if k and isinstance(p, Num) and p.value < 0 else p for k, p in enumerate(parts))
    )


def _product(expr: Any, bound: Bound) -> Term:
    """Return a product: numbers in front, powers with negative rational exponents below the bar,
    others in SymPy's order.
    """
    above: list[Term] = []
    below: list[Term] = []
    negative = False
    for factor in expr.args:
        if isinstance(factor, sympy.Rational):
            negative ^= bool(factor < 0)
            above += [_number(sympy.Integer(abs(factor.p)))] if abs(factor.p) != 1 else []
            below += [_number(sympy.Integer(factor.q))] if factor.q != 1 else []
        elif isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and factor.exp < 0:
            below.append(_power(factor.base, -factor.exp, bound))
        else:
            above.append(scalar_from_sympy(factor, bound))
    top = _times(above)
    term = Div(top, _times(below)) if below else top
    return Neg(term) if negative else term


def _times(parts: list[Term]) -> Term:
    return parts[0] if len(parts) == 1 else Mul(tuple(parts)) if parts else Num(Fraction(1))


def _power(base: Any, exponent: Any, bound: Bound) -> Term:
    if exponent == 1:
        return scalar_from_sympy(base, bound)
    if exponent == sympy.Rational(1, 2):
        return Apply("sqrt", (scalar_from_sympy(base, bound),))
    return Pow(scalar_from_sympy(base, bound), scalar_from_sympy(exponent, bound))


def _pow(expr: Any, bound: Bound) -> Term:
    base, exponent = expr.args
    if base is sympy.E:
        return Apply("exp", (scalar_from_sympy(exponent, bound),))
    if isinstance(exponent, sympy.Rational) and exponent < 0:
        return Div(Num(Fraction(1)), _power(base, -exponent, bound))
    return _power(base, exponent, bound)


def _piecewise(expr: Any, bound: Bound) -> Term:
    *cases, (otherwise, last) = expr.args
    if last != sympy.true:
        raise TypeError("a Piecewise needs a last case with the condition True")
    term = scalar_from_sympy(otherwise, bound)
    for value, condition in reversed(cases):
        if not isinstance(condition, Relational):
            raise TypeError(f"the case {condition} of a Piecewise is not one relation")
        sides = [scalar_from_sympy(side, bound) for side in condition.args]
        term = Where(Relation(OPERATORS[type(condition)], *sides), scalar_from_sympy(value, bound), term)
    return term


def _end(expr: Any, bound: Bound) -> Term:
    if expr is sympy.oo or expr is -sympy.oo:
        return Const("oo") if expr is sympy.oo else Neg(Const("oo"))
    return scalar_from_sympy(expr, bound)


def _over_limits(expr: Any, bound: Bound) -> Term:
    """Return a Sum or an Integral: the first limits are the innermost,
    and their ends may use the variables further out.
    """
    summed = isinstance(expr, sympy.Sum)
    inner: Bound = dict(bound)
    ends: list[tuple[Symbol, Term, Term]] = []
    for limits in reversed(expr.limits):
        if len(limits) != 3:
            raise TypeError(f"{expr} has no bounds; give both")
        variable, lo, hi = limits
        low, high = _end(lo, inner), _end(hi, inner)
        if summed and not (is_integer(low) and is_integer(high)):
            raise TypeError(f"the bounds of {expr} must be finite integers; declare symbols with integer=True")
        symbol = symbol_from_sympy(variable)
        inner[variable] = Symbol(symbol.name, "integer") if summed and not symbol.is_integer else symbol
        ends.append((inner[variable], low, high))
    body = scalar_from_sympy(expr.function, inner)
    for name, low, high in reversed(ends):
        body = Sum(body, name, low, high) if summed else Integral(body, name, low, high)
    return body


def _derivative(expr: Any, bound: Bound) -> Term:
    term = scalar_from_sympy(expr.expr, bound)
    for variable in expr.variables:
        by = scalar_from_sympy(variable, bound)
        if not isinstance(by, Symbol):
            raise TypeError(f"a derivative is by a symbol, not by {variable}")
        term = Derivative(term, by)
    return term


def _limit(expr: Any, bound: Bound) -> Term:
    body, variable, point, side = expr.args
    symbol = symbol_from_sympy(variable)
    word = "" if point.is_infinite or str(side) == "+-" else str(side)
    return Limit(scalar_from_sympy(body, {**bound, variable: symbol}), symbol, _end(point, bound), word)


CONVERTERS: dict[Any, Callable[[Any, Bound], Term]] = {
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _pow,
    sympy.Piecewise: _piecewise,
    sympy.Sum: _over_limits,
    sympy.Integral: _over_limits,
    sympy.Derivative: _derivative,
    sympy.Limit: _limit,
}
