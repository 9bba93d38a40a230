"""Random variables of edge laws: certain outcomes, variance 0, parameters that are inadmissible or have no value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from attack.maker import Maker, generates, n, p, s, x, y
from attack.scalars import apply
from gradcheck.language.syntax.random import (
    Bernoulli,
    Expectation,
    Exponential,
    Independent,
    Normal,
    RandomSequence,
    RandomVariable,
    Uncorrelated,
    Uniform,
    Variance,
)
from gradcheck.language.syntax.terms import Term, as_term, rational

zero, one = as_term(0), as_term(1)
HALF = rational(1, 2)


def chances(make: Maker) -> Term:
    """Return a probability, or a term that is none."""
    return make.of((p, p, p, zero, one, HALF, as_term(2), as_term(-1), x, 1 / x, p**2, 1 - p, apply("sigmoid", x),
                    apply("log", y), rational(1, 3), s))  # fmt: skip


def means(make: Maker) -> Term:
    return make.of((zero, zero, one, x, 1 / x, apply("log", y), -one, apply("sqrt", x)))


def variances(make: Maker) -> Term:
    return make.of(
        (one, one, zero, s, s**2, -one, 1 / s, apply("log", s), as_term(2), s - s, apply("sqrt", s), -(s**2))
    )


LAWS: dict[type, Callable[[Maker], Any]] = {
    Bernoulli: lambda make: Bernoulli(chances(make)),
    Normal: lambda make: Normal(means(make), variances(make)),
    Uniform: lambda make: Uniform(
        *make.of(
            ((zero, one), (zero, zero), (one, zero), (x, y), (x, x), (-one, one), (1 / x, y), (zero, s), (p, 1 + p))
        )
    ),
    Exponential: lambda make: Exponential(variances(make)),
    Independent: lambda make: Independent(means(make), variances(make), make.of((False, True))),
    Uncorrelated: lambda make: Uncorrelated(means(make), variances(make), make.of((False, False, True))),
}
NAMES: dict[type, tuple[str, str, str]] = {  # of a scalar, a vector and a sequence
    Bernoulli: ("B1", "B2", "B3"),
    Normal: ("N1", "N2", "N3"),
    Uniform: ("U1", "U2", "U3"),
    Exponential: ("X1", "X2", "X3"),
    Independent: ("I1", "I2", "I3"),
    Uncorrelated: ("C1", "C2", "C3"),
}


def random_term(make: Maker, kind: type | None = None, form: int = 0) -> Any:
    """Return a random variable (form 0), a random vector (1) or a member of a random sequence (2); one law a name."""
    kind = kind or make.of(tuple(LAWS))
    name = NAMES[kind][form]
    if name not in make.randoms:
        make.randoms[name] = (LAWS[kind](make), make.of((n, n, one, as_term(2))))
    law, side = make.randoms[name]
    if form == 2:
        return RandomSequence(name, (), make.integer(), law)
    return RandomVariable(name, (side,) if form else (), law)


def body(make: Maker, depth: int, kind: type | None = None) -> Term:
    """Return a scalar term in random variables, in the same one twice, or in two."""
    X = make.any_of(
        lambda: random_term(make, kind), lambda: random_term(make, kind), lambda: random_term(make, kind, 2)
    )
    b = make.scalar(depth)
    v = random_term(make, kind, 1)
    return make.any_of(
        lambda: X,
        lambda: X * X,
        lambda: X**2,
        lambda: X * b,
        lambda: X + b,
        lambda: 0 * X,
        lambda: X - X,
        lambda: X * random_term(make),
        lambda: 1 / X,
        lambda: X / X,
        lambda: apply(make.of(("exp", "log", "sqrt", "abs", "sign", "relu", "sigmoid", "tanh", "asin")), X),
        lambda: apply("exp", b * X**2),
        lambda: apply("exp", X**2 / 2),
        lambda: X ** make.of((0, 3, 4, -1, HALF)),
        lambda: v @ v,
        lambda: v[make.of((0, 1, 2, n, n + 1))],
        lambda: 1 / (1 - X),
        lambda: (X - Expectation(X)) ** 2,
        lambda: X * Expectation(X),
        lambda: b,
    )


@generates(Expectation)
def expectation(make: Maker, depth: int) -> Term:
    return make.any_of(
        lambda: Expectation(body(make, depth)),
        lambda: Expectation(body(make, depth)),
        lambda: Expectation(make.scalar(depth) * random_term(make, None, 1)),
    )


@generates(Variance)
def variance(make: Maker, depth: int) -> Term:
    return Variance(body(make, depth))


@generates(Bernoulli)
def bernoulli(make: Maker, depth: int) -> Term:
    return of_law(make, Bernoulli, depth)


@generates(Normal)
def normal(make: Maker, depth: int) -> Term:
    return of_law(make, Normal, depth)


@generates(Uniform)
def uniform(make: Maker, depth: int) -> Term:
    return of_law(make, Uniform, depth)


@generates(Exponential)
def exponential(make: Maker, depth: int) -> Term:
    return of_law(make, Exponential, depth)


@generates(Independent)
def independent(make: Maker, depth: int) -> Term:
    return of_law(make, Independent, depth)


@generates(Uncorrelated)
def uncorrelated(make: Maker, depth: int) -> Term:
    return of_law(make, Uncorrelated, depth)


def of_law(make: Maker, kind: type, depth: int) -> Term:
    """Return a mean or a variance over this law."""
    return make.of((Expectation, Expectation, Variance))(body(make, depth, kind))


@generates(RandomVariable)
def random_variable(make: Maker, depth: int) -> Term:
    """Return a random variable outside of a mean as well: then the claim is about every outcome."""
    return make.any_of(
        lambda: random_term(make),
        lambda: random_term(make) * make.scalar(depth),
        lambda: random_term(make, None, 1),
        lambda: Expectation(random_term(make)) - random_term(make),
        lambda: body(make, depth),
    )


@generates(RandomSequence)
def random_sequence(make: Maker, depth: int) -> Term:
    X = random_term(make, None, 2)
    return make.any_of(
        lambda: Expectation(X * random_term(make, type(X.law), 2)),
        lambda: Variance(X),
        lambda: X,
        lambda: Expectation(X**2),
    )
