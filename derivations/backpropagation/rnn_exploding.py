"""For the gradient through a recurrent network to explode, large weights are necessary but not sufficient.

The state follows h(t) = W sigma(h(t - 1)) + U x(t) + b, and the slope of sigma is at most gamma in absolute value.

Claims
    if the largest eigenvalue of W.T W is at most 1/gamma^2, the operator norm of dh(T)/dh(0) is at most 1 for
    every T, so it can be unbounded only if the eigenvalue is larger than 1/gamma^2;
    the condition of the sheet, an eigenvalue above delta^2 / gamma^2 for some delta < 1, follows from that and
    is weaker;
    not sufficient: with the identity for sigma and W = c e f.T, e and f orthogonal unit vectors, the eigenvalue is
    c^2, however large, and the Jacobian of two steps is 0.

Assumptions
    abs(sigma'(z)) <= gamma for every z, with gamma > 0, where sigma occurs.

Notation
    N is the weight matrix c e f.T; for two units with e = (1, 0) and f = (0, 1) it is [[0, c], [0, 0]].  P(T) is the
    product of the Jacobians of T steps.  u(t) are the states of the network with N for W and the identity for sigma.

Source: seed sheet 002, section 5.3.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Exists,
    ForAll,
    Term,
    absolute,
    arbitrary_function,
    cases_on,
    d,
    diag,
    dimensions,
    eq,
    identity,
    initial,
    largest_eigenvalue,
    matrix,
    naturals,
    norm,
    operator_norm,
    outer,
    reals,
    recurrence,
    sequence,
    vector,
)

n, m = dimensions("n m")
t, T = naturals("t T")
z, gamma, delta, c, M = reals("z gamma delta c M")
sigma = arbitrary_function("sigma", differentiable=1)
W, U = matrix("W", n, n), matrix("U", n, m)
s, b, e, f = (vector(name, n) for name in ("s", "b", "e", "f"))
x, h, u, P = sequence("x", m), sequence("h", n), sequence("u", n), sequence("P", n, n)
N = c * outer(e, f)
unit = [eq(norm(e), 1), eq(norm(f), 1)]
bounded_slope = [gamma > 0, ForAll((z,), absolute(sigma.derivative(z)) <= gamma)]
small = largest_eigenvalue(W.T @ W) <= 1 / gamma**2


def J(h: Term) -> Term:
    """The Jacobian of one step from the state h."""
    return W @ diag(sigma.derivative(h))


DERIVATION = derivation(
    step("Jacobian of T steps", eq(d(h(T), s), P(T))),
    step("norm of the weights", operator_norm(W) <= 1 / gamma, given=[*bounded_slope, small]),
    step(
        "small weights, bounded product",
        operator_norm(P(T)) <= 1,
        given=[*bounded_slope, small],
        using=["norm of the weights"],
    ),
    step(
        "small weights, bounded gradient",
        operator_norm(d(h(T), s)) <= 1,
        given=[*bounded_slope, small],
        using=["Jacobian of T steps", "small weights, bounded product"],
        note="so where the gradient is unbounded, the eigenvalue is larger than 1/gamma^2",
    ),
    step(
        "large weights are necessary",
        largest_eigenvalue(W.T @ W) > 1 / gamma**2,
        given=[*bounded_slope, operator_norm(d(h(T), s)) > 1],
        using=["small weights, bounded gradient"],
        hints=[cases_on(largest_eigenvalue(W.T @ W) - 1 / gamma**2)],
    ),
    step(
        "necessary for a gradient without bound",
        largest_eigenvalue(W.T @ W) > 1 / gamma**2,
        given=[*bounded_slope, ForAll((M,), Exists(T, operator_norm(d(h(T), s)) > M))],
        using=["large weights are necessary"],
    ),
    step(
        "the condition of the sheet is weaker",
        largest_eigenvalue(W.T @ W) > delta**2 / gamma**2,
        given=[gamma > 0, delta >= 0, delta < 1, largest_eigenvalue(W.T @ W) > 1 / gamma**2],
    ),
    step(
        "and strictly so",
        largest_eigenvalue(W.T @ W) > delta**2 / gamma**2,
        given=[gamma > 0, delta >= 0, delta < 1, eq(largest_eigenvalue(W.T @ W), 1 / gamma**2)],
        note="weights with 1/gamma^2 itself meet the condition of the sheet, and their gradients are bounded",
    ),
    step("norm of e f.T", eq(operator_norm(outer(e, f)), norm(e) * norm(f))),
    step("of unit vectors", eq(operator_norm(outer(e, f)), 1), given=unit, using=["norm of e f.T"]),
    step("norm of N", eq(operator_norm(N), absolute(c) * operator_norm(outer(e, f)))),
    step("its eigenvalue", eq(largest_eigenvalue(N.T @ N), operator_norm(N) ** 2)),
    step(
        "however large",
        eq(largest_eigenvalue(N.T @ N), c**2),
        given=unit,
        using=["of unit vectors", "norm of N", "its eigenvalue"],
    ),
    step("two steps with N", eq(N @ N, c * (f @ e) * N)),
    step("leave nothing", eq(norm(N @ N) ** 2, 0), given=[eq(f @ e, 0)]),
    step("Jacobian of two steps with the identity", eq(d(u(t + 2), s), N @ N @ d(u(t), s))),
    step("the gradient is lost after two steps", eq(norm(d(u(t + 2), s)) ** 2, 0), given=[eq(f @ e, 0)]),
    define=[
        initial(h(0), s),
        recurrence(h(t), W @ sigma(h(t - 1)) + U @ x(t) + b, start=1),
        initial(P(0), identity(n)),
        recurrence(P(t), J(h(t - 1)) @ P(t - 1), start=1),
        initial(u(0), s),
        recurrence(u(t), N @ u(t - 1) + U @ x(t) + b, start=1),
    ],
    where={"N": N},
    source="seed sheet 002, section 5.3",
)
