"""Enclosures contain samples, and refuse what is undefined."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.balls.arithmetic import ball, between
from gradcheck.balls.jets import enclose, jet
from gradcheck.balls.series import Undefined
from gradcheck.language.author import (
    E,
    exp,
    function,
    initial,
    integer,
    integral,
    log,
    natural,
    pi,
    rational,
    real,
    recurrence,
    sequence,
    sigmoid,
    sqrt,
    total,
    where,
)
from gradcheck.language.syntax.arrays import Sequence
from gradcheck.language.syntax.terms import Apply, Term, as_term

from .expressions import ORACLES, RATIONALS, Pair, X, contains, expressions

mpmath.mp.dps = 50
y, k, n = real("y"), natural("k"), natural("n")


@given(expressions(list(ORACLES)), RATIONALS, st.fractions(0, 1, max_denominator=64), st.fractions(0, 1))
@settings(max_examples=120, deadline=None)
def test_values_over_a_ball_contain_every_sample(pair: Pair, lo: Fraction, width: Fraction, part: Fraction) -> None:
    term, oracle = pair
    with ctx.workprec(200):
        over = between(lo, lo + width)
    try:
        value = enclose(term, {X: over}, precision=200)
    except Undefined:
        return
    point = lo + width * part
    assert contains(value, oracle(mpmath.mpf(point.numerator) / point.denominator))


@pytest.mark.parametrize("name", sorted(ORACLES))
@pytest.mark.parametrize("point", ["-40", "-2", "-1/7", "0", "1/3", "5", "40"])
def test_named_functions_agree_with_the_oracle(name: str, point: str) -> None:
    value = Fraction(point)
    with ctx.workprec(160):
        got = enclose(Apply(name, (X,)), {X: ball(value)}, precision=160)
    want = ORACLES[name](mpmath.mpf(value.numerator) / value.denominator)
    assert contains(got, want)
    assert got.rad() < 1e-12 * max(1, abs(got.mid()))


@pytest.mark.parametrize(
    "term",
    [
        1 / X,
        log(X),
        log(X - 1),
        X ** (-1),
        X ** rational(1, 2) - sqrt(X - 1),
        (X - 1) ** rational(1, 3),
        X**y,
        function("logit")(X + 1),
        y,
        sequence("v")(3),
        integral(y, y, 0, 1),
        E(X),
        exp(exp(exp(exp(exp(X + 5))))),
        total(k, k, 1, n),
    ],
)
def test_undefined_terms_are_refused(term: Term) -> None:
    with pytest.raises(Undefined):
        enclose(term, {X: arb(0)})


def test_powers_follow_their_definition() -> None:
    minus = {X: arb(-2), y: arb(0), n: arb(3)}
    assert enclose(X**0, minus) == 1
    assert enclose(y**0, minus) == 1
    assert enclose(X**3, minus) == -8
    assert enclose(X**-1, minus) == arb(-1) / 2
    assert enclose(X**n, minus) == -8
    assert enclose(y ** rational(1, 2), minus) == 0
    assert enclose(sqrt(y), minus) == 0
    for undefined in (X ** rational(1, 2), y**-1, y ** rational(-1, 2)):
        with pytest.raises(Undefined):
            enclose(undefined, minus)
    wide = {X: arb(-1).union(arb(2))}
    assert enclose(X**2, wide).upper() < 4.01
    assert enclose(X**2, wide).lower() > -0.01
    tiny = arb(0, 1e-12)
    assert enclose(X**3, {X: tiny}).contains(tiny.upper() ** 3)  # a thin ball around 0 keeps its radius


def test_branches_are_joined_where_the_condition_is_open() -> None:
    term = where(X > 0, X, 5)
    assert enclose(term, {X: arb(2)}) == 2
    assert enclose(term, {X: arb(-2)}) == 5
    both = enclose(term, {X: arb(0, 1)})
    assert both.contains(arb(5))
    assert both.contains(arb(1) / 2)
    assert enclose(where(X > 0, X, 1 / (X + 3)), {X: arb(2)}) == 2


def test_sums_and_constants() -> None:
    assert enclose(total(k**2, k, 1, 10), {}) == 385
    assert enclose(total(k, k, 1, 0), {}) == 0
    assert enclose(pi, {}).overlaps(arb.pi())
    with pytest.raises(Undefined):
        enclose(total(k, k, 3, 0), {})


def test_sequences_are_lexically_scoped() -> None:
    v, c = sequence("v"), real("c")
    definitions = (initial(v(0), 1), recurrence(v(k), v(k - 1) * c, 1))
    assert enclose(v(5), {c: arb(2)}, definitions) == 32
    assert enclose(total(v(k), k, 0, 3), {c: arb(2)}, definitions) == 15
    with pytest.raises(Undefined):
        enclose(v(5), {}, definitions)
    with pytest.raises(Undefined):
        enclose(v(-1), {c: arb(2)}, definitions)
    z = sequence("z", of=(X,))
    nets = (initial(z(0), X), recurrence(z(k), sigmoid(z(k - 1)), 1))
    inner = enclose(z(2), {X: arb(0)}, nets)
    assert enclose(sequence("z", of=(z(1),))(1), {X: arb(0)}, nets).overlaps(inner)


def test_cost_is_linear_in_the_index() -> None:
    from gradcheck.balls.arithmetic import Balls
    from gradcheck.balls.interpreter import Interpreter

    z = sequence("z", of=(X,))
    nets = (initial(z(0), X), recurrence(z(k), sigmoid(z(k - 1)), 1))
    counts = []
    for depth in (50, 100, 200):
        calls = [0]

        class Counting(Balls):
            def taylor(self, name: str, a: object, order: int, calls: list[int] = calls) -> list[object] | None:
                calls[0] += 1
                return super().taylor(name, a, order)

        Interpreter(Counting(), {X: arb(1)}, nets, X).series(z(depth), 2)
        counts.append(calls[0])
    assert counts == [50, 100, 200]


def test_integer_symbols_have_integer_values() -> None:
    with pytest.raises(Undefined):
        enclose(X ** integer("m"), {X: arb(-2), integer("m"): arb("0.5")})


def test_deep_terms_are_refused_and_do_not_crash() -> None:
    term: Term = X
    for _ in range(20_000):
        term = -term
    with pytest.raises(Undefined):
        enclose(term, {X: arb(1)})


def member(name: str, index: object, *places: object) -> Term:
    return Sequence(name, (), as_term(index), tuple(as_term(place) for place in places))


CONSTANT = (
    initial(member("c", 0, y), 1),
    recurrence(member("c", k, y), member("c", k - 1, y), 1),
)


@pytest.mark.parametrize("index", [0, 2])
def test_a_parameter_that_no_body_uses_must_have_a_value(index: int) -> None:
    assert enclose(member("c", index, log(y)), {y: ball(Fraction(2))}, CONSTANT) == 1
    for value in (Fraction(-1), Fraction(0)):
        with pytest.raises(Undefined):
            enclose(member("c", index, log(y)), {y: ball(value)}, CONSTANT)
    with pytest.raises(Undefined):
        enclose(0 * member("c", index, 1 / y), {y: ball(Fraction(0))}, CONSTANT)
    with pytest.raises(Undefined):
        enclose(member("c", index, real("z")), {}, CONSTANT)


def test_a_sum_up_to_a_real_number_has_no_derivative_by_it() -> None:
    """It has a value at integers alone."""
    counted = total(k, k, 1, y)
    assert jet(counted, y, ball(Fraction(3)), 0) == [6]
    with pytest.raises(Undefined):
        jet(counted, y, ball(Fraction(3)), 1)
    assert jet(y * total(k, k, 1, 3), y, ball(Fraction(3)), 1) == [18, 6]
