"""The derivation that ``gradcheck new`` writes: an example that holds, to be written over step by step."""

TEXT = '''"""The gradient of a squared error with a penalty on the weights.

The first line above is the title.  Below it: what is claimed, in which notation, and where it comes from.

Claims
    the gradient of the loss, and where it vanishes;
    the loss is never negative.

Notation
    X is n by d, one example a row; y are the targets, w the weights, r the residual.

Source: a paper with the number of the equation, a page of notes, the documentation of a library.
"""

from gradcheck.derivation import derivation, erratum, step
from gradcheck.language.author import Iff, dimensions, eq, gradient, matrix, norm, real, vector, zeros

# Every symbol with what it stands for: n and d are any positive integers, lam is any real number.
n, d = dimensions("n d")
lam = real("lam")
X, y, w = matrix("X", n, d), vector("y", n), vector("w", d)

r = X @ w - y
loss = norm(r) ** 2 / (2 * n) + lam / 2 * norm(w) ** 2

# The steps, in the order in which a reader takes them.  Each is proved for all values of its symbols; `given` is what
# it assumes, `using` names the earlier steps that it rests on.  An erratum is a false statement, kept on purpose.
DERIVATION = derivation(
    step("gradient", eq(gradient(loss, w), X.T @ r / n + lam * w)),
    step(
        "stationary point",
        Iff(eq(gradient(loss, w), zeros(d)), eq(X.T @ X @ w + n * lam * w, X.T @ y)),
        using=["gradient"],
    ),
    step("never negative", loss >= 0, given=[lam >= 0]),
    erratum("without the penalty", eq(gradient(loss, w), X.T @ r / n), note="the penalty has a gradient, too"),
    where={"r": r},
    source="an example",
)
'''
