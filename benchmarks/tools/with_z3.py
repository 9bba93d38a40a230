"""Z3, which has no exp: its values are numbers with a few facts about them (``smtlib``), as one would do by hand.

A model is then only a suggestion; it refutes if the claim is false there by mpmath, in 60 digits.
"""

from __future__ import annotations

from fractions import Fraction

import mpmath
import z3

from benchmarks.derivatives import Slope
from benchmarks.inequalities import Inequality
from benchmarks.tools import PROVED, REFUTED, UNDECIDED, Enclosure
from benchmarks.tools.smtlib import Script, Unwritable, confirm, script_of
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import And, Proposition, Relation
from tests.search.mpmath_values import COMPARISONS, value_of

DIGITS, CLEAR = 60, "1e-50"


def settle(inequality: Inequality) -> str:
    """unsat is a proof; a model refutes where it makes the claim false."""
    claim, given = read_claim(inequality.line())
    assert isinstance(claim, Relation)
    return _settle(claim, given)


def enclose(slope: Slope) -> Enclosure:
    """The supremum is told, and confirmed."""
    return confirm(slope, _settle)


def _settle(claim: Relation, given: tuple[Proposition, ...]) -> str:
    try:
        script = script_of(claim, given, {})
    except Unwritable:
        return UNDECIDED
    solver = z3.Solver()
    solver.from_string("\n".join(script.lines))
    said = solver.check()
    if said == z3.unsat:
        return PROVED
    if said == z3.sat and (script.exact or _is_false(claim, given, script, solver.model())):
        return REFUTED
    return UNDECIDED


def _is_false(claim: Relation, given: tuple[Proposition, ...], script: Script, model: z3.ModelRef) -> bool:
    """Whether the values of the model satisfy the assumptions and clearly not the claim."""
    values = {symbol: _value(model, name) for symbol, name in script.symbols.items()}
    with mpmath.workdps(DIGITS):
        places = {symbol: mpmath.mpf(v.numerator) / v.denominator for symbol, v in values.items()}
        try:
            gap = value_of(claim.left, places) - value_of(claim.right, places)
            return (
                abs(gap) > mpmath.mpf(CLEAR)
                and not COMPARISONS[claim.op](gap, 0)
                and all(_holds(premise, places) for premise in given)
            )
        except (ZeroDivisionError, OverflowError, TypeError):
            return False


def _holds(premise: Proposition, places: dict[object, object]) -> bool:
    if isinstance(premise, And):
        return all(_holds(part, places) for part in premise.parts)
    assert isinstance(premise, Relation)
    return bool(COMPARISONS[premise.op](value_of(premise.left, places), value_of(premise.right, places)))


def _value(model: z3.ModelRef, name: str) -> Fraction:
    value = model.eval(z3.Real(name.strip("|")), model_completion=True)
    if z3.is_algebraic_value(value):
        value = value.approx(DIGITS)
    return Fraction(value.numerator_as_long(), value.denominator_as_long())
