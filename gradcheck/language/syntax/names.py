"""Greek letters and subscripts in the names of variables.

A name is drawn as a letter with a subscript: ``theta_0`` and ``theta0`` as θ₀, ``w_max`` as w with a lowered max.
``GREEK`` maps every Greek letter that the reader takes to its English name; letters that cannot be told from Latin
ones (omicron, capital Alpha ...) are left out on purpose.
"""

from __future__ import annotations

import re

GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "\N{MICRO SIGN}": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi",
    "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi",
    "Π": "Pi", "Σ": "Sigma", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip

SHORT = {"lam": "lambda", "eps": "epsilon"}  # how people spell these where the English name is a word of Python
LETTERS = {name: letter for letter, name in reversed(GREEK.items())}


def split_name(name: str) -> tuple[str, str]:
    """Return the letter or word of a name and its subscript: ``w_max`` is ("w", "max"), ``x12`` is ("x", "12")."""
    found = re.fullmatch(r"([A-Za-z]+)(\d+)|([A-Za-z]+\d*)_(\w*[A-Za-z0-9])", name)
    if found is None:
        return name, ""
    word, number, base, subscript = found.groups()
    return (word, number) if word else (base, subscript)


def greek_name(word: str) -> str | None:
    """Return the English name of the Greek letter that the word stands for, or None."""
    name = SHORT.get(word, word)
    return name if name in LETTERS else None
