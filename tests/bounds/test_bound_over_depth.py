"""Tables over depth, weights and biases of layers, deep chains: against exact rationals and random biases."""

from __future__ import annotations

import math
import random
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from gradcheck.activations.analysis.affine import affine, affine_bounds
from gradcheck.activations.analysis.cell_chains import Layer
from gradcheck.activations.analysis.extreme_bias import best_end
from gradcheck.activations.analysis.pieces import X, activation
from gradcheck.activations.analysis.slopes import slope_bounds
from gradcheck.activations.analysis.value_iteration import steepest
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.bounds.float_formats import FORMATS, beyond
from gradcheck.language.author import tanh
from gradcheck.outcome.bound import BoundOutcome, ChainBounds, Extremum
from gradcheck.report.depth_text import power_of_ten, short
from gradcheck.search.covers.enclosure import NotFound
from gradcheck.search.covers.univariate import Supremum

Q = Fraction
ZERO = (Q(0), Q(0))

F = {
    "sigmoid": (lambda a: 1 / (1 + math.exp(-a)), lambda a: 1 / (4 * math.cosh(a / 2) ** 2)),
    "tanh": (math.tanh, lambda a: 1 / math.cosh(a) ** 2),
    "gelu": (lambda a: a * normal_cdf(a), lambda a: normal_cdf(a) + a * math.exp(-a * a / 2) / math.sqrt(2 * math.pi)),
    "elu": (lambda a: a if a > 0 else math.expm1(a), lambda a: 1 if a > 0 else math.exp(a)),
}


def normal_cdf(a: float) -> float:
    return math.erfc(-a / math.sqrt(2)) / 2


def ask(*names: str, **others: object) -> BoundOutcome:
    return bound_chain(BoundRequest(names, **others))  # type: ignore[arg-type]


def chain(*names: str, **others: object) -> ChainBounds:
    found = ask(*names, **others).chain
    assert found is not None
    assert found.tight is not None
    return found


def tight(*names: str, **others: object) -> Extremum:
    found = chain(*names, **others).tight
    assert found is not None
    return found


def sampled(names: list[str], weights: list[Fraction], bias: tuple[Fraction, Fraction], count: int) -> float:
    """The largest slope of random inputs and biases, the biases often at the ends."""
    generator, best = random.Random(str((names, weights, bias))), 0.0
    lo, hi = map(float, bias)
    for _ in range(count):
        at, slope = generator.uniform(-4, 4), 1.0
        for k, name in enumerate(names):
            if k:
                at = float(weights[k]) * at + generator.choice([lo, hi, generator.uniform(lo, hi)])
            value, derivative = F[name]
            slope *= float(weights[k]) * derivative(at)
            at = value(at)
        best = max(best, abs(slope))
    return best


@pytest.mark.parametrize(
    ("names", "weights", "bias"),
    [
        (["sigmoid"] * 3, [Q(1)] * 3, (Q(0), Q(1))),
        (["sigmoid"] * 3, [Q(-2)] * 3, (Q(3, 2), Q(2))),
        (["tanh"] * 4, [Q(1)] * 4, (Q(1, 2), Q(1))),
        (["tanh", "sigmoid"] * 2, [Q(1, 2), Q(3)] * 2, (Q(-4), Q(-3))),
        (["gelu"] * 2, [Q(1)] * 2, (Q(2), Q(3))),
        (["elu"] * 3, [Q(1), Q(-1), Q(1)], (Q(-3), Q(-2))),
    ],
)
def test_no_biases_exceed_the_bound(names: list[str], weights: list[Fraction], bias: tuple[Fraction, Fraction]) -> None:
    found = tight(*names, weights=tuple(weights), bias=bias, digits=3)
    best = Decimal(sampled(names, weights, bias, 10_000))
    assert Decimal(found.upper) * Decimal("1.000000001") >= best
    assert best > Decimal(found.upper) * Decimal("0.8")  # and it is close to tight
    assert Decimal(found.lower) > Decimal(found.upper) * Decimal("0.99")


def test_cells_agree_with_the_exact_search() -> None:
    for name, weight, depth in (("sigmoid", Q(1), 5), ("x", Q(1), 3), ("gelu", Q(2), 3), ("tanh", Q(-3), 4)):
        function = activation("softsign" if name == "x" else name)
        exact = chain(function.name, layers=depth, weight=weight).tight
        found = steepest((Layer(function, weight),), depth, ZERO, 3)
        assert isinstance(found, Supremum)
        assert exact is not None
        assert found.lower is not None
        assert found.upper is not None
        assert found.lower <= Q(exact.upper)
        assert Q(exact.lower) <= found.upper
        assert found.upper - found.lower < found.upper / 1000


def test_a_wider_interval_allows_more_and_one_bias_is_a_chain() -> None:
    narrow = tight("sigmoid", layers=4, bias=(Q(1, 10), Q(1, 2)))
    wide = tight("sigmoid", layers=4, bias=(Q(-1, 10), Q(1, 2)), digits=3)
    one = tight("sigmoid", layers=4, bias=(Q(1, 10), Q(1, 10)))
    assert narrow.upper == one.upper  # the least bias is the best
    assert Q(narrow.upper) < Q(wide.lower)
    enough = tight("sigmoid", layers=4, bias=(Q(-1, 2), Q(0)))
    assert enough.exact == "1/256"  # the bias -1/2 leads from 0 to 0
    assert tight("sigmoid", layers=4, bias=(Q(-499, 1000), Q(0)), digits=3).exact is None


def test_the_best_end_is_not_claimed_where_it_is_not() -> None:
    sigmoid, tanh = activation("sigmoid"), activation("tanh")
    assert best_end((Layer(sigmoid, Q(1)),), (Q(0), Q(1))) == 0
    assert best_end((Layer(sigmoid, Q(1)),), (Q(-3), Q(-2))) == -2
    assert best_end((Layer(sigmoid, Q(1)),), (Q(-1, 1000), Q(1))) is None  # the slope rises up to 0
    assert best_end((Layer(sigmoid, Q(-1)),), (Q(3), Q(4))) is None  # the next argument falls
    assert best_end((Layer(tanh, Q(1)),), (Q(1), Q(2))) == 1
    assert best_end((Layer(activation("relu"), Q(1)),), (Q(1), Q(2))) is None


def test_jumps_are_refused() -> None:
    found = steepest((Layer(activation("hardshrink"), Q(1)),), 2, (Q(0), Q(1)), 6)
    assert isinstance(found, NotFound)


@pytest.mark.parametrize(("weight", "bias"), [(Q(2), Q(1)), (Q(-1, 3), Q(-2))])
@pytest.mark.parametrize("name", ["sigmoid", "gelu", "elu", "softplus", "silu"])
def test_extrema_of_a_layer_with_weight_and_bias(name: str, weight: Fraction, bias: Fraction) -> None:
    function = activation(name)
    moved = affine_bounds(slope_bounds(function, 12), weight, bias)
    again = slope_bounds(affine(function, weight, bias), 12)
    for one, other in ((moved.infimum, again.infimum), (moved.supremum, again.supremum)):
        assert isinstance(one, Supremum)
        assert isinstance(other, Supremum)
        assert None not in (one.lower, one.upper, other.lower, other.upper)
        assert one.lower <= other.upper  # type: ignore[operator]
        assert other.lower <= one.upper  # type: ignore[operator]


def test_weights_one_by_one() -> None:
    found = chain("tanh", "tanh", "tanh", weights=(Q(1, 2), Q(1), Q(2)))
    assert (found.naive.exact, found.tight and found.tight.exact) == ("1", "1")
    steep = chain("sigmoid", "sigmoid", weights=(Q(4), Q(-3)))
    assert steep.naive.exact == "3/4"
    swapped = chain("sigmoid", "sigmoid", weights=(Q(-3), Q(4)))
    assert steep.tight is not None
    assert swapped.tight is not None
    assert steep.tight.upper != swapped.tight.upper


def test_table() -> None:
    rows = ask("sigmoid", table=(1, 2, 5, 50)).table
    assert [row.layers for row in rows] == [1, 2, 5, 50]
    assert [row.naive.exact for row in rows[:3]] == ["1/4", "1/16", "1/1024"]
    assert rows[1].tight is not None
    assert rows[1].tight.lower.startswith("0.058958980623742")
    assert all(row.positive is False for row in rows)
    assert [name for name, place in rows[3].formats if place == "below"] == ["fp8_e4m3", "fp8_e5m2", "float16"]
    leaky = ask("leaky-relu", table=(10,)).table[0]
    assert leaky.infimum is not None
    assert leaky.infimum.exact == str(Q(1, 100) ** 10)
    assert leaky.positive is True


def test_formats() -> None:
    largest = {one.name: one.largest for one in FORMATS}
    assert float(largest["float64"]) == 1.7976931348623157e308
    assert float(largest["float32"]) == 3.4028234663852886e38
    assert float(largest["bfloat16"]) == 3.3895313892515355e38
    for one in FORMATS:
        places = {value: dict(beyond(value, value))[one.name] for value in (one.smallest, one.largest)}
        assert set(places.values()) == {"inside"}
        assert dict(beyond(one.smallest * Q(99, 100), one.smallest * Q(999, 1000)))[one.name] == "below"
        assert dict(beyond(one.smallest * Q(99, 100), one.smallest))[one.name] == "unknown"
        assert dict(beyond(one.largest + 1, one.largest + 2))[one.name] == "above"


def test_where_the_gradient_overflows() -> None:
    found = chain("tanh", layers=1000, weight=Q(4))
    depths = {item.format: item.overflow for item in found.thresholds}
    assert depths == {"fp8_e4m3": 5, "fp8_e5m2": 8, "float16": 8, "bfloat16": 64, "float32": 64, "float64": 512}
    vanishing = chain("sigmoid", layers=10)
    assert all(item.overflow is None for item in vanishing.thresholds)


def test_a_deep_explosion_is_enclosed() -> None:
    found = chain("gelu", layers=300, weight=Q(4), digits=4)
    assert found.behaviour == "explodes"
    assert found.tight is not None
    lower, upper = Decimal(found.tight.lower), Decimal(found.tight.upper)
    assert Decimal(4) ** 300 <= upper  # the slope tends to 4**n at infinity
    assert upper < lower * Decimal("1.01")
    assert "inf" not in found.tight.upper + found.naive.upper
    assert all(item.overflow is not None for item in found.thresholds if item.format != "float64")


def test_decimals_far_from_one() -> None:
    assert power_of_ten(Extremum("1.14e602", "1.15e602")) == "10^[602.056, 602.061]"
    assert power_of_ten(Extremum("0.5", "0.6")) == ""
    assert short("1e-400", up=False) == "10^-400.000"
    assert short("0.123456", up=True) == "0.12346"
    assert short("0.123456", up=False) == "0.12345"
    assert short("oo", up=True) == "∞"


def test_what_makes_no_sense() -> None:
    for others in (
        {"weights": (Q(1), Q(2))}, {"bias": (Q(1), Q(0))}, {"table": (0,)}, {"table": (10**6,)},
        {"table": (2,), "layers": "n"}, {"weights": (Q(0),)},
    ):  # fmt: skip
        with pytest.raises(ValueError, match=r"weight|interval|layers"):
            BoundRequest(("tanh",), **others)  # type: ignore[arg-type]


def test_the_depth_at_which_the_supremum_itself_underflows() -> None:
    found = ask("sigmoid", table=(6, 7, 8)).chain
    assert found is not None
    depths = {item.format: (item.layers, item.tight) for item in found.thresholds}
    assert depths["float16"] == (8, 7)
    assert depths["float32"] == depths["bfloat16"] == (64, 59)
    for name, bits in (("float32", 126), ("float64", 1022)):  # the same by the search, at that depth and before it
        deep = depths[name][1]
        assert deep is not None
        if name == "float32":
            assert Q(tight("sigmoid", layers=deep, digits=5).upper) < Q(1, 2**bits)
            assert Q(tight("sigmoid", layers=deep - 1, digits=5).lower) > Q(1, 2**bits)
        assert deep < depths[name][0]
    level = ask("leaky-relu", table=(2,), weight=Q(1, 2)).chain
    assert level is not None
    assert all(item.tight == item.layers is not None for item in level.thresholds)


def test_rows_that_take_too_long_cost_no_others() -> None:
    asked = BoundRequest(("sigmoid",), table=(1, 5, 20_000), seconds=10.0)
    found = bound_chain(asked)
    assert [row.layers for row in found.table] == [1, 5]
    assert found.chain is not None
    assert found.chain.layers == 5
    assert [why for why in found.undecided if "from 20000 layers on" in why]
    assert found.table == bound_chain(replace(asked, table=(1, 5), seconds=None)).table


def test_one_layer_and_layers_without_bounds() -> None:
    assert tight("sigmoid", bias=(Q(3), Q(4))).exact == "1/4"  # the input is free
    steep = bound_chain(BoundRequest((X * X,), 3, bias=(Q(0), Q(1)))).chain
    assert steep is not None
    assert steep.tight is not None
    assert steep.tight.upper == "oo"
    flat = ask("hardtanh", layers=3, bias=(Q(5), Q(6))).chain  # beyond the kinks from the second layer on
    assert flat is not None
    assert flat.tight is not None
    assert flat.tight.upper == "0"


def test_a_chain_that_neither_contracts_nor_explodes() -> None:
    found = bound_chain(BoundRequest((X * tanh(X),), 30, digits=3)).chain
    assert found is not None
    assert found.tight is not None
    assert Q(found.tight.lower) >= 1  # the slope at infinity
    assert Q(found.tight.upper) < Q(found.naive.lower) / 10
