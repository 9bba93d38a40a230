"""Singular values of a residual block: the gradient cannot vanish through it, but may still explode.

A residual block computes z + F(z), so its Jacobian is J = I + F', F' the Jacobian of the branch.

Claims
    sigma_min(J) >= 1 - sigma_max(F') and sigma_max(J) >= sigma_max(F') - 1, as the sheet says;
    sharper: sigma_max(J) <= 1 + sigma_max(F');
    through n blocks whose branches have sigma_max(F') <= s, with s <= 1: (1 - s)^n <= sigma_min and
    sigma_max <= (1 + s)^n.

Assumptions
    none on the shapes: J is n by n for any n.  Only the claims about n blocks assume a common bound s.

Notation
    sigma_max is the operator norm; sigma_min(A) is the least norm(A v) of a unit vector v.  F_1, F_2, ... are the
    Jacobians of the branches of the blocks, P(k) the Jacobian of the first k blocks.

Erratum
    The sheet concludes from sigma_max(J) >= sigma_max(F') - 1 that gradients through the network explode where
    sigma_max(F') is large.  Large norms of the blocks give no lower bound of their product: blocks that stretch
    different directions may even multiply to 0.

Source: seed sheet 000, section 1.3.1.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    ForAll,
    Term,
    arbitrary_function,
    d,
    diag,
    dimensions,
    eq,
    hadamard,
    identity,
    initial,
    matrix,
    naturals,
    operator_norm,
    real,
    recurrence,
    sequence,
    smallest_singular_value,
    vector,
)

n, m = dimensions("n m")
i, k = naturals("i k")
s = real("s")
z, e, f, c = vector("z", n), vector("e", n), vector("f", n), vector("c", m)
A, B = matrix("A", n, m), matrix("B", m, n)
F = matrix("F'", n, n)
J = identity(n) + F
F_k, P = sequence("F", n, n), sequence("P", n, n)
sigma = arbitrary_function("sigma")
bounded = [s >= 0, ForAll((i,), operator_norm(F_k(i)) <= s)]


def branch(e: Term) -> Term:
    """The Jacobian of a branch with which the block multiplies its inputs by the entries of e."""
    return diag(e) - identity(n)


DERIVATION = derivation(
    step(
        "Jacobian of a block",
        eq(d(z + A @ sigma(B @ z + c), z), identity(n) + A @ diag(sigma.derivative(B @ z + c)) @ B),
        note="a branch of one hidden layer, for instance; the Jacobian of the skip connection is the identity",
    ),
    step("it does not vanish", smallest_singular_value(J) >= 1 - operator_norm(F)),
    step("it grows with the branch", operator_norm(J) >= operator_norm(F) - 1),
    step("and no faster", operator_norm(J) <= 1 + operator_norm(F)),
    step(
        "n blocks do not explode faster than (1 + s)^n",
        operator_norm(P(k)) <= (1 + s) ** k,
        given=bounded,
    ),
    step(
        "n blocks do not vanish faster than (1 - s)^n",
        smallest_singular_value(P(k)) >= (1 - s) ** k,
        given=[*bounded, s <= 1],
    ),
    step(
        "blocks that stretch different directions",
        eq((identity(n) + branch(e)) @ (identity(n) + branch(f)), diag(hadamard(e, f))),
        note="with e = (-c, 0) and f = (0, -c) both branches have norm 1 + c, however large, and the product is 0",
    ),
    erratum(
        "large blocks make a large product",
        operator_norm((identity(n) + branch(e)) @ (identity(n) + branch(f))) >= 1,
        given=[operator_norm(branch(e)) >= 2, operator_norm(branch(f)) >= 2],
        note="a lower bound of the norm of every block does not make their product grow",
    ),
    define=[initial(P(0), identity(n)), recurrence(P(k), (identity(n) + F_k(k)) @ P(k - 1), start=1)],
    where={"J": J},
    source="seed sheet 000, section 1.3.1",
)
