"""Answers of an SMT solver for one claim, after all other searches: a model to try, or "unsat" as evidence.

A model's values, rounded where they are irrational, are tried as a counterexample, which the kernel evaluates; so no
refutation rests on the solver.  "unsat" becomes evidence of trust ``solver``, unless a counterexample is found.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import BySolver, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.rules.solver import question_of
from gradcheck.language.syntax.terms import Symbol
from gradcheck.search.refutation.counterexample import refutes, search_counterexample, shrink
from gradcheck.search.refutation.fitting import solved
from gradcheck.search.refutation.violation import search_nearby
from gradcheck.search.solver import smt

DENOMINATORS = (1, 2, 3, 4, 6, 10, 12, 100, 1000, 10**6, 10**12)


def consult(goal: Goal, seconds: float) -> Evidence | Counterexample | None:
    """Return a counterexample that the kernel confirms, or else the solver's "unsat" as evidence, or None.

    Before an "unsat" counts, a counterexample is looked for once more.
    """
    try:
        question, symbols = question_of(goal, Trail())
    except Rejected:
        return None
    answer = smt.solve(question, seconds)
    if answer.word == "sat":
        values = {symbol: v for symbol, v in zip(symbols, answer.values, strict=True) if symbol is not None}
        return next((shrink(goal, c) for c in _near(goal, values) if refutes(goal, c)), None)
    if answer.word != "unsat":
        return None
    return search_counterexample(goal) or search_nearby(goal) or BySolver(smt.NAME, smt.version())


def _near(goal: Goal, values: dict[Symbol, Fraction]) -> Iterator[Counterexample]:
    """Yield the values, and simpler ones near them first; those that the assumptions determine are solved for."""
    seen: set[Counterexample] = set()
    for bound in (*DENOMINATORS, None):
        close = tuple((s, v if bound is None else v.limit_denominator(bound)) for s, v in values.items())
        for candidate in (Counterexample(close), solved(goal, Counterexample(close))):
            if candidate not in seen:
                seen.add(candidate)
                yield candidate
