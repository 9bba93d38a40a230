"""Whether a proposition is true at one instance: true, false, without a truth value, or cannot tell.

Between true and unknown there is a fifth answer inside: ``open``, for a relation whose sides have values that may be
equal.  It is true or false, and certainly not undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from gradcheck.language import propositions, terms
from gradcheck.language.definitions import Definition
from gradcheck.language.propositions import CONVERSE, And, Exists, ForAll, Iff, Implies, Proposition, Relation
from gradcheck.language.random import Expectation, RandomSequence, RandomVariable, Variance
from gradcheck.language.spectra import Spectral
from gradcheck.language.terms import Symbol, Term, free_symbols
from gradcheck.reference import arithmetic, chance, derivatives, intervals, spectrum, tensors
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.indeterminates import Polynomial, coefficients, letter
from gradcheck.reference.instance import Instance
from gradcheck.reference.intervals import AtLeast, Unbounded
from gradcheck.reference.numbers import exact, sign, written
from gradcheck.reference.refusals import CannotTell, NotPolynomial, NoValue, OutOfWork, Tie, TooClose, Work
from gradcheck.reference.tensors import Tensor

STEPS = 200_000  # that ``truth`` may take
FIRST_VARIABLE = 1_000  # the letters of quantified variables
WIDEST = 40  # of a range over which a quantifier is followed
REALS = (0, 1, -1, Fraction(1, 2), -2, 3)
INTEGERS = (0, 1, 2, 3, -1, 5)
HOLDS: dict[str, Callable[[int], bool]] = {
    "=": lambda s: s == 0, "!=": lambda s: s != 0, "<=": lambda s: s <= 0, "<": lambda s: s < 0,
    ">=": lambda s: s >= 0, ">": lambda s: s > 0,
}  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """``kind`` is 'true', 'false', 'undefined' or 'unknown'; ``detail`` says what was found."""

    kind: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """An answer; ``told`` is made into words only if somebody reads it."""

    kind: str
    told: Any = None


TRUE = Found("true")


def evaluator_of(instance: Instance, definitions: tuple[Definition, ...], steps: int | Work = STEPS) -> Evaluator:
    """The instance, ready to evaluate."""
    return Evaluator(instance, definitions, steps if isinstance(steps, Work) else Work(steps), RULES)


def truth(
    proposition: Proposition, instance: Instance, definitions: tuple[Definition, ...] = (), steps: int = STEPS
) -> Verdict:
    """Whether the proposition is true at the instance."""
    try:
        return told(judged(evaluator_of(instance, definitions, steps), proposition))
    except OutOfWork as reason:
        return Verdict("unknown", str(reason))


def judged(e: Evaluator, proposition: Proposition) -> Found:
    """The answer; what cannot be told is an answer too."""
    try:
        return judge(e, proposition)
    except OutOfWork:
        raise
    except CannotTell as reason:
        return Found("unknown", str(reason))
    except RecursionError:
        return Found("unknown", "it is nested too deeply")


def told(found: Found) -> Verdict:
    """The answer in words."""
    kind = "unknown" if found.kind == "open" else found.kind
    words = found.told if isinstance(found.told, str) else _words(found.told)
    return Verdict(kind, f"the sides may be equal: {words}" if found.kind == "open" and words else words)


def without_value(what: NoValue, at: str) -> str:
    """Which part has no value where, and why."""
    from gradcheck.language.text import render_text

    part = "a part" if what.part is None else render_text(what.part)
    return f"{part} has no value{f' at {at}' if at else ''}: {what.why}"


def _words(what: Any) -> str:
    if isinstance(what, NoValue):
        return without_value(what, what.at)
    if isinstance(what, tuple):
        left, right = what
        return f"left = {_number(left)}, right = {_number(right)}"
    return ""


def _number(value: Any) -> str:
    if isinstance(value, Unbounded):
        return "oo" if value.sign > 0 else "-oo"
    if isinstance(value, AtLeast):
        return f"{'at least' if value.sign > 0 else 'at most'} {written(value.sample)}"
    if type(value) is Tensor:
        return f"[{', '.join(written(entry) for entry in value.entries[:12])}]"
    return written(value)


def judge(e: Evaluator, proposition: Proposition) -> Found:
    """The answer, or CannotTell."""
    rule = RULES.get(type(proposition))
    if rule is None:
        raise CannotTell(f"there is no rule for {type(proposition).__name__}")
    e.work.spend()
    found: Found = rule(e, proposition)
    return found


def decided(e: Evaluator, proposition: Proposition) -> bool:
    """True or false, for a choice; NoValue or CannotTell."""
    found = judge(e, proposition)
    if found.kind == "undefined" and isinstance(found.told, NoValue):
        raise found.told
    if found.kind not in ("true", "false"):
        raise CannotTell("a condition")
    return found.kind == "true"


# relations

ALONE: dict[type[Any], Callable[[Evaluator, Any], Any]] = {
    terms.Integral: intervals.integral_alone, terms.Limit: intervals.limit_alone,
    terms.Extremum: intervals.extremum_alone,
}  # fmt: skip


def _side(e: Evaluator, term: Term) -> Any:
    """The value of a side; what stands alone may be infinite, or known in part."""
    alone = ALONE.get(type(term))
    if alone is not None:
        try:
            return alone(e, term)
        except NoValue as reason:
            raise (NoValue(term, reason.why) if reason.part is None else reason) from None
    if isinstance(term, terms.Const | terms.Neg) and isinstance(end := _infinite(term), int):
        return Unbounded(end)
    return e.value(term)


def _infinite(term: Term) -> int | None:
    inner = term.term if isinstance(term, terms.Neg) else term
    if isinstance(inner, terms.Const) and inner.name == "oo":
        return -1 if inner is not term else 1
    return None


def relation(e: Evaluator, claim: Relation) -> Found:
    doubt: CannotTell | None = None
    sides = []
    for term in (claim.left, claim.right):
        try:
            sides.append(_side(e, term))
        except NoValue as reason:
            return Found("undefined", reason)
        except (OutOfWork, Tie, NotPolynomial):
            raise
        except CannotTell as reason:
            doubt = reason
    if doubt is not None:
        raise doubt
    left, right = sides
    if type(left) is not Tensor:
        return _compared(claim.op, left, right)
    worst = TRUE
    for place in range(len(left.entries)):
        found = _compared(claim.op, left.entries[place], right.entries[place])
        if found.kind == "false":
            return Found("false", (left, right))
        worst = worst if found.kind == "true" else found
    return worst


def _compared(op: str, left: Any, right: Any) -> Found:
    if isinstance(left, AtLeast) or isinstance(right, AtLeast):
        return _in_part(op, left, right)
    if isinstance(left, Unbounded) or isinstance(right, Unbounded):
        order = _rank(left) - _rank(right)
    else:
        try:
            order = sign(left - right)
        except TooClose:
            return Found("open", (left, right))
    return TRUE if HOLDS[op](order) else Found("false", (left, right))


def _rank(value: Any) -> int:
    return value.sign if isinstance(value, Unbounded) else 0


def _in_part(op: str, left: Any, right: Any) -> Found:
    """A supremum is at least its sample: it may be shown to exceed the other side, and no more."""
    swapped = isinstance(right, AtLeast)
    known, other = (right, left) if swapped else (left, right)
    if isinstance(other, AtLeast):
        raise CannotTell("two extrema")
    if isinstance(other, Unbounded):
        raise CannotTell("whether an extremum is infinite")
    gap = sign(known.sample - other)
    if gap == known.sign:  # beyond the other side, on the side where the true value lies
        order = -gap if swapped else gap
        return TRUE if HOLDS[op](order) else Found("false", (left, right))
    if gap == 0:
        read = CONVERSE[op] if swapped else op  # with the extremum on the left
        if read == (">=" if known.sign > 0 else "<="):
            return TRUE
        if read == ("<" if known.sign > 0 else ">"):
            return Found("false", (left, right))
    raise CannotTell("an extremum of which only samples are known")


# connectives

def conjunction(e: Evaluator, claim: And) -> Found:
    """From left to right, the first part that is false or has no value decides."""
    return _in_order(e, claim.parts, "false", TRUE)


def disjunction(e: Evaluator, claim: Any) -> Found:
    """From left to right, the first part that is true or has no value decides."""
    return _in_order(e, claim.parts, "true", Found("false", "every part is false"))


def _in_order(e: Evaluator, parts: tuple[Any, ...], deciding: str, otherwise: Found) -> Found:
    doubt: Found | None = None
    for part in parts:
        found = judge(e, part) if doubt is None else judged(e, part)
        if found.kind == deciding:
            # what is open before it is true or false, so it decides the same way or leaves this one to decide
            return found if doubt is None or doubt.kind == "open" else doubt
        if found.kind == "undefined":
            return found if doubt is None else Found("unknown", "a part may decide before one without a value")
        if found.kind in ("open", "unknown") and (doubt is None or found.kind == "unknown"):
            doubt = found
    return otherwise if doubt is None else doubt


def implication(e: Evaluator, claim: Implies) -> Found:
    premise = judge(e, claim.premise)
    if premise.kind == "false":
        return TRUE
    if premise.kind == "true":
        return judge(e, claim.conclusion)
    if premise.kind == "undefined":
        return premise
    if premise.kind == "open" and judge(e, claim.conclusion).kind == "true":
        return TRUE
    return Found("unknown", "the premise cannot be decided")


def equivalence(e: Evaluator, claim: Iff) -> Found:
    left = judged(e, claim.left)
    right = judged(e, claim.right)
    for side in (left, right):
        if side.kind == "undefined":
            return side
    if not {left.kind, right.kind} <= {"true", "false"}:
        return Found("unknown", "a side of an equivalence cannot be decided")
    if left.kind == right.kind:
        return TRUE
    return Found("false", f"the left side is {left.kind}, the right side {right.kind}")


# quantifiers

def universal(e: Evaluator, claim: ForAll) -> Found:
    """By letters for all values at once, or over the whole of a range, else by samples, which may show it false."""
    variables = claim.variables
    letters = {symbol: FIRST_VARIABLE + k for k, symbol in enumerate(variables)}
    try:
        with _all(e, {symbol: letter(number) for symbol, number in letters.items()}):
            return judge(e, claim.body)
    except (NotPolynomial, Tie):
        pass
    complete, values = _values(e, claim, variables[0], letters) if variables else (True, [])
    if not variables:
        return judge(e, claim.body)
    rest = ForAll(variables[1:], claim.body) if len(variables) > 1 else claim.body
    certain = complete
    for value in values:
        with e.binding(variables[0], value):
            found = judged(e, rest)
        if found.kind in ("false", "undefined"):
            return Found(found.kind, _at_value(found, variables[0], value))
        certain = certain and found.kind == "true"
    return TRUE if certain else Found("unknown", "not every value can be tried")


def _at_value(found: Found, symbol: Symbol, value: Any) -> Any:
    if isinstance(found.told, NoValue):
        return found.told if found.told.at else NoValue(found.told.part, found.told.why, f"{symbol.name} = {value}")
    return f"for {symbol.name} = {value}: {told(found).detail}"


def _all(e: Evaluator, values: dict[Symbol, Any]) -> ExitStack:
    stack = ExitStack()
    for symbol, value in values.items():
        stack.enter_context(e.binding(symbol, value))
    return stack


def _values(e: Evaluator, claim: ForAll, symbol: Symbol, letters: dict[Symbol, int]) -> tuple[bool, list[Any]]:
    """The values to try, and whether at all others the premise is false."""
    if not symbol.is_integer:
        return False, list(REALS)
    least = {"natural": 0, "dimension": 1}.get(symbol.sort)
    lo, hi = least, None
    premise = claim.body.premise if isinstance(claim.body, Implies) else None
    parts = premise.parts if isinstance(premise, And) else () if premise is None else (premise,)
    for part in parts:
        bound = _limit_by(e, part, symbol, letters)
        if bound is None:
            break  # a part that may have no value decides before those after it
        if bound[0] == "hi":
            hi = bound[1] if hi is None else min(hi, bound[1])
        elif bound[0] == "lo":
            lo = bound[1] if lo is None else max(lo, bound[1])
    if lo is not None and hi is not None and hi - lo <= WIDEST:
        return True, list(range(lo, hi + 1))
    return False, [k for k in INTEGERS if least is None or k >= least]


def _limit_by(e: Evaluator, part: Any, symbol: Symbol, letters: dict[Symbol, int]) -> tuple[str, int] | None:
    """What a linear part of a premise says of the variable: ('hi', 5), ('lo', 0) or ('', 0); None for another."""
    if not isinstance(part, Relation) or part.left.shape:
        return None
    try:
        with _all(e, {one: letter(number) for one, number in letters.items()}):
            gap = e.value(part.left) - e.value(part.right)
        if not isinstance(gap, Polynomial):
            return "", 0
        powers = coefficients(gap, letters[symbol])
    except (NoValue, NotPolynomial, Tie):
        return None
    if len(powers) != 2 or not all(exact(one) for one in powers):
        return "", 0
    root = -Fraction(powers[0]) / powers[1]
    downwards = (part.op in ("<", "<=")) == (powers[1] > 0)
    if part.op == "!=":
        return "", 0
    if part.op == "=":
        return ("", 0) if root.denominator != 1 else ("hi", int(root))
    return ("hi", root.__floor__()) if downwards else ("lo", root.__ceil__())


def existential(e: Evaluator, claim: Exists) -> Found:
    for value in _candidates(e, claim):
        with e.binding(claim.variable, value):
            if judged(e, claim.body).kind == "true":
                return TRUE
    return Found("unknown", "no value was found")


def _candidates(e: Evaluator, claim: Exists) -> Iterator[Any]:
    symbol = claim.variable
    parts = claim.body.parts if isinstance(claim.body, And) else (claim.body,)
    for part in parts:
        if isinstance(part, Relation) and part.op == "=":
            for one, other in ((part.left, part.right), (part.right, part.left)):
                if one is symbol and symbol not in free_symbols(other):
                    try:
                        found = e.value(other)
                    except (NoValue, CannotTell):
                        continue
                    if not symbol.is_integer or isinstance(found, int):
                        yield found
    least = {"natural": 0, "dimension": 1}.get(symbol.sort)
    yield from (k for k in (INTEGERS if symbol.is_integer else REALS) if least is None or k >= least)


# matrices

def _of_matrix(question: Callable[[Tensor], bool]) -> Callable[[Evaluator, Any], Found]:
    def rule(e: Evaluator, claim: Any) -> Found:
        try:
            matrix = e.value(claim.matrix)
        except NoValue as reason:
            return Found("undefined", reason)
        try:
            return TRUE if question(matrix) else Found("false", f"the matrix is {_number(matrix)}")
        except TooClose as reason:
            return Found("open", str(reason))

    return rule


def where(e: Evaluator, term: terms.Where) -> Any:
    """Only the branch that is chosen is asked."""
    return e.value(term.then if decided(e, term.condition) else term.otherwise)


RULES: dict[type[Any], Callable[[Evaluator, Any], Any]] = {
    **arithmetic.RULES,
    terms.Where: where,
    terms.Derivative: derivatives.derivative,
    terms.Integral: intervals.integral,
    terms.Limit: intervals.limit,
    terms.Extremum: intervals.extremum,
    Spectral: spectrum.spectral,
    RandomVariable: chance.random_term,
    RandomSequence: chance.random_term,
    Expectation: chance.expectation,
    Variance: chance.variance,
    Relation: relation,
    And: conjunction,
    Implies: implication,
    Iff: equivalence,
    ForAll: universal,
    Exists: existential,
    propositions.Invertible: _of_matrix(lambda matrix: sign(tensors.determinant(matrix)) != 0),
    propositions.PositiveDefinite: _of_matrix(tensors.is_definite),
}
if hasattr(propositions, "Or"):
    RULES[propositions.Or] = disjunction
