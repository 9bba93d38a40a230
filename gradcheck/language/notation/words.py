"""The words of the language that are in no other table: sorts, other names of functions, and words for non-numbers."""

from __future__ import annotations

SORTS = {
    "real": "real", "reals": "real", "integer": "integer", "integers": "integer", "natural": "natural",
    "naturals": "natural", "dimension": "dimension", "dimensions": "dimension",
}  # fmt: skip
ALIASES = {
    "ln": "log", "Abs": "abs", "fabs": "abs", "sgn": "sign", "sigma": "sigmoid", "logistic": "sigmoid",
    "expit": "sigmoid", "arctan": "atan", "arsinh": "asinh", "arcsinh": "asinh", "arcosh": "acosh",
    "arccosh": "acosh", "artanh": "atanh", "arctanh": "atanh", "Max": "max", "Min": "min", "maximum": "max",
    "minimum": "min",
}  # fmt: skip
INFINITE = ("oo", "inf", "infinity", "Infinity")
NOT_NUMBERS = ("nan", "NaN", "NAN", "Nan")
