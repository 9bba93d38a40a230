"""Rules for limits: leading terms of expansions, squeeze, continuity; near misses and forgeries are refused."""

from fractions import Fraction

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import (
    ByContinuity,
    ByExpansion,
    ByHypothesis,
    ByNormalForm,
    ByPositivity,
    BySign,
    BySqueeze,
    Evidence,
)
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import (
    E,
    Independent,
    Normal,
    absolute,
    d,
    dimension,
    eq,
    exp,
    limit,
    matrix,
    natural,
    oo,
    random_variable,
    rational,
    reals,
    sequence,
    sigmoid,
    sin,
    tanh,
)
from gradcheck.language.syntax.arrays import Determinant
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Apply, Const, Limit, Neg, Num, Pow, Sum, Term, as_term

x, a, b = reals("x a b")
n = natural("n")
y, v = sequence("y"), sequence("v")
LEADING = ByExpansion(1)
NORMAL = ByNormalForm()
OO = Const("oo")


def proves(claim: Proposition, evidence: Evidence, *given: Proposition) -> bool:
    try:
        check(Goal(claim, given), evidence, Trail())
    except Rejected:
        return False
    return True


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit((2 * x + 1) / (x + 5), x, oo), 2),
        eq(limit(tanh(x), x, oo), 1),
        eq(limit(tanh(x), x, -oo), -1),
        eq(limit(d(sigmoid(x), x), x, -oo), 0),
        eq(limit(exp(x) / (x**3 + 1), x, oo), oo),
        eq(limit(-(x**3), x, oo), -oo),
        eq(limit(rational(1, 4) ** n, n, oo), 0),
        eq(limit(a * rational(1, 4) ** n, n, oo), 0),
        eq(Limit(1 / x, x, as_term(0), "+"), oo),
        eq(Limit(1 / x, x, as_term(0), "-"), -oo),
        eq(Limit((x**2 - 1) / (x - 1), x, as_term(1), "+"), 2),
        eq(limit((a * x + 1) / (x + 1), x, oo), a),
    ],
)
def test_leading_terms(claim: Proposition) -> None:
    assert proves(claim, LEADING)


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit((2 * x + 1) / (x + 5), x, oo), 3),
        eq(limit(tanh(x), x, oo), -1),
        eq(limit(tanh(x), x, -oo), 1),
        eq(limit(exp(x) / (x**3 + 1), x, oo), 0),
        eq(limit(-(x**3), x, oo), oo),
        eq(limit(-(x**3), x, oo), Neg(Neg(OO))),
        eq(limit(x, x, oo), Neg(Neg(Neg(OO)))),
        eq(limit(2**n * a, n, oo), oo),  # a may be 0, or negative
        eq(limit(x / (a * x + 1), x, oo), 1 / a),  # a may be 0
        eq(limit(exp(a * x), x, oo), 0),  # the sign of a
        eq(limit(exp(a * x) / exp(b * x), x, oo), 0),
        eq(Limit(1 / x, x, as_term(0), "-"), oo),
        eq(Limit(1 / x, x, as_term(0), ""), oo),
        eq(Limit(n * n, n, as_term(0), "+"), 0),  # an integer does not come close to 0
        eq(Limit(1 / (n + 1), n, -oo, ""), 0),  # a natural number does not come close to -oo
        eq(limit(sin(x), x, oo), 0),
        eq(limit(y(n), n, oo), 0),
        eq(limit((-1) ** n, n, oo), 1),
        eq(limit(x, x, oo), x),  # the value mentions the variable
        Relation("<=", limit(tanh(x), x, oo), as_term(2)),  # not an equation
    ],
)
def test_leading_terms_refuse(claim: Proposition) -> None:
    assert not proves(claim, LEADING)


def test_a_hypothesis_about_the_bound_variable_is_not_used_in_a_limit() -> None:
    assert not proves(eq(limit(absolute(x) / x, x, oo), -1), LEADING, x < 0)
    assert proves(eq(limit(absolute(x) / x, x, oo), 1), LEADING, x < 0)
    assert proves(eq(limit(x / (a * x + 1), x, oo), 1 / a), LEADING, a > 0)


# squeeze

BOUND = rational(1, 2) ** n
CLOSE = absolute(y(n) - a) <= BOUND


def squeeze(bound: Term = BOUND, start: Term = as_term(1), proof: Evidence = ByHypothesis()) -> BySqueeze:  # noqa: B008
    return BySqueeze(bound, start, proof, LEADING)


def test_a_squeeze_between_bounds_that_vanish() -> None:
    claim = eq(limit(sin(x) / x, x, oo), 0)
    assert proves(claim, BySqueeze(1 / x, as_term(1), BySign(), LEADING))
    assert not proves(claim, BySqueeze(1 / (2 * x), as_term(1), BySign(), LEADING))
    assert proves(eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(1 / x, as_term(1), BySign(), LEADING))


def test_a_squeeze_needs_more_than_one_member() -> None:
    # the hypothesis is about one n only, and says nothing about the others
    assert not proves(eq(limit(y(n), n, oo), a), squeeze(), CLOSE)


@pytest.mark.parametrize(
    ("claim", "evidence"),
    [
        (eq(limit(tanh(x), x, oo), 0), BySqueeze(as_term(1), as_term(1), BySign(), LEADING)),  # does not vanish
        (eq(limit(tanh(x) / x, x, oo), 1), BySqueeze(1 / x, as_term(1), BySign(), LEADING)),  # another value
        (eq(limit(tanh(x) / x, x, -oo), 0), BySqueeze(1 / x, as_term(1), BySign(), LEADING)),  # the other end
        (eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(1 / x, 1 / a, BySign(), LEADING)),  # the start is no number
        (eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(1 / x, OO, BySign(), LEADING)),
        (eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(1 / x, x, BySign(), LEADING)),
        (eq(limit(tanh(x) / x, x, oo), 0), BySqueeze(-1 / x, as_term(1), BySign(), LEADING)),  # no bound
        (eq(limit(x, x, oo), oo), BySqueeze(1 / x, as_term(1), ByPositivity(x), LEADING)),
    ],
)
def test_squeeze_refuses(claim: Proposition, evidence: Evidence) -> None:
    assert not proves(claim, evidence)


# continuity

KNOWN = eq(limit(y(n), n, oo), a)
NULL = eq(limit(v(n), n, oo), 0)


def continuous(form: Term, *known: Relation, value: Evidence = NORMAL) -> ByContinuity:
    return ByContinuity(form, known, NORMAL, value)


def test_a_continuous_expression_of_members_with_limits() -> None:
    form = sigmoid(y(n)) * (1 - sigmoid(y(n)))
    assert proves(eq(limit(form, n, oo), sigmoid(a) * (1 - sigmoid(a))), continuous(form, KNOWN), KNOWN)
    assert proves(eq(limit(d(sigmoid(x), x), x, oo), 0), LEADING)
    assert proves(eq(limit(y(n) + v(n), n, oo), a), continuous(y(n) + v(n), KNOWN, NULL), KNOWN, NULL)


@pytest.mark.parametrize(
    ("claim", "form", "used", "given"),
    [
        (eq(limit(y(n), n, oo), b), y(n), (KNOWN,), (KNOWN,)),  # another value
        (eq(limit(y(n), n, oo), a), y(n), (KNOWN,), ()),  # not among the hypotheses
        (eq(limit(y(n), n, oo), a), y(n), (), (KNOWN,)),  # a member without a limit
        (eq(limit(n * y(n), n, oo), n * a), n * y(n), (KNOWN,), (KNOWN,)),  # the variable is left
        (eq(limit(1 / v(n), n, oo), 0), 1 / v(n), (NULL,), (NULL,)),  # undefined at the limit
        (eq(limit(Apply("sign", (v(n),)), n, oo), 0), Apply("sign", (v(n),)), (NULL,), (NULL,)),  # a jump
        (eq(limit(Pow(v(n) ** 2, v(n)), n, oo), 1), Pow(v(n) ** 2, v(n)), (NULL,), (NULL,)),  # 0 ** 0
        (
            eq(limit(Sum(y(n), n, as_term(1), as_term(3)), n, oo), 3 * a),
            Sum(y(n), n, as_term(1), as_term(3)),
            (KNOWN,),
            (KNOWN,),
        ),  # another n
        (
            eq(limit(y(n), n, -oo), a),
            y(n),
            (KNOWN,),
            (KNOWN,),
        ),  # a limit at another point
    ],
)
def test_continuity_refuses(
    claim: Proposition, form: Term, used: tuple[Relation, ...], given: tuple[Proposition, ...]
) -> None:
    assert not proves(claim, continuous(form, *used), *given)


def test_continuity_at_a_point() -> None:
    zero = as_term(0)
    assert proves(eq(Limit(exp(x) + x, x, zero, ""), 1), continuous(exp(x) + x))
    assert not proves(eq(Limit(exp(x) + x, x, zero, ""), 2), continuous(exp(x) + x))
    assert not proves(eq(Limit(1 / x, x, zero, ""), 0), continuous(1 / x))
    assert not proves(eq(Limit(Apply("sign", (x,)), x, zero, "+"), 0), continuous(Apply("sign", (x,))))
    assert not proves(eq(Limit(n * n, n, Num(Fraction(1, 2)), ""), rational(1, 4)), continuous(n * n))


# what hides the variable: a term that no rule opens, and the laws of random variables

A = matrix("A", dimension("m"), dimension("m"))


@pytest.mark.parametrize(
    "body",
    [
        Determinant(x * A) / x,
        Determinant(x * A) * exp(-x),
        E(exp(random_variable("Z", Normal(x, 1)))) / x,
        E((random_variable("W", Independent(x, 1)) - x) ** 3) / x,
        E(absolute(random_variable("V", Independent(x, 1)))) / x**2,
    ],
)
def test_a_hidden_variable_is_no_constant(body: Term) -> None:
    assert not proves(eq(limit(body, x, oo), 0), LEADING)
    assert not proves(eq(limit(body, x, -oo), 0), LEADING)
    assert not proves(eq(Limit(x * body, x, as_term(0), "+"), 0), LEADING)


def test_a_law_of_which_only_two_moments_are_known_may_hide_the_variable_of_a_derivative() -> None:
    W, V, N = (random_variable(*of) for of in (("W", Independent(x, 1)), ("V", Independent(0, x)), ("N", Normal(x, 1))))
    assert not proves(eq(d(E(W**3), x), 3 * x**2 + 3), NORMAL, x > 0)  # the third cumulant may vary with x
    assert not proves(eq(d(E((W - x) ** 3), x), 0), NORMAL, x > 0)
    assert not proves(eq(d(E(V**4), x), 6 * x), NORMAL, x > 0)
    assert proves(eq(d(E(W**2), x), 2 * x), NORMAL, x > 0)
    assert proves(eq(d(E(N**3), x), 3 * x**2 + 3), NORMAL, x > 0)


def test_what_does_not_hide_the_variable_is_a_constant() -> None:
    assert proves(eq(limit(Determinant(A) / x, x, oo), 0), LEADING)
    cubed = E(random_variable("W", Independent(a, 1)) ** 3)
    assert proves(eq(limit(cubed / x, x, oo), 0), LEADING)


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit(exp(x**2) / exp(x**3), x, oo), oo),
        eq(limit(exp(x**5) / exp(x), x, oo), 0),
        eq(limit(exp(x**2 - x) / exp(x**2), x, oo), 1),
        eq(limit(exp(-(x**2)) * exp(x**3), x, -oo), oo),
        eq(limit(exp(x * exp(x)) / exp(x**2), x, oo), 0),
        eq(limit(exp(exp(x)) / exp(x), x, oo), 1),
        eq(limit(exp(a * x**2) * exp(a * x), x, oo), 1),
        eq(limit(exp(a * x) * exp(b * x), x, oo), 0),
        eq(limit(exp(1 / x) * x, x, oo), 0),
        eq(limit((x + y(n)) / x, x, oo), 2),
        eq(limit(exp(x) - exp(x), x, oo), 1),
        eq(limit(x - x, x, oo), 1),
        eq(limit((x + 1) ** 2 - x**2 - 2 * x, x, oo), 0),
        eq(limit((exp(x) + 1) * (exp(-x) + 1) - exp(x), x, oo), 1),
        eq(limit(x**5 * exp(-x / 1000), x, oo), oo),
        eq(Limit(exp(1 / x), x, as_term(0), "-"), oo),
        eq(Limit(exp(1 / x), x, as_term(0), "+"), 0),
        eq(Limit(x * exp(1 / x**2), x, as_term(0), "+"), 0),
        eq(Limit(absolute(x) / x, x, as_term(0), "-"), 1),
        eq(limit(2**n * rational(1, 3) ** n, n, oo), 1),
        eq(limit(a**n, n, oo), 0),
    ],
)
@pytest.mark.parametrize("given", [(), (a > 0,), (a < 0, b > 0), (a < 1, a > -1)])
def test_growth_that_is_stated_wrongly(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    assert not proves(claim, LEADING, *given)
