"""The derivations that ``gradcheck new`` writes: examples that hold, to be written over step by step."""

HEAD = '''"""The gradient of a squared error with a penalty on the weights.

The first line above is the title.  Below it: what is claimed, in which notation, and where it comes from.

Claims
    the gradient of the loss, and where it vanishes;
    the loss is never negative.

Notation
    X is n by d, one example a row; y are the targets, w the weights, r the residual.

Source: a paper with the number of the equation, a page of notes, the documentation of a library.
"""

'''

SYMPY = (
    HEAD
    + """from gradcheck.derivation import derivation, erratum, held, step
from sympy import Derivative, Eq, Equivalent, MatrixSymbol, Symbol, Trace, ZeroMatrix, symbols

# Every symbol with what it stands for: n and d are any positive integers, lam is any number that is not negative.
n, d = symbols("n d", integer=True, positive=True)
lam = Symbol("lam", nonnegative=True)
X, y, w = MatrixSymbol("X", n, d), MatrixSymbol("y", n, 1), MatrixSymbol("w", d, 1)

# SymPy evaluates what is written, and some of it would be gone before it is proved; in this block it writes it down.
# What SymPy is to compute, such as diff(...) or solve(...), stands before the block.
with held():
    r = X * w - y
    loss = Trace(r.T * r) / (2 * n) + lam / 2 * Trace(w.T * w)
    gradient = Derivative(loss, w)
    formula = Eq(gradient, X.T * r / n + lam * w)
    stationary = Equivalent(Eq(gradient, ZeroMatrix(d, 1)), Eq(X.T * X * w + n * lam * w, X.T * y))
    never_negative = loss >= 0
    without_penalty = Eq(gradient, X.T * r / n)

# The steps, in the order in which a reader takes them.  Each is proved for all values of its symbols; `given` is what
# it assumes, `using` names the earlier steps that it rests on.  An erratum is a false statement, kept on purpose.
DERIVATION = derivation(
    step("gradient", formula),
    step("stationary point", stationary, using=["gradient"]),
    step("never negative", never_negative),
    erratum("without the penalty", without_penalty, note="the penalty has a gradient, too"),
    where={"r": r},
    source="an example",
)
"""
)

PLAIN = (
    HEAD
    + """from gradcheck.derivation import derivation, erratum, step
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
"""
)
