"""What is printed can be typed: the whole line of a statement is read back to the same statement."""

from __future__ import annotations

import pytest

from gradcheck.language.notation.reader import read_typed
from gradcheck.language.printing.line import render_line
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.definitions import definitions_in_use
from gradcheck.language.syntax.magnitude import absurd_power
from gradcheck.language.syntax.meaning import MeaningError, check_meanings
from gradcheck.language.syntax.node import walk
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Pow
from gradcheck.prover.preamble import preamble_of
from tests.language.statements import statements
from tests.library import ENTRIES, derivation_of


def has_one_meaning(claim: Proposition) -> bool:
    try:
        check_meanings((claim,), {})
    except MeaningError:
        return False
    return True


def has_no_towers(claim: Proposition) -> bool:
    powers = (part for part in walk(claim) if isinstance(part, Pow))
    return not any(absurd_power(power.base, power.exponent) for power in powers)


def test_random_statements_of_every_kind() -> None:
    read = 0
    for claim in statements(11, 700):
        if has_no_towers(claim) and has_one_meaning(claim):
            typed = read_typed(render_line(claim))
        else:
            continue
        assert typed.claim is claim
        assert typed.given == ()
        read += 1
    assert read > 650


@pytest.mark.parametrize("name", ENTRIES)
def test_every_statement_of_the_library(name: str) -> None:
    derivation = derivation_of(name)
    for step in derivation.steps:
        given = (*derivation.assumptions, *step.given)
        used = definitions_in_use(derivation.definitions, (step.claim, *given))
        typed = read_typed(render_line(step.claim, given, used))
        assert typed.claim is step.claim
        assert typed.given == given
        assert set(typed.definitions) == set(used)


@pytest.mark.parametrize("name", ENTRIES)
def test_a_statement_is_read_with_the_preamble_that_is_printed_of_it(name: str) -> None:
    """The preamble does not say the sort of an index that a sum or a recurrence binds; all else is the same."""
    derivation = derivation_of(name)
    for step in derivation.steps:
        given = (*derivation.assumptions, *step.given)
        used = definitions_in_use(derivation.definitions, (step.claim, *given))
        preamble = preamble_of((step.claim, *given), used)
        told = "; ".join(formula.text for formula in (*preamble.lines, *preamble.definitions))
        line = render_text(step.claim) + (f" for {told}" if told else "")
        typed = read_typed(line + "".join(f" given {render_text(premise)}" for premise in given))
        assert render_text(typed.claim) == render_text(step.claim)
        assert [*map(render_text, typed.given)] == [*map(render_text, given)]
        assert {*map(render_text, typed.definitions)} == {*map(render_text, used)}
