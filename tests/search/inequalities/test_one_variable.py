"""Inequalities and suprema of one or two real variables, as people write them; their false neighbours are refuted."""

from dataclasses import replace

import pytest

from gradcheck.derivation import Step
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.verdict import Refuted, genuine, prove
from gradcheck.language.notation.reader import read_claim
from gradcheck.prover.prove import decide
from gradcheck.search.driver import search_finding
from gradcheck.search.inequalities.one_variable import cover
from gradcheck.search.tactic import first_proof
from gradcheck.search.tactics import new_search, search_proof
from tests.search.asking import DEPTH

TRUE = """
sup(d(softplus(x), x), x) = 1
inf(d(softplus(x), x), x) = 0
d(softplus(x), x) < 1
sup(d(tanh(x), x), x) = 1
tanh(x) <= x ; x >= 0
exp(x) >= 1 + x
log(1 + x) <= x ; x > -1
sigmoid(x) <= exp(x)
sigmoid(x)*(1 - sigmoid(x)) <= 1/4
abs(tanh(x)) <= abs(x)
x*tanh(x) >= 0
softplus(x) >= relu(x)
d(x*sigmoid(x), x) <= 1.1
erf(x) <= 1
cosh(x) >= 1 + x**2/2
sin(x) <= x ; x >= 0; x <= 3
tanh(x) < 1
x**2 + y**2 >= 2*x*y
x*y <= (x**2+y**2)/2
sqrt(x*y) <= (x+y)/2 ; x >= 0; y >= 0
p*(1-p) <= 1/4
x - x**3/3 <= tanh(x) ; x >= 0
atan(x) < pi/2
2*atan(x) + pi > 0
sup(atan(x), x) = pi/2
inf(atan(x), x) = -pi/2
d(abs(x), x) = sign(x) ; x != 0
sign(x)**2 = 1 ; x != 0
sign(x*y) = sign(x)*sign(y)
integral(exp(-x**2), x, -oo, oo) = sqrt(pi)
integral(1/(1 + x**2), x, -oo, oo) = pi
integral(log(x), x, 0, 1) = -1
integral(sigmoid(x)*(1 - sigmoid(x)), x, -oo, oo) = 1
integral(1/x**2, x, 1, oo) = 1
""".strip().splitlines()

FALSE = """
tanh(x) <= 0.99*x ; x >= 0
exp(x) > 1 + x
sigmoid(x)*(1-sigmoid(x)) <= 0.2499999
atan(x) < pi/3
atan(x) <= 3/2
d(abs(x), x) = -sign(x) ; x != 0
sign(x)**2 = 1
""".strip().splitlines()


@pytest.mark.parametrize("line", TRUE)
def test_true(line: str) -> None:
    claim, given = read_claim(line)
    goal = Goal(claim, given)
    evidence = search_proof(goal, new_search())
    assert evidence is not None
    assert genuine(prove(goal, evidence))


@pytest.mark.parametrize("line", FALSE)
def test_false(line: str) -> None:
    claim, given = read_claim(line)
    goal = Goal(claim, given)
    assert search_proof(goal, replace(new_search(), depth=DEPTH)) is None
    verdict = decide(goal, search_finding(goal, Step("claim", claim, given), refute_first=False))
    assert isinstance(verdict, Refuted)
    assert verdict.counterexample is not None


@pytest.mark.parametrize(
    ("line", "near_miss"),
    [
        ("softplus(x) <= exp(x)", "softplus(x) <= 0.999999*exp(x)"),
        ("(1 - erf(x/sqrt(2)))/2 <= exp(-x**2/2)/2; x >= 0", "(1 - erf(x/sqrt(2)))/2 < exp(-x**2/2)/2; x >= 0"),
        (
            "-p*log(p) - (1 - p)*log(1 - p) >= 4*p*(1 - p)*log(2); p > 0; p < 1",
            "-p*log(p) - (1 - p)*log(1 - p) > 4*p*(1 - p)*log(2); p > 0; p < 1",
        ),
    ],
)
def test_by_balls_on_a_cover(line: str, near_miss: str) -> None:
    for text, proved in ((line, True), (near_miss, False)):
        claim, given = read_claim(text)
        found = first_proof(Goal(claim, given), new_search(), (cover,))
        assert (found is not None) is proved, text
