"""Many small terms and statements over a few names, for tests that compare what is printed of them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from gradcheck.language.author import (
    And,
    E,
    Exists,
    ForAll,
    Iff,
    Implies,
    Independent,
    Invertible,
    PositiveDefinite,
    Var,
    arbitrary_function,
    chain,
    d,
    det,
    diag,
    diagonal,
    dimensions,
    eq,
    function,
    hadamard,
    identity,
    integer,
    integral,
    inverse,
    largest_eigenvalue,
    limit,
    matrix,
    naturals,
    ne,
    norm,
    ones,
    oo,
    operator_norm,
    ordered_product,
    outer,
    pi,
    random_sequence,
    random_variable,
    reals,
    sequence,
    smallest_singular_value,
    sup,
    total,
    trace,
    vector,
    where,
    widths,
    zeros,
)
from gradcheck.language.syntax import arrays, terms
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Term, as_term, rational

n, m = dimensions("n m")
k, i = naturals("k i")
j = integer("j")
x, y, e = reals("x y e")
v, u = vector("v", n), vector("u", n)
A, B, X = matrix("A", n, n), matrix("B", n, n), matrix("X", n, m)
s, q = sequence("s"), sequence("q", n)
M = sequence("M", n, n)
g = sequence("g", of=(x,))
P = random_variable("P", Independent(0, 1))
R = random_variable("R", Independent(0, y), n)
Q = random_sequence("Q", Independent(0, 1))
f = arbitrary_function("f", 2)
N = widths("N")

SCALARS: tuple[Term, ...] = (
    x, y, e, k, n, as_term(0), as_term(1), as_term(2), as_term(-2), rational(1, 2), rational("0.059"), pi, s(k), s(0),
    s(k + 1), P, Q(k), v[1], v[k], A[1, k], g(k), N(k), rational(10**40),
)  # fmt: skip
VECTORS: tuple[Term, ...] = (v, u, R, q(k), ones(n), zeros(n))
MATRICES: tuple[Term, ...] = (A, B, M(k), identity(n), zeros(n, n), ones(n, n))
FUNCTIONS = ("exp", "log", "sqrt", "abs", "sigmoid", "atan", "leaky_relu", "sign", "tanh", "max")

Make = Callable[[random.Random, int], Term]


def scalar(draw: random.Random, depth: int) -> Term:
    """A random scalar term."""
    if depth <= 0:
        return draw.choice(SCALARS)

    def a() -> Term:
        return scalar(draw, depth - draw.choice((1, 1, 2)))

    def vec() -> Term:
        return array(draw, depth - 1, 1)

    def mat() -> Term:
        return array(draw, depth - 1, 2)

    makers: list[Callable[[], Term]] = [
        lambda: a() + a(), lambda: a() - a(), lambda: terms.Add((a(), a(), a())), lambda: terms.Add((a(), a() + a())),
        lambda: a() * a(), lambda: terms.Mul((a(), a() * a())), lambda: terms.Mul((a(), a(), a())), lambda: a() / a(),
        lambda: -a(), lambda: a() ** a(), lambda: a() ** 2, lambda: a() / a() / a(),
        lambda: called(draw, a), lambda: f(a()), lambda: f.derivative(a()), lambda: f.derivative(a(), 2),
        lambda: where(draw.choice((a() > 0, eq(a(), a()))), a(), a()),
        lambda: total(a(), k, draw.choice((1, 2, i)), draw.choice((n, i, n - 1))),
        lambda: d(a(), draw.choice((x, y))), lambda: d(d(a(), x), draw.choice((x, y))),
        lambda: integral(a(), x, draw.choice((0, -oo, y)), draw.choice((1, oo, y))),
        lambda: limit(a(), draw.choice((x, k)), draw.choice((0, oo, y)), draw.choice(("", "+", "-"))),
        lambda: sup(a(), draw.choice((x, k)), *draw.choice(((), (0, 1), (-oo, y)))),
        lambda: E(a()), lambda: Var(a()), lambda: vec() @ vec(), lambda: norm(draw.choice((vec, mat))()),
        lambda: trace(mat()), lambda: det(mat()), lambda: operator_norm(mat()), lambda: smallest_singular_value(mat()),
        lambda: largest_eigenvalue(mat()), lambda: vec()[draw.choice((1, k))], lambda: mat()[k, draw.choice((1, k))],
        lambda: s(draw.choice((k, k + 1, k - 1, 0))), lambda: arrays.Sequence("g", (), k, (a(),)),
        lambda: vec() @ mat() @ vec(), lambda: vec() @ (mat() @ vec()),
    ]  # fmt: skip
    return draw.choice(makers)()


def called(draw: random.Random, a: Callable[[], Term]) -> Term:
    """One of the functions of the language."""
    name = draw.choice(FUNCTIONS)
    return function(name)(a(), a()) if name == "max" else function(name)(a())


def array(draw: random.Random, depth: int, sides: int) -> Term:
    """A random vector of n entries, or an n by n matrix."""
    if depth <= 0:
        return draw.choice(VECTORS if sides == 1 else MATRICES)

    def a() -> Term:
        return scalar(draw, depth - 1)

    def vec() -> Term:
        return array(draw, depth - draw.choice((1, 2)), 1)

    def mat() -> Term:
        return array(draw, depth - draw.choice((1, 2)), 2)

    def same() -> Term:
        return vec() if sides == 1 else mat()

    makers: list[Callable[[], Term]] = [
        lambda: same() + same(), lambda: same() - same(), lambda: -same(), lambda: a() * same(), lambda: same() * a(),
        lambda: same() / a(), lambda: hadamard(same(), same()), lambda: function("exp")(same()),
        lambda: function("abs")(same()), lambda: function("sqrt")(same()), lambda: f(same()), lambda: E(same()),
        lambda: total(same(), k, 1, n), lambda: d(a(), v if sides == 1 else A), lambda: d(same(), x),
    ]  # fmt: skip
    if sides == 1:
        makers += [lambda: mat() @ vec(), lambda: vec() @ mat(), lambda: diagonal(mat()), lambda: mat().T @ vec()]
    else:
        makers += [
            lambda: mat() @ mat(), lambda: mat() @ (mat() @ mat()), lambda: mat().T, lambda: inverse(mat()),
            lambda: diag(vec()), lambda: outer(vec(), vec()), lambda: d(vec(), v), lambda: d(d(a(), v), v),
            lambda: X @ X.T,
            lambda: ordered_product(mat(), k, *draw.choice(((1, i), (i, 1))), draw.choice((True, False))),
        ]  # fmt: skip
    return draw.choice(makers)()


def proposition(draw: random.Random, depth: int) -> Proposition:
    """A random claim."""

    def relation() -> Proposition:
        kind = draw.randrange(6)
        if kind < 2:
            sides = draw.choice((1, 2))
            return eq(array(draw, 1, sides), array(draw, 1, sides))
        if kind == 2:
            return chain(scalar(draw, 0), "<", scalar(draw, 1), "<=", scalar(draw, 0))
        left, right = scalar(draw, 1), scalar(draw, 1)
        return draw.choice((eq(left, right), ne(left, right), left <= right, left > right))

    if depth <= 0:
        return relation()

    def part() -> Proposition:
        return proposition(draw, depth - draw.choice((1, 2)))

    makers: list[Callable[[], Proposition]] = [
        lambda: And((part(), part())), lambda: And((part(), And((part(), part())))), lambda: Implies(part(), part()),
        lambda: Iff(part(), part()), lambda: ForAll((draw.choice((x, k, n, j)),), part()),
        lambda: ForAll((x, k), part()),
        lambda: ForAll((k, x), part()), lambda: Exists(draw.choice((x, k, n, j)), part()),
        lambda: Invertible(array(draw, 1, 2)), lambda: PositiveDefinite(array(draw, 1, 2)),
    ]  # fmt: skip
    return draw.choice(makers)()


def statements(seed: int, number: int) -> Iterator[Proposition]:
    """Claims of every kind; what does not fit together is left out."""
    draw = random.Random(seed)
    made = 0
    while made < number:
        try:
            kind = draw.randrange(3)
            if kind == 0:
                found = proposition(draw, draw.choice((0, 1, 2)))
            elif kind == 1:
                found = scalar(draw, draw.choice((1, 2, 2, 3))) > 0
            else:
                found = eq(array(draw, draw.choice((1, 2, 2)), sides := draw.choice((1, 2))), array(draw, 0, sides))
        except (ValueError, TypeError):
            continue
        made += 1
        yield found
