"""How small the gradient by a bias deep in a network must be: entry by entry, and in norm.

Layer k computes y(k) = sigma(A(k) y(k - 1) + b(k)), and the output layer, number i + m + 1, is linear:
o = A(i + m + 1) y(i + m) + b(i + m + 1).  There are m layers between it and layer i, whose bias is varied.

Claims
    do/db(i) = A(i + m + 1) D(i + m) A(i + m) ... D(i + 1) A(i + 1) D(i), D(k) the diagonal matrix of the slopes of
    layer k;
    if the slopes lie between 0 and 1, then entry by entry abs(do/db(i)) <= abs(A(i + m + 1)) ... abs(A(i + 1));
    if they are at most gamma in absolute value, sigma_max(do/db(i)) <= gamma^(m + 1) times the product of the norms
    of A(i + m + 1), ..., A(i + 1);
    that bound is linear in the norm of each layer j = i + h + 1 between: it is the norm of A(j) times the norms of the
    layers above j and of those below j, and it becomes |c| times what it was where c A(j) takes the place of A(j).

Assumptions
    none on the activation but for its slopes; layer k has n(k) units, n any function of k with positive values, and
    depth and layer are symbolic.

Notation
    p(m, i) is the product of the norms of A(i + 1), ..., A(i + m), printed p_m(i); a(k) is what goes into the
    activation of layer k.  In the erratum C and B are the weights above and below a layer of slopes v.

Erratum
    The sheet bounds the gradient by A(L) ... A(i + 1), without absolute values.  Where weights of both signs cancel in
    that product the slopes may undo the cancellation: A(L) = [1, 1] and a column [1; -1] multiply to 0.

Source: seed sheet 001, section 2.
"""

from gradcheck.derivation import at, derivation, erratum, step
from gradcheck.language.author import (
    And,
    ForAll,
    Implies,
    Term,
    absolute,
    arbitrary_function,
    d,
    diag,
    dimensions,
    eq,
    family,
    initial,
    integer,
    matrix,
    naturals,
    ones,
    operator_norm,
    ordered_product,
    reals,
    recurrence,
    sequence,
    vector,
    widths,
    zeros,
)

n = widths("n")
h, i, j, k, m, r = naturals("h i j k m r")
s = integer("s")
t, gamma, c = reals("t gamma c")
sigma = arbitrary_function("sigma", differentiable=1)
x = vector("x", n(0))
A, b, y = sequence("A", lambda k: (n(k), n(k - 1))), sequence("b", n), sequence("y", n)
p = family("p")
unit_slopes = ForAll((t,), And((sigma.derivative(t) >= 0, sigma.derivative(t) <= 1)))
bounded_slopes = [gamma >= 0, ForAll((t,), absolute(sigma.derivative(t)) <= gamma)]

outputs, inputs, units = dimensions("o w u")
last, v, first = matrix("C", outputs, units), vector("v", units), matrix("B", units, inputs)


def a(k: Term) -> Term:
    """What goes into the activation of layer k."""
    return A(k) @ y(k - 1) + b(k)


def slope(k: Term) -> Term:
    """The diagonal matrix of the slopes of layer k."""
    return diag(sigma.derivative(a(k)))


def output(k: Term) -> Term:
    """The linear layer above layer k."""
    return A(k + 1) @ y(k) + b(k + 1)


layers = ordered_product(slope(k) @ A(k), k, i + 1, i + m)
sizes = ordered_product(absolute(A(k)), k, i + 1, i + m)

DERIVATION = derivation(
    step("a layer does not depend on a bias above it", Implies(k < i, eq(d(y(k), b(i)), zeros(n(k), n(i))))),
    step(
        "the layer itself",
        eq(d(y(i), b(i)), slope(i)),
        given=[i >= 1],
        using=["a layer does not depend on a bias above it"],
        hints=[i, eq(k, i), eq(i, i + 1)],
    ),
    step(
        "through all layers",
        eq(d(y(i + m), b(i)), layers @ slope(i)),
        given=[i >= 1],
        using=["the layer itself"],
        hints=[m],
    ),
    step(
        "to the output",
        eq(d(output(i + m), b(i)), A(i + m + 1) @ layers @ slope(i)),
        given=[i >= 1],
        using=["through all layers"],
    ),
    step(
        "hidden layers, entry by entry",
        absolute(layers) <= sizes,
        given=[unit_slopes, i >= 1],
        hints=[m],
        note="by induction on the number m of layers",
    ),
    step(
        "entry by entry",
        absolute(d(output(i + m), b(i))) <= absolute(A(i + m + 1)) @ sizes,
        given=[unit_slopes, i >= 1],
        using=["to the output", "hidden layers, entry by entry"],
    ),
    step(
        "hidden layers, in norm",
        operator_norm(layers) <= gamma**m * p(m, i),
        given=[*bounded_slopes, i >= 1],
        hints=[m],
    ),
    step(
        "in norm",
        operator_norm(d(output(i + m), b(i))) <= gamma ** (m + 1) * p(m + 1, i),
        given=[*bounded_slopes, i >= 1],
        using=["to the output", "hidden layers, in norm"],
    ),
    step(
        "the product of the norms, in two parts",
        eq(p(h + r, i), p(r, i + h) * p(h, i)),
        hints=[r],
    ),
    step(
        "one layer apart",
        eq(p(h + r + 1, i), p(r, i + h + 1) * operator_norm(A(i + h + 1)) * p(h, i)),
        using=["the product of the norms, in two parts"],
        hints=[eq(h, h + 1)],
        note="the first factor has the layers above i + h + 1, the last one those below",
    ),
    step(
        "linear in the norm of each layer",
        eq(
            gamma ** (h + r + 1) * p(h + r + 1, i),
            (gamma ** (h + r + 1) * p(r, i + h + 1) * p(h, i)) * operator_norm(A(i + h + 1)),
        ),
        using=["one layer apart"],
        note="the bound for m = h + r; what stands before the norm of the layer does not depend on that layer",
    ),
    step("norm of a multiple", eq(operator_norm(c * A(j)), absolute(c) * operator_norm(A(j)))),
    step(
        "a multiple of a layer",
        eq(p(r, i + h + 1) * operator_norm(c * A(i + h + 1)) * p(h, i), absolute(c) * p(h + r + 1, i)),
        using=["norm of a multiple", "one layer apart"],
        hints=[at("norm of a multiple", {j: i + h + 1})],
    ),
    erratum(
        "without absolute values",
        absolute(last @ diag(v) @ first) <= absolute(last @ first),
        given=[v >= zeros(units), v <= ones(units)],
        note="v are the slopes of the layer in between",
    ),
    define=[
        initial(y(0), x),
        recurrence(y(k), sigma(a(k)), start=1),
        initial(p(0, s), 1),
        recurrence(p(k, s), operator_norm(A(s + k)) * p(k - 1, s), start=1),
    ],
    source="seed sheet 001, section 2",
)
