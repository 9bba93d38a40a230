"""What can be written, in one table: each way to write something, what it means, and an example that is a claim.

``docs/language.md`` (by ``gradcheck.language.reference``) and ``gradcheck words`` are made of this table, and the tests
read every example.
"""

# ruff: noqa: E501  (an entry of the table is a line or two)

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from gradcheck.activations.catalogue import ENTRIES
from gradcheck.language.notation.words import ALIASES
from gradcheck.language.syntax.functions import FUNCTIONS


class Entry(NamedTuple):
    """Words or signs that are written in the same place, how, their meaning, and a claim with one of them.

    ``python`` is what modules say for it, where that is something else.
    """

    words: tuple[str, ...]
    written: str
    meaning: str
    example: str
    python: str = ""


class Section(NamedTuple):
    """Entries about one subject."""

    title: str
    about: str
    entries: tuple[Entry, ...]


EXAMPLES = {
    "exp": "exp(x + y) = exp(x) exp(y)",
    "log": "log(x^2) = 2 log(x) where x > 0",
    "sqrt": "sqrt(x)^2 = x where x >= 0",
    "abs": "abs(x) = max(x, -x)",
    "sign": "x sign(x) = |x|",
    "erf": "erf(-x) = -erf(x)",
    "sin": "sin(2x) = 2 sin(x) cos(x)",
    "cos": "sin^2 x + cos^2 x = 1",
    "tan": "tan(x) = sin(x)/cos(x) where |x| < 1",
    "atan": "atan(-x) = -atan(x)",
    "asin": "sin(asin(x)) = x where |x| < 1",
    "acos": "acos(x) = pi/2 - asin(x) where |x| < 1",
    "sigmoid": "σ(-x) = 1 - σ(x)",
    "tanh": "tanh(x) = 2 sigmoid(2x) - 1",
    "sinh": "sinh(x) = (e^x - e^(-x))/2",
    "cosh": "cosh(x)^2 - sinh(x)^2 = 1",
    "sech": "sech(x) cosh(x) = 1",
    "csch": "csch(x) sinh(x) = 1 where x != 0",
    "coth": "coth(x) tanh(x) = 1 where x != 0",
    "softplus": "softplus(x) - softplus(-x) = x",
    "logsigmoid": "logsigmoid(x) = log(sigmoid(x))",
    "logit": "sigmoid(logit(p)) = p where 0 < p < 1",
    "relu": "relu(x) = max(x, 0)",
    "max": "max(x, y) + min(x, y) = x + y",
    "min": "min(x, y) <= x",
    "silu": "silu(x) = x sigmoid(x)",
    "swish": "swish(x) = silu(x)",
    "gelu": "gelu(x) + gelu(-x) = x erf(x/√2)",
    "mish": "mish(x) = x tanh(softplus(x))",
    "softsign": "softsign(x) = x/(1 + |x|)",
    "elu": "elu(x) = e^x - 1 where x < 0",
    "selu": "selu(0) = 0",
    "leaky_relu": "leaky_relu(x) = x/100 where x < 0",
    "erfc": "erfc(x) = 1 - erf(x)",
    "asinh": "sinh(asinh(x)) = x",
    "acosh": "cosh(acosh(x)) = x where x > 1",
    "atanh": "tanh(atanh(x)) = x where |x| < 1",
}
DOMAINS = {"all": "everywhere", ">": "for x > 0", ">=": "for x >= 0", "unfolding": "where its formula has a value"}


def _functions() -> tuple[Entry, ...]:
    """One entry for each function of numbers, with its other names."""
    found = []
    for name, row in FUNCTIONS.items():
        others = tuple(alias for alias, word in ALIASES.items() if word == name)
        variables = "a, b" if row.arity == 2 else "x"
        domain = DOMAINS[row.domain]
        meaning = f"{domain}; also {', '.join(others)}" if others else domain
        found.append(Entry((name, *others), f"{name}({variables})", meaning, EXAMPLES[name]))
    return tuple(found)


def _activations() -> tuple[Entry, ...]:
    """One entry for each activation of the catalogue, with its formula as its example."""
    found = []
    for entry in ENTRIES.values():
        words = tuple(name for name in (entry.name, *entry.aliases) if name.isidentifier())
        call = f"{words[0]}({', '.join(['x', *(item.name for item in entry.parameters)])})"
        others = f"; also {', '.join(words[1:])}" if words[1:] else ""
        defaults = ", ".join(f"{item.name} = {item.default}" for item in entry.parameters)
        meaning = f"{'with ' + defaults + ' where they are not given; ' if defaults else ''}{entry.source}{others}"
        given = ", ".join(f'"{item.name}"' for item in entry.parameters)
        python = f'activation("{words[0]}"{", ..." if given else ""})(x)'
        known = words[0] == "identity"
        example = "linear(x) = x" if known else f"{call} = {entry.formula}"
        found.append(Entry(words, "linear(x)" if known else call, meaning, example, python))
    return tuple(found)


SECTIONS: tuple[Section, ...] = (
    Section(
        "Numbers, products and powers",
        "Numbers are exact: 0.1 is 1/10. Factors may stand side by side. What has two readings, such as `a/2b`, `sin x y` "
        "or `log x^2`, is refused with both written out.",
        (
            Entry(("*", "product"), "2*x, 2x, 2 x y, x·y", "the product", "2x y = 2*x*y"),
            Entry(("product(",), "x(1 - x)", "a product, if x stands elsewhere without parentheses or is a number",
                  "x(1 - x) = x - x^2"),
            Entry(("xy",), "xy", "the product of x and y, if both are names and xy is none", "2xy <= x^2 + y^2"),
            Entry(("/",), "a/b", "the quotient; from left to right", "x/2 = (1/2)*x"),
            Entry(("**", "^", "²", "⁻¹"), "x^2, x**2, x², x⁻¹", "a power; -x^2 is -(x^2), x^y^z is x^(y^z)", "x² = x**2",
                  "x**2"),
            Entry(("|", "abs"), "|x|, abs(x)", "the absolute value of a number; abs(v) entry by entry", "|x| >= 0",
                  "abs(x), absolute(x)"),
            Entry(("√", "sqrt"), "√x, sqrt(x)", "the square root", "√(x^2) = |x|", "sqrt(x)"),
            Entry(("e",), "e", "Euler's number, unless it is declared", "e^0 = 1", "exp(1)"),
            Entry(("pi", "π"), "pi, π", "the number π", "sin(pi) = 0"),
            Entry(("oo", "∞", "inf", "infinity"), "oo, ∞", "infinity, as an end or the point of a limit",
                  "lim_(x -> oo) 1/x = 0"),
        ),
    ),
    Section(
        "Functions of numbers",
        "Of an array they act entry by entry. `sin x` and `sin^2 x` need no parentheses around a name.",
        _functions(),
    ),
    Section(
        "More functions of numbers",
        "Words that are short for others.",
        (
            Entry(("log2", "log10"), "log2(x), log10(x)", "log(x)/log(2) and log(x)/log(10)",
                  "log2(x) = log(x)/log(2) where x > 0", "log(x)/log(2)"),
            Entry(("where",), "where(c, a, b)", "a if the relation c holds, otherwise b", "where(x > 0, x, 0) = relu(x)"),
            Entry(("'", "prime"), "sigmoid'(x), f''(x)", "the derivative of a function at a point; x' alone is a name",
                  "tanh'(x) = 1 - tanh(x)^2", "d(tanh(x), x), f.derivative(x)"),
        ),
    ),
    Section(
        "Activations",
        "The catalogue of `gradcheck bound`: each is put in as its formula, so that every engine sees through it. "
        "Capitals do not count, `ReLU(x)`; parameters follow, `elu(x, 2)` or `elu(x, alpha=2)`.",
        _activations(),
    ),
    Section(
        "Calculus",
        "A derivative of a number by an array has the shape of the array; the Jacobian of an array has one row an output.",
        (
            Entry(("d", "diff", "Derivative", "d/dx"), "d(f, x), d(f, x, 2), diff(f, x), d/dx f, dy/dx",
                  "the derivative; d/dx is of all up to the next + or -", "d/dx x^3 = 3x^2", "d(f, x)"),
            Entry(("∂",), "∂f/∂x, ∂/∂x f, ∂²f/∂x∂y", "the partial derivative", "∂/∂x (x^2 y) = 2 x y", "d(f, x)"),
            Entry(("∇", "grad", "gradient"), "∇_w L, grad(L, w)", "the gradient; ∇ is of one factor",
                  "∇_w ‖w‖² = 2w where w in R^n", "gradient(L, w)"),
            Entry(("jacobian",), "jacobian(f, x)", "the Jacobian", "jacobian(A x, x) = A where A in R^(m x n), x in R^n",
                  "d(f, x)"),
            Entry(("hessian",), "hessian(L, w)", "the second derivatives", "hessian(‖w‖², w) = 2 I where w in R^n"),
            Entry(("integral", "∫", "Integral"), "integral(f, x, a, b), ∫(x = a..b) f, ∫_a^b f dx",
                  "the integral; without ends over all numbers", "∫_0^1 x^2 dx = 1/3"),
            Entry(("limit", "lim", "Limit"), "limit(f, x, a), limit(f, x, a, left), lim_(x -> a) f", "the limit",
                  "lim_(x -> oo) tanh(x) = 1"),
            Entry(("sup", "inf"), "sup(f, x), sup(f, x, a, b), sup_(a < x < b) f", "the supremum over an open interval",
                  "sup(tanh(x), x) = 1"),
        ),
    ),
    Section(
        "Sums, products, members",
        "A sum ends at the next + or -. Indices are counted from 1.",
        (
            Entry(("sum", "∑", "Sum", "total"), "sum(f, k, 1, n), ∑(k = 1..n) f, ∑_k v_k, sum(v)",
                  "the sum; over an axis where no ends are said, of all entries of an array; to oo a limit of sums",
                  "∑(k = 1..n) k = n(n + 1)/2 where n in N", "total(f, k, 1, n)"),
            Entry(("prod", "∏", "Product"), "prod(f, k, 1, n), ∏(k = 1..n) f", "the product", "prod(k, k, 1, 3) = 6"),
            Entry(("binomial",), "binomial(n, k)", "n!/(k! (n - k)!), for 0 <= k <= n", "binomial(5, 2) = 10"),
            Entry(("!", "factorial"), "n!", "the product of 1, ..., n", "3! = 6", "ordered_product(...)"),
            Entry(
                ("product", "from", "up", "down"), "product(M[k], k from 1 up to n), k from n down to 1",
                  "the product of matrices, the first or the last on the left",
                  "product(M[k], k from 1 up to 2) = M[1] @ M[2] where M[k] in R^(n x n)", "ordered_product(M(k), k, 1, n)"),
            Entry(("_", "member"), "v_t, v_(t-1), v[t]", "a member of a sequence, an entry of a vector; else v_1 is a name",
                  "v_1 + v_2 = v[2] + v[1] where v in R^n, n >= 2", "v(t), v[1]"),
            Entry(("[", "entry"), "v[i], X[i, j], X_ij", "an entry; a letter that nobody declares is any index of its axis; X_12 is X[1, 2]",
                  "X_ij = X[i, j] where X in R^(n x d)"),
        ),
    ),
    Section(
        "Vectors and matrices",
        "A number beside a vector stands for each entry, and the answer says so.",
        (
            Entry(("@",), "A @ B, A B, A v", "the product of matrices; u @ v of two vectors is the inner product",
                  "trace(A B) = trace(B @ A) where A in R^(n x m), B in R^(m x n)", "A @ B"),
            Entry(("⊙", "∘", "hadamard"), "X ⊙ R, hadamard(X, R)", "the product entry by entry",
                  "u ⊙ v = v ⊙ u where u, v in R^n", "hadamard(X, R)"),
            Entry((".T", "ᵀ", "transpose"), "X.T, X^T, Xᵀ, transpose(X)",
                  "the transpose; of a vector a row: uᵀ v, u vᵀ, uᵀ A v", "(A B)ᵀ = Bᵀ Aᵀ where A in R^(n x m), B in R^(m x k)",
                  "X.T"),
            Entry(("‖", "||", "norm"), "‖v‖, ||v||, norm(v), ‖v‖_1, ‖v‖_oo, ‖A‖_F, ‖A‖_2",
                  "the Euclidean norm, of a matrix the Frobenius norm; ‖A‖_2 is the operator norm",
                  "‖v‖² = v @ v where v in R^n", "norm(v), operator_norm(A)"),
            Entry(("⟨",), "⟨u, v⟩", "the inner product", "⟨u, v⟩ = u @ v where u, v in R^n", "u @ v"),
            Entry(("dot", "outer"), "dot(u, v), outer(u, v)", "the inner and the outer product",
                  "outer(u, v) = u vᵀ where u, v in R^n"),
            Entry(("inverse", "inv", "A^-1"), "inverse(A), inv(A), A^-1", "the inverse",
                  "A^-1 A = I where A in R^(n x n) invertible", "inverse(A)"),
            Entry(("det", "trace", "tr"), "det(A), trace(A), tr(A)", "the determinant and the trace",
                  "tr(A + B) = tr(A) + tr(B) where A, B in R^(n x n)"),
            Entry(("diag", "diagonal"), "diag(v), diag(A), diagonal(A)", "the diagonal matrix; of a matrix its diagonal",
                  "diag(diag(v)) = v where v in R^n", "diag(v), diagonal(A)"),
            Entry(("I", "identity", "eye"), "I, I(n), identity(n)", "the identity matrix; I alone has the side of its place",
                  "(A + I) v = A v + v where A in R^(n x n), v in R^n", "identity(n)"),
            Entry(("ones", "zeros"), "ones(n), zeros(n, d)", "arrays of ones and zeros",
                  "ones(n) @ ones(n) = n where n dimension"),
            Entry(("mean", "var"), "mean(v), var(v)", "the mean of the entries, and of their squared distances from it",
                  "mean(v - mean(v)) = 0 where v in R^n", "ones(n) @ v/n"),
            Entry(("softmax", "logsumexp"), "softmax(v), logsumexp(v)", "exp(v)/sum(exp(v)) and log(sum(exp(v)))",
                  "sum(softmax(v)) = 1 where v in R^n", "exp(v)/(ones(n) @ exp(v))"),
            Entry(("max", "min", "largest", "least"), "max(v), min(v)", "the largest and the least entry",
                  "max(v) = largest(v) where v in R^n", "largest_eigenvalue(diag(v))"),
            Entry(("[,]", "literal", "array"), "[1, x], [[1, 2], [3, 4]], [a, b; c, d]",
                  "a vector or matrix that is written out; entries may be blocks whose sides are numbers",
                  "[[1, 2], [3, 4]] @ [1, 1] = [3, 7]", "array([[1, 2], [3, 4]])"),
            Entry(("onehot",), "onehot(k, n)", "the vector with 1 in the place k and 0 elsewhere",
                  "onehot(k, n) @ v = v[k] where v in R^n, k in 1..n"),
            Entry(("row", "column", ":"), "X[i, :], X[:, j]", "a row or a column, as a vector",
                  "X[i, :] @ w = (X w)[i] where X in R^(n x d), w in R^d"),
            Entry(("KL", "entropy"), "KL(p, q), entropy(p)", "the sums of p_k log(p_k/q_k) and of -p_k log(p_k)",
                  "KL(p, p) = 0 where p in R^n, p > 0"),
            Entry(("divergence",), "KL(Normal(a, v), Normal(c, w)), entropy(Normal(m, v)), entropy(X)",
                  "of normal, exponential and Bernoulli laws: means of logarithms of densities",
                  "KL(Normal(m, 1), Normal(0, 1)) = m^2/2", "E(log(p/q))"),
            Entry(("operator_norm", "smallest_singular_value", "largest_eigenvalue", "sigma_max", "sigma_min", "lambda_max"), "operator_norm(A), σ_max(A), σ_min(A), λ_max(A)",
                  "the ends of the spectrum", "‖A x‖ <= operator_norm(A) ‖x‖ where A in R^(m x n), x in R^n"),
        ),
    ),
    Section(
        "Chance",
        "A name is random if a law is said; names of different laws are independent of each other.",
        (
            Entry(("E",), "E[X], E(X), E‖v‖²", "the mean", "E[X + Y] = E[X] + E[Y] where X, Y ~ Normal(0, 1)", "E(X)"),
            Entry(("Var",), "Var[X]", "the variance", "Var[2X] = 4 Var[X] where X ~ Normal(0, 1)", "Var(X)"),
            Entry(("Cov", "Corr"), "Cov[X, Y], Corr[X, Y]", "E[(X - E[X])(Y - E[Y])], and that by the deviations",
                  "Cov[X, Y] = 0 where X, Y ~ Normal(0, 1)"),
            Entry(("P",), "P(X > a)", "the probability", "P(X > 0) = 1/2 where X ~ Normal(0, 1)"),
        ),
    ),
    Section(
        "Claims",
        "From the tightest to the loosest: relations, and, or, =>, <=>.",
        (
            Entry(("=", "!=", "<=", "<", ">=", ">"), "a = b, a != b, 0 < x <= 1", "relations and chains; ≤, ≥, ≠ too",
                  "0 <= sigmoid(x) <= 1", "eq(a, b), ne(a, b), chain(0, '<', x)"),
            Entry(("and", "or", "=>", "implies", "<=>", "iff"), "and, or, =>, <=>", "connectives; ∧, ∨, ⇒, ⇔ too",
                  "x > 1 => x^2 > 1", "And((p, q)), Or((p, q)), Implies(p, q), Iff(p, q)"),
            Entry(("for all", "∀", "exists", "∃"), "for all x > 0, n in N: claim; exists x: claim", "quantifiers",
                  "for all x > 0: log(x) <= x - 1", "ForAll((x,), claim), Exists(x, claim)"),
            Entry(("≈", "within"), "f ≈ g within 0.01, f ≈ 3.14", "|f - g| <= 0.01; before a decimal: rounded to its digits",
                  "pi ≈ 3.14"),
            Entry(("O", "as"), "f = O(g) as n -> oo", "|f| <= c |g| for some c and all n from some number on",
                  "n = O(n^2) as n -> oo where n in N"),
            Entry(("invertible", "positive_definite", "positive_semidefinite", "symmetric", "orthogonal"),
                  "invertible(A), positive_definite(A)", "what a matrix is",
                  "symmetric(A + A.T) where A in R^(n x n)", "Invertible(A), PositiveDefinite(A)"),
        ),
    ),
    Section(
        "Declarations and assumptions",
        "They follow a claim, in any order, behind `;`, `where`, `given`, `for` or `if`, with commas or `and` between them. "
        "What is not declared is a real number; if that makes no sense, the message shows the declaration that would.",
        (
            Entry(("in", "naturals", "integers", "reals", "dimensions", "N", "Z", "R"), "n in naturals, d dimension, t in N",
                  "a number of a sort: 0, 1, 2, ...; integers; reals; dimensions 1, 2, 3, ...", "n >= 0 where n in N",
                  'natural("n"), dimension("d")'),
            Entry(("[a, b]", ".."), "p in [0, 1], i in 1..n", "a number between two ends", "p^2 <= p where p in [0, 1]"),
            Entry(("R^n", "R^(n x d)"), "v in R^n, X in R^(n x d)", "a vector, a matrix; letters in a shape are dimensions",
                  "‖v‖ >= 0 where v in R^n", 'vector("v", n), matrix("X", n, d)'),
            Entry(("g_t in", "sequence"), "g_t in R, g[t] in R^d", "a sequence of numbers or vectors",
                  "g_(t+1) - g_t = g_(t+1) + (-1) g_t where g_t in R, t in N", 'g = sequence("g", d)'),
            Entry(("~", "iid", "like", "Bernoulli", "Normal", "Uniform", "Exponential", "uncorrelated"),
                  "X ~ Normal(m, s²), R ~ Bernoulli(p) like X, q ~ iid(mean 0, variance 1) in R^d",
                  "a random name with independent entries of this law", "E[X] = m where X ~ Normal(m, s²)",
                  'random_variable("X", Normal(m, s**2))'),
            Entry(("Binomial", "Laplace", "Gamma", "Categorical", "Finite"),
                  "X ~ Binomial(n, p), Laplace(m, b), Gamma(3, r), Categorical(1/2, 1/4, 1/4), Finite([a, b], [p, 1 - p])",
                  "a random number made of Bernoulli and exponential ones, which the answer shows; a Gamma law has a whole number first",
                  "Var[X] = n p (1 - p) where X ~ Binomial(n, p)", "sums of random variables"),
            Entry((": R -> R", "differentiable", "twice"), "f: R -> R differentiable, twice differentiable, differentiable 3",
                  "an arbitrary function", "d(f(2x), x) = 2 f'(2x) where f: R -> R differentiable",
                  'arbitrary_function("f", 1)'),
            Entry((": R^n -> R", "partial"), "L: R^n -> R, f: R^h x R -> R^h differentiable; L'(w), partial(f(v, t), 2)",
                  "an arbitrary function of several numbers or arrays; its derivative, by one of its arguments",
                  "d(L(A w), w) = Aᵀ L'(A w) where A in R^(m x n), w in R^n, L: R^m -> R differentiable",
                  'arbitrary_map("f", (h,), (), sides=(h,)), f.derivative(v, t, by=(2,))'),
            Entry((":=", "definition"), "name := term, name = term", "an abbreviation; behind where, = defines a new name",
                  "∂f/∂x = 2 x y where f = x^2 y"),
            Entry(("f(x) =",), "f(x) = x^2, L(w) = ‖X w - y‖²", "behind where, the definition of a function",
                  "f(x + 1) - f(x) = 2x + 1 where f(x) = x^2"),
            Entry(("recurrence",), "v_0 = 0, v_t = β v_(t-1) + g_t for t >= 1", "the definition of a sequence",
                  "a_n = 2^n where n in N, a_0 = 1, a_n = 2 a_(n-1)", "initial(v(0), 0), recurrence(v(t), ..., 1)"),
            Entry(("positive definite", "semidefinite"), "A symmetric, A positive definite, A in R^(n x n) orthogonal",
                  "an assumption on a matrix", "A.T = A where A in R^(n x n) symmetric"),
            Entry(("assumption", "given", "if"), "given x > 0, if x != 0, x, y > 0", "an assumption",
                  "x/x = 1 given x != 0", "given=[x > 0]"),
        ),
    ),
)  # fmt: skip


def entries() -> Iterator[Entry]:
    """Yield all entries in their order."""
    for section in SECTIONS:
        yield from section.entries


def known_words() -> list[str]:
    """Return all words of the table."""
    return list(dict.fromkeys(word for entry in entries() for word in entry.words))


def look_up(word: str) -> tuple[list[Entry], list[str]]:
    """Return the entries of a word and, where there is none, the words that may be meant."""
    found = [entry for entry in entries() if word in entry.words]
    if not found:
        found = [entry for entry in entries() if any(word.lower() == one.lower() for one in entry.words)]
    near = [] if found else get_close_matches(word, known_words(), n=3)
    return found, near
