"""The words of the language that are in no other table: sorts, other names of functions, and words for non-numbers."""

from __future__ import annotations

from gradcheck.language.syntax.functions import ARITIES

SORTS = {
    "real": "real", "reals": "real", "integer": "integer", "integers": "integer", "natural": "natural",
    "naturals": "natural", "dimension": "dimension", "dimensions": "dimension",
}  # fmt: skip
FIELDS = {"R": "real", "reals": "real", "N": "natural", "naturals": "natural", "Z": "integer", "integers": "integer"}
PROPERTIES = frozenset((
    "positive", "negative", "nonnegative", "nonpositive", "nonzero", "definite", "semidefinite", "symmetric",
    "orthogonal", "invertible", "diagonal", "square", "differentiable", "twice", "smooth", "continuous", "times",
    "independent", "iid", "random", "odd", "even", "increasing", "decreasing", "convex", "constant",
))  # fmt: skip  # words that say what a name is
PARAMETERS = ("mean", "variance", "rate")  # of laws, before their values
ALIASES = {
    "ln": "log", "Abs": "abs", "fabs": "abs", "sgn": "sign", "sigma": "sigmoid", "logistic": "sigmoid",
    "expit": "sigmoid", "arctan": "atan", "arsinh": "asinh", "arcsinh": "asinh", "arcosh": "acosh",
    "arccosh": "acosh", "artanh": "atanh", "arctanh": "atanh", "Max": "max", "Min": "min", "maximum": "max",
    "minimum": "min",
}  # fmt: skip
INFINITE = ("oo", "inf", "infinity", "Infinity")
NOT_NUMBERS = ("nan", "NaN", "NAN", "Nan")
NUMBERS = ("e", "pi")  # unless they are declared
CHANCE = frozenset(("E", "Var", "Cov", "Corr", "P"))
CALCULUS = frozenset((
    "d", "diff", "grad", "gradient", "jacobian", "hessian", "partial", "where", "sup", "inf", "limit", "lim",
    "integral", "sum", "prod", "Sum", "Product", "Integral", "Derivative", "Limit", "log2", "log10",
))  # fmt: skip
ARRAYS = frozenset((
    "norm", "trace", "tr", "det", "inv", "inverse", "diag", "diagonal", "I", "eye", "identity", "ones", "zeros",
    "outer", "hadamard", "softmax", "logsumexp", "onehot", "mean", "var", "transpose", "dot", "product",
    "operator_norm",
    "smallest_singular_value", "largest_eigenvalue", "KL", "entropy", "total", "largest", "least", "binomial",
    "lambda_max", "sigma_max", "sigma_min",
))  # fmt: skip
CLAIMS = frozenset(("invertible", "positive_definite", "positive_semidefinite", "symmetric", "orthogonal"))


def is_function(name: str) -> bool:
    """Whether the name is a word that takes arguments, unless it is declared."""
    return name in ARITIES or name in ALIASES or name in CALCULUS or name in ARRAYS or name in CHANCE


def may_stand_beside(name: str) -> bool:
    """Whether the name before an operand, without parentheses, is a function of it: sin x, E‖v‖²; no letter but E."""
    return (
        is_function(name)
        and name not in ("sigma", "d", "I", "P", "sum", "prod", "where")
        and (len(name) > 1 or name == "E")
    )
