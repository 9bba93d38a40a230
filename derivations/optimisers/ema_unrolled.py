"""A running average is a sum of all gradients so far, weighted by powers of beta.

Claims
    v_t = (1 - beta) times the sum over i = 1 .. t of beta^(t - i) g_i, for every t, by induction;
    the weights add up to 1 - beta^t.

Assumptions
    The average starts at v_0 = 0; beta is any real number but 0 (where v_t is g_t), and is not 1 only where one divides
    by 1 - beta.

Notation
    g(t) is an arbitrary sequence of vectors in dimension d, and j one of its coordinates.  SymPy sums the weights.

Source: seed sheet 002, section 1.2.
"""

from sympy import Ne, Sum, cancel, summation, symbols

from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language.author import Term, eq, initial, ne, recurrence, sequence, total, zeros

d, j = symbols("d j", integer=True, positive=True)
t, i = symbols("t i", integer=True, nonnegative=True)
beta = symbols("beta", real=True)
g, v = sequence("g", d), sequence("v", d)

weights = Sum(beta ** (t - i), (i, 1, t))
geometric = summation(beta**i, (i, 0, t - 1))  # the weights, from the latest one on
(ratio, _), *_ = reversed(geometric.args)  # unless beta is 1


def weighted_sum(t: object) -> Term:
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
    step("sum of powers", by_sympy(summation, beta**i, (i, 0, t - 1))),
    step("geometric sum", eq(weights, ratio), given=[Ne(beta, 0), Ne(beta, 1)]),
    step("the weights", eq((1 - beta) * weights, cancel((1 - beta) * ratio)), given=[Ne(beta, 0)]),
    define=[initial(v(0), zeros(d)), recurrence(v(t), beta * v(t - 1) + (1 - beta) * g(t), start=1)],
    source="seed sheet 002, section 1.2",
)
