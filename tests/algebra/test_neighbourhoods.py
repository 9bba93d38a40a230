"""A derivative rests on what holds around the point; hypotheses are used in their range and nowhere else."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gradcheck.kernel.evidence import ByNormalForm, ByRewriting, BySign
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove
from gradcheck.language.author import (
    ForAll,
    arbitrary_function,
    d,
    dimension,
    eq,
    exp,
    identity,
    initial,
    integer,
    limit,
    log,
    natural,
    ne,
    ones,
    oo,
    rational,
    real,
    recurrence,
    sequence,
    sign,
    sqrt,
    sup,
    vector,
    where,
    zeros,
)
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import as_term

x, y, z = real("x"), real("y"), real("z")
i, k, m, t = integer("i"), natural("k"), natural("m"), natural("t")
n, p = dimension("n"), dimension("p")
zero = as_term(0)
sigma, rough = arbitrary_function("sigma"), arbitrary_function("tau", differentiable=0)
largest, power = sup(x * z, z), limit(x**t, t, oo)
OPS = ("<", "<=", ">", ">=")
NF, SIGN = ByNormalForm(), BySign()

# each claim fails, or has no meaning, at a point where what is given holds
JUMPS: list[tuple[Proposition, tuple[Proposition, ...]]] = [
    (eq(d(where(sign(x) < rational(1, 2), zero, x), x), 0), (sign(x) < rational(1, 2),)),  # at 0
    (eq(d(where(rough(x) > 0, x, zero), x), 1), (rough(x) > 0,)),  # tau is 1 at one point
    (eq(d(where(sigma.derivative(x) > 0, x, zero), x), 1), (sigma.derivative(x) > 0,)),
    (eq(d(where(largest < 1, zero, x), x), 0), (largest < 1,)),  # at 0
    (eq(d(where(power < rational(1, 2), x, zero), x), 1), (power < rational(1, 2), eq(power, y))),
    (eq(d(rough(x) / rough(x), x), 0), (ne(rough(x), 0),)),
    (eq(d((sign(x) - 1) / (sign(x) - 1), x), 0), (x <= 0, ne(sign(x), 1))),
]
EDGES: list[tuple[Proposition, tuple[Proposition, ...]]] = [
    (eq(d(sqrt(x) ** 2, x), 1), (x >= 0,)),
    (eq(d(sqrt(x) ** 2, x), 1), (eq(x, 0),)),
    (eq(d(sqrt(x) ** 2 + sqrt(-x) ** 2, x), 0), (eq(x, 0),)),  # defined at 0 only
    (eq(d(x ** rational(3, 2) * sqrt(x), x), 2 * x), (x >= 0,)),
    (eq(d(d(sqrt(x) ** 4, x), x), 2), (x >= 0,)),
    (eq(d(largest - largest, x), 0), (eq(largest, y),)),
]
INSIDE: list[tuple[Proposition, tuple[Proposition, ...]]] = [
    (eq(d(sqrt(x) ** 2, x), 1), (x > 0,)),
    (eq(d(sqrt(1 + x**2) ** 2, x), 2 * x), ()),
    (eq(d(exp(log(x)), x), 1), (x > 0,)),
    (eq(d(x / x, x), 0), (ne(x, 0),)),
    (eq(d(where(x < 1, x, zero), x), 1), (x < 1,)),
    (eq(d(sqrt(y) * x, x), sqrt(y)), (y >= 0,)),
    (eq(d(where(sigma(x) > 0, x, zero), x), 1), (sigma(x) > 0,)),
]


@pytest.mark.parametrize(("claim", "given"), JUMPS + EDGES)
def test_what_holds_at_a_point_only_is_not_used_in_a_derivative(
    claim: Proposition, given: tuple[Proposition, ...]
) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim, given), NF)


@pytest.mark.parametrize(("claim", "given"), INSIDE)
def test_what_holds_around_it_is(claim: Proposition, given: tuple[Proposition, ...]) -> None:
    assert genuine(prove(Goal(claim, given), NF))


@pytest.mark.parametrize("whole", [i, k, n])
def test_an_equation_for_every_integer_is_no_equation_of_functions(whole: object) -> None:
    given_there = ForAll((whole,), eq(sigma.derivative(whole), 0))  # type: ignore[arg-type]
    with pytest.raises(Rejected):
        prove(Goal(eq(sigma.derivative(x), 0), (given_there,)), NF)


def test_an_array_without_entries_says_nothing() -> None:
    """For n = 1 the assumption is about nothing at all."""
    with pytest.raises(Rejected):
        prove(Goal(x + k >= 0, ((x + k) * ones(n - 1) >= zeros(n - 1),)), SIGN)
    assert genuine(prove(Goal(x + k >= 0, ((x + k) * ones(n) >= zeros(n),)), SIGN))


def test_an_assumption_on_an_array_says_nothing_of_one_of_another_size() -> None:
    """For p = 1 it is 1 + x >= 0, and says nothing of x, which stands beside the diagonal."""
    small, large = ((identity(s) + x * ones(s, s) >= zeros(s, s)) for s in (p, n))
    with pytest.raises(Rejected):
        prove(Goal(large, (small,)), SIGN)


def test_a_member_is_rewritten_at_its_parameter_and_not_differentiated_by_it_again() -> None:
    w, f = vector("w", n), sequence("f", of=(z,))

    def at(index: object, value: object) -> object:
        return type(f(0))("f", (), as_term(index), (as_term(value),))

    definitions = (initial(f(0), z), recurrence(f(k), f(k - 1) * (w[1] + z), start=1))
    left, right = (d(at(t, value * w[1]), w)[1] for value in (x, y))
    equations = (eq(x, y), eq(z, y * w[1]))
    honest = prove(Goal(eq(left, right), equations[:1], definitions), ByRewriting(equations[:1], NF))
    assert genuine(honest)
    wrong = eq(left, right + y * d(f(t), z))
    with pytest.raises(Rejected):
        prove(Goal(wrong, equations, definitions), ByRewriting(equations, NF))


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 6), st.integers(-6, 6), st.integers(-6, 6), st.booleans(), st.sampled_from([">", ">=", "<", "<="])
)
def test_bounds_of_integers_agree_with_counting(factor: int, bound: int, asked: int, strict: bool, op: str) -> None:
    """From factor * i > bound follows nothing that some integer within the bound violates."""
    known = factor * i > bound if strict else factor * i >= bound
    claim = {">": i > asked, ">=": i >= asked, "<": i < asked, "<=": i <= asked}[op]
    values = [v for v in range(-20, 21) if (factor * v > bound if strict else factor * v >= bound)]
    holds = {">": all(v > asked for v in values), ">=": all(v >= asked for v in values)}.get(op, False)
    try:
        prove(Goal(claim, (known,)), SIGN)
    except Rejected:
        return
    assert holds, Fraction(bound, factor)


def test_half_an_integer_is_no_integer() -> None:
    for claim, known in ((m > 1, 2 * m > 1), (m + k > 1, 2 * m + 2 * k > 1), (i > 1, 3 * i > 1), (i < -1, 2 * i < -1)):
        with pytest.raises(Rejected):
            prove(Goal(claim, (known,)), SIGN)
