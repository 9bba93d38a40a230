"""The closed form of a supremum, and of the infimum of the negated function."""

from __future__ import annotations

from fractions import Fraction

from gradcheck.language.author import eq, exp, real
from gradcheck.language.syntax.terms import as_term
from gradcheck.search.covers.closed_forms import Closed

x = real("x")
PLACE = Closed(value=x + 1, equation=eq(x * exp(x), 1), between=(Fraction(0), Fraction(1)))


def test_a_value_is_a_number_where_it_is_one_by_itself() -> None:
    assert Closed(value=exp(1)).number == exp(1)
    assert PLACE.number is None
    assert Closed().number is None


def test_the_negated_function_has_the_same_place() -> None:
    assert Closed(value=as_term(3)).negated().value == as_term(-3)
    assert PLACE.negated().value == -(x + 1)
    assert PLACE.negated().negated() == PLACE
    assert (PLACE.negated().equation, PLACE.negated().between) == (PLACE.equation, PLACE.between)
    assert Closed().negated() == Closed()
