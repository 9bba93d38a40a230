"""cvc5, which has exp, sin, cos, arctan and pi: incremental linearisation decides what is left of them."""

from __future__ import annotations

import cvc5

from benchmarks.derivatives import Slope
from benchmarks.inequalities import Inequality
from benchmarks.tools import PROVED, REFUTED, UNDECIDED, Enclosure
from benchmarks.tools.smtlib import Unwritable, confirm, script_of
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Proposition, Relation

NATIVE = {"exp": "exp", "sin": "sin", "cos": "cos", "atan": "arctan", "pi": "real.pi"}


def settle(inequality: Inequality) -> str:
    """unsat is a proof, sat a refutation."""
    claim, given = read_claim(inequality.line())
    assert isinstance(claim, Relation)
    return _settle(claim, given)


def enclose(slope: Slope) -> Enclosure:
    """The supremum is told, and confirmed."""
    return confirm(slope, _settle)


def _settle(claim: Relation, given: tuple[Proposition, ...]) -> str:
    try:
        script = script_of(claim, given, NATIVE)
    except Unwritable:
        return UNDECIDED
    logic = "QF_NRA" if script.algebraic else "QF_NRAT"
    solver = cvc5.Solver()
    parser = cvc5.InputParser(solver)
    text = "\n".join([f"(set-logic {logic})", *script.lines, "(check-sat)"])
    parser.setStringInput(cvc5.InputLanguage.SMT_LIB_2_6, text, "claim")
    said = ""
    while not (command := parser.nextCommand()).isNull():
        said = str(command.invoke(solver, parser.getSymbolManager())).strip()
    return {"unsat": PROVED, "sat": REFUTED}.get(said, UNDECIDED)
