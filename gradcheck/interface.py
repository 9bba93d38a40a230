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

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from gradcheck.derivation import Derivation, derivation, step
from gradcheck.language.notation.reader import read_expression, read_typed
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols
from gradcheck.runtime.child import WorkerProblem, shared
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.outcome.bound import BoundOutcome
    from gradcheck.outcome.gain import GainOutcome
    from gradcheck.outcome.run import StepOutcome

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
    text = isinstance(claim, str)
    read = read_typed(claim) if text else None
    premises = [_premise(premise) for premise in given]
    if read is not None:
        claim, premises = read.claim, [*read.given, *premises]
    return prove_all(derivation(step("claim", claim, given=premises), define=define), limits=limits)[0]


def prove_all(work: Derivation, *, limits: Limits = LIMITS) -> tuple[StepOutcome, ...]:
    """Return the verdicts on the steps of a derivation."""
    from gradcheck.scheduling.pool import Pool

    with Pool(1) as pool:
        return pool.prove_steps(replace(work, name=work.name or "derivation"), limits)


def _premise(premise: Any) -> Any:
    return read_typed(premise).claim if isinstance(premise, str) else premise


def simplify(term: Any, *, given: Sequence[Any] = (), limits: Limits = LIMITS) -> Simplified:
    """Return the shortest form of a term that was proved to equal it, perhaps under conditions."""
    from gradcheck.search.equations.simplification import search_simplest

    asked = read_expression(term) if isinstance(term, str) else as_term(term)
    work = derivation(step("term", _of_itself(asked), given=[_premise(premise) for premise in given]))
    premises = (*work.assumptions, *work.steps[0].given)
    half = replace(limits, seconds=limits.seconds / 2)
    try:
        found = shared().run(search_simplest, asked, premises, limits=half)
    except WorkerProblem:
        found = shared().run(search_simplest, asked, premises, False, limits=half)
    return Simplified(found.term, found.conditions)


def _of_itself(term: Term) -> Proposition:
    from gradcheck.language.author import eq

    return eq(term, term)


def bound(
    *functions: Any, layers: int | str | None = None, digits: int = 15, weight: object = 1, limits: Limits = LIMITS
) -> BoundOutcome:
    """Return bounds of the derivative of an activation, and of a network of such layers.

    A function is a name such as "sigmoid", or an expression in one variable.  ValueError where there can be no answer.
    """
    from gradcheck.bounds import BoundRequest, bound_chain

    names = tuple(map(_activation, functions))
    return shared().run(bound_chain, BoundRequest(names, layers, digits, _number(weight)), limits=limits)


def gain(function: Any, *, variance: Any = 1, digits: int = 15, limits: Limits = LIMITS) -> GainOutcome:
    """Return what an activation does to the variance of a normal pre-activation.

    ValueError where there can be no answer.
    """
    from gradcheck.gains import GainRequest, answer_gain

    request = GainRequest(_activation(function), as_term(variance), digits=digits)
    return shared().run(answer_gain, request, limits=limits)


def _activation(function: Any) -> str | Term:
    """Return the name, or the expression with its one variable called x."""
    if isinstance(function, str):
        return function if function.replace("_", "").isalpha() and function != X.name else read_expression(function)
    term = as_term(function)
    variables = free_symbols(term)
    if len(variables) > 1:
        names = ", ".join(sorted(symbol.name for symbol in variables))
        raise ValueError(f"an activation has one variable, and this has {names}")
    return replace_symbols(term, dict.fromkeys(variables, X))


def _number(value: Any) -> Fraction:
    """Return the exact number; of text, a float is refused as everywhere."""
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float and not exact; write Fraction({str(value)!r})")
    return Fraction(str(value))
