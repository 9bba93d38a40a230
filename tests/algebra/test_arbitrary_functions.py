"""Arbitrary functions: what follows for all of them, what does not, and concrete ones in counterexamples."""

from __future__ import annotations

from fractions import Fraction

import pytest

from gradcheck.kernel.evidence import ByForallElimination, ByNormalForm, BySign, Counterexample
from gradcheck.kernel.goal import Goal
from gradcheck.kernel.rejection import Rejected
from gradcheck.kernel.verdict import genuine, prove, refute
from gradcheck.language.author import (
    E,
    ForAll,
    Implies,
    Normal,
    absolute,
    arbitrary_function,
    chain,
    d,
    diag,
    dimension,
    eq,
    function,
    hadamard,
    initial,
    matrix,
    natural,
    ones,
    outer,
    random_variable,
    rational,
    reals,
    recurrence,
    relu,
    sequence,
    sin,
    sqrt,
    tanh,
    vector,
    zeros,
)
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.propositions import Proposition
from gradcheck.language.syntax.substitution import replace_symbols
from gradcheck.language.syntax.terms import Apply, Symbol, as_term
from gradcheck.language.syntax.uninterpreted import ARGUMENT
from gradcheck.prover.present import describe_witness
from gradcheck.search.refutation.counterexample import search_counterexample

n = dimension("n")
x, u, z, gamma = reals("x u z gamma")
W, v, c = matrix("W", n, n), vector("v", n), vector("c", n)
sigma, rho = arbitrary_function("sigma"), arbitrary_function("rho", differentiable=2)
rough = arbitrary_function("tau", differentiable=0)

unit_slope = ForAll((z,), chain(0, "<=", sigma.derivative(z), "<=", 1))
bounded_slope = ForAll((z,), absolute(sigma.derivative(z)) <= gamma)

IDENTITIES = [
    eq(d(sigma(x * u), x), u * sigma.derivative(x * u)),
    eq(d(sigma(u), x), 0),
    eq(sigma(x + u), sigma(u + x)),
    eq(d(rho(x) ** 2, x), 2 * rho(x) * rho.derivative(x)),
    eq(d(d(rho(x), x), x), rho.derivative(x, 2)),
    eq(d(rho.derivative(x), x), rho.derivative(x, 2)),
    eq(d(sigma(sigma(x)), x), sigma.derivative(sigma(x)) * sigma.derivative(x)),
    eq(d(sigma(W @ v), v), diag(sigma.derivative(W @ v)) @ W),
    eq(d(c @ sigma(W @ v), W), outer(hadamard(c, sigma.derivative(W @ v)), v)),
]

NO_IDENTITIES = [
    eq(d(sigma(x * u), x), sigma.derivative(x * u)),
    eq(d(sigma(x), x), 0),
    eq(d(d(sigma(x), x), x), 0),  # there is no second derivative
    eq(d(rough(x), x), 0),
    eq(d(d(sigma(x), x), x), d(d(sigma(x), x), x)),
    eq(sigma(x), sigma(u)),
    eq(sigma(x), rough(x)),
    eq(d(sigma(W @ v), v), W @ diag(sigma.derivative(W @ v))),
    eq(sigma(x), arbitrary_function("sigma", 2)(x)),  # another function of the same name
]


@pytest.mark.parametrize("claim", IDENTITIES, ids=render_text)
def test_the_chain_rule_holds_for_every_function(claim: Proposition) -> None:
    assert genuine(prove(Goal(claim), ByNormalForm()))


@pytest.mark.parametrize("claim", NO_IDENTITIES, ids=render_text)
def test_nothing_else_does(claim: Proposition) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim), ByNormalForm())


BOUNDS = [
    (sigma.derivative(x * u) <= 1, unit_slope),
    (d(sigma(3 * x), x) <= 3, unit_slope),
    (absolute(sigma.derivative(x * u)) <= gamma, bounded_slope),
    (absolute(sigma.derivative(x * u) * u) <= gamma * absolute(u), bounded_slope),
    (sigma.derivative(W @ v) <= ones(n), unit_slope),
    (sigma.derivative(W @ v) >= zeros(n), unit_slope),
]

NO_BOUNDS = [
    (sigma.derivative(x) < 1, unit_slope),
    (sigma.derivative(x) > 0, unit_slope),
    (sigma(x) <= 1, unit_slope),
    (d(sigma(x**2), x) <= 1, unit_slope),
    (rho.derivative(x) <= 1, unit_slope),
    (sigma.derivative(x) <= gamma - 1, bounded_slope),
    (sigma.derivative(W @ v) <= v, unit_slope),
    # known for positive numbers only
    (sigma.derivative(x) <= 1, ForAll((z,), Implies(z > 0, sigma.derivative(z) <= 1))),
    # known at one point only
    (sigma.derivative(x) <= 1, sigma.derivative(u) <= 1),
]


@pytest.mark.parametrize(("claim", "given"), BOUNDS, ids=lambda p: render_text(p))
def test_what_is_assumed_everywhere_is_used_at_every_argument(claim: Proposition, given: Proposition) -> None:
    assert genuine(prove(Goal(claim, (given,)), BySign()))


def test_bounds_at_two_arguments_together_follow_from_their_instances() -> None:
    product, signs = sigma.derivative(x * u) * sigma.derivative(x), BySign()
    instances = ByForallElimination(unit_slope, (x * u,), ByForallElimination(unit_slope, (x,), signs))
    assert genuine(prove(Goal(product <= 1, (unit_slope,)), instances))
    for claim, evidence in ((product <= rational(1, 2), instances), (product <= 1, signs)):
        with pytest.raises(Rejected):
            prove(Goal(claim, (unit_slope,)), evidence)


@pytest.mark.parametrize(("claim", "given"), NO_BOUNDS, ids=lambda p: render_text(p))
def test_and_nowhere_else(claim: Proposition, given: Proposition) -> None:
    with pytest.raises(Rejected):
        prove(Goal(claim, (given,)), BySign())


@pytest.mark.parametrize(
    ("claim", "given", "meaning"),
    [
        (sigma(x) <= x, unit_slope, "zero"),
        (sigma.derivative(x) < 1, unit_slope, "identity"),
        (eq(sigma(x), sigma(u)), x < u, "identity"),
        (eq(sigma.derivative(x), sigma.derivative(u)), x < u, "z -> 1/2*z**2"),
        (absolute(sigma.derivative(x)) < gamma, bounded_slope, None),
        (eq(sigma(x + u), sigma(x) + sigma(u)), x < u, None),
    ],
)
def test_a_concrete_function_refutes(claim: Proposition, given: Proposition, meaning: str | None) -> None:
    goal = Goal(claim, (given,))
    found = search_counterexample(goal)
    assert found is not None
    assert genuine(refute(goal, found))
    assert meaning in (None, dict(describe_witness(found))["sigma"])


def refuses(goal: Goal, **functions: object) -> None:
    meaning = tuple((name, as_term(term)) for name, term in functions.items())
    values = tuple((symbol, Fraction(1)) for symbol in (x, u, gamma))
    with pytest.raises(Rejected):
        refute(goal, Counterexample(values, functions=meaning))


def test_forged_functions_are_refused() -> None:
    false = Goal(sigma(x) < 1, (unit_slope,))
    assert genuine(refute(false, Counterexample(((x, Fraction(1)),), functions=(("sigma", ARGUMENT),))))
    refuses(false, sigma=2 * ARGUMENT)  # its slope is too large
    refuses(false, sigma=Apply("abs", (ARGUMENT,)))  # it has a kink
    refuses(false, sigma=relu(ARGUMENT) + 5)
    refuses(false, sigma=1 / ARGUMENT)  # it is not defined at 0
    refuses(false, sigma=sqrt(ARGUMENT))
    refuses(false, sigma=x)  # it depends on something else
    refuses(false, sigma=sigma(ARGUMENT))
    refuses(false, sigma=v)
    refuses(false, rho=ARGUMENT)  # sigma has no meaning
    refuses(false)
    both = (("sigma", as_term(ARGUMENT)), ("sigma", as_term(0)))
    with pytest.raises(Rejected):
        refute(false, Counterexample(((x, Fraction(1)),), functions=both))
    # a kink is allowed where no derivative is claimed
    level = Goal(rough(x) <= 0)
    kinked = Counterexample(((x, Fraction(1)),), functions=(("tau", Apply("abs", (ARGUMENT,))),))
    assert genuine(refute(level, kinked))


def test_an_assumption_for_all_numbers_is_about_the_bound_variable() -> None:
    """The value of a free symbol of the same name is not the bound one's."""
    here = ForAll((x,), sigma(x) <= 1)
    refuses(Goal(sigma(u) < 1, (here,)), sigma=ARGUMENT)
    refuses(Goal(x < 0, (here,)), sigma=ARGUMENT)


def test_names_of_bound_variables_are_reserved() -> None:
    """A value for the name that a bound variable gets inside the kernel would make "for all" mean "at one point"."""
    here = ForAll((z,), sigma(z) <= 1)
    forged = Symbol("<z>")
    values = ((x, Fraction(1)), (forged, Fraction(0)))
    with pytest.raises(Rejected):
        refute(Goal(x < 0, (here,)), Counterexample(values, functions=(("sigma", ARGUMENT),)))
    with pytest.raises(Rejected, match="reserved"):
        prove(Goal(eq(forged, forged)), ByNormalForm())


def test_a_random_argument_is_refused() -> None:
    a = random_variable("a", Normal(0, 1))
    for claim in (eq(E(sigma(a)), E(sigma(a))), eq(sigma(a), sigma(a))):
        with pytest.raises(Rejected, match="random argument"):
            prove(Goal(claim), ByNormalForm())


def test_members_are_as_smooth_as_their_definition() -> None:
    k = natural("k")
    y = sequence("y", of=(x,))
    for f, smooth in ((sigma, True), (rough, False), (function("relu"), False), (tanh, True)):
        definitions = (initial(y(0), x), recurrence(y(k), f(y(k - 1)), start=1))
        goal = Goal(eq(d(y(k), x), d(y(k), x)), (), definitions)
        if smooth:
            assert genuine(prove(goal, ByNormalForm()))
        else:
            with pytest.raises(Rejected):
                prove(goal, ByNormalForm())
    twice = (initial(y(0), x), recurrence(y(k), sigma(y(k - 1)), start=1))
    with pytest.raises(Rejected):
        prove(Goal(eq(d(d(y(k), x), x), d(d(y(k), x), x)), (), twice), ByNormalForm())


def test_names_and_orders_are_checked_when_a_term_is_made() -> None:
    with pytest.raises(ValueError, match="only known to be 1 times"):
        sigma.derivative(x, 2)
    with pytest.raises(ValueError, match="function of the language"):
        arbitrary_function("tanh")(x)
    with pytest.raises(ValueError, match="one of 0, 1, 2"):
        arbitrary_function("phi", -1)(x)


def test_substitution_reaches_the_argument() -> None:
    assert replace_symbols(sigma(x + u), {x: sin(z)}) is sigma(sin(z) + u)
    assert replace_symbols(ForAll((z,), sigma(z) <= x), {z: u}) is ForAll((z,), sigma(z) <= x)
    with pytest.raises(ValueError, match="bound variable"):
        replace_symbols(ForAll((z,), sigma(z) <= x), {x: z})


def test_an_equation_of_functions_replaces_a_derivative() -> None:
    logistic = ForAll((z,), eq(sigma.derivative(z), sigma(z) * (1 - sigma(z))))
    claim = eq(d(sigma(x * u), x), u * sigma(x * u) * (1 - sigma(x * u)))
    assert genuine(prove(Goal(claim, (logistic,)), ByNormalForm()))
    with pytest.raises(Rejected):
        prove(Goal(claim), ByNormalForm())
    # at one value of gamma the slope is gamma; that is no equation of functions of gamma
    constant = ForAll((z,), eq(sigma.derivative(z), gamma))
    for wrong in (eq(d(sigma.derivative(x), gamma), 1), eq(d(d(rho(x), x), gamma), 1)):
        with pytest.raises(Rejected):
            prove(Goal(wrong, (constant,)), ByNormalForm())
    # known for another function, or defined by itself
    for other in (
        ForAll((z,), eq(rho.derivative(z), rho(z) * (1 - rho(z)))),
        ForAll((z,), eq(sigma.derivative(z), sigma.derivative(z) + 0)),
        ForAll((z,), eq(sigma.derivative(z + 1), sigma(z) * (1 - sigma(z)))),
    ):
        with pytest.raises(Rejected):
            prove(Goal(claim, (other,)), ByNormalForm())
