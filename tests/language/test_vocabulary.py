"""The table of the language: every word is in it, every example is read, and the page is made of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from gradcheck.kernel.goal import Goal
from gradcheck.language.notation.calls import FORMS
from gradcheck.language.notation.claims import WORDS
from gradcheck.language.notation.constructed import CONSTRUCTIONS
from gradcheck.language.notation.laws import LAWS
from gradcheck.language.notation.reader import read_typed
from gradcheck.language.notation.slopes import SLOPES
from gradcheck.language.notation.vocabulary import Entry, entries, known_words, look_up
from gradcheck.language.notation.words import ALIASES, ARRAYS, CALCULUS, CHANCE, is_function
from gradcheck.language.reference import latex_of, render_page
from gradcheck.language.syntax.functions import ARITIES
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Apply, Derivative, Symbol
from tests.verdicts import verdict_on

PAGE = Path(__file__).parents[2] / "docs" / "language.md"


@pytest.mark.parametrize("entry", list(entries()), ids=lambda entry: entry.written[:40])
def test_every_example_is_read(entry: Entry) -> None:
    assert isinstance(read_typed(entry.example).claim, Proposition)


def test_every_word_has_an_entry() -> None:
    words = {*ARITIES, *ALIASES, *FORMS, *WORDS, *CALCULUS, *ARRAYS, *CHANCE}
    assert words - set(known_words()) == set()
    assert {name for name in LAWS if name.istitle() and len(name) > 1} - set(known_words()) <= {
        "Gaussian", "Independent", "Uncorrelated",
    }  # fmt: skip
    assert set(CONSTRUCTIONS) <= set(known_words())
    assert all(map(is_function, FORMS))


def test_the_page_is_made_of_the_table() -> None:
    """``python -m gradcheck.language.reference > docs/language.md`` writes it."""
    assert PAGE.read_text("utf-8") == render_page()


def test_near_words_are_told() -> None:
    assert look_up("softmax")[0]
    assert look_up("nrm") == ([], ["norm", "Uniform"])
    assert look_up("VAR")[0]


@pytest.mark.parametrize("name", SLOPES)
def test_the_formula_of_a_derivative_is_one(name: str) -> None:
    x = Symbol("x")
    claim = Relation("=", Derivative(Apply(name, (x,)), x), SLOPES[name](x))
    assert verdict_on(Goal(claim)) == "proved"


def test_nearly_all_examples_are_read_in_latex_too() -> None:
    shown = [entry for entry in entries() if latex_of(entry)]
    assert len(shown) > 0.75 * len(list(entries()))
