"""Claims about a term that are trivial where it has a value, and so test whether it has one."""

from __future__ import annotations

from collections.abc import Callable

from attack.calculus import ends, integer_ends
from attack.maker import OO, Maker, k
from attack.scalars import apply
from gradcheck.language.syntax.arrays import Determinant, Hadamard, Norm, Ones, Trace, Transpose
from gradcheck.language.syntax.propositions import OPERATORS, Exists, Proposition, Relation, eq
from gradcheck.language.syntax.random import Expectation, Variance
from gradcheck.language.syntax.shorthand import ne
from gradcheck.language.syntax.terms import (
    Derivative,
    Extremum,
    Integral,
    Limit,
    Sum,
    Symbol,
    Term,
    Where,
    as_term,
    free_symbols,
)


def about(make: Maker, t: Term) -> Proposition:
    """Return a claim about the term: a trivial one, a near miss, a value, or one in which a binder stands around it."""
    if t.shape:
        return about_array(make, t)
    return make.any_of(
        lambda: trivial(make, t),
        lambda: trivial(make, t),
        lambda: trivial(make, t),
        lambda: near_miss(make, t),
        lambda: bound(make, t),
        lambda: valued(make, t),
    )


def trivial(make: Maker, t: Term) -> Proposition:
    """Return a claim that is true wherever the term has a value (and is not 0, where it divides)."""
    return make.any_of(
        lambda: eq(t, t),
        lambda: eq(0 * t, 0),
        lambda: eq(t - t, 0),
        lambda: t**2 >= 0,
        lambda: apply("abs", t) >= 0,
        lambda: eq(t / t, 1),
        lambda: eq(t**0, 1),
        lambda: t <= t,
        lambda: t < t + 1,
        lambda: ne(t, t + 1),
        lambda: eq(t**2 - t**2, 0),
        lambda: apply("exp", t) > 0,
        lambda: eq(apply("log", apply("exp", t)), t),
        lambda: eq(apply("sqrt", t**2), apply("abs", t)),
        lambda: eq(apply("sign", t) * apply("abs", t), t),
        lambda: eq(apply("max", t, t), t),
        lambda: Exists(fresh(t), eq(fresh(t), t)),
        lambda: eq(2 * t, t + t),
        lambda: eq(t * 0 + 1, 1),
        lambda: eq(0 / t, 0),
    )


def near_miss(make: Maker, t: Term) -> Proposition:
    """Return a claim that is false at an edge, or everywhere."""
    other = make.scalar(1)
    return make.any_of(
        lambda: t**2 > 0,
        lambda: apply("abs", t) > 0,
        lambda: eq(t, t + make.of((1, -1, 0))),
        lambda: eq(apply("sqrt", t**2), t),
        lambda: t < t,
        lambda: ne(t, t),
        lambda: eq(t / t, make.of((0, 1, 2))),
        lambda: eq(0 * t, make.of((0, 1))),
        lambda: eq(apply("exp", apply("log", t)), t),
        lambda: eq(apply("sqrt", t) ** 2, t),
        lambda: eq(t * (1 / t), 1),
        lambda: apply("log", t) <= t - 1,
        lambda: apply("log", t) < t - 1,
        lambda: apply("exp", t) >= 1 + t,
        lambda: apply("exp", t) > 1 + t,
        lambda: eq(apply("atan", apply("abs", t) / t), apply("atan", as_term(1))),
        lambda: eq(t + other, other + t),
        lambda: eq(t - other, other - t),
        lambda: eq((t / other) * other, t),
    )


def valued(make: Maker, t: Term) -> Proposition:
    """Return a relation between the term and a number."""
    right: Term = make.any_of(make.number, make.number, make.number, lambda: OO, lambda: make.scalar(0))
    return Relation(make.of(("=", "=", "=", *OPERATORS)), t, right)


def bound(make: Maker, t: Term) -> Proposition:
    """Return the term inside of a binder or a choice, where its conditions must hold at all values of the variable."""
    v: Symbol = make.of((*sorted(free_symbols(t), key=lambda one: (one.name, one.sort)), make.real_symbol()))
    index = v if v.is_integer else k
    real = make.real_symbol() if v.is_integer else v
    lo, hi = ends(make)
    zero = make.of((0 * t, t - t))
    return make.any_of(
        lambda: eq(Expectation(t), t),
        lambda: eq(Expectation(zero), 0),
        lambda: eq(Variance(zero), 0),
        lambda: eq(Sum(zero, index, *integer_ends(make, index)), 0),
        lambda: eq(Integral(zero, real, lo, hi), 0),
        lambda: eq(Extremum(make.of(("sup", "inf")), zero, real, lo, hi), 0),
        lambda: eq(Derivative(zero, real), 0),
        lambda: eq(Derivative(t, real), Derivative(t, real)),
        lambda: eq(Limit(zero, real, make.of((as_term(0), OO, lo))), 0),
        lambda: eq(Limit(t, real, make.of((as_term(0), as_term(1))), make.side_of()), t),
        lambda: eq(Where(make.guard(), t, as_term(0)) * 0, 0),
        lambda: eq(Where(make.guard(), t, t), t),
        lambda: eq(Integral(t, real, lo, lo), 0),
        lambda: eq(Sum(t, index, lo=make.of((as_term(1), index)), hi=index), Sum(t, index, as_term(1), index)),
    )


def about_array(make: Maker, t: Term) -> Proposition:
    """Return the same for an array, entry by entry or through a norm."""
    if len(t.shape) > 2:
        return eq(t, t)
    claims: list[Callable[[], Proposition]] = [
        lambda: eq(t, t),
        lambda: eq(0 * t, 0 * Ones(t.shape)),
        lambda: eq(t - t, 0 * Ones(t.shape)),
        lambda: Norm(t) >= 0,
        lambda: Norm(t) > 0,
        lambda: Norm(t) ** 2 >= 0,
        lambda: eq(0 * Norm(t), 0),
        lambda: eq(Norm(2 * t), 2 * Norm(t)),
        lambda: Hadamard(t, t) >= 0 * Ones(t.shape),
        lambda: eq(t, make.of((0 * t, 2 * t, -t))),
        lambda: ne(t, t + Ones(t.shape)),
        lambda: eq(Expectation(t), t),
        lambda: eq(t[(1,) * len(t.shape)], t[(1,) * len(t.shape)]),
        lambda: eq(0 * t[(make.integer(),) * len(t.shape)], 0),
        lambda: eq(t / make.scalar(0) * 0, 0 * Ones(t.shape)),
    ]
    if len(t.shape) == 2:
        claims += [lambda: eq(Transpose(Transpose(t)), t), lambda: eq(Norm(Transpose(t)), Norm(t))]
        if t.shape[0] is t.shape[1]:
            claims += [
                lambda: eq(0 * Determinant(t), 0),
                lambda: Determinant(t) ** 2 >= 0,
                lambda: eq(Trace(Transpose(t)), Trace(t)),
                lambda: eq(Determinant(t) / Determinant(t), 1),
            ]
    elif t.shape:
        claims += [lambda: t @ t >= 0, lambda: eq(Norm(t) ** 2, t @ t)]
    return make.of(claims)()


def fresh(t: Term) -> Symbol:
    """Return a real symbol that does not occur in the term."""
    taken = {symbol.name for symbol in free_symbols(t)}
    return Symbol(next(name for name in ("x", "y", "z", "t'") if name not in taken))
