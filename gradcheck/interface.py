"""What a Python program asks: prove a statement or a derivation, simplify a term, bound an activation, find its gain.

    from gradcheck import prove, simplify, bound, gain

    prove(Eq(Derivative(tanh(x), x), 1 - tanh(x)**2)).verdict        # 'proved'
    simplify(sin(x)**2 + cos(x)**2).term                             # 1
    bound(x*tanh(x), layers=3).chain.naive.upper
    gain("relu").gain

Statements, terms and functions are those of SymPy or of ``gradcheck.language.author``, or text as on the command line.
The work is done in a process that can be killed, under limits of time and memory; the answers are the plain data of
``gradcheck.outcome``, and ``gradcheck.language.sympy.to_sympy`` makes SymPy's objects of terms.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from gradcheck.derivation import READER, Derivation, derivation, step
from gradcheck.language.notation.reader import joined_with, read_expression, read_typed, read_typed_term
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.shorthand import is_sympy
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols
from gradcheck.runtime.child import WorkerFailed, WorkerProblem, shared
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.outcome.bound import BoundOutcome
    from gradcheck.outcome.gain import GainOutcome
    from gradcheck.outcome.run import StepOutcome

A = TypeVar("A")
Q = TypeVar("Q")
X = Symbol("x")  # the argument of an activation
LIMITS = Limits()


@dataclass(frozen=True)
class Simplified:
    """The shortest term that was found, and the conditions under which it equals the one that was asked about."""

    term: Term
    conditions: tuple[Proposition, ...] = ()

    def to_sympy(self) -> Any:
        """Return the term as an expression of SymPy."""
        from gradcheck.language.sympy.writing import to_sympy

        return to_sympy(self.term)


def prove(claim: Any, *, given: Sequence[Any] = (), define: Sequence[Any] = (), limits: Limits = LIMITS) -> StepOutcome:
    """Return the verdict on a statement, with its reasons; ValueError for text that cannot be read.

    A statement of SymPy that cannot be read is undecided, with the code that says why.
    """
    given = [given] if isinstance(given, str) else list(given)
    _begin(claim, *given, *define)
    if not isinstance(claim, str):
        premises = [_premise(premise) for premise in given]
        return prove_all(derivation(step("claim", claim, given=premises), define=define), limits=limits)[0]
    read = read_typed(joined_with(claim, (premise for premise in given if isinstance(premise, str))))
    premises = [*read.given, *(premise for premise in given if not isinstance(premise, str))]
    work = derivation(
        step("claim", read.claim, given=premises), define=(*read.definitions, *define), where=dict(read.notation)
    )
    return prove_all(work, limits=limits)[0]


def prove_all(work: Derivation, *, limits: Limits = LIMITS) -> tuple[StepOutcome, ...]:
    """Return the verdicts on the steps of a derivation."""
    from gradcheck.scheduling.pool import Pool

    with Pool(1) as pool:
        return pool.prove_steps(replace(work, name=work.name or "derivation"), limits)


def _begin(*parts: Any) -> None:
    """Owe nothing to what was read before, where all parts are still to be read."""
    if READER in sys.modules and not any(isinstance(part, Node | Definition) for part in parts):
        sys.modules[READER].AUTHOR.forget()


def _premise(premise: Any) -> Any:
    return read_typed(premise).claim if isinstance(premise, str) else premise


def simplify(term: Any, *, given: Sequence[Any] = (), limits: Limits = LIMITS) -> Simplified:
    """Return the shortest form of a term that was proved to equal it, perhaps under conditions."""
    from gradcheck.search.equations.simplification import search_simplest

    given = [given] if isinstance(given, str) else list(given)
    _begin(term, *given)
    if isinstance(term, str):
        read = read_typed_term(joined_with(term, (premise for premise in given if isinstance(premise, str))))
        given = [*read.given, *(premise for premise in given if not isinstance(premise, str))]
        asked, define = getattr(read.claim, "left", None), read.definitions
    else:
        asked, define = _read(term), ()
    work = derivation(step("term", _of_itself(asked), given=[_premise(one) for one in given]), define=define)
    premises = (*work.assumptions, *work.steps[0].given)
    asked = getattr(work.steps[0].claim, "left", asked)  # with the names that products have in print
    half = replace(limits, seconds=limits.seconds / 2)
    try:
        found = shared().run(search_simplest, asked, premises, limits=half)
    except WorkerProblem:
        found = shared().run(search_simplest, asked, premises, False, limits=half)
    return Simplified(found.term, found.conditions)


def _read(term: Any) -> Term:
    """Return the term, with what SymPy assumes of its symbols remembered for the derivation."""
    if not is_sympy(term):
        return as_term(term)
    from gradcheck.language.sympy.authoring import read_term

    return read_term(term)


def _of_itself(term: Any) -> Proposition:
    from gradcheck.language.author import eq

    return eq(term, term)


def bound(
    *functions: Any, layers: int | str | None = None, digits: int = 15, weight: object = 1, limits: Limits = LIMITS
) -> BoundOutcome:
    """Return bounds of the derivative of an activation, and of a network of such layers.

    A function is a name such as "sigmoid", or an expression in one variable.  ValueError where there can be no answer.
    """
    from gradcheck.bounds import BoundRequest, bound_chain

    for number in (digits, *([] if layers is None or isinstance(layers, str) else [layers])):
        if type(number) is not int:
            raise TypeError(f"{number!r} is no whole number of layers or digits")
    names = tuple(map(_activation, functions))
    return _answer(bound_chain, BoundRequest(names, layers, digits, _number(weight)), limits)


def gain(function: Any, *, variance: Any = 1, digits: int = 15, limits: Limits = LIMITS) -> GainOutcome:
    """Return what an activation does to the variance of a normal pre-activation.

    ValueError where there can be no answer.
    """
    from gradcheck.gains import GainRequest, answer_gain

    return _answer(answer_gain, GainRequest(_activation(function), _term(variance), digits=digits), limits)


def _answer(function: Callable[[Q], A], request: Q, limits: Limits) -> A:
    """Return the answer; ValueError where the request cannot be answered."""
    try:
        return shared().run(function, request, limits=limits)
    except WorkerFailed as problem:
        kind, _, reason = problem.detail.rstrip().rpartition("\n")[2].partition(": ")
        if kind.rpartition(".")[2] in ("ValueError", "Refused"):
            raise ValueError(reason) from None
        raise


def _activation(function: Any) -> str | Term:
    """Return the name, or the expression with its one variable called x."""
    if isinstance(function, str):
        return function if function.replace("_", "").isalpha() and function != X.name else read_expression(function)
    term = _term(function)
    variables = free_symbols(term)
    if len(variables) > 1:
        names = ", ".join(sorted(symbol.name for symbol in variables))
        raise ValueError(f"an activation has one variable, and this has {names}")
    return replace_symbols(term, dict.fromkeys(variables, X))


def _term(value: Any) -> Term:
    """Return the term; UnclearSymbol, a TypeError, where SymPy assumes something of a symbol: it would be lost."""
    if not is_sympy(value):
        return as_term(value)
    from gradcheck.language.sympy.reading import from_sympy

    return from_sympy(value)


def _number(value: Any) -> Fraction:
    """Return the exact number; of text, a float is refused as everywhere."""
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float and not exact; write Fraction({str(value)!r})")
    return Fraction(str(value))
