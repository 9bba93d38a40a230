"""How small the gradient by a bias deep in a network must be: entry by entry, and in norm.

Layer k computes y(k) = sigma(A(k) y(k - 1) + c(k)), and the output layer C y(L) is linear.  The layers are counted
from the one whose bias b is varied: y(0) = sigma(B z + b), whatever its input z is.

Claims
    d(C y(L))/db = C D(L) A(L) ... D(1) A(1) D(0), D(k) the diagonal matrix of the slopes of layer k;
    if the slopes lie between 0 and 1, then entry by entry abs(d(C y(L))/db) <= abs(C) abs(A(L)) ... abs(A(1));
    if they are at most gamma in absolute value, sigma_max(d(C y(L))/db) <= gamma^(L + 1) times the product of the
    norms of C, A(L), ..., A(1);
    that bound is linear in the norm of each layer: what stands above and below a layer bounds the rest.

Assumptions
    none on the activation but for its slopes; all hidden layers have n units, for any n (a smaller layer is one whose
    other units have zero weights).

Notation
    P(k) is dy(k)/db, p(k) the product of the norms of A(1), ..., A(k).

Erratum
    The sheet bounds the gradient by C A(L) ... A(1), without absolute values.  Where weights of both signs cancel in
    that product the slopes may undo the cancellation: C = [1, 1] and a column [1; -1] multiply to 0.

Source: seed sheet 001, section 2.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    And,
    ForAll,
    absolute,
    arbitrary_function,
    d,
    diag,
    dimensions,
    eq,
    initial,
    matrix,
    naturals,
    ones,
    operator_norm,
    ordered_product,
    reals,
    recurrence,
    sequence,
    vector,
    zeros,
)
from gradcheck.language.terms import Term

n, m = dimensions("n m")
L, k, j = naturals("L k j")
t, gamma = reals("t gamma")
sigma = arbitrary_function("sigma", differentiable=1)
B, C = matrix("B", n, n), matrix("C", m, n)
z, b, v = (vector(name, n) for name in ("z", "b", "v"))
A, bias = sequence("A", n, n), sequence("c", n)
y, P, p = sequence("y", n), sequence("P", n, n), sequence("p")
above, weights, below = matrix("R", m, n), matrix("M", n, n), matrix("S", n, n)
unit_slopes = ForAll((t,), And((sigma.derivative(t) >= 0, sigma.derivative(t) <= 1)))
bounded_slopes = [gamma >= 0, ForAll((t,), absolute(sigma.derivative(t)) <= gamma)]
layers = ordered_product(absolute(A(j)), j, 1, L)


def slopes(layer: Term) -> Term:
    """The diagonal matrix of the slopes of a layer, from its preactivations."""
    return diag(sigma.derivative(layer))


def preactivation(k: Term) -> Term:
    """What layer k applies the activation to."""
    return A(k) @ y(k - 1) + bias(k)


DERIVATION = derivation(
    step("the layer itself", eq(d(y(0), b), slopes(B @ z + b))),
    step("one layer up", eq(d(y(k + 1), b), slopes(A(k + 1) @ y(k) + bias(k + 1)) @ A(k + 1) @ d(y(k), b))),
    step("through all layers", eq(d(y(L), b), P(L))),
    step("to the output", eq(d(C @ y(L), b), C @ P(L)), using=["through all layers"]),
    step(
        "hidden layers, entry by entry",
        absolute(P(L)) <= layers,
        given=[unit_slopes],
    ),
    step(
        "entry by entry",
        absolute(d(C @ y(L), b)) <= absolute(C) @ layers,
        given=[unit_slopes],
        using=["to the output", "hidden layers, entry by entry"],
    ),
    step(
        "hidden layers, in norm",
        operator_norm(P(L)) <= gamma ** (L + 1) * p(L),
        given=bounded_slopes,
    ),
    step(
        "in norm",
        operator_norm(d(C @ y(L), b)) <= operator_norm(C) * (gamma ** (L + 1) * p(L)),
        given=bounded_slopes,
        using=["to the output", "hidden layers, in norm"],
    ),
    step(
        "linear in the norm of each layer",
        operator_norm(above @ weights @ below) <= operator_norm(above) * operator_norm(weights) * operator_norm(below),
        note="above and below stand for what is on either side of the layer, so a layer of small norm suffices",
    ),
    erratum(
        "without absolute values",
        absolute(C @ diag(v) @ weights) <= absolute(C @ weights),
        given=[v >= zeros(n), v <= ones(n)],
        note="v are the slopes of the layer in between",
    ),
    define=[
        initial(y(0), sigma(B @ z + b)),
        recurrence(y(k), sigma(preactivation(k)), start=1),
        initial(P(0), slopes(B @ z + b)),
        recurrence(P(k), slopes(preactivation(k)) @ A(k) @ P(k - 1), start=1),
        initial(p(0), 1),
        recurrence(p(k), operator_norm(A(k)) * p(k - 1), start=1),
    ],
    source="seed sheet 001, section 2",
)
