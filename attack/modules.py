"""Steps that are used at instances: at parameters that their laws do not admit, and at terms without a value."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from attack.maker import Maker, k, n, p, s, x, y
from attack.scalars import apply
from gradcheck.derivation import Step, at
from gradcheck.language.syntax.arrays import Array, Determinant
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, ForAll, Proposition, eq
from gradcheck.language.syntax.random import (
    Bernoulli,
    Expectation,
    Independent,
    Normal,
    RandomVariable,
    Uniform,
    Variance,
)
from gradcheck.language.syntax.shorthand import ne
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Extremum, Integral, Limit, Sum, Symbol, Term, as_term, free_symbols

E, Var = Expectation, Variance
zero, one = as_term(0), as_term(1)
B = RandomVariable("B1", (), Bernoulli(p))
G = RandomVariable("N1", (), Normal(zero, s))
U = RandomVariable("U1", (), Uniform(x, p))
I = RandomVariable("I1", (), Independent(zero, s))  # noqa: E741
A, v = Array("A", (n, n)), Array("v", (n,))

Values = dict[Symbol, Term]


@dataclass(frozen=True)
class Used:
    """A step, and the statement that it would give at values for its symbols if they
    were not checked to be admissible.
    """

    step: Proposition
    conclusion: Callable[[Values], Proposition]
    symbols: tuple[Symbol, ...]
    given: tuple[Proposition, ...] = ()


LAWFUL: tuple[Used, ...] = (
    Used(E(B * y**2) <= y**2, lambda at: at[p] * at[y] ** 2 <= at[y] ** 2, (p, y)),
    Used(E(B * y**2) >= 0, lambda at: at[p] * at[y] ** 2 >= 0, (p, y)),
    Used(And((eq(E(B), p), p <= 1)), lambda at: at[p] <= 1, (p,)),
    Used(And((eq(E(B), p), p >= 0)), lambda at: at[p] >= 0, (p,)),
    Used(Var(B) >= 0, lambda at: at[p] * (1 - at[p]) >= 0, (p,)),
    Used(E(G**2 * y**2) >= 0, lambda at: at[s] * at[y] ** 2 >= 0, (s, y)),
    Used(And((eq(E(G), 0), s >= 0)), lambda at: at[s] >= 0, (s,)),
    Used(E(I**2 * y**2) >= 0, lambda at: at[s] * at[y] ** 2 >= 0, (s, y)),
    Used(E(U) >= x, lambda at: (at[x] + at[p]) / 2 >= at[x], (x, p)),
    Used(And((eq(E(U - U), 0), x < p)), lambda at: at[x] < at[p], (x, p)),
    Used(Var(U) > 0, lambda at: (at[p] - at[x]) ** 2 > 0, (x, p)),
    Used(eq(E(0 * G), 0), lambda at: eq(0 * at[s], 0), (s,)),
)
PLAIN: tuple[tuple[Proposition, tuple[Proposition, ...], tuple[Symbol, ...]], ...] = (
    (eq(x * y, y * x), (), (x, y)), (x**2 >= 0, (), (x,)), (eq(0 * x, 0), (), (x,)),
    (x**2 + y**2 >= 2 * x * y, (), (x, y)),
    (eq(x / x, 1), (ne(x, 0),), (x,)), (eq(apply("exp", apply("log", x)), x), (x > 0,), (x,)),
    (apply("log", x) <= x - 1, (x > 0,), (x,)), (eq(apply("sqrt", x**2), x), (x >= 0,), (x,)),
    (apply("tanh", x) <= x, (x >= 0,), (x,)), (eq(apply("abs", x), x), (x >= 0,), (x,)),
    (eq(Sum(k, k, zero, n), n * (n + 1) / 2), (), (n,)), (eq(Sum(x, k, one, n), n * x), (), (n, x)),
    (eq(x**k * x, x ** (k + 1)), (), (x, k)), (eq(Integral(y, Symbol("tau"), zero, x), x * y), (x >= 0,), (x, y)),
    (eq(Limit(x, Symbol("tau"), y), x), (), (x, y)), (eq(Extremum("sup", x, Symbol("tau"), zero, one), x), (), (x,)),
    (ForAll((y,), x**2 + y**2 >= 0), (), (x,)), (eq(apply("sign", x) * apply("abs", x), x), (), (x,)),
    (k + n >= 1, (), (k, n)), (eq(v[k] * 0, 0), (k >= 1, k <= n), (k,)), (k**2 >= k, (), (k,)),
    (eq(apply("log", x * y), apply("log", x) + apply("log", y)), (x > 0, y > 0), (x, y)),
)  # fmt: skip


def value(make: Maker, symbol: Symbol) -> Term:
    """Return a term for a symbol of a step: admissible or not, with a value or without one."""
    if symbol.is_integer:
        return make.any_of(make.integer, make.integer_symbol)
    determinant = Determinant(A)
    return make.any_of(
        make.number, make.number, lambda: as_term(make.of((2, -1, 0, 1))), lambda: make.scalar(1), make.edge,
        lambda: determinant, make.real_symbol, make.real_symbol,
    )  # fmt: skip


def used_at(make: Maker) -> tuple[Proposition, tuple[Proposition, ...], tuple[Step, ...], tuple[object, ...]]:
    """Return a step and its use: the claim, what is given, the steps before it, the hints."""
    if make.once_in(2):
        lawful = make.of(LAWFUL)
        values: Values = {symbol: value(make, symbol) for symbol in lawful.symbols}
        claim = lawful.conclusion(values)
        given: tuple[Proposition, ...] = ()
        before = Step("before", lawful.step, lawful.given)
    else:
        stated, needed, symbols = make.of(PLAIN)
        values = {symbol: value(make, symbol) for symbol in symbols}
        claim = replace_symbols(stated, values)
        given = tuple(replace_symbols(one, values) for one in needed) if make.once_in(2) else ()
        before = Step("before", stated, needed)
    hints: tuple[Any, ...] = () if make.once_in(4) else (at("before", values),)
    return claim, given, (before,), hints


def from_definitions(
    make: Maker, definitions: tuple[Definition, ...], claim: Proposition
) -> tuple[Proposition, tuple[Step, ...], tuple[object, ...]]:
    """Return a claim about members, and its use at another index or another parameter."""
    symbols = sorted(free_symbols(claim), key=lambda one: one.name)
    values = {symbol: value(make, symbol) for symbol in symbols if make.once_in(2) or symbol is symbols[0]}
    instance = replace_symbols(claim, values)
    return instance, (Step("before", claim),), (at("before", values),)
