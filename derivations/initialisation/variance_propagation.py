"""How random layers pass on variance and gradients: the gain of an activation, and the critical ReLU network.

A layer maps the activations h = f(z) of d units to the pre-activations W h + b of m units.

Claims
    every pre-activation has mean 0 and second moment sigma_w^2 E h^2 + sigma_b^2, and two of them are uncorrelated:
    of the activation f and of the law of z only E f(z)^2 enters;
    without biases the gain g keeps a variance q just if g^2 = q/E f(z)^2, which is 1/sqrt(E f(z)^2) for q = 1;
    a gradient e that comes back from the m units has the mean square (m/d) sigma_w^2 E f'(z)^2 E e^2 on the other
    side: with layers of one width it is multiplied by chi = sigma_w^2 E f'(z)^2, and kept by the gain
    1/sqrt(E f'(z)^2);
    of a ReLU, V(q) = sigma_w^2 q/2 + sigma_b^2 and chi = sigma_w^2/2, whatever q; V keeps the distance of two variances
    just if sigma_w^2 = 2, where chi = 1 (the initialisation of He), and keeps one of them only if sigma_b = 0; then it
    keeps every one;
    with 0 < chi < 1 the variance tends to sigma_b^2/(1 - chi), at the rate chi a layer;
    of tanh and z ~ N(0, 1), the gain that keeps the variance is 1.592537..., and the one that keeps the gradient
    1.467413..., by rigorous quadrature.

Assumptions
    The entries of W are independent with mean 0 and variance sigma_w^2/d, those of b with mean 0 and variance
    sigma_b^2, of any law, and independent of h.  The activations are uncorrelated with one law of finite variance:
    mean mu and variance v.  The slopes f'(z) have mean nu and variance kappa; e is uncorrelated with mean 0 and
    variance tau^2, and independent of the slopes and of W, as is usually assumed of gradients in wide networks.  For
    the ReLU z is normal.  The last steps are about any layer of which V is linear.

Notation
    W is m by d, s is the vector of the slopes f'(z).  The entries of U have variance g^2/d.  Q(l) is the variance in
    layer l, Q_oo its limit.

Errata
    The variance is often said to be sigma_w^2 Var h + sigma_b^2; it is the second moment of h that enters, which
    differs unless h has mean 0.  The gain 5/3 that frameworks print for tanh does not keep the variance.

Source: Poole et al. (2016), arXiv:1606.05340; He et al. (2015), arXiv:1502.01852.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    E,
    Iff,
    Independent,
    Normal,
    Term,
    Uncorrelated,
    Var,
    absolute,
    chain,
    dimensions,
    eq,
    hadamard,
    initial,
    limit,
    natural,
    ne,
    ones,
    oo,
    random_variable,
    rational,
    real,
    reals,
    recurrence,
    relu,
    sequence,
    sqrt,
    tanh,
    where,
    zeros,
)

m, d = dimensions("m d")
i, j, r = dimensions("i j r")
l = natural("l")  # noqa: E741
sigma_w, sigma_b, mu, nu, v, kappa, tau = reals("sigma_w sigma_b mu nu v kappa tau")
g, q, p, chi, q_0 = reals("g q p chi q_0")
x = real("x")
h = random_variable("h", Uncorrelated(mu, v), d)
s = random_variable("s", Uncorrelated(nu, kappa), d)
e = random_variable("e", Uncorrelated(0, tau**2), m)
W = random_variable("W", Independent(0, sigma_w**2 / d), m, d)
U = random_variable("U", Independent(0, g**2 / d), m, d)
b = random_variable("b", Independent(0, sigma_b**2), m)
y = random_variable("y", Normal(0, q))
z = random_variable("z", Normal(0, 1))
a = W @ h + b
back = hadamard(s, W.T @ e)
slope = where(z > 0, 1, 0)
Q = sequence("Q")
FIVE_THIRDS = rational(5, 3)
Q_oo = sigma_b**2 / (1 - chi)


def V(q: Term) -> Term:
    """The variance map of a ReLU layer."""
    return sigma_w**2 * q / 2 + sigma_b**2


DERIVATION = derivation(
    step("second moment of one unit", eq(E(h[j] ** 2), v + mu**2), given=[j <= d]),
    step("mean", eq(E(a), zeros(m))),
    step("variance", eq(Var(a[i]), sigma_w**2 * E(h[j] ** 2) + sigma_b**2), given=[i <= m, j <= d]),
    step("two units are uncorrelated", eq(E(a[i] * a[r]), 0), given=[i <= m, r <= m, ne(i, r)]),
    step(
        "the gain that keeps the variance",
        Iff(eq(g**2 * (v + mu**2), q), eq(g, sqrt(q / (v + mu**2)))),
        given=[g > 0, q > 0, v + mu**2 > 0],
    ),
    step(
        "weights with this gain give variance 1",
        eq(Var(U @ h), ones(m)),
        given=[eq(g, 1 / sqrt(v + mu**2)), v + mu**2 > 0],
    ),
    step("gradient", eq(E(back[j] ** 2), m / d * sigma_w**2 * E(s[j] ** 2) * tau**2), given=[j <= d]),
    step(
        "the gain that keeps the gradient",
        eq(E(hadamard(s, U.T @ e)[j] ** 2), tau**2),
        given=[j <= d, eq(m, d), eq(g, 1 / sqrt(kappa + nu**2)), kappa + nu**2 > 0],
    ),
    step("second moment of a ReLU", eq(E(relu(y) ** 2), q / 2), given=[q > 0]),
    step("mean square of its slope", eq(E(slope**2), rational(1, 2))),
    step(
        "its slope does not depend on the scale",
        eq(where(q * x > 0, 1, 0), where(x > 0, 1, 0)),
        given=[q > 0],
    ),
    step("its chi", eq(sigma_w**2 * E(slope**2), sigma_w**2 / 2), using=["mean square of its slope"]),
    step("critical", Iff(eq(sigma_w**2 / 2, 1), eq(sigma_w**2, 2))),
    step(
        "just then two variances keep their distance",
        Iff(eq((V(p) - V(q)) / (p - q), 1), eq(sigma_w**2, 2)),
        given=[ne(p, q)],
    ),
    step("and one is kept without biases alone", eq(sigma_b**2, 0), given=[eq(V(q), q), eq(sigma_w**2, 2)]),
    step("then every variance is kept", eq(V(q), q), given=[eq(sigma_w**2, 2), eq(sigma_b, 0)]),
    step("the variance in layer l", eq(Q(l), Q_oo + chi**l * (q_0 - Q_oo)), given=[chi < 1]),
    step(
        "its distance from the fixed point",
        absolute(Q(l) - Q_oo) <= chi**l * absolute(q_0 - Q_oo),
        given=[chi > 0, chi < 1],
        using=["the variance in layer l"],
    ),
    step(
        "an ordered network forgets the variance of its input",
        eq(limit(Q(l), l, oo), Q_oo),
        given=[chi > 0, chi < 1],
        using=["its distance from the fixed point"],
    ),
    step(
        "the gain of tanh",
        chain(rational(1_592_537, 10**6), "<", 1 / sqrt(E(tanh(z) ** 2)), "<", rational(1_592_538, 10**6)),
    ),
    step(
        "its gain for the gradient",
        chain(rational(1_467_413, 10**6), "<", 1 / sqrt(E((1 - tanh(z) ** 2) ** 2)), "<", rational(1_467_414, 10**6)),
    ),
    step(
        "what the gain 5/3 makes of variance 1 after a tanh",
        chain(rational(10_952, 10**4), "<", FIVE_THIRDS**2 * E(tanh(z) ** 2), "<", rational(10_953, 10**4)),
    ),
    erratum(
        "the gain 5/3 keeps the variance after a tanh",
        eq(FIVE_THIRDS**2 * E(tanh(z) ** 2), 1),
        note="it is multiplied by 1.0952...; the gain is 1.5925...",
    ),
    erratum(
        "variance by the variance",
        eq(Var(a[i]), sigma_w**2 * Var(h[j]) + sigma_b**2),
        given=[i <= m, j <= d],
        note="sigma_w^2 (Var h + (E h)^2) + sigma_b^2",
    ),
    erratum(
        "weights of variance 1/d keep it after a ReLU",
        eq(V(q), q),
        given=[eq(sigma_w, 1), eq(sigma_b, 0), q > 0],
        note="V(q) = q/2",
    ),
    define=[initial(Q(0), q_0), recurrence(Q(l), chi * Q(l - 1) + sigma_b**2, start=1)],
    assume=[v >= 0, kappa >= 0],
    source="Poole et al. (2016), arXiv:1606.05340; He et al. (2015), arXiv:1502.01852",
)
