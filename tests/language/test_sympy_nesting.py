"""Choices inside of the conditions of choices: what is printed runs in SymPy, and states the same."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
import sympy as sp

from gradcheck.derivation import derivation, step
from gradcheck.language import author as a
from gradcheck.language.sympy import to_sympy
from gradcheck.language.sympy.code import derivation_source
from gradcheck.language.sympy.nesting import plain_choice
from gradcheck.language.sympy.statements import statement_from_sympy
from gradcheck.language.sympy.unsayable import Unsayable
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Where, as_term
from gradcheck.reference import Instance, truth

x, y = a.reals("x y")
k = a.integer("k")
Z = a.random_variable("Z", a.Normal(0, 1))
side = a.where(x > 0, 1, -1)
CLAIMS: dict[str, Proposition] = {
    "on the left": a.eq(a.where(side > 0, 1, 0), a.where(x > 0, 1, 0)),
    "on the right": a.where(as_term(0) < side, x, y) >= y,
    "in a sum": a.where(side + y > 0, y, 0) >= 0,
    "in a function": a.eq(a.where(a.exp(side) > 2, x, 0), a.relu(x)),
    "in a function that SymPy lacks": a.where(a.relu(side) + a.sigmoid(x) > y, x, y) >= 0,
    "twice": a.where(a.where(side > 0, x, y) > 0, 1, 0) >= y,
    "two": a.eq(a.where(side > a.where(y > 0, 1, -1), 1, 0), 1),
    "an equation": a.eq(a.where(a.eq(side, 1), 1, 0), 1),
    "an inequation": a.eq(a.where(a.ne(side, 1), 1, 0), 1),
    "in a product": a.eq(a.where(side * x > 1, x, 0), x),
    "a quotient": a.where(1 / x + side > 0, 1, 0) >= 0,
    "in a last case": a.where(x > 1, 1, a.where(side > y, 2, 3)) >= 2,
    "in a sum of numbers": a.eq(a.total(a.where(a.where(k > 1, 1, -1) > 0, k, 0), k, 1, 3), 5),
    "of numbers": a.eq(a.total(a.where(as_term(-1) > 0, 1, 0), k, 1, 3), 0),
}
PLACES = [Fraction(n, 2) for n in range(-4, 5)]


def kinds(claim: Proposition) -> list[str]:
    points = ({"x": one, "y": two} for one in PLACES for two in PLACES)
    return [truth(claim, Instance({a.real(name): value for name, value in point.items()})).kind for point in points]


def rerun(claim: Proposition) -> Proposition:
    """What the printed module states when it is run."""
    names: dict[str, Any] = {}
    exec(derivation_source(derivation(step("it", claim))), names)  # noqa: S102
    found: Proposition = names["DERIVATION"].steps[0].claim
    return found


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_the_printed_module_runs_and_states_the_same(claim: Proposition) -> None:
    found = rerun(claim)
    assert kinds(found) == kinds(claim)
    assert kinds(rerun(found)) == kinds(claim)


@pytest.mark.parametrize("name", [name for name in CLAIMS if name != "of numbers"])
def test_the_object_of_sympy_states_the_same(name: str) -> None:
    assert kinds(statement_from_sympy(to_sympy(CLAIMS[name], evaluate=False))) == kinds(CLAIMS[name])


@pytest.mark.parametrize(
    "claim",
    [
        a.where(a.E(a.where(Z > 0, 1, 0)) > 0, 1, 0) >= 0,
        a.where(a.total(a.where(k > x, 1, 0), k, 1, 3) > 1, 1, 0) >= 0,
        a.where(a.d(a.where(x > 0, x, 0), x) > 0, 1, 0) >= 0,
        a.where(sum((a.where(x > n, 1, 0) for n in range(8)), as_term(0)) > 3, 1, 0) >= 0,
    ],
    ids=["a mean", "a sum", "a derivative", "too many"],
)
def test_what_cannot_be_taken_apart_is_named(claim: Proposition) -> None:
    with pytest.raises(Unsayable, match="another choice"):
        to_sympy(claim, evaluate=False)
    source = derivation_source(derivation(step("it", claim)))
    assert '# The step "it" is not said here' in source.replace("'", '"')


def test_a_choice_without_another_stays() -> None:
    plain = a.where(x > 0, side, y)
    assert plain_choice(plain) is plain
    assert plain_choice(x) is x
    assert isinstance(plain_choice(a.where(side > y, 1, 2)), Where)


def test_what_sympy_makes_of_nested_cases_is_read() -> None:
    X, Y = sp.symbols("x y", real=True)
    inner = sp.Piecewise((1, X > 0), (-1, True))
    for outer in (sp.Piecewise((X, inner + Y > 0), (0, True)), sp.Piecewise((1, X * inner > 1), (0, True))):
        read = statement_from_sympy(sp.Eq(outer, 1, evaluate=False))
        for one in PLACES:
            for two in PLACES:
                at = {X: sp.Rational(one.numerator, one.denominator), Y: sp.Rational(two.numerator, two.denominator)}
                expected = "true" if outer.subs(at) == 1 else "false"
                assert truth(read, Instance({a.real("x"): one, a.real("y"): two})).kind == expected
