"""``gradcheck simplify``: the simplest form that was found, and a proof that it is the same thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from gradcheck.cli.claim_file import with_assumptions
from gradcheck.cli.names import resolve
from gradcheck.cli.options import Output
from gradcheck.cli.refusal import refuse
from gradcheck.cli.results import Results
from gradcheck.cli.terminal.streams import complain, print_document, takes_unicode
from gradcheck.outcome.run import Formula, Preamble, Problem, StepOutcome
from gradcheck.project.discovery import Entry, Find, LibraryError, known
from gradcheck.report.page import block, line
from gradcheck.runtime.child import WorkerProblem, shared
from gradcheck.runtime.limits import Limits
from gradcheck.scheduling.loading import load_apart

if TYPE_CHECKING:
    from gradcheck.language.syntax.propositions import Proposition
    from gradcheck.language.syntax.terms import Term
    from gradcheck.search.equations.simplification import Simplest

MISTYPED = re.compile(r"[a-z]\w+(-\w+)+")  # several words, as the names of derivations are


def simplify(target: str, given: Sequence[str], limits: Limits, output: Output, find: Find = known) -> int:
    """Simplify an expression, or show the simple side of the last equation of a derivation; the exit code.

    An expression may itself be one word, such as ``x``: a word is a name only if a derivation bears it, or one that is
    nearly the same.
    """
    results = Results("simplify", output)  # which takes the time from here on
    library = find()
    entry = library.find(target)
    if entry is not None:
        return _simplify_derivation(entry, limits, results, output)
    if MISTYPED.fullmatch(target) and library.nearest(target, cutoff=0.85):
        return refuse("simplify", output, *resolve([target], library)[1])
    from gradcheck.language.notation.reader import read_typed_term
    from gradcheck.language.notation.readerror import ReadError, render_caret
    from gradcheck.language.syntax.propositions import Relation, eq

    try:
        typed = read_typed_term(with_assumptions(target, given))
    except ReadError as error:
        return refuse("simplify", output, Problem(error.code, str(error), detail=render_caret(error)))
    claim, premises = typed.claim, typed.given
    if not isinstance(claim, Relation):
        return refuse("simplify", output, "one expression, please")
    from gradcheck.prover.preamble import preamble_of_typed
    from gradcheck.prover.present import tidy
    from gradcheck.scheduling.pool import Pool

    try:
        simplest = _search(claim.left, premises, limits)
    except WorkerProblem as problem:
        return _unanswered(claim.left, problem, results, output)
    premises += tuple(tidy(condition) for condition in simplest.conditions)
    with Pool(1) as pool:
        equation = eq(claim.left, simplest.term)
        more = typed.definitions, typed.notation
        outcome = pool.prove_claim(equation, premises, limits, "simplest form", output.verbose, *more)
    preamble = preamble_of_typed(typed, equation, *premises)
    return _report(outcome, simplest.term, results, preamble, output)


def _search(term: Term, premises: tuple[Proposition, ...], limits: Limits) -> Simplest:
    """The simplest form; without SymPy's help where SymPy takes too long."""
    from gradcheck.search.equations.simplification import search_simplest

    try:
        return shared().run(search_simplest, term, premises, limits=Limits(limits.seconds / 2, limits.megabytes))
    except WorkerProblem:
        half = Limits(limits.seconds / 2, limits.megabytes)
        return shared().run(search_simplest, term, premises, False, limits=half)


def _unanswered(term: Term, problem: WorkerProblem, results: Results, output: Output) -> int:
    """Report that the worker returned no answer, and why."""
    if output.as_sympy:
        complain(f"{problem.code} {problem.reason}")
        return 1
    from gradcheck.language.printing.latex import render_latex
    from gradcheck.language.printing.page import render_pretty
    from gradcheck.language.printing.text import render_text

    written = Formula(render_text(term), render_latex(term), render_pretty(term))
    evidence = tuple(problem.detail.splitlines())
    results.claim(
        StepOutcome(
            "simplest form", written, "proved", "undecided", reason=problem.reason, code=problem.code, evidence=evidence
        )
    )
    return results.finish()


def _simplify_derivation(entry: Entry, limits: Limits, results: Results, output: Output) -> int:
    """The last equation that says more than a number: its right side is the simple form of its left side."""
    from gradcheck.language.syntax.propositions import Relation
    from gradcheck.language.syntax.terms import Const, Num
    from gradcheck.prover.preamble import preamble_of
    from gradcheck.scheduling.pool import Pool

    try:
        derivation = load_apart(entry, limits)
    except LibraryError as error:
        return refuse("simplify", output, error.problem)
    equations = {
        step.name: step.claim.right
        for step in derivation.steps
        if step.expected == "proved" and isinstance(step.claim, Relation) and step.claim.op == "="
    }
    telling = {name: side for name, side in equations.items() if not isinstance(side, Num | Const)}
    equations = telling or equations
    if not equations:
        return refuse("simplify", output, f"{entry.name} states no equation, so there is nothing to simplify")
    last = list(equations)[-1]
    with Pool(1) as pool:
        steps = pool.prove_steps(derivation, limits, output.verbose)
    step = next(item for item in steps if item.name == last)
    stated = next((one.claim, *one.given) for one in derivation.steps if one.name == last)
    preamble = preamble_of((*stated, *derivation.assumptions), derivation.definitions, derivation.notation)
    return _report(step, equations[last], results, preamble, output)


def _report(step: StepOutcome, simplest: Term, results: Results, preamble: Preamble, output: Output) -> int:
    """The simple form first, then the proof that it equals the input."""
    from gradcheck.language.printing.page import render_pretty
    from gradcheck.language.printing.text import render_text

    if output.as_sympy:
        from gradcheck.cli.sympy_source import simplified_source

        print_document(simplified_source(simplest, step))
    else:
        render = render_pretty if takes_unicode() else render_text
        results.show([*block(render(simplest), "  "), line("")])
    results.claim(step, preamble)
    return results.finish()
