"""The truth of a proposition at one instance: true, false, without a truth value, or unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from gradcheck.language.syntax import propositions, terms
from gradcheck.language.syntax.definitions import Definition
from gradcheck.language.syntax.propositions import And, Exists, ForAll, Iff, Implies, Proposition, Relation
from gradcheck.language.syntax.random import Expectation, RandomSequence, RandomVariable, Variance
from gradcheck.language.syntax.spectra import Spectral
from gradcheck.reference import arithmetic, chance, derivatives, intervals, quantifiers, spectrum, tensors
from gradcheck.reference.evaluator import Evaluator
from gradcheck.reference.instance import Instance
from gradcheck.reference.judging import TRUE, Found, Verdict, decided, judge, judged, number_of, told
from gradcheck.reference.numbers import sign
from gradcheck.reference.refusals import NoValue, OutOfWork, TooClose, Work
from gradcheck.reference.relations import relation
from gradcheck.reference.tensors import Tensor

STEPS = 200_000  # that ``truth`` may take


def evaluator_of(instance: Instance, definitions: tuple[Definition, ...], steps: int | Work = STEPS) -> Evaluator:
    """Return an evaluator at the instance."""
    return Evaluator(instance, definitions, steps if isinstance(steps, Work) else Work(steps), RULES)


def truth(
    proposition: Proposition, instance: Instance, definitions: tuple[Definition, ...] = (), steps: int = STEPS
) -> Verdict:
    """Return whether the proposition is true at the instance, as a verdict."""
    try:
        return told(judged(evaluator_of(instance, definitions, steps), proposition))
    except OutOfWork as reason:
        return Verdict("unknown", str(reason))


def conjunction(e: Evaluator, claim: And) -> Found:
    """Judge from left to right: the first part that is false or has no value decides."""
    return _in_order(e, claim.parts, "false", TRUE)


def disjunction(e: Evaluator, claim: Any) -> Found:
    """Judge from left to right: the first part that is true or has no value decides."""
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


def _of_matrix(question: Callable[[Tensor], bool]) -> Callable[[Evaluator, Any], Found]:
    def rule(e: Evaluator, claim: Any) -> Found:
        try:
            matrix = e.value(claim.matrix)
        except NoValue as reason:
            return Found("undefined", reason)
        try:
            return TRUE if question(matrix) else Found("false", f"the matrix is {number_of(matrix)}")
        except TooClose as reason:
            return Found("open", str(reason))

    return rule


def where(e: Evaluator, term: terms.Where) -> Any:
    """Return the value of the chosen branch; the other is not evaluated."""
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
    ForAll: quantifiers.universal,
    Exists: quantifiers.existential,
    propositions.Invertible: _of_matrix(lambda matrix: sign(tensors.determinant(matrix)) != 0),
    propositions.PositiveDefinite: _of_matrix(tensors.is_definite),
}
if hasattr(propositions, "Or"):
    RULES[propositions.Or] = disjunction
