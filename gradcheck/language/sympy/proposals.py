"""What SymPy computes, as statements to prove: SymPy proposes, and nothing is believed because SymPy says so.

    by_sympy(diff, f, x)              Eq(Derivative(f, x), diff(f, x))
    by_sympy(integrate, f, (x, a, b)) Eq(Integral(f, (x, a, b)), integrate(...));  limit, summation, product likewise
    by_sympy(det, M), trace, M.inv    Eq(Determinant(M), det(M)), ...
    by_sympy(E, Z), by_sympy(variance, Z), by_sympy(covariance, X, Y), by_sympy(P, X > a)
    by_sympy(simplify, f)             Eq(f, simplify(f));  factor, expand, together and whatever else rewrites a term
    by_sympy(solve, f, x)             Equivalent(Eq(f, 0), Or(Eq(x, root), ...)) for the real roots
    by_sympy(solveset, f, x, Interval(a, b))      the same for the roots in the interval
    by_sympy(rsolve, Eq(...), v(t), {v(0): 0})    Eq(v(t), rsolve(...))
    by_sympy(maximum, f, x, Interval(a, b))       the least upper bound, and that it is attained;  minimum likewise

The statement holds what was asked and states SymPy's answer, ``.value``; a step made of it says "found by SymPy: diff".
Remove the computation and there is no statement.  A method asks of its expression: ``by_sympy(f.diff, x)``.
``by_sympy(claim, solve)`` records of a claim of the author's own how it was found.

Where SymPy has no answer, or there is no statement for what was asked, the step that is made of it says so, and the
other steps are still checked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import sympy
from sympy.matrices import MatrixBase

from gradcheck.language.sympy.binders import end_from_sympy
from gradcheck.language.sympy.holding import is_held
from gradcheck.language.sympy.refusals import ComputedWhileHeld, NoCounterpart, Refusal, shown
from gradcheck.language.sympy.scalars import scalar_from_sympy
from gradcheck.language.sympy.statements import contained, statement_from_sympy
from gradcheck.language.sympy.symbols import bind, check_range
from gradcheck.language.syntax.propositions import And, Exists, Iff, Implies, Or, Proposition, Relation
from gradcheck.language.syntax.terms import Extremum

HELD: dict[str, Callable[..., Any]] = {
    "diff": sympy.Derivative, "integrate": sympy.Integral, "limit": sympy.Limit, "summation": sympy.Sum,
    "product": sympy.Product, "det": sympy.Determinant, "trace": sympy.Trace, "inv": sympy.Inverse,
}  # fmt: skip
OF_CHANCE = {"expectation": "Expectation", "E": "Expectation", "variance": "Variance", "covariance": "Covariance",
             "probability": "Probability", "P": "Probability"}  # fmt: skip
SEARCHES = ("solve", "solveset", "maximum", "minimum", "rsolve")
REWRITES = (
    "simplify", "factor", "factor_terms", "horner", "expand", "expand_log", "expand_power_base", "expand_power_exp",
    "expand_trig", "expand_func", "expand_mul", "expand_multinomial", "cancel", "apart", "together", "collect",
    "rcollect", "trigsimp", "exptrigsimp", "powsimp", "powdenest", "logcombine", "radsimp", "ratsimp", "nsimplify",
    "combsimp", "gammasimp", "hyperexpand", "sqrtdenest", "besselsimp", "signsimp", "fu", "refine", "separatevars",
    "block_collapse", "rewrite", "doit", "N", "evalf",
)  # fmt: skip


@dataclass(frozen=True)
class Proposal:
    """A statement that SymPy found: the claim, the name of what found it, and SymPy's answer.

    The claim is one of SymPy, or makes one of the language where the step is made.  With a ``problem`` it is what was
    asked, and there is no statement: the step that is made of it says why.
    """

    claim: Any
    how: str
    answer: Any = None
    problem: Refusal | None = None

    @property
    def value(self) -> Any:
        """SymPy's answer, for further computation; where there is none, what is wrong is raised."""
        if self.problem is not None and self.answer is None:
            raise self.problem
        return self.answer


def by_sympy(asked: Any, *given: Any, **options: Any) -> Proposal:
    """Return the statement that SymPy's answer is right; of a claim, with the function that found it, that claim."""
    if not callable(asked) or isinstance(asked, sympy.Basic | Proposition):
        names = ", ".join(_name(function) for function in given) or "SymPy"
        return Proposal(asked, names)
    name = _name(asked)
    owner = getattr(asked, "__self__", None)
    whole = (owner, *given) if isinstance(owner, sympy.Basic | MatrixBase) else given  # a method of the expression
    whole = tuple(sympy.ImmutableMatrix(one) if isinstance(one, MatrixBase) else one for one in whole)
    value = None
    try:
        with _mishaps_told(name):
            value = asked(*given, **options)
            return Proposal(_claim(asked, name, whole, options, value), name, value)
    except Refusal as problem:
        return Proposal(f"{name}({', '.join(map(shown, whole))})", name, value, problem)


@contextmanager
def _mishaps_told(name: str) -> Iterator[None]:
    """Raise a refusal where SymPy raises, whatever that is; and in a block in which SymPy only writes."""
    if is_held():
        raise ComputedWhileHeld(
            f"{name} computes, and inside of `with held():` SymPy only writes; ask by_sympy before the block"
        )
    try:
        yield
    except Refusal:
        raise
    except Exception as why:
        told = f"{type(why).__name__}: {shown(why)}" if str(why) else type(why).__name__
        raise NoCounterpart(f"{name} fails ({told}); state the claim itself, such as Eq(a, b)") from why


def _claim(asked: Any, name: str, given: tuple[Any, ...], options: dict[str, Any], value: Any) -> Any:
    if not given or not isinstance(given[0], sympy.Basic | int):
        raise NoCounterpart(f"{name} is asked of one expression or one equation, which comes first")
    of_sympy = str(getattr(asked, "__module__", "")).partition(".")[0] == "sympy"
    if of_sympy and name not in (*HELD, *OF_CHANCE, *SEARCHES, *REWRITES):
        raise NoCounterpart(
            f"nothing says what the answer of SymPy's {name} means; state it, and record how it was found:"
            f" by_sympy(claim, {name})"
        )
    return _statement(name, given, options, value)


def _name(function: Any) -> str:
    return str(getattr(function, "__name__", function))


def _statement(name: str, given: tuple[Any, ...], options: dict[str, Any], value: Any) -> Any:
    if name in HELD:
        question = HELD[name](*given, **{key: options[key] for key in ("dir",) if key in options})
    elif name in OF_CHANCE:
        from sympy import stats

        if options.keys() & {"condition", "given_condition"}:
            raise NoCounterpart(f"a conditional {name} cannot be stated in the language")
        question = getattr(stats, OF_CHANCE[name])(*given)
    elif name in SEARCHES:
        if len(given) < 2:
            raise NoCounterpart(f"{name} is to be asked for something: give it after {shown(given[0])}")
        if name in ("maximum", "minimum"):
            return _extremum(name, given, options, value)
        if name != "rsolve":
            return _solved(name, given, options, value)
        question = given[1]
    else:
        question = given[0] if isinstance(given[0], sympy.Basic) else sympy.Integer(given[0])
    if value is None or (isinstance(value, sympy.Basic) and value.has(type(question)) and value == question):
        raise NoCounterpart(f"SymPy's {name} gives no answer for {shown(question)}; state what you expect, with Eq")
    if not isinstance(value, sympy.Expr | sympy.MatrixExpr | MatrixBase):
        raise NoCounterpart(f"SymPy's {name} answers {shown(value)}, and that is no expression")
    return sympy.Eq(question, value, evaluate=False)


def _solved(name: str, given: tuple[Any, ...], options: dict[str, Any], value: Any) -> Any:
    equation, unknown, *rest = given
    domain = (options.get("domain") or (rest[0] if rest else None)) if name == "solveset" else None
    if not isinstance(equation, sympy.Eq):
        equation = sympy.Eq(equation, 0, evaluate=False)
    roots = list(value) if isinstance(value, list | tuple | sympy.FiniteSet) else None
    if roots is None or not all(isinstance(root, sympy.Expr) for root in roots):
        raise NoCounterpart(f"SymPy's answer {shown(value)} is no list of roots; state what you take from it")
    real = [root for root in roots if root.is_real is not False]
    if domain in (None, sympy.S.Reals, sympy.S.Complexes):
        domain = sympy.Interval(-sympy.oo, sympy.oo)
    if not isinstance(domain, sympy.Interval):
        raise NoCounterpart(f"{shown(domain)} is no interval; state what solves the equation in it")
    return partial(_roots, equation, unknown, real, domain)


def _roots(equation: Any, unknown: Any, real: list[Any], domain: Any) -> Proposition:
    """Return that these are the roots in the interval."""
    inside = contained(scalar_from_sympy(unknown, {}), domain)
    cases = tuple(statement_from_sympy(sympy.Eq(unknown, root, evaluate=False)) for root in real)
    if cases:
        found: Proposition = Iff(statement_from_sympy(equation), cases[0] if len(cases) == 1 else Or(cases))
    else:
        found = statement_from_sympy(sympy.Ne(*equation.args, evaluate=False))
    return Implies(inside[0] if len(inside) == 1 else And(inside), found) if inside else found


def _extremum(name: str, given: tuple[Any, ...], options: dict[str, Any], value: Any) -> Any:
    body, variable, *rest = given
    domain = rest[0] if rest else options.get("domain", sympy.S.Reals)
    if domain is sympy.S.Reals:
        domain = sympy.Interval(-sympy.oo, sympy.oo)
    if not isinstance(domain, sympy.Interval):
        raise NoCounterpart(f"{shown(domain)} is no interval; state the {name} over one")
    check_range(variable, domain.start, domain.end)
    return partial(_attained, name, body, variable, domain, value)


def _attained(name: str, body: Any, variable: Any, domain: Any, value: Any) -> Proposition:
    """Return that the value is the supremum over the interval, and taken there; ends that belong to it are inside."""
    symbol = bind(variable, body, {})
    term = scalar_from_sympy(body, {variable: symbol})
    low, high, answer = (end_from_sympy(end, {}) for end in (domain.start, domain.end, value))
    inside = contained(symbol, domain)
    bound = Extremum("sup" if name == "maximum" else "inf", term, symbol, low, high)
    taken = Relation("=", term, answer)
    return And((Relation("=", bound, answer), Exists(symbol, And((*inside, taken)) if inside else taken)))
