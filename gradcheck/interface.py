"""What a Python program asks: prove a statement, check derivations, simplify, bound an activation, find its gain.

    from gradcheck import prove, check, simplify, bound, gain, show

    prove(Eq(Derivative(tanh(x), x), 1 - tanh(x)**2)).proved         # True
    prove(r"\\sigma(-x) = 1 - \\sigma(x)").verdict                   # 'proved'
    check("derivations/").exit_code                                  # 0
    simplify(sin(x)**2 + cos(x)**2).term                             # 1
    bound(x*tanh(x), layers=3).chain.naive.upper
    gain("relu").gain

Statements, terms and functions are those of SymPy or of ``gradcheck.language.author``, or text or LaTeX as on the
command line.  The work is done in a process that can be killed, under limits of time and memory; the answers are the
plain data of ``gradcheck.outcome``, shown as on the terminal, and ``gradcheck.language.sympy.to_sympy`` makes SymPy's
objects of terms.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from html import escape
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, overload

from gradcheck.derivation import READER, Derivation, derivation, step
from gradcheck.language.notation.reader import Typed, joined_with, read_expression, read_typed, read_typed_term
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.node import Node
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.shorthand import is_sympy
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Symbol, Term, as_term, free_symbols
from gradcheck.outcome.answer import SHOWN
from gradcheck.outcome.run import ClaimOutcome, DerivationOutcome, RunOutcome, StepOutcome
from gradcheck.runtime.child import WorkerFailed, WorkerProblem, shared
from gradcheck.runtime.limits import Limits

if TYPE_CHECKING:
    from gradcheck.outcome.bound import BoundOutcome
    from gradcheck.outcome.gain import GainOutcome

A = TypeVar("A")
Q = TypeVar("Q")
X = Symbol("x")  # the argument of an activation
LIMITS = Limits()


def _show_answers() -> None:
    """Have outcomes shown as on the terminal; reports are loaded when one is."""

    def text(outcome: Any) -> str:
        from gradcheck.report.shown import text_of

        return text_of(outcome)

    def html(outcome: Any) -> str:
        from gradcheck.report.shown import html_of

        return html_of(outcome)

    SHOWN.update(text=text, html=html)


_show_answers()


@dataclass(frozen=True, repr=False)
class Simplified:
    """The shortest term that was found, and the conditions under which it equals the one that was asked about."""

    term: Term
    conditions: tuple[Proposition, ...] = ()

    def __repr__(self) -> str:
        told = f"  if {' and '.join(map(repr, self.conditions))}" if self.conditions else ""
        return f"{self.term!r}{told}"

    def _repr_latex_(self) -> str:
        return self.term._repr_latex_()  # type: ignore[attr-defined,no-any-return]

    def __bool__(self) -> bool:
        raise TypeError("a simplified term is neither true nor false; ask for .term")

    def to_sympy(self) -> Any:
        """Return the term as an expression of SymPy."""
        from gradcheck.language.sympy.writing import to_sympy

        return to_sympy(self.term)


@dataclass(frozen=True, repr=False)
class Display:
    """Something as it was read: as on the terminal, in one line of text, and in LaTeX."""

    pretty: str
    text: str
    latex: str

    def __repr__(self) -> str:
        return self.pretty

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self.latex}$"

    def _repr_html_(self) -> str:
        return f"<pre>{escape(self.pretty, quote=False)}</pre>"


def show(what: Any) -> Display:
    """Return a claim, a term or a derivation as it is read, without proving anything; ValueError for unclear text."""
    from gradcheck.language.printing.latex import render_latex
    from gradcheck.language.printing.page import render_pretty
    from gradcheck.language.printing.text import render_text
    from gradcheck.prover.preamble import preamble_of, preamble_of_typed

    if isinstance(what, Derivation):
        nodes: list[Node] = [step.claim for step in what.steps]
        preamble = preamble_of((*nodes, *what.assumptions), what.definitions, what.notation)
    elif isinstance(what, str):
        typed, node = _typed(what)
        nodes, preamble = [node], preamble_of_typed(typed)
    else:
        nodes = [what if isinstance(what, Node) else _read_statement(what)]
        preamble = preamble_of(nodes)
    told = (*preamble.lines, *preamble.defined)
    pretty = [
        *map(render_pretty, nodes),
        *(f"for {one.pretty}" for one in told[:1]),
        *(f"    {one.pretty}" for one in told[1:]),
    ]
    return Display("\n".join(pretty), *("\n".join(map(render, nodes)) for render in (render_text, render_latex)))


def _typed(text: str) -> tuple[Typed, Node]:
    """Return a typed line, and its claim or the term that it is."""
    try:
        typed = read_typed(text)
        return typed, typed.claim
    except ValueError as error:
        if getattr(error, "code", "") != "GC412":
            raise
    typed = read_typed_term(text)
    return typed, typed.claim.left  # type: ignore[attr-defined]


def _read_statement(what: Any) -> Node:
    try:
        return derivation(step("claim", what)).steps[0].claim
    except TypeError:
        return _read(what)


@overload
def prove(
    claim: Derivation, *, given: Sequence[Any] = (), define: Sequence[Any] = (), limits: Limits = LIMITS
) -> DerivationOutcome: ...


@overload
def prove(
    claim: Any, *, given: Sequence[Any] = (), define: Sequence[Any] = (), limits: Limits = LIMITS
) -> ClaimOutcome: ...


def prove(
    claim: Any, *, given: Sequence[Any] = (), define: Sequence[Any] = (), limits: Limits = LIMITS
) -> ClaimOutcome | DerivationOutcome:
    """Return the verdict on a statement, or on the steps of a derivation; ValueError for text that cannot be read.

    A statement of SymPy that cannot be read is undecided, with the code that says why.
    """
    given = [given] if isinstance(given, str) else list(given)
    if isinstance(claim, Derivation):
        if given or define:
            raise TypeError("the assumptions and definitions of a derivation are a part of it")
        return _outcome_of(claim, limits)
    _begin(claim, *given, *define)
    if isinstance(claim, str):
        read = read_typed(joined_with(claim, (premise for premise in given if isinstance(premise, str))))
        premises = [*read.given, *(premise for premise in given if not isinstance(premise, str))]
        definitions = (*read.definitions, *define)
        work = derivation(step("claim", read.claim, given=premises), define=definitions, where=dict(read.notation))
        remarks, declared = read.remarks, dict(read.declared)
    else:
        premises = [_premise(premise) for premise in given]
        work = derivation(step("claim", claim, given=premises), define=define)
        remarks, declared = (), {}
    from gradcheck.prover.preamble import preamble_of

    (one,) = work.steps
    nodes = (one.claim, *one.given, *work.assumptions)
    preamble = preamble_of(nodes, work.definitions, work.notation, declared, remarks, named=True)
    return ClaimOutcome(**vars(prove_all(work, limits=limits)[0]) | {"location": None}, preamble=preamble)


def _outcome_of(work: Derivation, limits: Limits) -> DerivationOutcome:
    from gradcheck.prover.preamble import preamble_of

    steps = prove_all(work, limits=limits)
    nodes = [node for one in work.steps for node in (one.claim, *one.given)]
    preamble = preamble_of((*nodes, *work.assumptions), work.definitions, work.notation)
    seconds = sum(one.seconds for one in steps)
    return DerivationOutcome(work.name or "derivation", work.title, work.source, steps, seconds, preamble=preamble)


def check(*targets: str | PathLike[str] | Derivation, limits: Limits = LIMITS) -> RunOutcome:
    """Return the outcome of all derivations that are named, or in the files and folders, or at hand.

    Documents are checked, too.  What cannot be found or loaded is among the problems of the outcome.
    """
    from gradcheck.project.discovery import discover, known
    from gradcheck.scheduling.job import Job
    from gradcheck.scheduling.pool import prove_jobs

    if not targets:
        raise TypeError("say what to check: files, folders, names of derivations, or derivations")
    derivations: list[DerivationOutcome] = []
    problems: list[Any] = []
    for target in targets:
        if isinstance(target, Derivation):
            derivations.append(_outcome_of(target, limits))
            continue
        path = Path(target)
        named = known().find(str(target)) if not path.exists() else None
        found = discover([path], documents=True) if named is None else None
        problems += () if found is None else found.problems
        entries = found.entries if found is not None else (named,) if named is not None else ()
        for done in prove_jobs((Job(entry, limits) for entry in entries), processes=1):
            derivations += [] if done.outcome is None else [done.outcome]
            problems += [] if done.problem is None else [done.problem]
    return RunOutcome("check", tuple(derivations), tuple(problems))


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
