"""Scalar expressions of SymPy to terms: numbers, arithmetic, named functions and cases.

Every argument that SymPy kept is kept; a product has powers with negative rational exponents below the bar.

    Heaviside(x)        1 for x > 0, 0 for x < 0, and at 0 its second argument, 1/2 unless another is given
    sinc(x)             sin(x)/x, and 1 at 0
    sec, csc, cot       1/cos, 1/sin, cos/sin
    Piecewise           where(...), with conditions joined by And, Or and Not; it needs a last case that is True

Refused: floats (write a Rational), complex numbers, nan and infinities (but as bounds and limit points), functions that
the language has no name for, and cases without an otherwise.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanAtom

from gradcheck.language.sympy.holding import is_held
from gradcheck.language.sympy.refusals import NoCounterpart, no_counterpart, shown
from gradcheck.language.sympy.symbols import Bound, symbol_from_sympy
from gradcheck.language.sympy.tables import NAMES, OPERATORS
from gradcheck.language.syntax.arrays import MatMul, Norm, Trace, Transpose
from gradcheck.language.syntax.propositions import Relation
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Term, Where, as_term

Converter = Callable[[Any, Bound], Term]
CONVERTERS: dict[Any, Converter] = {}  # by the class in SymPy; the other files of this room add theirs


def scalar_from_sympy(expr: Any, bound: Bound) -> Term:
    """Return the scalar term of an expression in which the symbols of ``bound`` are bound."""
    if expr in bound:
        return bound[expr]
    for kind in type(expr).__mro__:
        if kind in CONVERTERS:
            return CONVERTERS[kind](expr, bound)
    if type(expr) in NAMES:
        first, *others = (scalar_from_sympy(arg, bound) for arg in _ordered(expr))
        if type(expr) not in (sympy.Max, sympy.Min):
            return Apply(NAMES[type(expr)], (first, *others))
        for other in others:
            first = Apply(NAMES[type(expr)], (first, other))
        return first
    if getattr(expr, "is_Matrix", False):
        raise NoCounterpart(
            f"{shown(expr)} is a matrix where a number is needed; a function of each entry is A.applyfunc(f)"
        )
    raise no_counterpart(expr)


def _ordered(expr: Any) -> tuple[Any, ...]:
    unordered = isinstance(expr, sympy.Max | sympy.Min)
    return tuple(sorted(expr.args, key=sympy.default_sort_key)) if unordered else tuple(expr.args)


def _number(expr: Any, _: Bound) -> Term:
    if isinstance(expr, sympy.Float):
        raise NoCounterpart(
            f"{expr} is a float and not exact; write Rational({str(expr)!r}) or rational({str(expr)!r})"
        )
    if not isinstance(expr, sympy.Rational):
        raise NoCounterpart(f"{expr} is not a real number; infinity stands only as a bound or as the point of a limit")
    return Num(Fraction(int(expr.p), int(expr.q)))


def _sum(expr: Any, bound: Bound) -> Term:
    held = is_held() or any(isinstance(arg, sympy.Add) for arg in expr.args)
    parts: list[Term] = []
    for arg in expr.args if held else expr.as_ordered_terms():
        part = scalar_from_sympy(arg, bound)
        parts += part.terms if isinstance(part, Add) and held and not parts else (part,)
    return Add(
        tuple(Neg(Num(-p.value)) if k and isinstance(p, Num) and p.value < 0 else p for k, p in enumerate(parts))
    )


def _product(expr: Any, bound: Bound) -> Term:
    above: list[Term] = []
    below: list[Term] = []
    negative = False
    first, *others = expr.args
    for factor in others if first == 1 else expr.args:  # SymPy itself puts a 1 before what it holds
        if isinstance(factor, sympy.Rational):
            negative ^= bool(factor < 0)
            above += [as_term(abs(int(factor.p)))] if abs(factor.p) != 1 or factor == 1 else []
            below += [as_term(int(factor.q))] if factor.q != 1 else []
        elif isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and factor.exp < 0:
            below.append(_inverted(factor, bound))
        else:
            above.append(scalar_from_sympy(factor, bound))
    top = _times(above)
    term = Div(top, _times(below)) if below else top
    return Neg(term) if negative else term


def _times(parts: list[Term]) -> Term:
    flat = [factor for part in parts for factor in (part.factors if isinstance(part, Mul) else (part,))]
    return flat[0] if len(flat) == 1 else Mul(tuple(flat)) if flat else as_term(1)


def _inverted(expr: Any, bound: Bound) -> Term:
    """Return the base to the positive exponent, for a power with a negative rational one."""
    exponent = Fraction(-int(expr.exp.p), int(expr.exp.q))
    return _power(scalar_from_sympy(expr.base, bound), Num(exponent))


def _power(base: Term, exponent: Term) -> Term:
    if exponent is as_term(1):
        return base
    if exponent is not Num(Fraction(1, 2)):
        return Pow(base, exponent)
    match base:
        case Trace(matrix=MatMul(left=Transpose(matrix=left), right=right)) if left is right:
            return Norm(left)
        case MatMul(left=left, right=right) if left is right:
            return Norm(left)
    return Apply("sqrt", (base,))


def _pow(expr: Any, bound: Bound) -> Term:
    base, exponent = expr.args
    if base is sympy.E:
        return Apply("exp", (scalar_from_sympy(exponent, bound),))
    if isinstance(exponent, sympy.Rational) and exponent < 0:
        return Div(as_term(1), _inverted(expr, bound))
    return _power(scalar_from_sympy(base, bound), scalar_from_sympy(exponent, bound))


def _piecewise(expr: Any, bound: Bound) -> Term:
    *cases, (otherwise, last) = expr.args
    if last != sympy.true:
        raise NoCounterpart("a Piecewise needs a last case with the condition True")
    term = scalar_from_sympy(otherwise, bound)
    for value, condition in reversed(cases):
        term = choose(condition, scalar_from_sympy(value, bound), term, bound)
    return term


def choose(condition: Any, then: Term, otherwise: Term, bound: Bound) -> Term:
    """Return the first term where the condition of SymPy holds, and the other elsewhere."""
    match condition:
        case Relational():
            return Where(relation_from_sympy(condition, bound), then, otherwise)
        case BooleanAtom():
            return then if condition else otherwise
        case sympy.ITE():
            test, yes, no = condition.args
            return choose(test, choose(yes, then, otherwise, bound), choose(no, then, otherwise, bound), bound)
        case sympy.Not():
            return choose(condition.args[0], otherwise, then, bound)
        case sympy.And():
            for part in reversed(condition.args):
                then = choose(part, then, otherwise, bound)
            return then
        case sympy.Or():
            for part in reversed(condition.args):
                otherwise = choose(part, then, otherwise, bound)
            return otherwise
    raise NoCounterpart(f"the case {shown(condition)} of a Piecewise is not made of relations")


def relation_from_sympy(expr: Any, bound: Bound) -> Relation:
    """Return the relation between two scalars, as it was written."""
    left, right = (scalar_from_sympy(side, bound) for side in expr.args)
    return Relation(OPERATORS[type(expr)], left, right)


def _heaviside(expr: Any, bound: Bound) -> Term:
    inner, at_zero = (scalar_from_sympy(arg, bound) for arg in expr.args)
    below = Where(Relation("<", inner, as_term(0)), as_term(0), at_zero)
    return Where(Relation(">", inner, as_term(0)), as_term(1), below)


def _sinc(expr: Any, bound: Bound) -> Term:
    inner = scalar_from_sympy(expr.args[0], bound)
    quotient = Div(Apply("sin", (inner,)), inner)
    return Where(Relation("=", inner, as_term(0)), as_term(1), quotient)


def _quotient(above: str, below: str) -> Converter:
    def convert(expr: Any, bound: Bound) -> Term:
        inner = (scalar_from_sympy(expr.args[0], bound),)
        return Div(Apply(above, inner) if above else as_term(1), Apply(below, inner))

    return convert


def _named(name: str) -> Converter:
    return lambda expr, bound: Apply(name, (scalar_from_sympy(expr.args[0], bound),))


def _refused(why: str) -> Converter:
    def refuse(expr: Any, bound: Bound) -> Term:
        raise NoCounterpart(why.format(shown(expr)))

    return refuse


COMPLEX = "{} is of a complex number, and terms are real: declare the symbols with real=True, and SymPy leaves it out"
CONVERTERS.update({
    sympy.Number: _number,
    sympy.Symbol: lambda expr, bound: symbol_from_sympy(expr),
    type(sympy.pi): lambda expr, bound: Const("pi"),
    type(sympy.E): lambda expr, bound: Apply("exp", (as_term(1),)),
    sympy.re: _refused(COMPLEX),
    sympy.im: _refused(COMPLEX),
    sympy.conjugate: _refused(COMPLEX),
    sympy.arg: _refused(COMPLEX),
    type(sympy.I): _refused("{} is complex, and terms are real"),
    sympy.Add: _sum,
    sympy.Mul: _product,
    sympy.Pow: _pow,
    sympy.Piecewise: _piecewise,
    sympy.Heaviside: _heaviside,
    sympy.sinc: _sinc,
    sympy.sec: _quotient("", "cos"),
    sympy.csc: _quotient("", "sin"),
    sympy.cot: _quotient("cos", "sin"),
    sympy.asin: _named("asin"),
    sympy.acos: _named("acos"),
})  # fmt: skip
