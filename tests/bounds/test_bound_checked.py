"""What ``bound`` says the kernel checked over depth, held against mpmath, and near misses that it must not prove."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import mpmath
import pytest
from mpmath import mpf

from gradcheck.activations.analysis import chains
from gradcheck.activations.analysis.chains import Chain
from gradcheck.activations.analysis.pieces import activation
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.bounds.attraction import Trap, prove_attraction
from gradcheck.bounds.certify import Certifier
from gradcheck.bounds.fixed_orbit import prove_fixed_point, prove_reached, prove_steepness
from gradcheck.bounds.slack import prove_slack
from gradcheck.outcome.bound import ChainBounds, Checked, SymbolicBound
from gradcheck.search.covers.univariate import Supremum
from tests.activations.oracle import ORACLES

Q = Fraction
ONE = Q(1)
BITS = 124
SIGMOID = Chain((activation("sigmoid"),), 1)
FIXED = Q("0.65904606840740666"), Q("0.65904606840740667")
RATE = Q("0.224704348124146"), Q("0.224704348124147")
TRAP = Trap(Q("0.659046068407405"), Q("0.659046068407408"), RATE[1], 24, Q(1, 10**14))


def ask(*names: str, layers: int | str, weight: Fraction = ONE) -> ChainBounds | SymbolicBound:
    found = bound_chain(BoundRequest(names, layers, 15, weight))
    answer = found.chain if found.symbolic is None else found.symbolic
    assert answer is not None
    return answer


def told(found: Checked) -> list[str]:
    return [statement.claim.text for statement in found.statements]


@pytest.mark.parametrize(
    ("name", "weight"),
    [("sigmoid", ONE), ("sigmoid", -ONE), ("sigmoid", Q(3)), ("sigmoid", Q(-3)), ("arctan", Q(-9, 10)),
     ("bipolar_sigmoid", Q(3, 2)), ("gaussian", Q(1, 2)), ("lecun_tanh", Q(1, 2))],
)  # fmt: skip
def test_rates_agree_with_orbits(name: str, weight: Fraction) -> None:
    found = ask(name, layers=4, weight=weight)
    assert found.behaviour == "vanishes"
    assert {"naive", "tight", "rate", "behaviour"} == set(dict(found.checked))
    assert found.rate is not None
    with mpmath.workdps(40):
        w, f, x = mpf(weight.numerator) / weight.denominator, ORACLES[name], mpf(1) / 3
        for _ in range(600):
            x = f(w * x)
        slope = abs(mpmath.diff(lambda t: f(w * t), x))
        assert mpf(found.rate.lower) <= slope + mpf(10) ** -30
        assert slope - mpf(10) ** -30 <= mpf(found.rate.upper)


def test_the_statements_on_the_rate_hold_at_samples() -> None:
    found = dict(ask("sigmoid", layers=10).checked)["rate"]
    there, steep, flat, near = told(found)
    assert there.startswith("exists x: (0.659046068407406")
    assert steep == "y[n](x) = x and abs(d(y[n](x), x)) >= 0.224704348124146**n"
    assert flat == "abs(d(y[24 + n](x), x)) <= 7.11e-15*0.224704348124147**n"
    assert near == "abs(y[24 + n](u) - v) <= (7.11e-15*0.224704348124147**n)*abs(u - v)"
    with mpmath.workdps(60):
        fixed = mpmath.findroot(lambda t: 1 / (1 + mpmath.exp(-t)) - t, 0.65)
        for start in (-50, -3, mpf("-0.16"), 0, 1, 7, 60):
            x, slope = mpf(start), mpf(1)
            for depth in range(1, 40):
                x = 1 / (1 + mpmath.exp(-x))
                slope *= x * (1 - x)
                if depth >= 24:
                    most = mpf("7.11e-15") * mpf("0.224704348124147") ** (depth - 24)
                    assert slope <= most
                    assert abs(x - fixed) <= most * abs(start - fixed)


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "gelu", "mish", "sine"])
def test_tight_bounds_of_small_depth_are_checked(name: str) -> None:
    found = ask(name, layers=3)
    assert isinstance(found, ChainBounds)
    assert {"naive", "tight"} <= set(dict(found.checked))


def test_sharp_bounds_and_those_with_slack() -> None:
    sharp = dict(ask("tanh", layers="n", weight=Q(-3)).checked)
    assert told(sharp["sharp"]) == ["y[n](x) = 0 and d(y[n](x), x) = (-3)**n"]
    assert sharp["sharp"].trust == "exact"
    slack = dict(ask("sigmoid", layers="n").checked)
    assert told(slack["sharp"]) == ["abs(d(y[n](x), x)) <= 0.943344*(1/4)**n"]
    relu = dict(ask("relu", layers="n").checked)
    assert told(relu["sharp"]) == ["y[n](x) = 1 and d(y[n](x), x) = 1**n"]


def test_explosions_are_checked() -> None:
    found = ask("sigmoid", layers=5, weight=Q(-10))
    there, steep = told(dict(found.checked)["behaviour"])
    assert steep == "y[n](x) = x and abs(d(y[n](x), x)) >= 1.36667192936212**n"
    with mpmath.workdps(40):
        fixed = mpmath.findroot(lambda t: 1 / (1 + mpmath.exp(10 * t)) - t, 0.16)
        assert there.startswith("exists x: (" + mpmath.nstr(fixed, 15)[:14])
        assert 10 * fixed * (1 - fixed) >= mpf("1.36667192936212")


def test_nothing_is_said_to_be_checked_that_is_not() -> None:
    block = ask("sigmoid", "tanh", layers=4)
    assert set(dict(block.checked)) == {"naive", "tight"}
    free = bound_chain(BoundRequest(("sigmoid",), 3, bias=(Q(-1), Q(1)))).chain
    assert free is not None
    assert free.checked == ()
    assert dict(ask("softplus", layers="n").checked).keys() == {"behaviour"}  # sharp at infinity: by germs


def attracted(trap: Trap) -> int:
    stays = prove_steepness(SIGMOID, *FIXED, RATE[0], BITS)
    return len(list(prove_attraction(SIGMOID, trap, stays, BITS)))


def test_near_misses_of_attraction() -> None:
    assert attracted(TRAP) == 2
    assert attracted(replace(TRAP, slope=RATE[0])) == 0  # below |B'| at the fixed point
    assert attracted(replace(TRAP, start=20)) == 0  # not all values are there yet
    assert attracted(replace(TRAP, lo=Q("0.6590460684074067"))) == 0  # beside the fixed point
    assert attracted(replace(TRAP, steepest=Q(1, 4) ** 30)) == 0


def test_near_misses_of_fixed_orbits() -> None:
    assert prove_fixed_point(SIGMOID, *FIXED, BITS) is not None
    assert prove_fixed_point(SIGMOID, FIXED[1], FIXED[1] + Q(1, 1000), BITS) is None
    assert prove_steepness(SIGMOID, *FIXED, RATE[0], BITS) is not None
    assert prove_steepness(SIGMOID, *FIXED, RATE[1], BITS) is None
    tanh = Chain((activation("tanh"),), 1, Q(2))
    assert prove_reached(tanh, Q(0), Q(2)) is not None
    for place, slope in ((Q(0), Q(-2)), (Q(0), Q(199, 100)), (Q(1, 100), Q(2))):
        assert prove_reached(tanh, place, slope) is None


def test_near_misses_of_slack() -> None:
    assert prove_slack(SIGMOID, Q(1, 4), Q(1, 4), 15, BITS) is not None
    assert prove_slack(SIGMOID, Q(249, 1000), Q(1, 4), 15, BITS) is None
    assert prove_slack(Chain((activation("tanh"),), 1), ONE, ONE, 15, BITS) is None


def test_near_misses_of_tight_bounds() -> None:
    chain = Chain((activation("sigmoid"),), 2)
    found, size = chains.tight(chain, 15), slope_bounds(activation("sigmoid"), 15).size
    assert isinstance(found, Supremum)
    assert isinstance(size, Supremum)
    own = Certifier(chain, (size,), 15)
    assert own.tight(found, ("0.0589589806237420", "0.0589589806237421")) is not None
    assert own.tight(found, ("0.0589589806237420", "0.0589589806237420")) is None
    assert own.tight(found, ("0.0589589806237421", "0.0589589806237421")) is None
