"""What a normalisation does to a residual network: where it stands decides whether the variance grows.

The sheet compares two residual blocks in words: one normalises before the addition, x + BN(F), the other after it,
BN(x + F); the second, it says, is easier to learn because its gradients neither vanish nor blow up.

Claims
    BN(z) has mean 0 and variance 1, and BN(c z) = BN(z) for c > 0: the scale of the input is lost;
    so the Jacobian of BN at c z is 1/c of that at z, and it has z and the constant vector in its kernel;
    a stream to which every block adds an independent branch of variance 1 has variance 1 + L after L blocks;
    any variable of positive variance has variance 1 after normalisation, and so has the stream that is normalised
    after every addition, at every depth.

How the sentence was read
    "The residuals are not normalized" is read as the variance 1 + L of the first stream; "normalization will ensure"
    as the variance 1 of the second.  A larger scale z makes the Jacobian of the next normalisation smaller by as much,
    which is the checkable part of what happens to gradients.  That one network "is easier to learn overall" is an
    opinion that follows from neither, and is not claimed.  That the branches are independent of the stream is
    an assumption: in a network they are functions of it.

Notation
    mean, variance and BN are over a batch z of n numbers; E and Var are over the population.  f(i) is the branch of
    block i; x(i) = x(i - 1) + f(i) and y(i) = r (y(i - 1) + f(i) - m) are the streams of the two networks, with
    E f(i) = m and r = sqrt(1/2), the number that normalises a variance of 2.

Source: seed sheet 000, section 1.3.2.
"""

from gradcheck.derivation import at, derivation, step
from gradcheck.language.author import (
    E,
    Independent,
    Term,
    Var,
    d,
    dimension,
    eq,
    identity,
    initial,
    naturals,
    norm,
    ones,
    outer,
    random_sequence,
    random_variable,
    rational,
    reals,
    recurrence,
    sequence,
    sqrt,
    total,
    vector,
    zeros,
)

n = dimension("n")
c, m, r, mu, s = reals("c m r mu s")
L, i = naturals("L i")
z = vector("z", n)
u = random_variable("u", Independent(0, 1))
a = random_variable("a", Independent(mu, s**2))
f = random_sequence("f", Independent(m, 1))
x, y = sequence("x"), sequence("y")


def mean(z: Term) -> Term:
    """The mean over the batch."""
    return (ones(n) @ z) / n


def centred(z: Term) -> Term:
    """What is left when the mean is subtracted."""
    return z - mean(z) * ones(n)


def variance(z: Term) -> Term:
    """The variance over the batch."""
    return norm(centred(z)) ** 2 / n


def BN(z: Term) -> Term:
    """Batch normalisation, without scale and shift."""
    return centred(z) / sqrt(variance(z))


def jacobian(z: Term) -> Term:
    """The Jacobian of BN at z."""
    return (identity(n) - outer(ones(n), ones(n)) / n - outer(BN(z), BN(z)) / n) / sqrt(variance(z))


def normalised(a: Term) -> Term:
    """Normalisation by mean and variance of the population."""
    return (a - E(a)) / sqrt(Var(a))


varies = [variance(z) > 0]
squares = total(r ** (2 * (L - i + 1)), i, 1, L)
geometric = r**2 * (1 - r ** (2 * L)) / (1 - r**2)

DERIVATION = derivation(
    step("mean after normalisation", eq(mean(BN(z)), 0), given=varies),
    step("variance after normalisation", eq(variance(BN(z)), 1), given=varies),
    step("the scale of the input", eq(variance(c * z), c**2 * variance(z))),
    step("the scale is lost", eq(BN(c * z), BN(z)), given=[*varies, c > 0]),
    step("the sign is kept", eq(BN(c * z), -BN(z)), given=[*varies, c < 0]),
    step("Jacobian", eq(d(BN(z), z), jacobian(z)), given=varies),
    step("the Jacobian at a larger input is smaller", eq(jacobian(c * z), jacobian(z) / c), given=[*varies, c > 0]),
    step("no gradient along the input", eq(jacobian(z) @ z, zeros(n)), given=varies),
    step("no gradient along a shift", eq(jacobian(z) @ ones(n), zeros(n)), given=varies),
    step("normalised inside, unrolled", eq(x(L), u + total(f(i), i, 1, L))),
    step(
        "normalised inside, the variance grows",
        eq(Var(x(L)), 1 + L),
        using=["normalised inside, unrolled"],
    ),
    step("one normalisation", eq(Var(normalised(a)), 1), given=[s > 0]),
    step(
        "normalised outside, unrolled",
        eq(y(L), r**L * u + total(r ** (L - i + 1) * (f(i) - m), i, 1, L)),
        given=[r > 0],
    ),
    step(
        "normalised outside, the variances add up",
        eq(Var(y(L)), r ** (2 * L) + squares),
        given=[r > 0],
        using=["normalised outside, unrolled"],
    ),
    step("geometric sum", eq(squares, geometric), given=[r > 0, r < 1]),
    step(
        "normalised outside, in closed form",
        eq(Var(y(L)), r ** (2 * L) + geometric),
        given=[r > 0, r < 1],
        using=["normalised outside, the variances add up", "geometric sum"],
    ),
    step(
        "at r = sqrt(1/2)",
        eq(r ** (2 * L) + geometric, 1),
        given=[r > 0, r < 1, eq(r**2, rational(1, 2))],
    ),
    step(
        "normalised outside, the variance is 1",
        eq(Var(y(L)), 1),
        given=[r > 0, r < 1, eq(r**2, rational(1, 2))],
        using=["normalised outside, in closed form", "at r = sqrt(1/2)"],
    ),
    step(
        "mean of what block L + 1 normalises",
        eq(E(y(L) + f(L + 1)), m),
        given=[r > 0],
        using=["normalised outside, unrolled"],
    ),
    step(
        "and its variance",
        eq(r**2 * Var(y(L) + f(L + 1)), Var(y(L + 1))),
        given=[r > 0],
        note="the right side is 1, so the variance of the sum is 1/r**2 = 2, which the factor r normalises",
    ),
    step(
        "which is 1",
        eq(r**2 * Var(y(L) + f(L + 1)), 1),
        given=[r > 0, r < 1, eq(r**2, rational(1, 2))],
        using=["and its variance", "normalised outside, the variance is 1"],
        hints=[at("and its variance", {}), at("normalised outside, the variance is 1", {L: L + 1})],
    ),
    step("solved for it", eq(s, 2), given=[eq(r**2 * s, 1), eq(r**2, rational(1, 2))]),
    step(
        "so it normalises a variance of 2",
        eq(Var(y(L) + f(L + 1)), 2),
        given=[r > 0, r < 1, eq(r**2, rational(1, 2))],
        using=["which is 1", "solved for it"],
        hints=[at("which is 1", {}), at("solved for it", {s: Var(y(L) + f(L + 1))})],
    ),
    define=[
        initial(x(0), u),
        recurrence(x(i), x(i - 1) + f(i), start=1),
        initial(y(0), u),
        recurrence(y(i), r * (y(i - 1) + f(i) - m), start=1),
    ],
    where={
        "var(z)": variance(z),
        "BN(z)": BN(z),
        "J(z)": jacobian(z),
        "var(cz)": variance(c * z),
        "BN(cz)": BN(c * z),
        "J(cz)": jacobian(c * z),
    },
    source="seed sheet 000, section 1.3.2",
)
