"""Z3, where it is installed (``gradcheck[solver]``): whether polynomial constraints have a real solution.

A question arrives as exponents and coefficients and is built through the solver's interface, with names of our own, so
that no text of a user reaches the solver.  An "unsat" is only as reliable as the solver, and a model is a suggestion.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rules.solver import Question
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import And, Relation
from gradcheck.language.syntax.terms import Add, Apply, Div, Mul, Neg, Num, Pow, Symbol
from gradcheck.runtime.importing import installed_version

NAME, DISTRIBUTION = "z3", "z3-solver"
HIGHEST = 60  # total degree of a polynomial that is sent
MAX_TERMS = 400
DIGITS = 30  # to which an irrational value is approximated
HANDLED = Relation | And | Add | Apply | Div | Mul | Neg | Num | Pow | Symbol
FUNCTIONS = {"sqrt", "abs", "max", "min", "relu"}


@dataclass(frozen=True)
class Answer:
    """'unsat', 'sat' with values of the variables, or 'unknown'."""

    word: str
    values: tuple[Fraction, ...] = ()


@cache
def is_installed() -> bool:
    """Whether the solver is installed, and not just a file of its name; the check does not import it."""
    return installed_version(NAME, DISTRIBUTION) is not None


def is_question(goal: Goal) -> bool:
    """Whether the claim looks polynomial: a cheap test, while ``question_of`` decides."""
    claim = goal.claim
    if not isinstance(claim, Relation) or claim.left.shape:
        return False
    return all(
        isinstance(node, HANDLED)
        and not (isinstance(node, Symbol) and node.is_integer)
        and not (isinstance(node, Apply) and node.function not in FUNCTIONS)
        for node in walk(claim)
    )


def version() -> str:
    """Return the version of the solver itself."""
    import z3

    return str(z3.get_version_string())


def confirms(question: Question, solver: str, told: str, seconds: float) -> bool:
    """Whether this very solver, asked now, says that the question has no solution."""
    return solver == NAME and is_installed() and told == version() and solve(question, seconds).word == "unsat"


_answers: dict[Question, Answer] = {}


def solve(question: Question, seconds: float) -> Answer:
    """Return the answer of the solver within this many seconds; each answer is kept for this process."""
    answer = _answers.get(question) or _solve(question, seconds)
    if answer.word != "unknown":
        _answers[question] = answer
    return answer


def _solve(question: Question, seconds: float) -> Answer:
    if any(len(terms) > MAX_TERMS or any(sum(key) > HIGHEST for key, _ in terms) for terms, _ in question.constraints):
        return Answer("unknown")
    import z3

    variables = [z3.Real(f"v{i}") for i in range(question.variables)]
    solver = z3.SolverFor("QF_NRA")
    solver.set("timeout", max(1, int(seconds * 1000)))
    for terms, op in question.constraints:
        total = z3.RealVal(0)
        for key, coefficient in terms:
            term = z3.RealVal(str(coefficient))
            for variable, exponent in zip(variables, key, strict=True):
                for _ in range(exponent):
                    term = term * variable
            total = total + term
        zero = z3.RealVal(0)
        relations = {"=": total == zero, "!=": total != zero, "<": total < zero, "<=": total <= zero,
                     ">": total > zero, ">=": total >= zero}  # fmt: skip
        solver.add(relations[op])
    said = solver.check()
    if said == z3.unsat:
        return Answer("unsat")
    if said != z3.sat:
        return Answer("unknown")
    model = solver.model()
    return Answer("sat", tuple(_number(z3, model.evaluate(variable, model_completion=True)) for variable in variables))


def _number(z3: object, value: object) -> Fraction:
    if z3.is_algebraic_value(value):  # type: ignore[attr-defined]
        value = value.approx(DIGITS)  # type: ignore[attr-defined]
    return Fraction(value.numerator_as_long(), value.denominator_as_long())  # type: ignore[attr-defined]
