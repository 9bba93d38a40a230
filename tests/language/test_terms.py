"""Terms: interned, immutable, exact, typed by shape; and nothing is computed while they are built."""

from __future__ import annotations

import copy
import pickle
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given

from gradcheck.language import author as a
from gradcheck.language.syntax.arrays import Array, Entry, MatMul, Transpose, is_integer
from gradcheck.language.syntax.functions import FUNCTIONS, arity, unfold
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import CONVERSE, NEGATION, OPERATORS, Relation
from gradcheck.language.syntax.terms import (
    Add,
    Apply,
    Const,
    Derivative,
    Div,
    Mul,
    Neg,
    Num,
    Pow,
    Symbol,
    Term,
    as_term,
    bound_variables,
    free_symbols,
)

from .formulas import relations, terms

x, y, z = a.reals("x y z")
n, d = a.dimensions("n d")
k, m = a.naturals("k m")
i = a.integer("i")
X, W = a.matrix("X", n, d), a.matrix("W", d, d)
w, t = a.vector("w", d), a.vector("t", n)


def test_equal_terms_are_one_object() -> None:
    assert a.real("x") is x
    assert x + 2 * y is x + 2 * y
    assert Num(Fraction(2, 4)) is a.rational(1, 2) is a.rational("0.5")
    assert a.matrix("X", n, d) is X
    assert hash(x + y) == hash(x + y)


def test_different_terms_are_different() -> None:
    assert x is not a.integer("x")
    assert x + y is not y + x
    assert a.matrix("X", n, d) is not a.matrix("X", d, n)
    assert as_term(Mul((x, y))) is not as_term(Add((x, y)))
    assert x / x is not as_term(1)
    assert (x + y) + z is not x + (y + z)


def test_nothing_is_computed() -> None:
    assert isinstance(x / x, Div)
    assert isinstance(x - x, Add)
    assert isinstance(0 * x, Mul)
    assert isinstance(as_term(1) + 1, Add)
    assert -Neg(x) is Neg(Neg(x))
    assert isinstance(-Neg(x), Neg)
    assert isinstance((x + 0) ** 0, Pow)
    assert isinstance(a.d(x, x), Derivative)
    assert isinstance(X.T.T, Transpose)
    assert a.eq(x, x).left is x


@given(terms | relations)
def test_pickling_and_copying_give_the_same_object(node: Term | Relation) -> None:
    assert pickle.loads(pickle.dumps(node)) is node
    assert copy.copy(node) is node
    assert copy.deepcopy(node) is node


def test_pickling_keeps_arrays_and_laws() -> None:
    dropped = a.random_variable("R", a.Bernoulli(x), n, d)
    term = a.E(a.norm(t - a.hadamard(X, dropped) @ w) ** 2)
    assert pickle.loads(pickle.dumps(term)) is term


def test_a_pickle_of_another_process_is_the_same_object() -> None:
    code = (
        "import pickle, sys; from gradcheck.language.author import *; x = real('x');"
        "sys.stdout.buffer.write(pickle.dumps(eq(tanh(x) / x, 1)))"
    )
    made = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=".", timeout=60)
    assert pickle.loads(made.stdout) is a.eq(a.tanh(x) / x, 1)


@pytest.mark.parametrize("node", [x, x + y, X, a.eq(x, y), a.Bernoulli(x)], ids=lambda node: type(node).__name__)
def test_a_node_cannot_be_changed(node: Term) -> None:
    fields: tuple[str, ...] = type(node).fields
    name = fields[0]
    with pytest.raises(AttributeError, match="immutable"):
        setattr(node, name, "changed")
    with pytest.raises(AttributeError, match="immutable"):
        node.extra = 1
    with pytest.raises(AttributeError, match="immutable"):
        delattr(node, name)


@pytest.mark.parametrize(
    "build",
    [
        lambda: x + 0.1,
        lambda: 0.1 * x,
        lambda: x**0.5,
        lambda: x / 2.0,
        lambda: x <= 0.5,
        lambda: a.eq(x, 0.5),
        lambda: as_term(0.1),
        lambda: Num(0.5),  # type: ignore[arg-type]
        lambda: a.tanh(0.5),
        lambda: x + float("nan"),
        lambda: x + True,
        lambda: Num(True),  # type: ignore[arg-type]
        lambda: x + "1",
        lambda: x + 1j,
        lambda: x + None,
    ],
)
def test_what_is_not_exact_is_refused(build: Callable[[], object]) -> None:
    with pytest.raises(TypeError):
        build()


def test_the_refusal_of_a_float_says_what_to_write() -> None:
    with pytest.raises(TypeError, match=r"rational\('0\.1'\)"):
        x + 0.1


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: X + w, "equal shapes"),
        (lambda: X + 1, "equal shapes"),
        (lambda: X * X, "hadamard"),
        (lambda: X @ X, "do not chain"),
        (lambda: w @ X, "do not chain"),
        (lambda: x @ w, "for scalars"),
        (lambda: x / w, "divides by a scalar"),
        (lambda: w**2, "power is of scalars"),
        (lambda: 2**w, "power is of scalars"),
        (lambda: a.eq(w, t), "different shapes"),
        (lambda: w <= 0, "different shapes"),
        (lambda: a.hadamard(w, t), "equal shape"),
        (lambda: a.hadamard(x, y), "equal shape"),
        (lambda: a.outer(w, x), "two arrays"),
        (lambda: a.trace(X), "square"),
        (lambda: a.det(X), "square"),
        (lambda: a.inverse(X), "square"),
        (lambda: a.inverse(w), "of a matrix"),
        (lambda: w.T, "transpose"),
        (lambda: a.diag(X), "diagonal"),
        (lambda: a.diagonal(w), "of a matrix"),
        (lambda: a.norm(x), "abs"),
        (lambda: X[1], "2 indices"),
        (lambda: w[1, 2], "1 indices"),
        (lambda: x[1], "1 indices|0 indices|no entries"),
        (lambda: a.total(a.identity(i), i, 1, n), "one shape"),
        (lambda: a.where(x > 0, w, w), "between scalars"),
        (lambda: a.maximum(w, w), "takes scalars"),
        (lambda: Apply("sin", (x, y)), "1 argument"),
        (lambda: Apply("nothing", (x,)), "no function"),
        (lambda: a.limit(x, x, 0, "?"), "side"),
        (lambda: Symbol("x", "complex"), "sort"),
        (lambda: Symbol(""), "name"),
        (lambda: Const("e"), "constant"),
        (lambda: Array("A", (n, n, n)), "vector or a matrix"),
        (lambda: a.total(x, x + 1, 1, 2), "symbol"),  # type: ignore[arg-type]
        (lambda: Relation("~", x, y), "not one of"),
        (lambda: a.chain(x), "alternates"),
    ],
)
def test_terms_that_do_not_fit_are_refused(build: Callable[[], object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        build()


@pytest.mark.parametrize("index", [x, a.rational(1, 2), x + 1, i / 2])
def test_an_index_is_an_integer(index: Term) -> None:
    with pytest.raises(TypeError, match="integer"):
        w[index]


def test_shapes() -> None:
    assert (X @ w).shape == (n,)
    assert (t @ X).shape == (d,)
    assert (w @ w).shape == ()
    assert (X.T @ X).shape == (d, d)
    assert (2 * X / 3).shape == (n, d)
    assert a.outer(t, w).shape == (n, d)
    assert a.d(a.norm(X @ w), X).shape == (n, d)
    assert a.d(X @ w, w).shape == (n, d)
    assert a.hessian(a.norm(w) ** 2, w).shape == (d, d)
    assert a.tanh(X).shape == (n, d)
    assert a.E(X).shape == (n, d)
    assert a.sequence("v", d)(k).shape == (d,)
    assert X[1, k].shape == ()
    assert isinstance(MatMul(X, w), MatMul)
    assert isinstance(w[k + 1], Entry)


def test_a_term_has_no_truth_value() -> None:
    with pytest.raises(TypeError, match="truth"):
        bool(x)
    with pytest.raises(TypeError, match="truth"):
        bool(x <= y)
    with pytest.raises(TypeError, match="truth"):
        0 < x < 1  # noqa: B015
    with pytest.raises(TypeError, match="not iterable"):
        list(w)


@pytest.mark.parametrize(
    ("term", "free"),
    [
        (x + y * x, {x, y}),
        (a.rational(3), set()),
        (a.total(x**i, i, 0, m), {x, m}),
        (a.total(i, i, 0, i), {i}),
        (a.total(i, i, i, 3), {i}),
        (a.integral(x * y, x, 0, z), {y, z}),
        (a.integral(x, x, x, 1), {x}),
        (a.limit(x / y, x, z), {y, z}),
        (a.limit(x, x, x), {x}),
        (a.sup(a.tanh(x) * y, x), {y}),
        (a.sup(x, x, -y, y), {y}),
        (a.d(x**2, x), {x}),
        (X @ w, {n, d}),
        (a.norm(w), {d}),
        (X[k, 1], {n, d, k}),
        (a.sequence("v", d)(k + 1), {k, d}),
        (a.sequence("v", of=(x,))(m), {x, m}),
        (a.E(a.random_variable("R", a.Normal(x, y), n)), {x, y, n}),
        (a.where(x > y, z, 0), {x, y, z}),
        (a.ForAll((x,), x <= y), {y}),
        (a.Exists(x, a.eq(x, y * i)), {y, i}),
        (a.Implies(x > 0, a.Exists(x, a.eq(x, y))), {x, y}),
        (a.And((x > 0, y > 0)), {x, y}),
        (a.total(a.total(i * k, i, 1, k), k, 1, m), {m}),
        (a.total(i, i, 0, 2) * i, {i}),
    ],
)
def test_free_symbols(term: Term, free: set[Symbol]) -> None:
    assert free_symbols(term) == free
    assert isinstance(free_symbols(term), frozenset)  # nobody changes what is known of a term


def test_bound_variables() -> None:
    assert bound_variables(a.total(x, i, 1, 2)) == (i,)
    assert bound_variables(a.ForAll((x, y), x <= y)) == (x, y)
    assert bound_variables(a.d(x, x)) == ()


def test_walk_visits_each_node_once_and_parents_first() -> None:
    shared = a.exp(x)
    nodes = list(walk(shared * shared + shared))
    assert len(nodes) == len(set(map(id, nodes))) == 4
    assert nodes[0] is shared * shared + shared


def test_integers_by_form() -> None:
    assert is_integer(2 * n - k * m + 3)
    assert not is_integer(k / 2)
    assert not is_integer(x)
    assert not is_integer(a.rational(1, 2) * n)


def test_relations_turn_and_negate() -> None:
    for op in OPERATORS:
        assert CONVERSE[CONVERSE[op]] == op
        assert NEGATION[NEGATION[op]] == op
        for left, right in ((1, 2), (2, 2), (3, 2)):
            holds = {"=": left == right, "!=": left != right, "<=": left <= right, "<": left < right}
            holds |= {">=": left >= right, ">": left > right}
            turned = {"=": right == left, "!=": right != left, "<=": right <= left, "<": right < left}
            turned |= {">=": right >= left, ">": right > left}
            assert holds[op] == turned[CONVERSE[op]]
            assert holds[op] != holds[NEGATION[op]]


def test_functions_unfold_down_to_primitives() -> None:
    defined = {name for name, row in FUNCTIONS.items() if row.unfolding is not None}
    for name in defined:
        term: Term | None = Apply(name, (x, y)[: arity(name)])
        assert isinstance(term, Apply)
        pending, seen = [unfold(term)], 0
        while pending:
            body = pending.pop()
            assert body is not None
            seen += 1
            assert seen < 200, f"{name} unfolds for ever"
            inner = [node for node in walk(body) if isinstance(node, Apply) and node.function in defined]
            pending += [unfold(node) for node in inner]
    with pytest.raises(ValueError, match="no function named"):
        arity("nothing")


def test_fields_are_checked_by_name() -> None:
    assert Symbol(name="x") is x
    with pytest.raises(TypeError, match="no field"):
        Symbol("x", colour="red")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="needs the field"):
        Div(x)  # type: ignore[call-arg]
