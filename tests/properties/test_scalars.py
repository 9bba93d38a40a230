"""Random rational and exponential identities and near identities against evaluation at random rational points."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from attack.mutants.mutate import variants
from attack.mutants.oracle import TOLERANCE, Instance, Oracle, Undefined
from gradcheck.kernel.dependencies import Missing
from gradcheck.kernel.evidence import ByNormalForm
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import prove
from gradcheck.language.author import eq, exp, sigmoid, tanh
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.terms import Add, Apply, Mul, Pow, Term
from tests.properties.terms import SLOW, exponentials, rationals, x, y

POINTS = [
    (Fraction(a, 7), Fraction(b, 5))
    for a, b in ((3, 2), (-11, 4), (8, -9), (-2, -3), (20, 13), (1, 17), (0, 0), (7, -5))
]


def values(term: Term) -> list[Any]:
    """The values at the points, None where the term has none."""
    found = []
    for a, b in POINTS:
        try:
            found.append(Oracle(Instance({x: a, y: b})).value(term))
        except (Undefined, ZeroDivisionError, OverflowError):
            found.append(None)
    return found


def agree(left: Term, right: Term) -> list[bool]:
    """Whether the two terms agree at each point where both have a value."""
    pairs = [(a, b) for a, b in zip(values(left), values(right), strict=True) if a is not None and b is not None]
    return [bool(abs(a - b) <= TOLERANCE * (1 + abs(a) + abs(b))) for a, b in pairs]


def proved(claim: Proposition, *given: Proposition) -> tuple[Proposition, ...] | None:
    """The conditions under which the normal form proves the claim, None when it does not."""
    try:
        prove(Goal(claim, given), ByNormalForm())
    except Missing as missing:
        return None if given else (missing.conditions if proved(claim, *missing.conditions) is not None else None)
    except Rejected:
        return None
    return ()


def expanded(term: Any) -> Any:
    """The same value, written otherwise: products over sums, powers as products, functions by exponentials."""
    match term:
        case Add(terms=parts):
            return Add(tuple(expanded(part) for part in reversed(parts)))
        case Mul(factors=(Add(terms=parts), *rest)):
            return Add(tuple(Mul((expanded(part), *map(expanded, rest))) for part in parts))
        case Mul(factors=parts):
            return Mul(tuple(expanded(part) for part in reversed(parts)))
        case Pow(base=base, exponent=exponent) if getattr(exponent, "value", 0) in (2, 3):
            return Mul((expanded(base),) * int(exponent.value))
        case Apply(function="sigmoid", args=(argument,)):
            return 1 - sigmoid(-expanded(argument))
        case Apply(function="tanh", args=(argument,)):
            return 1 - 2 / (exp(2 * expanded(argument)) + 1)
        case Apply(function="exp", args=(Add(terms=(first, *rest)),)):
            return exp(first) * expanded(exp(Add(tuple(rest)) if len(rest) > 1 else rest[0]))
    return term


@SLOW
@given(st.one_of(rationals, exponentials))
def test_the_same_written_otherwise_is_proved_or_asks_for_a_condition(term: Term) -> None:
    other = expanded(term)
    assume(other is not term and agree(term, other))
    assert all(agree(term, other))
    assert proved(eq(term, other)) is not None


@SLOW
@given(st.one_of(rationals, exponentials), st.one_of(rationals, exponentials))
def test_two_terms_are_proved_equal_only_where_they_agree(left: Term, right: Term) -> None:
    if proved(eq(left, right)) is not None:
        assert all(agree(left, right))


@SLOW
@given(st.one_of(rationals, exponentials), st.randoms(use_true_random=False))
def test_a_near_identity_is_never_proved(term: Term, generator: Any) -> None:
    changed = [other for _, other in variants(expanded(term), [x, y])]
    assume(changed)
    for other in generator.sample(changed, min(3, len(changed))):
        found = agree(term, other)
        if not all(found):
            assert proved(eq(term, other)) is None, (term, other)


def test_functions_are_what_they_are_called() -> None:
    for function in (exp, sigmoid, tanh):
        assert proved(eq(function(x) - function(y), 0)) is None
        assert proved(eq(expanded(function(x)), function(x))) == ()
