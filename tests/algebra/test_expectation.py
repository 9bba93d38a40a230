"""Normal forms for symbolic dimensions agree with brute force at small ones: sums, and means of random masks."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.algebra.preparation import prepare
from gradcheck.algebra.ring import Ring, Setting, with_ring
from gradcheck.language.author import (
    Bernoulli,
    E,
    Var,
    diag,
    diagonal,
    dimensions,
    hadamard,
    matrix,
    norm,
    ones,
    random_variable,
    real,
    vector,
)
from gradcheck.language.syntax.terms import Term
from tests.algebra.interpreter import Point, evaluate, mean, value_of

n, d = dimensions("n d")
p = real("p")
X, w, u, y = matrix("X", n, d), vector("w", d), vector("u", d), vector("y", n)
R = random_variable("R", Bernoulli(p), n, d)
MASK = ("R", (n, d), p)

SMALL = st.integers(-2, 2).map(Fraction)
PLAIN = st.sampled_from([X, 2 * X, hadamard(X, X)])
MASKED = st.sampled_from([X, R, hadamard(X, R), X - R])


def columns(matrices: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Vectors with one entry a column."""
    base = st.sampled_from([w, u, ones(d), hadamard(w, u), w - 2 * u])
    return st.one_of(base, matrices.map(lambda m: y @ m), matrices.map(lambda m: diagonal(X.T @ m)))


def scalars(matrices: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Sums and contractions in which every index is bound."""
    vectors = columns(matrices)
    pieces = st.one_of(
        st.builds(lambda m, v: norm(y - m @ v) ** 2, matrices, st.sampled_from([w, u, w + u])),
        st.builds(lambda a, b: a @ b, vectors, vectors),
        st.builds(lambda a, b, c: a @ diag(b) @ c, st.sampled_from([w, u]), vectors, st.sampled_from([w, ones(d)])),
        st.builds(lambda m, k, v: v @ m.T @ k @ v, matrices, matrices, st.sampled_from([w, u])),
    )
    return st.one_of(pieces, st.builds(lambda a, b: a - b, pieces, pieces), st.builds(lambda a: (w @ u) * a, pieces))


@st.composite
def points(draw: st.DrawFn) -> Point:
    rows, cols = draw(st.sampled_from([(1, 1), (1, 2), (2, 1), (2, 2)]))
    entries: dict[tuple[str, tuple[int, ...]], Fraction] = {}
    entries |= {("X", cell): draw(SMALL) for cell in product(range(1, rows + 1), range(1, cols + 1))}
    entries |= {(name, (i,)): draw(SMALL) for name in "wu" for i in range(1, cols + 1)}
    entries |= {("y", (i,)): draw(SMALL) for i in range(1, rows + 1)}
    chance = draw(st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(1, 2), Fraction(1)]))
    return Point({n: Fraction(rows), d: Fraction(cols), p: chance}, entries)


def at_point(term: Term, at: Point) -> Fraction:
    def work(ring: Ring) -> Fraction:
        return value_of(ring, prepare(ring).scalar(term), at, {})

    return with_ring(Setting(), work)


@settings(max_examples=50, deadline=None)
@given(scalars(PLAIN), points())
def test_contractions_agree_with_loops(term: Term, at: Point) -> None:
    assert at_point(term, at) == evaluate(term, at)


@settings(max_examples=50, deadline=None)
@given(scalars(MASKED), points())
def test_means_agree_with_enumeration(term: Term, at: Point) -> None:
    assert at_point(E(term), at) == mean(term, at, MASK)


@settings(max_examples=40, deadline=None)
@given(MASKED, st.sampled_from([w, u]), points())
def test_variances_agree_with_enumeration(masked: Term, weights: Term, at: Point) -> None:
    term = y @ (masked @ weights)
    assert at_point(Var(term), at) == mean(term * term, at, MASK) - mean(term, at, MASK) ** 2


@settings(max_examples=30, deadline=None)
@given(scalars(PLAIN), scalars(PLAIN), points())
def test_equal_normal_forms_have_equal_values(left: Term, right: Term, at: Point) -> None:
    def work(ring: Ring) -> bool:
        lowering = prepare(ring)
        return (lowering.scalar(left) - lowering.scalar(right)).is_zero

    if with_ring(Setting(), work):
        assert evaluate(left, at) == evaluate(right, at)
