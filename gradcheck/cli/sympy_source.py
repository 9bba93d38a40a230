"""Answers as Python source that builds them with SymPy: what ``--output-format sympy`` prints."""

from __future__ import annotations

from collections.abc import Iterator

from gradcheck.language.notation.reader import read_expression
from gradcheck.language.notation.readerror import ReadError
from gradcheck.language.sympy.code import Value, values_source
from gradcheck.language.syntax.terms import Symbol, Term
from gradcheck.outcome.bound import BoundOutcome, Extremum, FunctionBounds
from gradcheck.outcome.run import Formula, StepOutcome


def simplified_source(term: Term, step: StepOutcome) -> str:
    """Return the simple form, with the conditions under which it was proved, or why it was not, as comments."""
    values = [Value("", "", f"if {condition.text}") for condition in step.assumptions]
    if step.verdict != "proved":
        values.append(Value("", "", f"not proved to be the same: {step.verdict} {step.reason}".rstrip()))
    return values_source([*values, Value("", term)])


def bound_source(outcome: BoundOutcome) -> str:
    """Return a function, its derivative and the ends of its range by name, and the bounds over depth."""
    several = len(outcome.functions) > 1
    values: list[Value] = []
    for number, bounds in enumerate(outcome.functions, 1):
        values += _of_function(bounds, f"_{number}" if several else "")
    if outcome.chain is not None:
        values.append(_end("naive_bound", outcome.chain.naive))
        if outcome.chain.tight is not None:
            values.append(_end("tight_bound", outcome.chain.tight))
    if outcome.symbolic is not None:
        variable = outcome.symbolic.variable
        proved = "" if outcome.symbolic.proved else "not proved"
        values.append(_formula("bound", outcome.symbolic.bound, proved, {variable: Symbol(variable, "dimension")}))
    values += [Value("", "", f"undecided: {question}") for question in outcome.undecided]
    return values_source(values)


def _of_function(bounds: FunctionBounds, mark: str) -> Iterator[Value]:
    yield Value("", "", bounds.name)
    yield _formula(f"function{mark}", bounds.formula)
    kinks = f"there is none at {', '.join(bounds.kinks)}" if bounds.kinks else ""
    yield _formula(f"derivative{mark}", bounds.derivative, kinks)
    yield _end(f"infimum{mark}", bounds.infimum)
    yield _end(f"supremum{mark}", bounds.supremum)


def _formula(name: str, formula: Formula, remark: str = "", symbols: dict[str, Term] | None = None) -> Value:
    try:
        return Value(name, read_expression(formula.text, symbols), remark)
    except ReadError as problem:
        return Value("", "", f"{name} = {formula.text} cannot be read back: {problem}")


def _end(name: str, end: Extremum) -> Value:
    """Return an end of a range: its exact value, or two numbers with the value between them."""
    if end.value is not None:
        return _formula(name, end.value)
    if "oo" in end.lower and end.lower == end.upper:
        return Value(name, end.lower)
    ends = (one if "oo" in one else f'Rational("{one}")' for one in (end.lower, end.upper))
    return Value(name, f"({', '.join(ends)})", "between these: no exact value is known")
