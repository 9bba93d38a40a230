"""Wrong suprema and infima, unbounded functions, and equations with large powers: refuted, and quickly."""

from fractions import Fraction

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByEvaluation, ByExtremum, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import eq, exp, inf, log, ne, oo, rational, real, sup
from gradcheck.language.notation.reader import read_claim
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Extremum, as_term
from gradcheck.prover.prove import prove_claim
from gradcheck.runtime.limits import Limits
from gradcheck.search.calculus.overshoot import beyond, points_beyond
from tests.search.asking import found_by
from tests.verdicts import verdict

x, a = real("x"), real("a")
SQUARE, LINE = sup(x**2, x), sup(x, x, 0, 1)
VISIBLE = BySign()

REFUTED = """
sup(x**2, x) = 5
sup(x**2, x) < 5
sup(x**2, x) <= 5
sup(1/x, x, 0, oo) = 3
sup(1/x, x, 0, 1) = 100
inf(x**3, x) = 0
inf(log(x), x, 0, oo) = 0
sup(exp(x), x) = 1
sup(sin(x), x) = 2
sup(x*exp(-x), x, 0, oo) = 1/3
sup(x**2, x, 0, 2) = 1
integral(1/(1 + x**2), x, -oo, oo) = 3
integral(1/x, x, 0, 1) = 1
integral(1/x, x, 1, oo) = 5
integral(exp(x), x, 0, oo) = 1
x**9999 = 1
x**9999 = x
(1 + x)**9999 = 1
""".strip().splitlines()

PROVED = """
sup(x**2, x) > 5
sup(x**2, x) >= 5
inf(x**2, x) != 1
sup(sin(x), x) = 1
inf(cos(x), x) = -1
sup(log(1 + x)/x, x, 0, oo) > 9/10
x**10000 >= 0
""".strip().splitlines()

OPEN = """
sup(1/x, x) = 3
inf(x + 1/x, x) = 2
integral(1/x, x, -1, 1) = 0
""".strip().splitlines()


@pytest.mark.parametrize("line", REFUTED)
def test_refuted(line: str) -> None:
    assert verdict(line) == "refuted"


@pytest.mark.parametrize("line", PROVED)
def test_proved(line: str) -> None:
    assert verdict(line) == "proved"


@pytest.mark.parametrize("line", OPEN)
def test_a_function_with_a_gap_in_the_interval(line: str) -> None:
    outcome = prove_claim(*read_claim(line), Limits())
    assert outcome.verdict == "undecided"
    assert "1/x is not defined at x = 0" in outcome.reason


def proves(claim: Proposition, evidence: ByExtremum, *given: Proposition) -> bool:
    try:
        check(Goal(claim, given), evidence, Trail())
    except Rejected:
        return False
    return True


def test_a_value_beyond() -> None:
    at = ByExtremum(point=as_term(3), approach=VISIBLE)
    assert proves(SQUARE > 5, at)
    assert proves(ne(SQUARE, 5), at)
    assert proves(inf(-(x**2), x) < -5, at)
    assert proves(ne(as_term(5), SQUARE), at)
    assert proves(as_term(5) < SQUARE, at)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (SQUARE > 9, ByExtremum(point=as_term(3), approach=VISIBLE)),  # 9 is not beyond 9
        (ne(SQUARE, 9), ByExtremum(point=as_term(3), approach=VISIBLE)),
        (ne(LINE, 1), ByExtremum(point=as_term(1), approach=VISIBLE)),  # not inside, and not beyond
        (rational(1, 2) < LINE, ByExtremum(point=as_term(1), approach=VISIBLE)),  # true, but not inside
        (ne(LINE, rational(1, 2)), ByExtremum(point=rational(1, 4), approach=VISIBLE)),  # below
        (ne(inf(x**2, x), -1), ByExtremum(point=as_term(0), approach=VISIBLE)),  # the wrong direction
        (LINE < 2, ByExtremum(point=rational(1, 2), approach=VISIBLE)),  # a point shows no upper bound
        (LINE < 2, ByExtremum(bound=VISIBLE, point=rational(1, 2), approach=VISIBLE)),
        (ne(LINE, 1), ByExtremum(end="+", approach=ByEvaluation())),
        (ne(sup(exp(-x), x, 0, oo), 1), ByExtremum(end="-", approach=VISIBLE)),
        (ne(sup(1 / x, x), 3), ByExtremum(point=rational(1, 4), approach=VISIBLE)),  # not defined at 0
        (sup(log(x), x) > 0, ByExtremum(point=as_term(3), approach=ByEvaluation())),  # not defined below 0
        (ne(SQUARE, a), ByExtremum(point=as_term(3), approach=VISIBLE)),
        (x < SQUARE, ByExtremum(point=as_term(3), approach=VISIBLE)),
        (sup(x, x, 1, 0) > 0, ByExtremum(point=rational(1, 2), approach=VISIBLE)),  # an empty interval
        (ne(SQUARE, 5), ByExtremum(point=x + 3, approach=VISIBLE)),
        (ne(SQUARE, 5), ByExtremum()),
    ],
)
def test_forgeries(claim: Proposition, evidence: ByExtremum) -> None:
    assert not proves(claim, evidence)


def test_what_is_given_of_the_bound_variable_is_not_used() -> None:
    assert not proves(ne(SQUARE, 10), ByExtremum(point=as_term(3), approach=VISIBLE), eq(x, 4))


def test_the_engine_by_itself() -> None:
    arch = sup(x - x**2, x)
    assert isinstance(found_by(beyond, Goal(arch > rational(1, 5))), ByExtremum)
    assert isinstance(found_by(beyond, Goal(ne(inf(x**2 - x, x), 0))), ByExtremum)
    assert found_by(beyond, Goal(arch > rational(1, 4))) is None
    assert found_by(beyond, Goal(ne(inf(x**2 - x, x), rational(-1, 4)))) is None
    assert found_by(beyond, Goal(sup(a * x - x**2, x) >= 0)) is None, "other symbols are undecided"


def test_points_beyond() -> None:
    arch = sup(x - x**2, x, 0, 1)
    assert isinstance(arch, Extremum)
    found = points_beyond(arch, rational(1, 5), Goal(arch > rational(1, 5)))
    assert found
    assert all(0 < point < 1 and point - point**2 > Fraction(1, 5) for point in found)
    assert points_beyond(arch, rational(1, 4), Goal(arch > rational(1, 4))) == []
