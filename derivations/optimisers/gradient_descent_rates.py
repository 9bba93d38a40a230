"""Gradient descent after T steps: smooth losses, convex ones, strongly convex ones, and noisy gradients.

Gradient descent with a constant step h makes theta(t) = theta(t - 1) - h L'(theta(t - 1)). Nothing is known of the loss
but what each claim assumes of it at the iterates; every rate holds for all numbers T of steps and all dimensions.

Claims
    on a smooth loss, one step lowers the loss by h (1 - h ell/2) norm(L'(theta))^2, so with h = 1/ell the squared
    gradients of T steps sum to at most 2 ell (L(theta(0)) - low), and the least of them is at most that over T;
    where the gradient dominates the gap, norm(L')^2 >= 2 mu (L - low), the gap contracts by 1 - mu/ell a step;
    on a convex loss, the gap after T steps is at most norm(theta(0) - best)^2 / (2 h T);
    on a strongly convex one, the squared distance contracts by 1 - h mu a step;
    with gradients bounded by G, the mean gap is at most norm(theta(0) - best)^2 / (2 h T) + h G^2 / 2;
    with noisy steps, whose mean descent is h/2 times the squared gradient up to h^2 ell s/2, the mean of the T
    squared gradients is at most 2 (F(0) - low) / (h T) + h ell s.

Assumptions
    Smooth: the descent lemma L(y) <= L(x) + L'(x) @ (y - x) + ell/2 norm(y - x)^2, at successive iterates.
    Convex: best, where L has the value low, lies above the tangents: low >= L(x) + L'(x) @ (best - x), at the iterates.
    Noisy: F(t) and G2(t) are the means of the loss and of the squared gradient at step t, with a descent in the mean.

Notation
    theta(t) are the iterates, L the loss, L' its gradient, low a bound or the least value of the loss.

Errata
    A step that lowers the loss by h norm(L')^2, without the curvature; a contraction counted once too often; a descent
    that forgets the variance of the noise.

Source: Nesterov, Introductory Lectures on Convex Optimization; Bottou, Curtis, Nocedal, SIAM Review 60 (2018).
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import (
    ForAll,
    Term,
    arbitrary_map,
    dimension,
    initial,
    integer,
    natural,
    norm,
    reals,
    recurrence,
    sequence,
    total,
    vector,
)

d = dimension("d")
t, T = natural("t"), natural("T")
k = integer("k")
h, ell, mu, low, bound, s = reals("h ell mu low G s")
first, best = vector("first", d), vector("best", d)
theta = sequence("theta", d)
L = arbitrary_map("L", (d,))
F, G2 = sequence("F"), sequence("G2")


def loss(index: object) -> Term:
    """The loss at an iterate."""
    return L(theta(index))


def slope(index: object) -> Term:
    """The gradient at an iterate."""
    return L.derivative(theta(index))


STEPS = (initial(theta(0), first), recurrence(theta(t), theta(t - 1) - h * slope(t - 1), start=1))
smooth = ForAll(
    (t,),
    loss(t + 1) <= loss(t) + slope(t) @ (theta(t + 1) - theta(t)) + ell / 2 * norm(theta(t + 1) - theta(t)) ** 2,
)
bounded = ForAll((t,), loss(t) >= low)
descends = ForAll((t,), loss(t + 1) <= loss(t) - h / 2 * norm(slope(t)) ** 2)
convex = ForAll((t,), loss(t) <= low + slope(t) @ (theta(t) - best))
strongly = ForAll((t,), loss(t) <= low + slope(t) @ (theta(t) - best) - mu / 2 * norm(theta(t) - best) ** 2)
dominated = ForAll((t,), norm(slope(t)) ** 2 >= 2 * mu * (loss(t) - low))
above = ForAll((t,), low + norm(slope(t)) ** 2 / (2 * ell) <= loss(t))
limited = ForAll((t,), norm(slope(t)) ** 2 <= bound**2)
noisy = ForAll((t,), F(t + 1) <= F(t) - h / 2 * G2(t) + h**2 * ell * s / 2)
distance = norm(theta(0) - best) ** 2
squares = total(norm(slope(k)) ** 2, k, 0, T - 1)
noise = total(G2(k), k, 0, T - 1)

DERIVATION = derivation(
    step(
        "one step on a smooth loss",
        loss(t + 1) <= loss(t) - h * (1 - h * ell / 2) * norm(slope(t)) ** 2,
        given=[smooth],
    ),
    step(
        "squared gradients of a smooth loss",
        squares <= (loss(0) - low) / (h * (1 - h * ell / 2)),
        given=[smooth, bounded, h > 0, h * ell < 2],
    ),
    step(
        "the least squared gradient",
        s <= 2 * (loss(0) - low) / (h * T),
        given=[descends, bounded, h > 0, T >= 1, ForAll((t,), norm(slope(t)) ** 2 >= s)],
        note="s is any number that none of the squared gradients falls below",
    ),
    step(
        "linear rate where the gradient dominates",
        loss(T) - low <= (1 - h * mu) ** T * (loss(0) - low),
        given=[descends, dominated, h > 0, mu > 0, h * mu <= 1],
    ),
    step(
        "rate on a convex loss",
        loss(T) - low <= distance / (2 * h * T),
        given=[descends, convex, h > 0, T >= 1],
    ),
    step(
        "linear rate on a strongly convex loss",
        norm(theta(T) - best) ** 2 <= (1 - h * mu) ** T * distance,
        given=[strongly, above, h > 0, ell > 0, h * ell <= 1, mu > 0, h * mu <= 1],
    ),
    step(
        "rate with bounded gradients",
        total(loss(k) - low, k, 0, T - 1) / T <= distance / (2 * h * T) + h * bound**2 / 2,
        given=[convex, limited, h > 0, T >= 1],
    ),
    step(
        "rate with noisy gradients",
        noise / T <= 2 * (F(0) - low) / (h * T) + h * ell * s,
        given=[noisy, ForAll((t,), F(t) >= low), h > 0, ell > 0, s >= 0, T >= 1],
    ),
    erratum(
        "a step without the curvature",
        h * (1 - h * ell / 2) >= h,
        given=[h > 0, ell > 0, h * ell <= 1],
        note="the factor of the squared gradient is at least h/2, and never h",
    ),
    erratum(
        "a contraction counted once too often",
        F(1) - low <= (1 - h * mu) ** 2 * (F(0) - low),
        given=[h > 0, mu > 0, h * mu <= 1, F(1) - low <= (1 - h * mu) * (F(0) - low)],
        note="after T steps the factor has the exponent T",
    ),
    erratum(
        "a descent without the variance of the noise",
        F(t + 1) <= F(t) - h / 2 * G2(t),
        given=[h > 0, ell > 0, s >= 0, F(t + 1) <= F(t) - h / 2 * G2(t) + h**2 * ell * s / 2],
        note="with a constant step the noise keeps the squared gradients from tending to 0",
    ),
    define=STEPS,
    source="Nesterov, Introductory Lectures on Convex Optimization; Bottou, Curtis, Nocedal, SIAM Review 60 (2018)",
)
