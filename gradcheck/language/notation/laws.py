"""The laws of random names: ``Bernoulli(p)``, ``Normal(m, s**2)``, ``iid(mean 0, variance 1)``.

Bernoulli(p)  Normal(m, v), N(m, v)  Uniform(a, b)  Exponential(r)      entries independent
iid(mean m, variance v), Independent(m, v)      independent entries of one unknown law; ``symmetric`` may follow
uncorrelated(mean m, variance v)                nothing is known but means, variances and zero covariances
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from gradcheck.language.notation.elaborator import Elaborator
from gradcheck.language.notation.tree import Call, Joined, Name, Precedence, Tree, bare, pieces
from gradcheck.language.notation.words import PARAMETERS
from gradcheck.language.syntax import random
from gradcheck.language.syntax.random import AnyLaw
from gradcheck.language.syntax.terms import Num, Term

LAWS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "Bernoulli": (random.Bernoulli, ("p",)),
    "Normal": (random.Normal, ("mean", "variance")),
    "N": (random.Normal, ("mean", "variance")),
    "Gaussian": (random.Normal, ("mean", "variance")),
    "Uniform": (random.Uniform, ("lo", "hi")),
    "U": (random.Uniform, ("lo", "hi")),
    "Exponential": (random.Exponential, ("rate",)),
    "iid": (random.Independent, ("mean", "variance")),
    "independent": (random.Independent, ("mean", "variance")),
    "Independent": (random.Independent, ("mean", "variance")),
    "uncorrelated": (random.Uncorrelated, ("mean", "variance")),
    "Uncorrelated": (random.Uncorrelated, ("mean", "variance")),
}
SYMMETRIC = (random.Independent, random.Uncorrelated)


def elaborate_law(within: Elaborator, tree: Tree) -> AnyLaw:
    """Return the law that a tree names."""
    inner = bare(tree)
    name = inner.name if isinstance(inner, Call) else inner.text if isinstance(inner, Name) else ""
    if name not in LAWS:
        known = "Bernoulli, Normal, Uniform, Exponential, iid(mean m, variance v) or uncorrelated(mean m, variance v)"
        known = f"Binomial, Laplace, Gamma, Categorical, Finite, {known}"
        raise within.error("GC414", f"there is no law {name}".rstrip(), tree, f"laws are {known}")
    kind, fields = LAWS[name]
    if not isinstance(inner, Call):
        raise within.error("GC405", f"{name} needs its parameters", tree, f"as in {_example(name, fields)}")
    given: dict[str, Term] = {}
    symmetric = False
    for place, argument in enumerate(inner.arguments):
        field, value = _parameter(argument)
        if isinstance(value, Name) and value.text == "symmetric" and kind in SYMMETRIC:
            symmetric = True
            continue
        field = field or (fields[place] if place < len(fields) else "")
        if field not in fields or field in given:
            raise within.error("GC405", f"{name} has other parameters", argument, f"as in {_example(name, fields)}")
        given[field] = _value(within, value, field)
    missing = [field for field in fields if field not in given]
    if missing:
        raise within.error("GC405", f"{name} lacks its {missing[0]}", tree, f"as in {_example(name, fields)}")
    values = [given[field] for field in fields]
    law: AnyLaw = kind(*values, symmetric) if kind in SYMMETRIC else kind(*values)
    return law


def _value(within: Elaborator, tree: Tree, field: str) -> Term:
    """Return a parameter; of a variance I and σ² I, which stand for that of each entry, the number."""
    names = [one for one in pieces(tree) if isinstance(one, Name) and one.text == "I"]
    if field != "variance" or not names or "I" in within.scope:
        return within.term(tree)
    outer = within.scope
    within.scope = outer | {"I": Num(Fraction(1))}
    within.remark("a variance of I times a number is that of each entry; the entries are independent")
    try:
        return within.term(tree)
    finally:
        within.scope = outer


def _parameter(tree: Tree) -> tuple[str, Tree]:
    """Return the name of a parameter, if it is written, and its value: ``mean 0``."""
    if isinstance(tree, Joined) and tree.precedence is Precedence.PRODUCT and not tree.operators[0].text:
        first, *rest = tree.parts
        if isinstance(first, Name) and first.text in PARAMETERS:
            if len(rest) == 1:
                return first.text, rest[0]
            return first.text, Joined(rest[0].start, tree.end, tree.precedence, tuple(rest), tree.operators[1:])
    return "", bare(tree)


def _example(name: str, fields: tuple[str, ...]) -> str:
    if name in ("iid", "independent", "uncorrelated"):
        return f"{name}(mean 0, variance 1)"
    return f"{name}({', '.join(fields)})"
