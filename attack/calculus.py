"""Sums, derivatives, integrals, limits, suprema and infima, with ends and points at their edges."""

from __future__ import annotations

from attack.maker import OO, Maker, generates, x
from attack.scalars import PI, abs_, apply
from gradcheck.language.syntax.terms import Derivative, Extremum, Integral, Limit, Sum, Symbol, Term, as_term


def bodies(v: Symbol) -> tuple[Term, ...]:
    """Return integrands and the like that tactics know, with singular points, kinks and ends of their domains."""
    exp_inverse = apply("exp", 1 / v)
    return (
        as_term(0), as_term(1), v, v**2, 1 / v, 1 / v**2, apply("log", v), apply("sqrt", v), apply("exp", v),
        apply("exp", -(v**2)), apply("exp", -v), abs_(v), apply("sign", v), apply("sin", v) / v, v / v,
        exp_inverse / (v**2 * (1 + exp_inverse) ** 2), apply("tanh", v), apply("sigmoid", v), apply("relu", v),
        1 / (1 + v**2), apply("sqrt", 1 - v**2), 1 / apply("sqrt", v), 1 / (v - 1), v * apply("log", v),
        apply("atan", v), apply("atan", 1 / v), apply("sin", v), apply("cos", v), (apply("exp", v) - 1) / v,
        (1 + 1 / v) ** v, v - v, apply("max", v, 0), v * abs_(v), 1 / (v**2 - 1), apply("log", abs_(v)),
        1 / (v**2 * apply("cosh", 1 / v) ** 2), v**3, apply("gelu", v), apply("softplus", v), apply("tan", v),
    )  # fmt: skip


def body(make: Maker, v: Symbol, depth: int) -> Term:
    """Return a scalar body in a bound variable."""
    known = make.of(bodies(v))
    return make.any_of(
        lambda: known,
        lambda: known,
        lambda: known * make.scalar(0),
        lambda: known + make.scalar(0),
        lambda: make.scalar(depth),
        lambda: 0 * known,
    )


def ends(make: Maker, depth: int = 0) -> tuple[Term, Term]:
    """Return two ends: equal, in order, the wrong way round, infinite, without a value, depending on symbols."""
    a = make.real_symbol()
    none = make.of((1 / as_term(0), apply("log", -1), apply("sqrt", -1), 1 / a, apply("log", a)))
    one: Term = make.number()
    return make.any_of(
        lambda: (as_term(0), as_term(1)),
        lambda: (as_term(-1), as_term(1)),
        lambda: (one, one),
        lambda: (a, a),
        lambda: (as_term(0), as_term(0)),
        lambda: (make.number(), make.number()),
        lambda: (as_term(0), a),
        lambda: (a, make.real_symbol()),
        lambda: (-OO, OO),
        lambda: (one, OO),
        lambda: (-OO, make.scalar(0)),
        lambda: (none, OO),
        lambda: (-OO, none),
        lambda: (none, none),
        lambda: (as_term(0), none),
        lambda: (as_term(1), as_term(0)),
        lambda: (make.scalar(depth), make.scalar(depth)),
        lambda: (as_term(0), PI),
    )


def integer_ends(make: Maker, index: Symbol) -> tuple[Term, Term]:
    """Return ends of a range of integers: equal, one below, too far below, symbolic."""
    top: Term = make.integer_symbol()
    return make.any_of(
        lambda: (as_term(1), top),
        lambda: (as_term(0), top),
        lambda: (as_term(0), as_term(make.of((-2, -1, 0, 1, 3)))),
        lambda: (as_term(1), as_term(make.of((-1, 0, 1, 2)))),
        lambda: (top, top),
        lambda: (top, top - 1),
        lambda: (top, top - 2),
        lambda: (top + 1, top),
        lambda: (make.integer(), make.integer()),
        lambda: (as_term(0), top - 1),
        lambda: (as_term(2), top),
    )


@generates(Sum)
def total(make: Maker, depth: int) -> Term:
    index = make.integer_symbol()
    lo, hi = integer_ends(make, index)
    known = make.of(
        (as_term(1), index, index**2, 1 / index, 1 / (index - 1), apply("log", index), x**index, index - lo)
    )
    inside = make.any_of(lambda: known, lambda: known, lambda: make.scalar(depth), lambda: 0 * known)
    return Sum(inside, index, lo, hi)


@generates(Derivative)
def derivative(make: Maker, depth: int) -> Term:
    """Return a derivative by a real symbol, at kinks and on the boundaries of domains;
    seldom by a bound one or an array.
    """
    v = make.real_symbol()
    one = Derivative(body(make, v, depth), v)
    return make.any_of(
        lambda: one,
        lambda: one,
        lambda: Derivative(make.scalar(depth), v),
        lambda: Derivative(one, v),
        lambda: Derivative(apply(make.of(("sqrt", "log", "abs", "relu", "sign", "asin", "acosh", "logit")), v), v),
        lambda: by_array(make, depth),
    )


def by_array(make: Maker, depth: int) -> Term:
    """Return the gradient of a scalar by a vector."""
    from gradcheck.language.syntax.arrays import Norm

    side = make.side()
    v = make.vector(side, 0)
    return Derivative(
        make.any_of(lambda: Norm(v), lambda: Norm(v) ** 2, lambda: v @ v, lambda: 1 / Norm(v), lambda: make.scalar(0)),
        v,
    )


@generates(Integral)
def integral(make: Maker, depth: int) -> Term:
    v = make.real_symbol()
    return Integral(body(make, v, depth), v, *ends(make))


@generates(Limit)
def limit(make: Maker, depth: int) -> Term:
    """Return a limit at a point with or without a value of the body, from a side, at infinity,
    or at an undefined point.
    """
    v = make.of((make.real_symbol(), make.real_symbol(), make.real_symbol(), make.integer_symbol()))
    a = make.real_symbol()
    points: tuple[Term, ...] = (
        as_term(0), as_term(0), as_term(1), as_term(-1), OO, OO, -OO, a, 1 / a, apply("log", -1), apply("log", a),
        apply("sqrt", a), 1 / as_term(0), a + 1,
    )  # fmt: skip
    return Limit(body(make, v, depth), v, make.of((OO, OO, -OO)) if v.is_integer else make.of(points), make.side_of())


@generates(Extremum)
def extremum(make: Maker, depth: int) -> Term:
    v = make.of((make.real_symbol(), make.real_symbol(), make.real_symbol(), make.integer_symbol()))
    return Extremum(make.of(("sup", "inf")), body(make, v, depth), v, *ends(make))
