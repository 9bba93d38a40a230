"""Limits by expansions: what tends to what, what does not tend to it, and what the rule leaves open."""

import pytest

from gradcheck.kernel.check import check
from gradcheck.kernel.dependencies import Trail
from gradcheck.kernel.evidence import ByExpansion
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.language.author import (
    Normal,
    absolute,
    atan,
    cos,
    d,
    eq,
    erf,
    exp,
    limit,
    log,
    natural,
    ne,
    oo,
    pi,
    random_variable,
    real,
    sequence,
    sign,
    sin,
    softplus,
    sqrt,
    sup,
    tanh,
)
from gradcheck.language.syntax.propositions import Proposition, Relation
from gradcheck.language.syntax.terms import Limit, Term, as_term, free_symbols
from gradcheck.prover.prove import prove_claim
from gradcheck.runtime.limits import Limits

x, a, b = real("x"), real("a"), real("b")
n = natural("n")
EXPANSION = ByExpansion(6)


def proves(claim: Proposition, *given: Proposition, evidence: ByExpansion = EXPANSION) -> bool:
    try:
        check(Goal(claim, given), evidence, Trail())
    except Rejected:
        return False
    return True


TENDS: list[tuple[Term, Term, str, object]] = [
    ((exp(x) - 1) / x, as_term(0), "", 1),
    (sin(x) / x, as_term(0), "", 1),
    ((1 - cos(x)) / x**2, as_term(0), "", as_term(1) / 2),
    (log(1 + x) / x, as_term(0), "", 1),
    ((exp(x) - 1 - x) / x**2, as_term(0), "", as_term(1) / 2),
    ((tanh(x) - x) / x**3, as_term(0), "", -as_term(1) / 3),
    (erf(x) / x, as_term(0), "", 2 / sqrt(pi)),
    ((exp(a * x) - 1) / x, as_term(0), "", a),
    ((x**2 - a**2) / (x - a), a, "", 2 * a),
    ((sin(x) - sin(a)) / (x - a), a, "", cos(a)),
    (x * log(x), as_term(0), "+", 0),
    (x**x, as_term(0), "+", 1),
    (exp(1 / x), as_term(0), "-", 0),
    (exp(1 / x), as_term(0), "+", oo),
    (1 / x**2, as_term(0), "", oo),
    (log(cos(x)) / x**2, as_term(0), "", -as_term(1) / 2),  # cos(x) > 0 close to 0 only
    (absolute(x) / x, as_term(0), "-", -1),
    ((1 + 1 / x) ** x, oo, "", exp(1)),
    ((1 + a / x) ** x, oo, "", exp(a)),
    (x**x / (x + 1) ** x, oo, "", exp(-1)),
    (softplus(x) - x, oo, "", 0),
    (sqrt(x**2 + x) - x, oo, "", as_term(1) / 2),
    (log(x) ** 3 / x, oo, "", 0),
    (x * sin(1 / x), oo, "", 1),
    (sin(x) / x, oo, "", 0),
    (atan(x), -oo, "", -pi / 2),
    (x * (erf(x) - 1), oo, "", 0),
    (d(tanh(x), x), -oo, "", 0),
]


@pytest.mark.parametrize(("term", "point", "side", "value"), TENDS)
def test_tends(term: Term, point: Term, side: str, value: object) -> None:
    found = Limit(term, x, point, side)
    assert any(proves(eq(found, value), evidence=ByExpansion(order)) for order in (3, 6))
    wrong = as_term(7) if value is oo else oo
    for near in ([value + 1, value - 2] if value is not oo else []) + [wrong]:  # type: ignore[operator]
        assert not proves(eq(found, near))
    if value is not oo:
        assert any(proves(ne(found, value + 1), evidence=ByExpansion(order)) for order in (3, 6))  # type: ignore[operator]
    assert not proves(ne(found, value))


@pytest.mark.parametrize(
    ("term", "given", "value"),
    [
        (2**n, (), oo),
        (-(2**n), (), -oo),
        (n**3 / 2**n, (), 0),
        (2**n / n**3, (), oo),
        (2**n - 3**n, (), -oo),
        (2**n - n**5, (), oo),
        (b * 2**n - n, (b > 0,), oo),
        (b * 2**n - n, (b < 0,), -oo),
        (exp(a * x), (a > 0,), oo),
        (exp(a * x), (a < 0,), 0),
        (exp(a * x) * erf(x), (a > 0,), oo),
        (exp(a * x**2) / exp(x), (a < 0,), 0),
        ((exp(a * x) + x) / (exp(a * x) - x), (a > 0,), 1),
        (exp(sqrt(2) * x) * exp(-x), (), oo),
        (exp(x) * exp(-sqrt(2) * x), (), 0),
        (1 / (2**n - n), (), 0),
    ],
)
def test_growth_between_the_scales(term: Term, given: tuple[Proposition, ...], value: object) -> None:
    found = limit(term, n if n in free_symbols(term) else x, oo)
    assert proves(eq(found, value), *given, evidence=ByExpansion(1))
    for other in (0, 1, -1, oo, -oo):
        if as_term(other) is not as_term(value):  # type: ignore[arg-type]
            assert not proves(eq(found, other), *given)
    assert not proves(ne(found, value), *given)


@pytest.mark.parametrize(
    "claim",
    [
        ne(limit(1 / x**2, x, 0), 1),
        ne(limit(-1 / absolute(x), x, 0), oo),
        ne(limit(absolute(x), x, 0), 1),
        ne(limit(x * sign(x), x, 0), 1),
        ne(Limit(sign(x), x, as_term(0), "+"), 0),
        ne(limit(x, x, oo), 1),
        ne(Limit(sqrt(x), x, as_term(0), "+"), 1),
        ne(limit(a / (x + a), x, oo), 1),
    ],
)
def test_does_not_tend(claim: Relation) -> None:
    assert proves(claim)
    assert not proves(eq(claim.left, claim.right))


y = sequence("y")
Z = random_variable("Z", Normal(0, 1))


@pytest.mark.parametrize(
    "claim",
    [
        eq(limit(sin(x), x, oo), 0),
        ne(limit(sin(x), x, oo), 0),  # it has no limit that could be another
        ne(limit(sin(x), x, oo), oo),
        ne(limit(1 / x, x, 0), 1),  # another infinity on each side
        ne(limit(1 / x, x, 0), oo),
        ne(limit(absolute(x) / x, x, 0), 1),  # 1 on the right alone
        ne(limit(absolute(x) / x, x, 0), 2),
        ne(limit(sign(x), x, 0), 0),
        ne(limit(exp(1 / x), x, 0), 0),
        ne(limit(sqrt(x), x, 0), 1),  # on the left there is nothing
        ne(limit(a * absolute(x) / x, x, 0), a + 1),
        eq(limit(x * log(x), x, 0), 0),  # there is nothing on the left
        eq(limit(sqrt(x), x, 0), 0),
        eq(limit(a * x, x, oo), oo),  # the sign of a
        eq(limit(a / x, x, 0), oo),
        ne(limit(a * x, x, oo), 1),  # a may be 0, and then 1 is no limit either: but nothing leads
        eq(limit(x / (a * x + 1), x, oo), 1 / a),
        ne(limit(tanh(x), x, oo), a),  # a may be 1
        eq(limit(log(-x), x, oo), oo),
        eq(limit(sqrt(1 - x), x, oo), oo),
        eq(limit(1 / sin(x), x, oo), 0),
        eq(limit(y(n), n, oo), 0),
        eq(limit(Z / x, x, 0), 0),
        eq(limit(x, x, oo), x),
        Relation("<=", limit(x / x, x, oo), as_term(1)),
        eq(Limit(n * n, n, as_term(0), "+"), 0),
        eq(limit(exp(a * x), x, oo), oo),  # the sign of a
        eq(limit(b * 2**n, n, oo), oo),
        ne(limit(b * 2**n, n, oo), 1),
        eq(limit(2**n * sin(n), n, oo), oo),
        eq(limit(exp(a * x) - exp(b * x), x, oo), oo),
        eq(limit((-2) ** n, n, oo), oo),
        eq(limit(log(2**n - 3**n), n, oo), oo),  # of a number below 0
        eq(limit(sqrt(n - 2**n), n, oo), oo),
        eq(sup(x / x, x), 1),
        eq(limit(exp(x**5) - exp(x**5), x, oo) + 1, 1),
    ],
)
def test_left_open(claim: Proposition) -> None:
    assert not proves(claim)


def test_what_is_known_of_a_symbol_of_the_same_name_is_not_used() -> None:
    assert not proves(eq(limit(absolute(x) / x, x, oo), -1), x < 0)
    assert proves(eq(limit(absolute(x) / x, x, oo), 1), x < 0)
    assert proves(eq(limit(x / (a * x + 1), x, oo), 1 / a), a > 0)


@pytest.mark.parametrize("order", [0, -1, 25, True, 2.0, None])
def test_forged_orders(order: object) -> None:
    assert not proves(eq(limit(tanh(x), x, oo), 1), evidence=ByExpansion(order))  # type: ignore[arg-type]


def test_a_short_series_tells_less() -> None:
    claim = eq(limit((exp(x) - 1 - x - x**2 / 2) / x**3, x, 0), as_term(1) / 6)
    assert not proves(claim, evidence=ByExpansion(3))
    assert proves(claim, evidence=ByExpansion(4))


def test_a_wrong_limit_is_refuted() -> None:
    outcome = prove_claim(eq(limit(sin(x) / x, x, 0), 0), (), Limits())
    assert outcome.verdict == "refuted"
    assert "asymptotic-expansion" in outcome.facts
