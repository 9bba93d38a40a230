"""Claims of several variables of which one is put away, and existential claims that suggest their witness."""

from __future__ import annotations

import pytest

from gradcheck.derivation import Step
from gradcheck.kernel.evidence import ByCut, ByMonotonicity
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Proved, Refuted
from gradcheck.language.author import And, Exists, ForAll, Implies, eq, integer, natural, real
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.inequalities.elimination import as_one_variable, put_on_bounds
from tests.search.asking import found_by

TRUE = [
    "tanh(y) <= x; x >= y; y >= 0",
    "tanh(y) < x; x > y; y >= 0",
    "sin(y) <= x; x >= y; y >= 0",
    "log(x) < 500; x > 0; x < exp(500)",
    "exp(x) >= 1 + y; x >= y",
    "cosh(a*x) <= exp(a**2*x**2/2)",
    "exp(-x/t) >= 1 - x/t; t > 0",
    "1 - exp(-x*t) <= x*t",
    "log(1 + x**2*y**2) <= x**2*y**2",
]
FALSE = [
    "tanh(y) <= x; x >= y",
    "tanh(y) < x; x >= y; y >= 0",
    "sin(y) <= x; x >= y - 1/1000; y >= 0",
    "log(x) < 499; x > 0; x < exp(500)",
    "sin(t) <= sin(s); 0 <= t; t <= s; s <= pi/2 + 0.1",
    "exp(x) >= 1 + y; x >= y - 1/1000",
    "cosh(a*x) <= exp(a**2*x**2/3)",
    "cosh(a*x) < exp(a**2*x**2/2)",
    "exp(-x/t) > 1 - x/t; t > 0",
    "1 - exp(-x*t) <= x",
    "log(1 + x**2*y**2) <= x**2*y**2/2",
]
k, n, m = integer("k"), integer("n"), integer("m")
a, b = natural("a"), natural("b")
x, y = real("x"), real("y")
FOUND: dict[str, Proposition] = {
    "a larger integer": ForAll((k,), Exists(n, n > k)),
    "a smaller integer": ForAll((k,), Exists(n, n < k)),
    "a larger natural number": ForAll((a,), Exists(b, b > a)),
    "the double": ForAll((k,), Exists(n, eq(n, 2 * k))),
    "beyond two": ForAll((k, m), Exists(n, n > k + m)),
    "a larger square": ForAll((k,), Exists(n, n**2 > k)),
    "the next": ForAll((k,), Exists(n, And((k < n, n < k + 2)))),
    "a root": Exists(n, eq(n**2, 9)),
    "a smaller positive number": ForAll((x,), Implies(x > 0, Exists(y, And((y > 0, y < x))))),
}
NOT: dict[str, Proposition] = {
    "a smaller natural number": ForAll((a,), Exists(b, b < a)),
    "the half": ForAll((k,), Exists(n, eq(2 * n, k))),
    "the largest": Exists(n, ForAll((k,), n > k)),
    "between neighbours": ForAll((k,), Exists(n, And((k < n, n < k + 1)))),
    "no root": Exists(n, eq(n**2, 8)),
    "a smaller positive number of any": ForAll((x,), Exists(y, And((y > 0, y < x)))),
}


def verdict(claim: Proposition, given: tuple[Proposition, ...] = ()) -> Proved | Refuted | None:
    goal = Goal(claim, given)
    return decide(goal, search_finding(goal, Step("claim", claim, given), refute_first=False))


@pytest.mark.parametrize("line", TRUE)
def test_a_true_claim_is_proved(line: str) -> None:
    assert isinstance(verdict(*read_claim(line)), Proved)


@pytest.mark.parametrize("line", FALSE)
def test_a_near_miss_is_refuted(line: str) -> None:
    assert isinstance(verdict(*read_claim(line)), Refuted)


@pytest.mark.parametrize("name", FOUND)
def test_a_witness_is_found(name: str) -> None:
    assert isinstance(verdict(FOUND[name]), Proved)


@pytest.mark.parametrize("name", NOT)
def test_a_witness_that_there_is_not(name: str) -> None:
    assert not isinstance(verdict(NOT[name]), Proved)


@pytest.mark.parametrize("line", ["atan(y) <= x; x >= y; y >= 0", "log(1 + y) <= x; x >= y; y >= 0"])
def test_a_variable_on_its_bound(line: str) -> None:
    assert isinstance(found_by(put_on_bounds, line), ByMonotonicity)


def test_a_sine_on_its_bound() -> None:
    assert isinstance(found_by(put_on_bounds, "sin(t) <= sin(s); 0 <= t; t <= s; s <= pi/2", depth=4), ByMonotonicity)


@pytest.mark.parametrize("line", ["atan(y) < x; x >= y; y >= 0", "log(1 + y) <= x; x >= y/2; y >= 0"])
def test_not_even_on_its_bound(line: str) -> None:
    assert found_by(put_on_bounds, line, depth=2) is None


def test_a_variable_that_is_bounded_through_others_is_undecided() -> None:
    assert found_by(put_on_bounds, "atan(y) <= x; x**2 >= y**2; x >= 0; y >= 0") is None


@pytest.mark.parametrize(
    "line", ["exp(x*y) >= 1 + x*y", "sin(x*y)**2 <= x**2*y**2", "sqrt(1 + x**2*y**4) <= 1 + x**2*y**4/2"]
)
def test_one_variable_for_a_product(line: str) -> None:
    assert isinstance(found_by(as_one_variable, line), ByCut)


@pytest.mark.parametrize(
    "line", ["exp(x*y) > 1 + x*y", "exp(x*y) >= 1 + 2*x*y", "exp(x*y) >= 1 + x*y + x", "exp(x + y) >= 1 + x + y"]
)
def test_products_of_false_claims_and_other_groups(line: str) -> None:
    assert found_by(as_one_variable, line, depth=2) is None
