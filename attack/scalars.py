"""Scalars: numbers, symbols, arithmetic, powers, named functions at their kinks and domain ends, choices."""

from __future__ import annotations

from attack.maker import NUMBERS, OO, Maker, generates, k, n, x
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    Where,
    as_term,
    rational,
)
from gradcheck.language.syntax.uninterpreted import ArbitraryMap, Uninterpreted

PI = Const("pi")
FUNCTIONS = tuple(sorted(ARITIES))
PARTIAL = ("log", "sqrt", "tan", "csch", "coth", "logit", "asin", "acos", "acosh", "atanh", "sign", "abs", "relu")
# where a function has a kink or ends: its arguments there, inside, and outside
POINTS: dict[str, tuple[object, ...]] = {
    "log": (0, 1, -1, rational(1, 2)),
    "sqrt": (0, -1, 1, 4, rational(1, 4)),
    "tan": (PI / 2, 0, PI, -PI / 2),
    "csch": (0, 1),
    "coth": (0, -1),
    "logit": (0, 1, rational(1, 2), 2),
    "asin": (1, -1, 2, 0, rational(1, 2)),
    "acos": (1, -1, 2, 0, rational(-1, 2)),
    "acosh": (1, 0, -1, 2),
    "atanh": (1, -1, 0, 2),
}


def apply(name: str, *args: object) -> Term:
    """Return a named function at its arguments."""
    return Apply(name, tuple(as_term(arg) for arg in args))


def edges(v: Symbol) -> tuple[Term, ...]:
    """Return terms in one symbol whose value is missing, missing somewhere, or at an edge of the domain."""
    zero, one = as_term(0), as_term(1)
    return (
        one / v,
        v / v,
        v - v,
        v / abs_(v),
        1 / (v - v),
        v**0,
        zero**v,
        v**-1,
        v ** rational(1, 2),
        v ** rational(-1, 3),
        apply("log", v),
        apply("sqrt", v),
        apply("log", -1),
        apply("sqrt", -1),
        one / 0,
        zero**0,
        zero**-1,
        apply("sqrt", v) ** 2,
        apply("log", apply("exp", v)),
        apply("exp", apply("log", v)),
        apply("asin", 2),
        apply("sign", v),
        (-one) ** v,
        v**v,
        1 / (v - 1),
        0 * (1 / v),
        apply("log", 0),
        1 / (v**2 + 1),
        abs_(v),
        apply("atanh", 1),
        apply("acosh", v),
        apply("log", v**2),
        v ** (1 / v),
        1 / v - 1 / v,
        apply("log", 1 - v),
        as_term(-1) ** rational(1, 2),
        zero ** rational(1, 2),
        apply("tan", PI / 2),
    )


def abs_(term: Term) -> Term:
    return apply("abs", term)


@generates(Num)
def number(make: Maker, depth: int) -> Term:
    """Return a number at an edge beside a term."""
    return as_term(make.of(NUMBERS))


@generates(Const)
def constant(make: Maker, depth: int) -> Term:
    """Return pi, or oo where it is allowed: as an end, or the point of a limit."""
    from gradcheck.language.syntax.terms import Extremum, Integral, Limit

    v, body = make.real_symbol(), make.scalar(depth)
    return make.any_of(
        lambda: PI * make.scalar(depth),
        lambda: apply("sin", make.number() * PI),
        lambda: apply("tan", PI * make.scalar(0)),
        lambda: Limit(body, v, make.of((OO, -OO))),
        lambda: Extremum(make.of(("sup", "inf")), body, v, make.of((-OO, make.scalar(0))), OO),
        lambda: Integral(0 * body, v, make.scalar(0), OO),
    )


@generates(Symbol)
def symbol(make: Maker, depth: int) -> Term:
    return make.any_of(make.real_symbol, make.integer_symbol)


@generates(Add)
def add(make: Maker, depth: int) -> Term:
    left, right = make.scalar(depth), make.scalar(depth)
    return make.any_of(lambda: left + right, lambda: left - right, lambda: left - left, lambda: left + right - left)


@generates(Neg)
def neg(make: Maker, depth: int) -> Term:
    return -make.scalar(depth)


@generates(Mul)
def mul(make: Maker, depth: int) -> Term:
    left = make.scalar(depth)
    return make.any_of(
        lambda: left * make.scalar(depth), lambda: 0 * left, lambda: left * left, lambda: make.number() * left
    )


@generates(Div)
def div(make: Maker, depth: int) -> Term:
    below = make.scalar(depth)
    return make.any_of(
        lambda: make.scalar(depth) / below,
        lambda: below / below,
        lambda: 0 / below,
        lambda: make.scalar(0) / (below - make.number()),
        lambda: 1 / (1 / below),
    )


@generates(Pow)
def power(make: Maker, depth: int) -> Term:
    base = make.scalar(depth)
    exponent: object = make.any_of(
        lambda: make.of((0, 1, 2, 3, -1, -2)),
        lambda: make.of((rational(1, 2), rational(1, 3), rational(-1, 2), rational(2, 3), rational(3, 2))),
        make.integer,
        make.integer_symbol,
        lambda: make.scalar(depth - 1),
        make.real_symbol,
        lambda: (1 + as_term(1)) / make.of((1, 2, 4)),
    )
    return make.any_of(lambda: base ** as_term(exponent), lambda: as_term(make.of((0, 1, -1, 2))) ** as_term(exponent))


@generates(Apply)
def applied(make: Maker, depth: int) -> Term:
    name = make.of(FUNCTIONS + PARTIAL + PARTIAL)
    if ARITIES[name] == 2:
        left = make.scalar(depth)
        return apply(name, left, make.any_of(lambda: left, lambda: make.scalar(depth), make.number))
    if make.once_in(3):
        return apply(name, make.of(POINTS.get(name, (0, 1, -1))))
    if make.once_in(3):
        return apply(name, make.of((x, k, x - 1, -x, x**2, 1 / x, abs_(x), -abs_(x), x**2 + 1, -(x**2), n - 1)))
    return apply(name, make.scalar(depth))


@generates(Where)
def choice(make: Maker, depth: int) -> Term:
    """Return a choice whose condition guards one branch, or has itself no value."""
    v = make.real_symbol()
    guards: tuple[tuple[object, Term], ...] = (
        (v > 0, apply("log", v)), (v >= 0, apply("sqrt", v)), (v >= 0, apply("log", v)), (v > 0, 1 / v),
        (v < 0, apply("sqrt", -v)), (v <= 1, apply("asin", v)), (1 / v > 0, v), (v > 1, 1 / (v - 1)),
        (v >= 1, 1 / (v - 1)), (apply("log", v) > 0, v), (v > -1, apply("log", 1 + v)),
    )  # fmt: skip
    condition, guarded = make.of(guards)
    return make.any_of(
        lambda: Where(condition, guarded, make.scalar(depth)),
        lambda: Where(condition, make.scalar(depth), guarded),
        lambda: Where(make.proposition(0), make.scalar(depth), make.scalar(depth)),
        lambda: Where(condition, guarded, guarded),
    )


@generates(ArbitraryMap)
def of_several(make: Maker, depth: int) -> Term:
    """Return an arbitrary function of a vector and a number, or its derivative by the number."""
    by = make.of(((), (), (2,)))
    return ArbitraryMap("phi", (), 1, (make.vector(n, depth), make.scalar(depth)), by)


@generates(Uninterpreted)
def arbitrary(make: Maker, depth: int) -> Term:
    """Return an arbitrary function, or its derivative, at any argument."""
    order = make.of((0, 0, 1))
    return Uninterpreted("sigma", 1, order, make.any_of(lambda: make.scalar(depth), lambda: make.vector(n, depth)))
