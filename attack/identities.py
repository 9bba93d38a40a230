"""Identities that hold inside of their domains, with edges put into them; a change in one place makes a near miss."""

from __future__ import annotations

from collections.abc import Callable

from attack.chance import random_term
from attack.maker import OO, Maker, k, n, x, y, z
from attack.mutants.mutate import variants
from attack.scalars import PI, abs_, apply
from gradcheck.language.syntax.arrays import (
    Determinant,
    Diag,
    Identity,
    Inverse,
    MatMul,
    Norm,
    Ones,
    Outer,
    Trace,
    Transpose,
)
from gradcheck.language.syntax.propositions import Proposition, Relation, eq
from gradcheck.language.syntax.random import Bernoulli, Expectation, Exponential, Normal, Uniform, Variance
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.language.syntax.terms import Derivative, Extremum, Integral, Limit, Sum, Symbol, Term, Where, as_term

f = apply
E, Var, d, HALF = Expectation, Variance, Derivative, as_term(1) / 2
T = Symbol("tau")  # bound here, and free nowhere else

Identity3 = Callable[[Term, Term, Term], Proposition]

SCALAR: tuple[Identity3, ...] = (
    lambda a, b, c: eq(f("log", a * b), f("log", a) + f("log", b)),
    lambda a, b, c: eq(f("log", a / b), f("log", a) - f("log", b)),
    lambda a, b, c: eq(f("log", a**2), 2 * f("log", abs_(a))),
    lambda a, b, c: eq(f("sqrt", a * b), f("sqrt", a) * f("sqrt", b)),
    lambda a, b, c: eq(f("sqrt", a / b), f("sqrt", a) / f("sqrt", b)),
    lambda a, b, c: eq(f("sqrt", a) ** 2, a),
    lambda a, b, c: eq(a**b * a**c, a ** (b + c)),
    lambda a, b, c: eq((a**b) ** c, a ** (b * c)),
    lambda a, b, c: eq((a * b) ** c, a**c * b**c),
    lambda a, b, c: eq(a**b, f("exp", b * f("log", a))),
    lambda a, b, c: eq(a**0, 1),
    lambda a, b, c: eq(as_term(0) ** a, 0),
    lambda a, b, c: eq(as_term(1) ** a, 1),
    lambda a, b, c: eq(f("atan", a) + f("atan", 1 / a), PI / 2),
    lambda a, b, c: eq(f("atan", a / abs_(a)), PI / 4),
    lambda a, b, c: eq(f("asin", a / abs_(a)), PI / 2),
    lambda a, b, c: eq(f("atan", f("sign", a)) + f("atan", f("sign", b)), PI / 2),
    lambda a, b, c: eq(a * f("atan", abs_(a) / a), abs_(a) * PI / 4),
    lambda a, b, c: eq(f("asin", a) + f("acos", a), PI / 2),
    lambda a, b, c: eq(f("sin", f("asin", a)), a),
    lambda a, b, c: eq(f("asin", f("sin", a)), a),
    lambda a, b, c: eq(f("cosh", f("acosh", a)), a),
    lambda a, b, c: eq(f("tanh", f("atanh", a)), a),
    lambda a, b, c: eq(f("tan", f("atan", a)), a),
    lambda a, b, c: eq(f("tan", a) * f("cos", a), f("sin", a)),
    lambda a, b, c: eq(f("coth", a) * f("tanh", a), 1),
    lambda a, b, c: eq(f("sigmoid", f("logit", a)), a),
    lambda a, b, c: eq(f("logit", f("sigmoid", a)), a),
    lambda a, b, c: eq(f("sigmoid", a) + f("sigmoid", -a), 1),
    lambda a, b, c: eq(f("softplus", a) - f("softplus", -a), a),
    lambda a, b, c: eq((a**2 - b**2) / (a - b), a + b),
    lambda a, b, c: eq(a / b / c, a / (b * c)),
    lambda a, b, c: eq(a / (b / c), a * c / b),
    lambda a, b, c: eq(1 / a + 1 / b, (a + b) / (a * b)),
    lambda a, b, c: eq(abs_(a) * abs_(b), abs_(a * b)),
    lambda a, b, c: eq(abs_(a) / a, f("sign", a)),
    lambda a, b, c: eq(f("sign", a) ** 2, 1),
    lambda a, b, c: eq(f("max", a, b) + f("min", a, b), a + b),
    lambda a, b, c: eq(f("max", a, b) * f("min", a, b), a * b),
    lambda a, b, c: Relation("<=", f("log", a), a - 1),
    lambda a, b, c: Relation("<=", f("sqrt", a * b), (a + b) / 2),
    lambda a, b, c: Relation("<=", f("sigmoid", a) - f("sigmoid", b), abs_(a - b) / 4),
    lambda a, b, c: Relation("<=", abs_(f("tanh", a) - f("tanh", b)), abs_(a - b)),
    lambda a, b, c: Relation(">=", a + 1 / a, as_term(2)),
)

CALCULUS: tuple[Identity3, ...] = (
    lambda a, b, c: eq(Integral(c, T, a, b), c * (b - a)),
    lambda a, b, c: eq(Integral(T, T, a, b), (b**2 - a**2) / 2),
    lambda a, b, c: eq(Integral(1 / T, T, a, b), f("log", b / a)),
    lambda a, b, c: eq(Integral(1 / T**2, T, a, b), 1 / a - 1 / b),
    lambda a, b, c: eq(Integral(f("log", T), T, a, b), b * f("log", b) - b - a * f("log", a) + a),
    lambda a, b, c: eq(Integral(f("exp", c * T), T, a, b), (f("exp", b * c) - f("exp", a * c)) / c),
    lambda a, b, c: eq(Integral(T**c, T, as_term(0), as_term(1)), 1 / (c + 1)),
    lambda a, b, c: eq(Integral(f("exp", -a * T), T, as_term(0), OO), 1 / a),
    lambda a, b, c: eq(Integral(1 / T**2, T, a, OO), 1 / a),
    lambda a, b, c: eq(Integral(abs_(T), T, a, b), (b * abs_(b) - a * abs_(a)) / 2),
    lambda a, b, c: eq(Integral(1 / (1 + T**2), T, a, b), f("atan", b) - f("atan", a)),
    lambda a, b, c: eq(Integral(f("sign", T), T, a, b), abs_(b) - abs_(a)),
    lambda a, b, c: eq(Integral(c, T, a, b) + Integral(c, T, b, a), 0),
    lambda a, b, c: eq(Integral(f("exp", 1 / T) / (T**2 * (1 + f("exp", 1 / T)) ** 2), T, a, b), c),
    lambda a, b, c: eq(Integral(1 / (T**2 * f("cosh", 1 / T) ** 2), T, a, b), c),
    lambda a, b, c: eq(Extremum("sup", c, T, a, b), c),
    lambda a, b, c: eq(Extremum("sup", T, T, a, b), b),
    lambda a, b, c: eq(Extremum("inf", T, T, a, b), a),
    lambda a, b, c: eq(Extremum("sup", T**2, T, a, b), f("max", a**2, b**2)),
    lambda a, b, c: eq(Extremum("inf", T + c, T, a, b), a + c),
    lambda a, b, c: eq(Extremum("sup", f("exp", -(T**2)), T, a, b), 1),
    lambda a, b, c: Relation("<=", Extremum("inf", f("tanh", T), T, a, b), Extremum("sup", f("tanh", T), T, a, b)),
    lambda a, b, c: eq(Extremum("sup", d(f("sigmoid", T), T), T, -OO, OO), as_term(1) / 4),
    lambda a, b, c: eq(Limit(c, T, a), c),
    lambda a, b, c: eq(Limit(T, T, a), a),
    lambda a, b, c: eq(Limit((T**2 - a**2) / (T - a), T, a), 2 * a),
    lambda a, b, c: eq(Limit(f("sin", a * T) / T, T, as_term(0)), a),
    lambda a, b, c: eq(Limit((1 + a / T) ** T, T, OO), f("exp", a)),
    lambda a, b, c: eq(Limit((f("exp", a * T) - 1) / T, T, as_term(0)), a),
    lambda a, b, c: eq(Limit(f("log", T), T, a, "+"), f("log", a)),
    lambda a, b, c: eq(Limit(f("sqrt", T), T, a), f("sqrt", a)),
    lambda a, b, c: eq(Limit(1 / T, T, a), 1 / a),
    lambda a, b, c: eq(Limit(abs_(T) / T, T, a, "+"), f("sign", a)),
    lambda a, b, c: eq(Limit(T ** (-a), T, OO), 0),
    lambda a, b, c: eq(Limit(a**k, k, OO), 0),
    lambda a, b, c: eq(Limit(T**a * f("exp", -T), T, OO), 0),
    lambda a, b, c: eq(d(abs_(x), x), f("sign", x)),
    lambda a, b, c: eq(d(f("log", abs_(x)), x), 1 / x),
    lambda a, b, c: eq(d(f("sqrt", x), x), 1 / (2 * f("sqrt", x))),
    lambda a, b, c: eq(d(x**a, x), a * x ** (a - 1)),
    lambda a, b, c: eq(d(x * abs_(x), x), 2 * abs_(x)),
    lambda a, b, c: eq(d(f("asin", x), x), 1 / f("sqrt", 1 - x**2)),
    lambda a, b, c: eq(d(f("relu", x), x), (1 + f("sign", x)) / 2),
    lambda a, b, c: eq(d(Integral(T, T, a, x), x), x),
    lambda a, b, c: eq(d(Sum(x**k, k, as_term(0), n), x), Sum(k * x ** (k - 1), k, as_term(0), n)),
    lambda a, b, c: eq(Sum(a * c**k, k, as_term(0), n - 1), a * (1 - c**n) / (1 - c)),
    lambda a, b, c: eq(Sum(a * c**k, k, as_term(0), n), a * (c ** (n + 1) - 1) / (c - 1)),
)


def ranges(make: Maker) -> Proposition:
    """Return an identity of finite sums with integer ends at their edges."""
    a, b, index = make.integer(), make.integer(), make.of((k, make.integer_symbol()))
    one = as_term(1)
    return make.of(
        (eq(Sum(one, index, a, b), b - a + 1), eq(Sum(index, index, a, b), (a + b) * (b - a + 1) / 2),
         eq(Sum(1 / (index * (index + 1)), index, a, b), 1 / a - 1 / (b + 1)),
         eq(Sum(x**index, index, a, b), (x**a - x ** (b + 1)) / (1 - x)),
         eq(Sum(x + index, index, a, b) - Sum(index, index, a, b), x * (b - a + 1)),
         eq(Sum(1 / index, index, a, b), Sum(1 / index, index, a, b - 1) + 1 / b),
         eq(Sum(index**2, index, as_term(0), b), b * (b + 1) * (2 * b + 1) / 6),
         eq(Sum(f("log", index), index, a, b), f("log", b) + Sum(f("log", index), index, a, b - 1)),
         Relation(">=", Sum(index**2, index, a, b), as_term(0)), eq(0 * Sum(1 / index, index, a, b), 0))
    )  # fmt: skip


def of_matrices(make: Maker) -> Proposition:
    """Return an identity of matrices and vectors, of any side."""
    side = make.side()
    A, B = make.matrix(side, side, 1), make.matrix(side, side, 1)
    v, w, a = make.vector(side, 1), make.vector(side, 1), make.scalar(1)
    invert, det, one = Inverse, Determinant, Identity(side)
    operator_norm = "operator_norm"
    claims: tuple[Callable[[], Proposition], ...] = (
        lambda: eq(det(MatMul(A, B)), det(A) * det(B)),
        lambda: eq(det(A + B), det(A) + det(B)),
        lambda: eq(det(invert(A)), 1 / det(A)),
        lambda: eq(det(Transpose(A)), det(A)),
        lambda: eq(det(one), 1),
        lambda: eq(det(0 * A), 0),
        lambda: eq(invert(invert(A)), A),
        lambda: eq(invert(MatMul(A, B)), MatMul(invert(B), invert(A))),
        lambda: eq(invert(A) @ A, one),
        lambda: eq(invert(a * A), invert(A) / a),
        lambda: eq(invert(Transpose(A)), Transpose(invert(A))),
        lambda: eq(Trace(MatMul(A, B)), Trace(MatMul(B, A))),
        lambda: eq(Trace(one), side),
        lambda: eq(Trace(Outer(v, w)), v @ w),
        lambda: eq(Norm(a * v), abs_(a) * Norm(v)),
        lambda: eq(Norm(v / Norm(v)), 1),
        lambda: eq(Norm(Ones((side,))) ** 2, side),
        lambda: Relation("<=", abs_(v @ w), Norm(v) * Norm(w)),
        lambda: Relation("<=", Norm(v + w), Norm(v) + Norm(w)),
        lambda: Relation("<=", Norm(A @ v), Spectral(operator_norm, A) * Norm(v)),
        lambda: Relation("<=", Spectral(operator_norm, A), Norm(A)),
        lambda: Relation(">=", Spectral("largest_eigenvalue", Transpose(A) @ A), as_term(0)),
        lambda: eq(Spectral(operator_norm, one), 1),
        lambda: eq(Spectral(operator_norm, a * one), abs_(a)),
        lambda: eq(Spectral("smallest_singular_value", one), 1),
        lambda: eq(Spectral(operator_norm, Diag(Ones((side,)))), 1),
        lambda: eq(Spectral(operator_norm, 0 * A), 0),
        lambda: eq(d(v @ v, v), 2 * v),
        lambda: eq(d(Norm(v), v), v / Norm(v)),
        lambda: eq(d(v @ (A @ v), v), (A + Transpose(A)) @ v),
        lambda: eq(v @ w, w @ v),
        lambda: eq(Diag(v) @ w, Diag(w) @ v),
    )
    return make.of(claims)()


def of_laws(make: Maker) -> Proposition:
    """Return an identity of means and variances, for laws at their edges."""
    X, Y = random_term(make), random_term(make)
    a, b = make.scalar(1), make.scalar(0)
    law = X.law
    known: tuple[Proposition, ...] = (
        eq(E(a * X + b), a * E(X) + b),
        eq(Var(a * X + b), a**2 * Var(X)),
        eq(E(X * Y), E(X) * E(Y)),
        eq(Var(X), E(X**2) - E(X) ** 2),
        Relation(">=", Var(X), as_term(0)),
        eq(E(X - X), 0),
        eq(Var(X + Y), Var(X) + Var(Y)),
        eq(E(a), a),
        Relation(">=", E(X**2), E(X) ** 2),
        Relation(">", Var(X), as_term(0)),
        eq(E(E(X)), E(X)),
        eq(E(0 * f("log", X)), 0),
        eq(E(X / X), 1),
        Relation(">=", E(f("exp", X)), f("exp", E(X))),
        eq(Var(X - X), 0),
    )
    if isinstance(law, Bernoulli):
        known += (
            eq(E(X), law.p),
            eq(Var(X), law.p * (1 - law.p)),
            eq(E(X**2), law.p),
            Relation("<=", E(X), as_term(1)),
            eq(E(f("exp", a * X)), 1 - law.p + law.p * f("exp", a)),
            Relation("<=", E(X * y**2), y**2),
            eq(E(a**X), 1 - law.p + law.p * a),
            eq(E(1 / (1 + X)), 1 - law.p / 2),
        )
    elif isinstance(law, Normal):
        known += (
            eq(E(X), law.mean),
            eq(Var(X), law.variance),
            eq(E(X**2), law.mean**2 + law.variance),
            eq(E(f("exp", X)), f("exp", law.mean + law.variance / 2)),
            eq(E(f("exp", a * X**2)), (1 - 2 * a) ** (-HALF)),
            eq(E(f("relu", X)), f("sqrt", law.variance / (2 * PI))),
            eq(E(X**3), 0),
        )
    elif isinstance(law, Uniform):
        known += (
            eq(E(X), (law.lo + law.hi) / 2),
            eq(Var(X), (law.hi - law.lo) ** 2 / 12),
            Relation("<=", E(X), law.hi),
            eq(E(1 / X), (f("log", law.hi) - f("log", law.lo)) / (law.hi - law.lo)),
            Relation("<", law.lo, E(X)),
        )
    elif isinstance(law, Exponential):
        known += (
            eq(E(X), 1 / law.rate),
            eq(Var(X), 1 / law.rate**2),
            eq(E(X**3), 6 / law.rate**3),
            eq(E(f("exp", X)), law.rate / (law.rate - 1)),
            eq(E(f("exp", -X)), law.rate / (law.rate + 1)),
            eq(E(Where(Relation(">", X, as_term(1)), as_term(1), as_term(0))), f("exp", -law.rate)),
            eq(E(f("log", X)), -f("log", law.rate)),
        )
    else:
        known += (
            eq(E(X), law.mean),
            eq(Var(X), law.variance),
            eq(E((X - law.mean) ** 3), 0),
            Relation("<=", E(X) ** 2, law.variance + law.mean**2),
        )
    return make.of(known)


def identity(make: Maker) -> Proposition:
    """Return a known identity with edges for its letters."""
    return make.any_of(
        lambda: put(make, SCALAR),
        lambda: put(make, SCALAR),
        lambda: put(make, CALCULUS),
        lambda: put(make, CALCULUS),
        lambda: ranges(make),
        lambda: of_matrices(make),
        lambda: of_matrices(make),
        lambda: of_laws(make),
        lambda: of_laws(make),
    )


def put(make: Maker, known: tuple[Identity3, ...]) -> Proposition:
    """Return the identity at symbols, numbers and terms."""
    depth = make.of((0, 0, 1))
    return make.of(known)(make.scalar(depth), make.scalar(depth), make.scalar(0))


def changed(make: Maker, claim: Proposition) -> Proposition:
    """Return the claim with one change in one place."""
    found = [other for _, other in variants(claim, [x, y, z]) if isinstance(other, Proposition)]
    return make.of(found) if found else claim
