"""A running average is a sum of all gradients so far, weighted by powers of beta.

Claims
    v_t = (1 - beta) times the sum over i = 1 .. t of beta^(t - i) g_i, for every t, by induction;
    the weights add up to 1 - beta^t.

Assumptions
    The average starts at v_0 = 0; beta is any real number but 0 (where v_t is g_t), and is not 1 only where one divides
    by 1 - beta.

Notation
    g(t) is an arbitrary sequence of vectors in dimension d, and j one of its coordinates.

Source: seed sheet 002, section 1.2.
"""

from gradcheck.derivation import derivation, step
from gradcheck.language.author import (
    Term,
    dimensions,
    eq,
    initial,
    naturals,
    ne,
    real,
    recurrence,
    sequence,
    total,
    zeros,
)

d, j = dimensions("d j")
t, i = naturals("t i")
beta = real("beta")
g, v = sequence("g", d), sequence("v", d)


def weighted_sum(t: Term) -> Term:
    """The gradients up to time t, the latest with weight 1."""
    return total(beta ** (t - i) * g(i)[j], i, 1, t)


DERIVATION = derivation(
    step(
        "recurrence",
        eq(v(t), beta * v(t - 1) + (1 - beta) * g(t)),
        given=[t >= 1],
    ),
    step(
        "without memory",
        eq(v(t), g(t)),
        given=[t >= 1, eq(beta, 0)],
        using=["recurrence"],
    ),
    step(
        "last term of the sum",
        eq(weighted_sum(t + 1), beta * weighted_sum(t) + g(t + 1)[j]),
        given=[j <= d, ne(beta, 0)],
    ),
    step(
        "unrolled",
        eq(v(t)[j], (1 - beta) * weighted_sum(t)),
        given=[j <= d, ne(beta, 0)],
        using=["last term of the sum"],
    ),
    step(
        "geometric sum",
        eq(total(beta ** (t - i), i, 1, t), (1 - beta**t) / (1 - beta)),
        given=[ne(beta, 0), ne(beta, 1)],
    ),
    step(
        "the weights",
        eq((1 - beta) * total(beta ** (t - i), i, 1, t), 1 - beta**t),
        given=[ne(beta, 0)],
    ),
    define=[initial(v(0), zeros(d)), recurrence(v(t), beta * v(t - 1) + (1 - beta) * g(t), start=1)],
    source="seed sheet 002, section 1.2",
)
