"""What the second reader accepts and refuses of vectors, matrices, sequences and chance."""

from __future__ import annotations

import pytest

from gradcheck.certificates.hints import Asked
from gradcheck.kernel import evidence as by
from gradcheck.language import author as a
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.uninterpreted import Uninterpreted
from tests.rechecking.certificate import READER, row

NF, SIGN = by.ByNormalForm(), by.BySign()


def trust(claim: Node, evidence: by.Evidence, *given: Node, define: tuple = ()) -> tuple:
    """Return the facts that a statement rests on, checked by the reader."""
    answer, refusal, _ = READER.answer_to(row(claim, evidence, given, define), {}, Asked())
    if refusal is not None:
        raise refusal
    return answer.facts


def refused(claim: Node, evidence: by.Evidence, *given: Node, define: tuple = ()) -> None:
    with pytest.raises(READER.Refusal):
        trust(claim, evidence, *given, define=define)


def f(x: Node, order: int = 0, smooth: int = 1) -> Node:
    return Uninterpreted("f", smooth, order, x)


x, z, w, p, gamma = a.reals("x z w p gamma")
n, k, N, h, r = (a.natural(name) for name in ["n", "k", "N", "h", "r"])
i, j = a.integer("i"), a.integer("j")
m, c = a.dimension("m"), a.dimension("c")
y = a.sequence("y", of=(x,))
LAYERS = (a.initial(y(0), x), a.recurrence(y(k), a.sigmoid(y(k - 1)), start=1))
KINKS = (a.initial(y(0), x), a.recurrence(y(k), a.absolute(y(k - 1)), start=1))


def test_slope_of_a_member() -> None:
    s = a.sigmoid(y(n))
    chain = a.eq(a.d(y(n + 1), x), s * (1 - s) * a.d(y(n), x))
    assert trust(chain, NF, define=LAYERS) == ()
    refused(a.eq(a.d(y(n + 1), x), s * a.d(y(n), x)), NF, define=LAYERS)
    assert trust(a.eq(a.d(y(0), x), 1), NF, define=LAYERS) == ()
    refused(a.eq(a.d(y(n), x), 0), NF, define=LAYERS)
    refused(a.eq(0 * a.d(y(n - 1), x), 0), NF, define=LAYERS)  # there may be no member -1
    refused(a.eq(0 * a.d(y(n), x), 0), NF, define=KINKS)
    refused(a.eq(0 * a.d(y(1), x), 0), NF, x >= 0, define=KINKS)  # the kink at 0 remains


def test_slope_by_what_a_definition_mentions() -> None:
    u = a.sequence("u")
    grows = (a.initial(u(0), 1), a.recurrence(u(k), w * u(k - 1), start=1))
    assert trust(a.eq(a.d(u(n + 1), w), u(n) + w * a.d(u(n), w)), NF, define=grows) == ()
    refused(a.eq(a.d(u(n + 1), w), u(n)), NF, define=grows)
    assert trust(a.eq(a.d(u(n), z), 0), NF, define=grows) == ()
    g = a.sequence("g", of=(x,))
    moves = (a.initial(g(0), x), a.recurrence(g(k), w * g(k - 1) + w, start=1))
    product = a.sequence("g", of=(w * z,))
    both = a.eq(a.d(product(1), w), 2 * w * z + 1)  # through the parameter and through the definition
    assert trust(both, NF, define=moves) == ()
    refused(a.eq(a.d(product(1), w), w * z + 1), NF, define=moves)
    refused(a.eq(a.d(product(1), w), w * z), NF, define=moves)


def test_slopes_of_vectors() -> None:
    W, s = a.matrix("W", m, m), a.vector("s", m)
    state = a.sequence("state", m)
    net = (a.initial(state(0), s), a.recurrence(state(k), W @ state(k - 1), start=1))
    assert trust(a.eq(a.d(state(n + 1), s), W @ a.d(state(n), s)), NF, define=net) == ()
    refused(a.eq(a.d(state(n + 1), s), a.d(state(n), s) @ W), NF, define=net)
    b = a.sequence("b", m)
    biased = (a.initial(state(0), s), a.recurrence(state(k), state(k - 1) + b(k), start=1))
    assert trust(a.eq(a.d(state(1), b(1)), a.identity(m)), NF, define=biased) == ()
    assert trust(a.eq(a.d(state(1), b(2)), a.zeros(m, m)), NF, define=biased) == ()
    refused(a.eq(a.d(state(1), b(j)), a.zeros(m, m)), NF, define=biased)  # j may be 1
    assert trust(a.eq(a.d(state(1), b(j)), a.zeros(m, m)), NF, j > 1, define=biased) == ()


def test_how_often_an_arbitrary_function_is_differentiable() -> None:
    def gap(often):
        return a.d(a.d(f(x, 0, often), x) - a.d(f(x, 0, often), x), x)

    refused(a.eq(gap(1), 0), NF)
    assert trust(a.eq(gap(2), 0), NF) == ()


def test_a_bound_index_is_not_the_one_of_a_hypothesis() -> None:
    total = a.total(a.absolute(x + k), k, 0, 3)
    refused(a.eq(0 * a.d(total, x), 0), NF, x + k > 0)
    assert trust(a.eq(0 * a.d(total, x), 0), NF, x > 0) == ()


def test_rewriting_inside_of_sums() -> None:
    v, u = a.vector("v", m), a.vector("u", m)
    same = a.eq(v, u)
    rewriting = by.ByRewriting((same,), NF)
    assert trust(a.eq(v @ v, u @ u), rewriting, same) == ()
    refused(a.eq(m * (v @ v), (v @ a.ones(m)) ** 2), rewriting, same)
    refused(a.eq(v @ v, m * u[1] ** 2), rewriting, same)


def test_widths() -> None:
    width = a.widths("width")
    A, out = a.sequence("A", lambda at: (width(at), width(at - 1))), a.sequence("out", width)
    inner = a.eq((A(k + 1) @ out(k)) @ out(k + 1), out(k) @ (A(k + 1).T @ out(k + 1)))
    assert trust(inner, NF) == ()
    refused(a.eq((A(k + 1) @ out(k)) @ out(k + 1), out(k) @ out(k)), NF)
    assert trust(width(k) >= 1, SIGN) == ()
    refused(width(k) >= 2, SIGN)
    refused(a.eq(width(k), width(k + 1)), NF)


def test_products_in_order() -> None:
    M = a.sequence("M", m, m)

    def P(lo, hi, rising=False):
        return a.ordered_product(M(k), k, lo, hi, rising)

    assert trust(a.eq(P(1, 0), a.identity(m)), NF) == ()
    refused(a.eq(P(1, -1), a.identity(m)), NF)
    assert trust(a.eq(P(1, N + 1), M(N + 1) @ P(1, N)), NF) == ()
    refused(a.eq(P(1, N + 1), P(1, N) @ M(N + 1)), NF)
    assert trust(a.eq(P(1, N + 1, True), P(1, N, True) @ M(N + 1)), NF) == ()
    refused(a.eq(P(1, N, True), P(1, N)), NF)
    refused(a.eq(P(1, N - 1), P(1, N - 1)), NF, N >= -5)  # N may be 0: then it is empty, but 1 .. -1 is none at N = 0
    turned = a.ordered_product(M(k).T, k, 1, N, True)
    assert trust(a.eq(P(1, N).T, turned), NF) == ()
    refused(a.eq(a.ordered_product(M(k) / k, k, 0, N), a.ordered_product(M(k) / k, k, 0, N)), NF)


def test_norms_of_matrices() -> None:
    A, B, C = a.matrix("A", m, c), a.matrix("B", c, m), a.matrix("C", m, n)
    size = a.operator_norm
    assert trust(size(A) >= 0, SIGN) == ()
    refused(size(A) > 0, SIGN)
    refused(size(C) >= 0, SIGN)  # without columns there is no unit vector
    assert trust(a.eq(size(A), size(A.T.T)), NF) == ()
    refused(a.eq(size(A), size(B)), NF)
    given = (size(A) <= x, size(B) <= z)
    product = by.ByFact("norm-product", (by.ByHypothesis(), by.ByHypothesis()))
    assert trust(size(A @ B) <= x * z, product, *given) == ("norm-product",)
    refused(size(A @ B) <= x * z, product, size(A) <= x)
    refused(size(A @ B) <= x + z, product, *given)
    refused(size(A @ B) <= z * x, product, *given)
    refused(size(A @ B) <= x * z, by.ByFact("norm-sum", (by.ByHypothesis(), by.ByHypothesis())), *given)
    refused(size(A) <= 1, by.ByFact("no such fact", ()))


def test_theorems_need_their_premises() -> None:
    A, B = a.matrix("A", m, m), a.matrix("B", m, m)
    least, some = a.smallest_singular_value, by.ByHypothesis()
    given = (least(A) >= x, least(B) >= z)
    facts = by.ByFact("least-product", (some, some, some, some))
    assert trust(least(A @ B) >= x * z, facts, *given, x >= 0, z >= 0) == ("least-product",)
    refused(least(A @ B) >= x * z, facts, *given, x >= 0)  # two negative bounds have a positive product
    weyl = by.ByFact("weyl", (some, some), (A,))
    assert trust(least(A + B) >= x - z, weyl, least(A) >= x, a.operator_norm(B) <= z) == ("weyl",)
    refused(least(A + B) >= x - z, weyl, least(A) >= x, least(B) <= z)
    refused(a.operator_norm(a.identity(n)) <= 1, by.ByFact("norm-identity", (), (a.identity(n),)))
    ones = a.eq(a.operator_norm(a.identity(n)), 1)
    refused(ones, by.ByFact("norm-identity", (), (a.identity(n),)))  # n may be 0
    assert trust(ones, by.ByFact("norm-identity", (), (a.identity(n),)), n >= 1) == ("norm-identity",)
    refused(a.Invertible(A), by.ByFact("definite-invertible", (some,)))


def test_definite_matrices() -> None:
    X = a.matrix("X", c, m)
    gram, ones = X.T @ X + x * a.identity(m), a.ones(m)
    v = a.vector("v", m)
    form = by.ByDefiniteness("v", a.norm(X @ v) ** 2, x * ones)
    assert trust(a.PositiveDefinite(gram), form, x > 0) == ()
    refused(a.PositiveDefinite(gram), form, x >= 0)
    refused(a.PositiveDefinite(gram), form, x > 0, v >= 0 * ones)  # v is not new
    refused(
        a.PositiveDefinite(X.T @ X - x * a.identity(m)), by.ByDefiniteness("v", a.norm(X @ v) ** 2, -x * ones), x > 0
    )


def test_solutions_of_linear_systems() -> None:
    A, b, v = a.matrix("A", m, m), a.vector("b", m), a.vector("v", m)
    solves = by.ByInverse(by.ByHypothesis(), by.ByHypothesis())
    claim = a.eq(v, a.inverse(A) @ b)
    assert trust(claim, solves, a.Invertible(A), a.eq(A @ v, b)) == ("inverse-solves",)
    refused(claim, solves, a.eq(A @ v, b))
    refused(claim, solves, a.Invertible(A), a.eq(v, b))
    refused(a.eq(a.inverse(A) @ b, a.inverse(A) @ b), NF)


def test_means_of_members() -> None:
    g, u = a.random_sequence("g", a.Independent(p, 1)), a.sequence("u")
    walk = (a.initial(u(0), 0), a.recurrence(u(k), u(k - 1) + g(k), start=1))
    E = a.E
    assert trust(a.eq(E(u(n + 1)), E(u(n)) + p), NF, define=walk) == ()
    assert trust(a.eq(E(u(n) * g(n + 1)), E(u(n)) * p), NF, define=walk) == ()
    refused(a.eq(E(u(n) * g(n)), E(u(n)) * p), NF, n >= 1, define=walk)
    refused(a.eq(E(u(n) * g(k)), E(u(n)) * p), NF, define=walk)  # k may be up to n
    refused(a.eq(E(u(n) ** 2), E(u(n)) ** 2), NF, define=walk)
    assert trust(a.eq(a.Var(u(n + 1)), a.Var(u(n)) + 1), NF, define=walk) == ()
    ahead = (a.initial(u(0), g(1)), a.recurrence(u(k), u(k - 1) + g(k + 1), start=1))
    refused(a.eq(E(u(n) * g(n + 1)), E(u(n)) * p), NF, define=ahead)
    assert trust(a.eq(E(u(n) * g(n + 2)), E(u(n)) * p), NF, define=ahead) == ()
    rough = a.random_sequence("q", a.Uncorrelated(p, 1))
    squares = (a.initial(u(0), 1), a.recurrence(u(k), u(k - 1) * rough(k) ** 2, start=1))
    refused(a.eq(0 * E(u(n)), 0), NF, define=squares)  # there may be no fourth moment, and so on
    wild = (a.initial(u(0), 0), a.recurrence(u(k), a.exp(u(k - 1) + g(k)), start=1))
    refused(a.eq(0 * E(u(n)), 0), NF, define=wild)


def test_what_holds_for_some_outcomes_says_nothing_of_means() -> None:
    R, u = a.random_variable("R", a.Bernoulli(p)), a.sequence("u")
    chance = (a.initial(u(0), R), a.recurrence(u(k), u(k - 1), start=1))
    refused(a.eq(a.E(R), 1), NF, a.eq(R, 1))
    refused(a.eq(a.E(u(n)), 1), by.ByRewriting((a.eq(u(n), 1),), NF), a.eq(u(n), 1), define=chance)
    refused(a.eq(a.E(u(n)) ** 2, a.E(u(n) ** 2)), by.ByCases(u(n), NF, NF, NF), define=chance)
    every = a.ForAll((x,), a.eq(a.E(x * R), x * p))
    refused(a.eq(a.E(R * R), p * R), by.ByForallElimination(every, (R,), by.ByHypothesis()), every)
    some = a.Exists(x, a.eq(x, R))
    refused(a.eq(p * p, p), by.ByExistsElimination(some, NF), some)


def test_a_law_that_is_random_itself() -> None:
    R = a.random_variable("R", a.Bernoulli(p))
    X = a.random_variable("X", a.Normal(R, 1))
    refused(a.eq(a.E(X), R), NF)
    refused(a.eq(a.E(X * R), p * p), NF)
    refused(a.eq(a.E(X * X), 1 + R), NF)


def test_implications_in_a_circle() -> None:
    circle = (a.Implies(x > 0, z > 0), a.Implies(z > 0, x > 0))
    refused(x > 0, SIGN, *circle)
    assert trust(x > 0, SIGN, *circle, z > 0) == ()


def test_derivatives_of_means() -> None:
    X, R = a.random_variable("X", a.Independent(p, 1), m), a.random_variable("R", a.Bernoulli(p))
    v = a.vector("v", m)
    cost = a.E((X @ v) ** 2)
    gradient = a.eq(a.d(cost, v), 2 * v + 2 * p**2 * (v @ a.ones(m)) * a.ones(m))
    assert trust(gradient, NF) == ()
    refused(a.eq(a.d(cost, v), 2 * v), NF)
    refused(a.eq(0 * a.d(a.E(a.absolute(x + R)), x), 0), NF)
    refused(a.eq(0 * a.d(a.E(R), p), 0), NF)  # at p = 0 and 1 there is no such law on one side


def test_choices() -> None:
    step = a.where(x > 0, 1, 0)
    assert trust(step >= 0, SIGN) == ()
    refused(step >= 1, SIGN)
    assert trust(a.eq(step, 1), NF, x > 0) == ()
    assert trust(a.eq(step * step, step * step), NF) == ()
    refused(a.eq(step, a.where(x >= 0, 1, 0)), NF)
    refused(a.eq(0 * a.d(step, x), 0), NF)
    refused(a.eq(0 * a.where(x > 0, 1 / (x - 1), 0), 0), NF)


def test_powers_of_what_may_be_zero() -> None:
    assert trust(a.eq(gamma ** (h + r), gamma**h * gamma**r), NF) == ()
    refused(a.eq(gamma ** (i + j), gamma**i * gamma**j), NF)
    refused(a.eq(gamma**n, gamma * gamma ** (n - 1)), NF)
    assert trust(a.eq(gamma**n, gamma * gamma ** (n - 1)), NF, gamma < 0) == ()
    refused(gamma**n > 0, SIGN)


def test_universal_hypotheses() -> None:
    steep = a.ForAll((x,), a.absolute(f(x, 1)) <= gamma)
    assert trust(a.absolute(f(z * w, 1)) <= gamma, SIGN, steep) == ()
    refused(a.absolute(f(z * w, 1)) < gamma, SIGN, steep)
    refused(a.absolute(f(z * w)) <= gamma, SIGN, steep)
    slope = a.ForAll((x,), a.eq(f(x, 1), f(x) * (1 - f(x))))
    v = a.vector("v", m)
    assert trust(a.eq(f(v, 1), a.hadamard(f(v), a.ones(m) - f(v))), NF, slope) == ()
    refused(a.eq(f(v, 1), f(v)), NF, slope)
    far = a.ForAll((k,), a.Implies(k >= 3, a.sequence("s")(k) > 0))
    assert trust(a.sequence("s")(n + 3) > 0, SIGN, far) == ()
    refused(a.sequence("s")(n + 2) > 0, SIGN, far)
    refused(a.sequence("s")(i) > 0, SIGN, far)


def test_bounds_by_other_bounds() -> None:
    assert trust(i >= 1, SIGN, k + 1 <= i) == ()
    refused(i >= 2, SIGN, k + 1 <= i)
    assert trust(x + z <= w, SIGN, x <= p, p + z <= w) == ()
    refused(x + z <= w, SIGN, x <= p, p + z <= w + 1)
    assert trust(x * x - 2 * x * z + z * z >= 0, SIGN) == ()
    refused(x * x - 2 * x * z + z * z > 0, SIGN)
