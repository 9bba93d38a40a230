"""What SymPy computes, as statements to prove: SymPy proposes, and nothing is believed because SymPy says so.

    by_sympy(diff, f, x)              Eq(Derivative(f, x), diff(f, x))
    by_sympy(integrate, f, (x, a, b)) Eq(Integral(f, (x, a, b)), integrate(...));  limit, summation, product likewise
    by_sympy(E, Z), by_sympy(variance, Z), by_sympy(covariance, X, Y), by_sympy(P, X > a)
    by_sympy(simplify, f)             Eq(f, simplify(f));  factor, expand, together and whatever else rewrites a term
    by_sympy(solve, f, x)             Equivalent(Eq(f, 0), Or(Eq(x, root), ...)) for the real roots;  solveset likewise
    by_sympy(rsolve, Eq(...), v(t), {v(0): 0})    Eq(v(t), rsolve(...))
    by_sympy(maximum, f, x, Interval(a, b))       the least upper bound, and that it is attained;  minimum likewise

The statement holds what was asked and states SymPy's answer, ``.value``; a step made of it says "found by SymPy: diff".
Remove the computation and there is no statement.  ``by_sympy(claim, solve)`` records of a claim of the author's own how
it was found.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sympy

from gradcheck.language.sympy.binders import end_from_sympy
from gradcheck.language.sympy.refusals import NoCounterpart, shown
from gradcheck.language.sympy.scalars import scalar_from_sympy
from gradcheck.language.sympy.statements import contained, statement_from_sympy
from gradcheck.language.sympy.symbols import bind, noting_symbols
from gradcheck.language.syntax.propositions import And, Exists, Iff, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Extremum

HELD: dict[str, Callable[..., Any]] = {
    "diff": sympy.Derivative, "integrate": sympy.Integral, "limit": sympy.Limit, "summation": sympy.Sum,
    "product": sympy.Product,
}  # fmt: skip
OF_CHANCE = {"expectation": "Expectation", "E": "Expectation", "variance": "Variance", "covariance": "Covariance",
             "probability": "Probability", "P": "Probability"}  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """A statement that SymPy found: the claim, the name of what found it, and SymPy's answer."""

    claim: Any
    how: str
    value: Any = None


def by_sympy(asked: Any, *given: Any, **options: Any) -> Proposal:
    """Return the statement that SymPy's answer is right; of a claim, with the function that found it, that claim.

    NoCounterpart if SymPy gives no answer, or there is no statement for what was asked.
    """
    if not callable(asked) or isinstance(asked, sympy.Basic | Proposition):
        names = ", ".join(_name(function) for function in given) or "SymPy"
        return Proposal(asked, names)
    name = _name(asked)
    value = asked(*given, **options)
    return Proposal(_statement(name, given, value), name, value)


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", function))


def _statement(name: str, given: tuple[Any, ...], value: Any) -> Any:
    if name in HELD:
        question = HELD[name](*given)
    elif name in OF_CHANCE:
        from sympy import stats

        question = getattr(stats, OF_CHANCE[name])(*given)
    elif name in ("solve", "solveset"):
        return _solved(given[0], given[1], value)
    elif name in ("maximum", "minimum"):
        return _extremum(name, given, value)
    else:
        question = given[1] if name == "rsolve" else given[0]
    if value is None or (isinstance(value, sympy.Basic) and value.has(type(question)) and value == question):
        raise NoCounterpart(f"SymPy's {name} gives no answer for {shown(question)}")
    return sympy.Eq(question, value, evaluate=False)


def _solved(equation: Any, unknown: Any, value: Any) -> Any:
    if not isinstance(equation, sympy.Eq):
        equation = sympy.Eq(equation, 0, evaluate=False)
    roots = list(value) if isinstance(value, list | tuple | sympy.FiniteSet) else None
    if roots is None or not all(isinstance(root, sympy.Expr) for root in roots):
        raise NoCounterpart(f"SymPy's answer {shown(value)} is no list of roots; state what you take from it")
    real = [root for root in roots if root.is_real is not False]
    if not real:
        return sympy.Ne(*equation.args, evaluate=False)
    with noting_symbols():
        asked = statement_from_sympy(equation)
        cases = tuple(statement_from_sympy(sympy.Eq(unknown, root, evaluate=False)) for root in real)
    return Iff(asked, cases[0] if len(cases) == 1 else Or(cases))


def _extremum(name: str, given: tuple[Any, ...], value: Any) -> Proposition:
    """Return that the value is the supremum over the interval, and taken there; ends that belong to it are inside."""
    body, variable, *rest = given
    domain = rest[0] if rest else sympy.S.Reals
    if domain is sympy.S.Reals:
        domain = sympy.Interval(-sympy.oo, sympy.oo)
    if not isinstance(domain, sympy.Interval):
        raise NoCounterpart(f"{shown(domain)} is no interval; state the {name} over one")
    with noting_symbols():
        symbol = bind(variable, body, {})
        term = scalar_from_sympy(body, {variable: symbol})
        low, high, answer = (end_from_sympy(end, {}) for end in (domain.start, domain.end, value))
        inside = contained(symbol, domain)
    bound = Extremum("sup" if name == "maximum" else "inf", term, symbol, low, high)
    taken = Relation("=", term, answer)
    return And((Relation("=", bound, answer), Exists(symbol, And((*inside, taken)) if inside else taken)))
