"""Puts the verdicts of the kernel into words: formulas in three spellings, names of engines, lines of evidence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from gradcheck.algebra.show import INDEX_NAMES, NUMBERED
from gradcheck.balls.decimals import exact_text, interval
from gradcheck.derivation import Step
from gradcheck.kernel.evidence import BySolver, Counterexample, Evidence
from gradcheck.kernel.goal import Goal
from gradcheck.language.printing.abbreviations import Notation, abbreviated, meanings
from gradcheck.language.printing.latex import render_latex
from gradcheck.language.printing.page import render_pretty, render_row
from gradcheck.language.printing.python import render_python
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.arrays import Array
from gradcheck.language.syntax.node import Node, walk
from gradcheck.language.syntax.propositions import CONVERSE, Proposition, Relation
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Add, Apply, Neg, Num, Symbol, Term, free_symbols
from gradcheck.language.syntax.uninterpreted import ARGUMENT
from gradcheck.outcome.run import Formula, Sides, Value
from gradcheck.prover.explain import explain
from gradcheck.runtime.child import Runner, WorkerProblem
from gradcheck.runtime.limits import Limits
from gradcheck.search.refutation.sides import FailingRelation

Z = Symbol("z")
LONGEST_NUMBER = 40  # characters of an exact number; a longer one is given by decimals
MAX_BITS = 10_000  # of a number that is told
DIGITS = (6, 10, 15, 30)  # of the sides of a refuted relation
SECONDS = 5.0  # that the explanation of one refutation may take


@lru_cache(maxsize=4_096)
def formula(node: Node, notation: Notation = ()) -> Formula:
    """The three spellings of a term or proposition; names are used in the one that only people read."""
    short = abbreviated(node, notation)
    pretty = render_pretty(short)
    return Formula(render_text(node), render_latex(node), pretty, render_row(short) if "\n" in pretty else "")


def explained_names(notation: Notation) -> tuple[Formula, ...]:
    """Return what the names stand for, as equations."""
    spelled = []
    for (name, meaning), (_, term) in zip(meanings(notation), notation, strict=True):
        own = Array(name, term.shape) if term.shape else Symbol(name)
        shown = formula(Relation("=", own, meaning if isinstance(meaning, Term) else term))
        spelled.append(replace(shown, text=render_text(Relation("=", own, term))))
    return tuple(spelled)


def conditions(found: Iterable[Proposition], notation: Notation = ()) -> tuple[Formula, ...]:
    """Side conditions for the reader: tidy, indices named i, j, k, each once."""
    return tuple(dict.fromkeys(_condition(_with_plain_indices(tidy(condition)), notation) for condition in found))


def _condition(condition: Proposition, notation: Notation) -> Formula:
    """Spell a condition; t = t, which asks only for a value, is said in words where nothing reads it back."""
    if not isinstance(condition, Relation) or condition.op != "=" or condition.left is not condition.right:
        return formula(condition, notation)
    term, spelled = formula(condition.left, notation), formula(condition, notation)
    one_line = term.row or term.pretty
    return replace(spelled, latex=rf"{term.latex} \text{{ has a value}}", pretty=f"{one_line} has a value", row="")


def _with_plain_indices(condition: Proposition) -> Proposition:
    """Indices that a normal form numbered get letters that the condition does not use; x' is x where x is free."""
    symbols = [node for node in walk(condition) if isinstance(node, Symbol)]
    taken = {symbol.name for symbol in symbols}
    letters = iter([letter for letter in INDEX_NAMES if letter not in taken])
    numbered = sorted((s for s in symbols if s.name.startswith(NUMBERED)), key=lambda s: int(s.name[3:]))
    plain = {s: Symbol(s.name.rstrip("'"), s.sort) for s in symbols if s.name.endswith("'")}
    plain = {s: own for s, own in plain.items() if own.name not in taken}
    try:
        return replace_symbols(
            condition, {**plain, **{symbol: Symbol(next(letters), symbol.sort) for symbol in numbered}}
        )
    except (StopIteration, ValueError, TypeError):
        return condition


def advice_to_assume(step: Step, missing: Iterable[Proposition], provable: bool = False) -> str:
    """Return advice to prove or assume what a step lacks, in its module or on the command line; empty if too long.

    ``provable``: nothing is known against the conditions, so the advice is to prove them first.
    """
    found = tuple(missing)
    if any(symbol.name.startswith(NUMBERED) for condition in found for symbol in free_symbols(condition)):
        return ""  # it is meant for all values of an index, which no assumption says in a few words
    wanted = list(dict.fromkeys(map(tidy, found)))
    if step.location is None:
        given = " ".join([f'--given "{render_text(item)}"' for item in wanted])
        first = "prove it first, or " if provable else ""
        return f"{first}assume it: {given}" if wanted else ""
    told = [text for text in map(render_python, wanted) if text is not None]
    if not told or len(told) < len(wanted):
        return ""
    conditions = ", ".join(told)
    what = f"{conditions} to the given=[...] of" if step.given else f"given=[{conditions}] to"
    first = f"prove {conditions} in a step before it, named with using=[...]; or else " if provable else ""
    return f"{first}add {what} the step, or assume it in the whole derivation"


def advice_on_limits(code: str, limits: Limits) -> str:
    """Return the advice to double the limit that was reached."""
    if code == "GC201":
        return f"split the statement into smaller steps, or allow more time: --timeout {2 * limits.seconds:g}"
    if code == "GC202":
        return f"split the statement into smaller steps, or allow more memory: --memory {2 * limits.megabytes}"
    return ""


def left_to_show(goal: Goal, limits: Limits, workers: Runner, notation: Notation = ()) -> Formula | None:
    """Return left minus right of an undecided equation in normal form, where that is simpler than the equation."""
    found: Formula | None = explained(goal, limits, workers, notation).get("difference")
    return found if found is not None and len(found.text) < len(render_text(goal.claim)) else None


def tidy(condition: Proposition) -> Proposition:
    """``1 - b != 0`` as ``b != 1``, ``1 + x > 0`` as ``x > -1``: the same relation, easier to read."""
    if not isinstance(condition, Relation) or condition.left.shape or condition.right is not Num(Fraction(0)):
        return condition
    left: Term = condition.left
    right: Term = condition.right
    if isinstance(left, Add) and len(left.terms) == 2 and not any(isinstance(node, Apply) for node in walk(left)):
        first, second = left.terms
        if not isinstance(second, Neg):
            left, right = (second, _negative(first)) if isinstance(first, Num) else (first, _negative(second))
        elif isinstance(first, Num):
            return Relation(CONVERSE[condition.op], second.term, first)
        else:
            left, right = first, second.term
    return Relation(condition.op, left, right)


def _negative(term: Term) -> Term:
    return Num(-term.value) if isinstance(term, Num) else Neg(term)


def name_engine(evidence: Evidence) -> str:
    """Return the name of the engine of a proof, by its outermost rule other than a connective."""
    parts = getattr(evidence, "parts", None)
    if parts:
        names = list(dict.fromkeys(name_engine(part) for part in parts))
        return ", ".join(names)
    if isinstance(evidence, BySolver):
        return f"{evidence.solver} {evidence.version}"
    if evidence.is_connective:
        return name_engine(evidence.rest)  # type: ignore[attr-defined]
    return evidence.label


def describe_witness(witness: Counterexample | None) -> tuple[tuple[str, str], ...]:
    """The values of a counterexample as name and value."""
    if witness is None:
        return ()
    found = [(symbol.name, str(value)) for symbol, value in sorted(witness.scalars, key=lambda item: item[0].name)]
    found += [(symbol.name, render_text(term)) for symbol, term in witness.points]
    found += [(symbol.name, f"between {_decimal(lo)} and {_decimal(hi)}") for symbol, lo, hi in witness.roots]
    found += [(f"{name}[{', '.join(map(str, place))}]", str(value)) for name, place, value in witness.arrays]
    found += [(f"{name}[{index}]", str(value)) for name, index, value in witness.widths]
    found += [(name, _describe_function(meaning)) for name, meaning in witness.functions]
    for name, index, place, value in witness.members:
        at = "every index" if index is None else index
        found.append((f"{name}[{at}]" + (f"[{', '.join(map(str, place))}]" if place else ""), str(value)))
    for name, place, points in witness.laws:
        entry = name + (f"[{', '.join(map(str, place))}]" if place else "")
        found += [(f"P({entry} = {value})", str(chance)) for value, chance in sorted(points)]
    found += [(name + (f"[{', '.join(map(str, p))}]" if p else ""), str(value)) for name, p, value in witness.outcomes]
    return tuple(found)


def _decimal(value: Fraction) -> str:
    """A decimal without rounding, where that is possible in a few digits."""
    for digits in range(1, 40):
        if 10**digits % value.denominator == 0:
            whole, rest = divmod(abs(value.numerator) * 10**digits // value.denominator, 10**digits)
            return f"{'-' if value < 0 else ''}{whole}.{rest:0{digits}}"
    return str(value)


def _describe_function(meaning: Term) -> str:
    """Describe the concrete function in the place of an arbitrary one: by its name, or its value at z."""
    if meaning is ARGUMENT:
        return "identity"
    if isinstance(meaning, Apply) and meaning.args == (ARGUMENT,):
        return meaning.function
    return "zero" if meaning is Num(Fraction(0)) else f"z -> {render_text(replace_symbols(meaning, {ARGUMENT: Z}))}"


def explained(goal: Goal, limits: Limits, workers: Runner, notation: Notation = ()) -> dict[str, Any]:
    """Return the fields of an outcome that say what would be true instead; none if that takes too long."""
    try:
        found = workers.run(explain, goal, limits=Limits(min(limits.seconds, SECONDS), limits.megabytes))
    except WorkerProblem:
        return {"complete": False}
    fields: dict[str, Any] = {"difference": found.difference, "correction": found.correction}
    spelled = {name: formula(term, notation) for name, term in fields.items() if term is not None}
    if found.changed is not None:
        spelled["changed"] = tuple(formula(term, notation) for term in found.changed)  # type: ignore[assignment]
    return spelled


def sides_in_words(failure: FailingRelation | None, notation: Notation) -> Sides | None:
    """Return the two sides in words: exactly, or as decimals, enough of them to tell the sides apart."""
    sides = () if failure is None else (*failure.left, *failure.right)
    if failure is None or any(max(s.numerator.bit_length(), s.denominator.bit_length()) > MAX_BITS for s in sides):
        return None
    for digits in DIGITS:
        left, right = (interval(*side, digits) for side in (failure.left, failure.right))
        if Fraction(left[1]) < Fraction(right[0]) or Fraction(right[1]) < Fraction(left[0]):
            break
    values = []
    for (lower, upper), decimals in ((failure.left, left), (failure.right, right)):
        exact = exact_text(lower) if lower == upper else ""
        values.append(Value(exact if len(exact) <= LONGEST_NUMBER else "", *decimals))
    return Sides(formula(failure.relation, notation), failure.place, *values)
