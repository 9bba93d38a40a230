"""Two different statements never print alike, in any of the notations, when what their names stand for is told too.

The sign and the quotient of numbers are the one thing that may be written in two ways: -2 is the number and the
negative of 2, and 1/4 the number and a quotient.  As text they differ even so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import chain as joined
from itertools import product
from typing import Any

import pytest

from gradcheck.language.author import (
    And,
    Bernoulli,
    E,
    Exists,
    ForAll,
    Implies,
    Independent,
    Normal,
    Uncorrelated,
    Uniform,
    Var,
    arbitrary_function,
    chain,
    d,
    det,
    diag,
    diagonal,
    dimension,
    eq,
    exp,
    function,
    hadamard,
    identity,
    initial,
    integer,
    integral,
    inverse,
    limit,
    matrix,
    natural,
    norm,
    ones,
    oo,
    ordered_product,
    outer,
    random_sequence,
    random_variable,
    real,
    recurrence,
    sequence,
    sigmoid,
    sup,
    total,
    trace,
    vector,
    where,
    widths,
    zeros,
)
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_pretty, render_row
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax import arrays
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.random import AnyLaw
from gradcheck.language.syntax.terms import Add, Div, Mul, Neg, Num, Term, as_term, rational
from gradcheck.prover.preamble import preamble_of

from .statements import A, B, P, array, e, f, g, i, k, n, q, s, scalar, statements, u, v, x, y

RENDERERS: tuple[Callable[[Node], str], ...] = (render_text, render_latex, render_pretty, render_row)


def close(text: str) -> str:
    """The text without what no reader counts: blanks in LaTeX, those at the ends of rows."""
    return text.replace(" ", "") if "\\" in text else text


@cache
def reading(item: Any) -> Any:
    """The statement with numbers as they are read: -2 and 1/4 are numbers, however they came about."""
    if isinstance(item, tuple):
        return tuple(map(reading, item))
    if not isinstance(item, Node) or isinstance(item, AnyLaw):
        return item
    found = type(item)(*[reading(getattr(item, name)) for name in item.fields])
    match found:
        case Neg(term=Num(value=value)):
            return Num(-value)
        case Neg(term=Mul(factors=(Num(value=value), *rest))):
            return Mul((Num(-value), *rest))
        case Neg(term=Div(numerator=Num(value=value), denominator=below)):
            return Div(Num(-value), below)
        case Div(numerator=Num(value=above), denominator=Num(value=below)) if below:
            return Num(above / below)
    return found


def collisions(nodes: list[Node], render: Callable[[Node], str]) -> Iterator[tuple[str, Node, Node]]:
    """Different nodes that are written alike; terms of different shapes never stand in one place."""
    seen: dict[tuple[object, str], Node] = {}
    for node in nodes:
        text = close(render(node))
        other = seen.setdefault((getattr(node, "shape", None), text), node)
        if other is not node and (render is render_text or reading(other) is not reading(node)):
            yield text, other, node


@cache
def small_terms() -> tuple[Node, ...]:
    """Every operation on small terms, and on these once more."""
    two, half = as_term(2), rational(1, 2)
    one: tuple[Callable[[Any], Any], ...] = (
        lambda a: -a, lambda a: a**2, lambda a: two**a, lambda a: exp(a), lambda a: function("sqrt")(a),
        lambda a: function("abs")(a), lambda a: sigmoid(a), lambda a: f(a), lambda a: f.derivative(a),
        lambda a: d(a, x), lambda a: d(a, v), lambda a: total(a, k, 1, n), lambda a: integral(a, x, 0, 1),
        lambda a: limit(a, x, 0), lambda a: limit(a, x, 0, "+"), lambda a: sup(a, x), lambda a: sup(a, x, 0, 1),
        lambda a: E(a), lambda a: Var(a), lambda a: where(a > 0, x, y), lambda a: where(x > 0, a, y), lambda a: a.T,
        lambda a: inverse(a), lambda a: det(a), lambda a: trace(a), lambda a: diag(a), lambda a: diagonal(a),
        lambda a: norm(a), lambda a: a[1], lambda a: a[1, k], lambda a: arrays.Sequence("g", (), k, (a,)),
        lambda a: ordered_product(a, k, 1, i), lambda a: ordered_product(a, k, i, 1, rising=True), lambda a: a / 2,
        lambda a: 2 / a, lambda a: half * a, lambda a: 2 * a, lambda a: a * 2, lambda a: -2 * a, lambda a: a - 2,
    )  # fmt: skip
    both: tuple[Callable[[Any, Any], Any], ...] = (
        lambda a, b: a + b, lambda a, b: a - b, lambda a, b: Add((a, b)), lambda a, b: a * b, lambda a, b: Mul((a, b)),
        lambda a, b: a / b, lambda a, b: a**b, lambda a, b: a @ b, lambda a, b: hadamard(a, b),
        lambda a, b: outer(a, b), lambda a, b: function("max")(a, b), lambda a, b: Mul((a, b, y)),
    )  # fmt: skip

    def grown(left: list[Term], right: list[Term]) -> Iterator[Term]:
        for make in one:
            for a in left:
                yield from made(make, a)
        for pair in both:
            for a, b in joined(product(left, right), product(right, left)):
                yield from made(pair, a, b)

    first = [x, y, e, two, as_term(-2), half, s(k), v, u, A, B, q(k), P, v[k], zeros(n)]
    second = list(dict.fromkeys(grown(first, [x, two, v, A, B])))
    third = grown(second[::3], [x, v, A])
    return tuple(dict.fromkeys([*first, *second, *third]))


def made(make: Callable[..., Term], *args: Term) -> list[Term]:
    """What is made of the arguments; nothing if they do not fit."""
    try:
        return [make(*args)]
    except (ValueError, TypeError):
        return []


@pytest.mark.parametrize("render", RENDERERS, ids=lambda render: render.__name__)
def test_no_two_small_terms_are_written_alike(render: Callable[[Node], str]) -> None:
    assert len(small_terms()) > 8_000
    assert next(collisions(list(small_terms()), render), None) is None


@pytest.mark.parametrize("render", RENDERERS, ids=lambda render: render.__name__)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_two_statements_are_written_alike(seed: int, render: Callable[[Node], str]) -> None:
    assert next(collisions(list(statements(seed, 3_000)), render), None) is None


def test_the_statements_are_of_every_kind() -> None:
    from gradcheck.language.syntax.node import walk

    kinds = {type(node).__name__ for claim in statements(1, 3_000) for node in walk(claim)}
    assert {"Limit", "OrderedProduct", "Spectral", "Where", "Exists", "Iff", "Uninterpreted", "RandomSequence"} <= kinds
    import random

    draw = random.Random(0)
    assert scalar(draw, 0).shape == ()
    assert array(draw, 0, 2).shape == (n, n)


# ---- statements that differ in what their names stand for, or in a sign that is easily lost

t, m = natural("t"), dimension("m")
r = sequence("r")
X, Y, z = matrix("X", n, n), matrix("Y", n, n), real("z")
Zero = as_term(0)
Law = tuple[Proposition, tuple[Definition, ...]]


def claim(proposition: Proposition, *definitions: Definition) -> Law:
    return proposition, definitions


def about(law: AnyLaw, *sides: object) -> Law:
    return claim(eq(E(norm(random_variable("Z", law, *sides)) if sides else random_variable("Z", law)), 0))


PAIRS: dict[str, tuple[Law, Law]] = {
    "sort": (claim(eq(real("n") * 2, 0)), claim(eq(natural("n") * 2, 0))),
    "natural and dimension": (claim(natural("n") >= 0), claim(dimension("n") >= 0)),
    "shape": (claim(norm(matrix("C", n, m)) >= 0), claim(norm(matrix("C", m, n)) >= 0)),
    "vector and matrix": (claim(norm(vector("C", n)) >= 0), claim(norm(matrix("C", n, n)) >= 0)),
    "array and random": (claim(norm(v) >= 0), claim(norm(random_variable("v", Normal(0, 1), n)) >= 0)),
    "law": (about(Normal(0, 1)), about(Normal(0, 2))),
    "kind of law": (about(Independent(0, 1), n), about(Uncorrelated(0, 1), n)),
    "kind of law of a scalar": (about(Independent(0, 1)), about(Uncorrelated(0, 1))),
    "mean and variance": (about(Independent(0, y)), about(Independent(y, 0))),
    "symmetry": (about(Independent(0, 1)), about(Independent(0, 1, symmetric=True))),
    "bounds of a law": (about(Uniform(0, y)), about(Uniform(y, 0))),
    "a law and its like": (about(Normal(y, y)), about(Uniform(y, y))),
    "probability": (about(Bernoulli(y)), about(Bernoulli(1 - y))),
    "a sequence at random": (
        claim(eq(E(random_sequence("W", Normal(0, 1))(k)), 0)), claim(eq(E(random_sequence("W", Normal(0, 2))(k)), 0))
    ),
    "a free sequence and one at random": (
        claim(eq(E(sequence("W")(k)), 0)), claim(eq(E(random_sequence("W", Normal(0, 1))(k)), 0))
    ),
    "a sequence and a width": (claim(sequence("N")(k) >= 1), claim(widths("N")(k) >= 1)),
    "shape of a sequence": (claim(norm(sequence("b", n)(k)) >= 0), claim(norm(sequence("b", n, n)(k)) >= 0)),
    "shape by the index": (
        claim(norm(sequence("b", widths("N"))(k)) >= 0),
        claim(norm(sequence("b", lambda here: widths("N")(here - 1))(k)) >= 0),
    ),
    "differentiable": (
        claim(arbitrary_function("h", 1)(x) > 0), claim(arbitrary_function("h", 2)(x) > 0)
    ),
    "a function and a number": (claim(arbitrary_function("h")(x + 1) > 0), claim(real("h") * (x + 1) > 0)),
    "definition": (
        claim(r(t) >= 0, initial(r(0), 0), recurrence(r(t), r(t - 1) + 1, 1)),
        claim(r(t) >= 0, initial(r(0), 0), recurrence(r(t), r(t - 1) + 2, 1)),
    ),
    "initial value": (
        claim(r(t) >= 0, initial(r(0), 0), recurrence(r(t), r(t - 1) + 1, 1)),
        claim(r(t) >= 0, initial(r(0), 1), recurrence(r(t), r(t - 1) + 1, 1)),
    ),
    "start": (
        claim(r(t) >= 0, initial(r(0), 0), recurrence(r(t), r(t - 1), 1)),
        claim(r(t) >= 0, initial(r(1), 0), recurrence(r(t), r(t - 1), 2)),
    ),
    "defined and free": (claim(r(t) >= 0, recurrence(r(t), 0 * t, 0)), claim(r(t) >= 0)),
    "shape of what is defined": (
        claim(norm(q(t)) >= 0, recurrence(q(t), zeros(n), 0)),
        claim(norm(sequence("q", m)(t)) >= n - n, recurrence(sequence("q", m)(t), zeros(m), 0)),
    ),
    "sort of a parameter": tuple(
        claim(sequence("p", of=(a,))(t) >= 0, recurrence(sequence("p", of=(a,))(t), a + 0, 0))
        for a in (real("a"), integer("a"))
    ),  # type: ignore[dict-item]
    "binders": (
        claim(ForAll((x,), Exists(y, x < y))), claim(Exists(y, ForAll((x,), x < y)))
    ),
    "range of a quantifier": (claim(ForAll((k,), k >= 0)), claim(ForAll((integer("k"),), integer("k") >= 0))),
    "range of a limit": (
        claim(eq(limit(1 / real("a"), real("a"), oo), 0)), claim(eq(limit(1 / dimension("a"), dimension("a"), oo), 0))
    ),
    "range of a supremum": (
        claim(eq(sup(real("a"), real("a"), 0, 3), 2)), claim(eq(sup(natural("a"), natural("a"), 0, 3), 2))
    ),
    "ends of an ordered product": (
        claim(eq(ordered_product(X, k, 1, t), X)), claim(eq(ordered_product(X, k, t, 1, rising=True), X))
    ),
    "a - (b - c)": (claim(eq(x - (y - z), 0)), claim(eq((x - y) - z, 0))),
    "a - (b + c)": (claim(eq(x - (y + z), 0)), claim(eq(x - y + z, 0))),
    "a/b/c": (claim(eq(x / y / z, 0)), claim(eq(x / (y / z), 0))),
    "a/(b c)": (claim(eq(x / y * z, 0)), claim(eq(x / (y * z), 0))),
    "minus a square": (claim(eq(-(x**2), 0)), claim(eq((-x) ** 2, 0))),
    "a number squared": (claim(eq(as_term(-2) ** 2, 0)), claim(eq(-(as_term(2) ** 2), 0))),
    "powers of powers": (claim(eq((x**y) ** z, 0)), claim(eq(x ** (y**z), 0))),
    "a function squared": (claim(eq(f(x) ** 2, 0)), claim(eq(f(x**2), 0))),
    "tanh squared": (claim(eq(function("tanh")(x) ** 2, 0)), claim(eq(function("tanh")(x**2), 0))),
    "a root squared": (claim(eq(function("sqrt")(x) ** 2, 0)), claim(eq(function("sqrt")(x**2), 0))),
    "a mean squared": (claim(eq(E(P) ** 2, 0)), claim(eq(E(P**2), 0))),
    "a product of means": (claim(eq(E(P) * E(P), 0)), claim(eq(E(P * E(P)), 0))),
    "a derivative squared": (claim(eq(d(f(x), x) ** 2, 0)), claim(eq(d(f(x) ** 2, x), 0))),
    "a derivative by another": (claim(eq(d(f(x), x), 0)), claim(eq(d(f(x), y), 0))),
    "the derivative of a product": (claim(eq(d(x, x) * y, 0)), claim(eq(d(x * y, x), 0))),
    "a sum and a summand": (claim(eq(total(x + y, k, 1, n), 0)), claim(eq(total(x, k, 1, n) + y, 0))),
    "a sum of products": (claim(eq(total(x, k, 1, n) * y, 0)), claim(eq(total(x * y, k, 1, n), 0))),
    "a sum and its unfolding": (claim(eq(total(s(k), k, 1, 2), 0)), claim(eq(s(1) + s(2), 0))),
    "an integral of a sum": (claim(eq(integral(x + y, x, 0, 1), 0)), claim(eq(integral(x, x, 0, 1) + y, 0))),
    "sides of a limit": (claim(eq(limit(x, x, 0, "+"), 0)), claim(eq(limit(x, x, 0, "-"), 0))),
    "x1 and x_1": (claim(eq(real("x1") * y, 0)), claim(eq(vector("x", n)[1] * y, 0))),
    "a member and a name": (claim(eq(s(0) * y, 0)), claim(eq(real("s0") * y, 0))),
    "two letters": (claim(eq(real("ab"), 0)), claim(eq(real("a") * real("b"), 0))),
    "transposes": (claim(eq(X.T @ Y, X)), claim(eq((X @ Y).T, X))),
    "transposes of one": (claim(eq(X @ Y.T, X)), claim(eq((X.T @ Y).T, X))),
    "a scalar before matrices": (claim(eq(x * (X @ Y), X)), claim(eq((x * X) @ Y, X))),
    "association of matrices": (claim(eq((X @ Y) @ X, X)), claim(eq(X @ (Y @ X), X))),
    "inverse of a product": (claim(eq(inverse(X @ Y), X)), claim(eq(X @ inverse(Y), X))),
    "a quotient of an array": (claim(eq(v / x, v)), claim(eq((1 / x) * v, v))),
    "zeros": (claim(norm(zeros(n)) >= 0), claim(norm(zeros(n, n)) >= 0)),
    "numbers of zeros": (claim(norm(zeros(2)) >= 0), claim(norm(zeros(3)) >= 0)),
    "ones and the identity": (claim(eq(ones(n, n), X)), claim(eq(identity(n), X))),
    "e, the number": (claim(eq(e**x, exp(x))), claim(eq(e**x, e**x))),
    "a number e": (claim(eq(e, 1)), claim(eq(exp(1), 1))),
    "given": (claim(Implies(x > 0, x > 0)), claim(And((x > 0, x > 0)))),
    "a chain": (claim(chain(x, "<", y, "<", z)), claim(And((x < y, x < z)))),
    "nests of implications": (
        claim(Implies(x > 0, Implies(y > 0, z > 0))), claim(Implies(Implies(x > 0, y > 0), z > 0))
    ),
    "where": (claim(eq(where(x > 0, x, y), 0)), claim(eq(where(x > 0, y, x), 0))),
    "arguments": (claim(eq(g(k), 0)), claim(eq(sequence("g")(k) * x, 0))),
}  # fmt: skip


@pytest.mark.parametrize("pair", PAIRS.values(), ids=PAIRS)
def test_what_differs_is_printed_otherwise(pair: tuple[Law, Law]) -> None:
    (left, of_left), (right, of_right) = pair
    assert (left, of_left) != (right, of_right)
    pages = []
    for statement, definitions in pair:
        told = preamble_of((statement,), definitions)
        lines = (*told.lines, *told.defined)
        pages.append(
            (
                [line.text for line in lines] + [render_text(statement)],
                [close(line.latex) for line in lines] + [close(render_latex(statement))],
                [line.row or line.pretty for line in lines] + [render_pretty(statement)],
            )
        )
    for one, other in zip(*pages, strict=True):
        assert one != other


def test_what_is_the_same_is_printed_alike() -> None:
    """The near miss of all the others: nothing but the statement is in what is printed."""
    first, again = (preamble_of((eq(norm(vector("v", n)), x),)) for _ in range(2))
    assert first == again
