"""Derivatives of scalar terms in one variable, as a person would write them.  For display only.

No proof rests on these terms: bounds are proved of ``Derivative`` itself.  Returns None for what has no rule here.
"""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.syntax.functions import unfold
from gradcheck.language.syntax.terms import Add, Apply, Const, Div, Mul, Neg, Num, Pow, Symbol, Term, free_symbols

ZERO, ONE = Num(Fraction(0)), Num(Fraction(1))


def plus(*parts: Term) -> Term:
    """Return the sum, numbers added and put first, without zeros and without pairs that cancel."""
    number, rest = Fraction(0), list[Term]()
    for part in parts:
        for summand in part.terms if isinstance(part, Add) else (part,):
            if isinstance(summand, Num):
                number += summand.value
            elif negative(summand) in rest:
                rest.remove(negative(summand))
            else:
                rest.append(summand)
    kept = ([Num(number)] if number or not rest else []) + rest
    return kept[0] if len(kept) == 1 else Add(tuple(kept))


def negative(term: Term) -> Term:
    """Return minus the term."""
    if isinstance(term, Num):
        return Num(-term.value)
    return term.term if isinstance(term, Neg) else Neg(term)


def times(*parts: Term) -> Term:
    """Return the product, numbers multiplied and put first, without ones."""
    number, rest, sign = Fraction(1), list[Term](), 1
    for part in parts:
        if isinstance(part, Neg):
            part, sign = part.term, -sign
        for factor in part.factors if isinstance(part, Mul) else (part,):
            if isinstance(factor, Num) and (number * factor.value).denominator < 10**6:
                number *= factor.value
            else:
                rest.append(factor)
    if number == 0:
        return ZERO
    number *= sign
    kept = ([Num(abs(number))] if abs(number) != 1 or not rest else []) + rest
    product = kept[0] if len(kept) == 1 else Mul(tuple(kept))
    return negative(product) if number < 0 else product


def over(top: Term, bottom: Term) -> Term:
    """Return the quotient."""
    if top is ZERO or bottom is ONE:
        return top
    if isinstance(top, Num) and isinstance(bottom, Num):
        return Num(top.value / bottom.value)
    if isinstance(top, Neg):
        return negative(Div(top.term, bottom))
    return Div(top, bottom)


def _f(name: str, *args: Term) -> Term:
    return Apply(name, args)


def _outer(name: str, u: Term) -> Term | None:
    """Return g'(u) for the named function g, or None."""
    sigmoid, tanh = _f("sigmoid", u), _f("tanh", u)
    rules: dict[str, Term] = {
        "exp": _f("exp", u),
        "log": over(ONE, u),
        "sqrt": over(ONE, times(Num(Fraction(2)), _f("sqrt", u))),
        "sin": _f("cos", u),
        "cos": Neg(_f("sin", u)),
        "atan": over(ONE, plus(ONE, Pow(u, Num(Fraction(2))))),
        "sigmoid": Mul((sigmoid, ONE - sigmoid)),
        "tanh": ONE - Pow(tanh, Num(Fraction(2))),
        "softplus": sigmoid,
        "logsigmoid": _f("sigmoid", negative(u)),
        "sinh": _f("cosh", u),
        "cosh": _f("sinh", u),
        "silu": plus(sigmoid, times(u, sigmoid, ONE - sigmoid)),
        "swish": plus(sigmoid, times(u, sigmoid, ONE - sigmoid)),
    }
    return rules.get(name)


def derivative(term: Term, x: Symbol) -> Term | None:
    """Return d term / dx, or None."""
    if x not in free_symbols(term):
        return ZERO
    if term is x:
        return ONE
    if isinstance(term, Add):
        parts = [derivative(part, x) for part in term.terms]
        return None if None in parts else plus(*(part for part in parts if part is not None))
    if isinstance(term, Neg):
        inner = derivative(term.term, x)
        return None if inner is None else negative(inner)
    if isinstance(term, Mul):
        summands = []
        for k, factor in enumerate(term.factors):
            slope = derivative(factor, x)
            if slope is None:
                return None
            summands.append(times(*term.factors[:k], slope, *term.factors[k + 1 :]))
        return plus(*summands)
    if isinstance(term, Div):
        return _quotient(term, x)
    if isinstance(term, Pow) and isinstance(term.exponent, Num):
        slope, r = derivative(term.base, x), term.exponent.value
        power = term.base if r == 2 else Pow(term.base, Num(r - 1))
        return None if slope is None else times(Num(r), power, slope)
    if isinstance(term, Apply) and term.function == "erf":
        return _bell(term.args[0], x)
    if isinstance(term, Apply) and len(term.args) == 1:
        slope, outer = derivative(term.args[0], x), _outer(term.function, term.args[0])
        if outer is None:
            unfolded = unfold(term)
            return None if unfolded is None else derivative(unfolded, x)
        return None if slope is None else times(outer, slope)
    return None


def _bell(u: Term, x: Symbol) -> Term | None:
    """Return the derivative of erf(u); that of erf(v/sqrt(c)) with a number c is sqrt(4/(c pi)) exp(-v**2/c) dv/dx."""
    slope, scale = derivative(u, x), Fraction(1)
    if isinstance(u, Div) and isinstance(u.denominator, Apply) and u.denominator.function == "sqrt":
        (inside,) = u.denominator.args
        if isinstance(inside, Num) and inside.value > 0:
            slope, scale, u = derivative(u.numerator, x), inside.value, u.numerator
    if slope is None:
        return None
    square = over(Pow(u, Num(Fraction(2))), Num(scale))
    if scale == 1:
        return times(over(times(Num(Fraction(2)), _f("exp", negative(square))), _f("sqrt", Const("pi"))), slope)
    factor = _f("sqrt", over(Num(4 / scale), Const("pi")))
    return times(factor, _f("exp", negative(square)), slope)


def _quotient(term: Div, x: Symbol) -> Term | None:
    top, bottom = derivative(term.numerator, x), derivative(term.denominator, x)
    if top is None or bottom is None:
        return None
    if bottom is ZERO:
        return over(top, term.denominator)
    numerator = plus(times(top, term.denominator), negative(times(term.numerator, bottom)))
    return over(numerator, Pow(term.denominator, Num(Fraction(2))))
