"""``answer_gain``: gains, closed forms, fixed points and phases, with the near misses beside them."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx

from gradcheck.activations.analysis.normal_means import is_odd, linear_slopes, prove_normal_mean
from gradcheck.activations.analysis.pieces import activation
from gradcheck.gains import GainRequest, answer_gain
from gradcheck.gains.answer import Refused
from gradcheck.gains.moments import Mean, enclose_mean
from gradcheck.gains.quantities import Disagreement
from gradcheck.gains.values import closed_form, constant_to
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import as_term
from gradcheck.outcome.gain import FixedPoint, GainOutcome, Quantity, VarianceMap

Q = Fraction


def ask(name: str, digits: int = 15, **numbers: str) -> GainOutcome:
    terms = {key: read_expression(text) for key, text in numbers.items()}
    return answer_gain(GainRequest(name if name.isidentifier() else read_expression(name), digits=digits, **terms))


def mapped(name: str, **numbers: str) -> VarianceMap:
    found = ask(name, **numbers).variance_map
    assert found is not None
    return found


def holds(quantity: Quantity | None, value: str) -> bool:
    """Whether the value is between the printed decimals, which agree to at least ten digits."""
    assert quantity is not None
    lower, upper = Q(quantity.lower), Q(quantity.upper)
    return lower - Q(1, 10**14) <= Q(value) <= upper + Q(1, 10**14) and upper - lower < Q(1, 10**10)


def test_the_gain_of_tanh_is_not_five_thirds() -> None:
    found = ask("tanh")
    assert found.forward_gain is not None
    assert found.forward_gain.lower == "1.59253741972283"
    assert found.convention is not None
    assert found.convention.agrees is False
    assert found.mean is not None
    assert found.mean.exact == "0"
    assert found.second_moment is not None
    assert found.second_moment.trust == "enclosure"


def test_every_digit_is_certified() -> None:
    short, long = ask("tanh", digits=12).forward_gain, ask("tanh", digits=60).forward_gain
    assert short is not None
    assert long is not None
    assert Q(short.lower) <= Q(long.lower) <= Q(long.upper) <= Q(short.upper)
    assert Q(long.upper) - Q(long.lower) <= Q(2, 10**59)
    with mpmath.workdps(40):
        moment = mpmath.quad(lambda x: mpmath.tanh(x) ** 2 * mpmath.npdf(x), list(range(-14, 15, 2)))
        gain = Q(mpmath.nstr(1 / mpmath.sqrt(moment), 32))
    assert abs(Q(long.lower) - gain) < Q(1, 10**28)


@pytest.mark.parametrize(
    ("name", "variance", "mean", "second", "slope"),
    [
        ("relu", "1", "sqrt(2)/(2*sqrt(pi))", "1/2", "1/2"),
        ("relu", "3", None, "3/2", "1/2"),
        ("leaky_relu", "1", None, "0.50005", "0.50005"),
        ("identity", "5/2", "0", "5/2", "1"),
        ("sign(x)", "7", "0", "1", "0"),
        ("abs(x)", "1/4", None, "1/4", "1"),
        ("x**3", "1", "0", "15", "27"),
        ("exp(x)", "1", "exp(1/2)", "exp(2)", "exp(2)"),
        ("2", "1", "2", "4", "0"),
    ],
)
def test_closed_forms(name: str, variance: str, mean: str | None, second: str, slope: str) -> None:
    found = ask(name, variance=variance)
    assert found.mean is not None
    assert mean is None or found.mean.exact == mean
    assert found.mean.exact is not None
    assert found.second_moment is not None
    assert found.second_moment.exact == second
    assert found.slope_moment is not None
    assert found.slope_moment.exact == slope
    assert (found.backward_gain is None) == (slope == "0")


@pytest.mark.parametrize("name", ["elu", "selu", "relu", "leaky_relu"])
def test_closed_forms_lie_in_the_integrals(name: str) -> None:
    function = activation(name)
    for order, power in ((0, 1), (0, 2), (1, 2)):
        exact = prove_normal_mean(function, order, power, as_term(2))
        assert exact is not None
        value, integral = constant_to(exact, 30), enclose_mean(function, Mean(order, power), arb(2), 90)
        assert value.overlaps(integral)
        with ctx.workprec(200):
            assert not (value + arb(10) ** -20).overlaps(integral)


def test_a_wrong_closed_form_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gradcheck.gains.values.prove_normal_mean", lambda *_: read_expression("0.3942944"))
    with pytest.raises(Disagreement):
        closed_form(activation("tanh"), Mean(), as_term(1), enclose_mean(activation("tanh"), Mean(), arb(1), 60), 15)


def test_what_is_nearly_odd_or_linear_is_not() -> None:
    from gradcheck.activations.analysis.pieces import of_formula

    for text, odd in (("x + x**2/10**9", False), ("x*abs(x)", True), ("tanh(x)", True), ("tanh(x) + 1/10**9", False)):
        assert is_odd(of_formula(text, read_expression(text))) is odd
    for text, slopes in (("max(x, x/3)", (Q(1, 3), Q(1))), ("x + x**3/10**9", None), ("max(x, 0) + 1/10**9", None),
                         ("max(x - 1, 0)", None)):  # fmt: skip
        assert linear_slopes(of_formula(text, read_expression(text))) == slopes


def only(found: VarianceMap) -> FixedPoint:
    (point,) = found.fixed_points
    return point


def test_relu_is_critical_exactly_at_weights_of_variance_two() -> None:
    he = mapped("relu", sigma_w="sqrt(2)")
    assert (he.phase, he.complete, only(he).chi.exact) == ("critical", True, "1")
    assert mapped("relu", sigma_w="sqrt(2)*(1 + 1/10**12)").phase == "chaotic"
    assert mapped("relu", sigma_w="sqrt(2)*(1 - 1/10**12)").phase == "ordered"
    assert mapped("relu", sigma_w="1.4142135623730951").phase == "chaotic"
    biased = mapped("relu", sigma_w="sqrt(2)", sigma_b="1/10")
    assert (biased.phase, biased.fixed_points) == (None, ())


def test_an_exact_fixed_point() -> None:
    found = mapped("leaky_relu", sigma_w="1", sigma_b="1")
    assert only(found).at.exact == "20000/9999"
    assert found.phase == "ordered"


def test_tanh_at_the_edge_of_chaos() -> None:
    edge = mapped("tanh", sigma_w="1")
    assert (edge.phase, only(edge).chi.exact, edge.complete) == ("critical", "1", True)
    below = mapped("tanh", sigma_w="0.999")
    assert (below.phase, only(below).at.exact, only(below).attracting, below.complete) == ("ordered", "0", True, True)
    beyond = mapped("tanh", sigma_w="1 + 1/10**9")
    assert not beyond.complete
    assert beyond.phase != "critical"
    above = mapped("tanh", sigma_w="1.5")
    zero, positive = above.fixed_points
    assert (zero.at.exact, zero.attracting, zero.phase) == ("0", False, "chaotic")
    assert (positive.attracting, positive.phase, above.phase) == (True, "chaotic", "chaotic")
    assert not above.complete


def test_the_constant_of_the_error_function_is_critical() -> None:
    assert mapped("erf(x)", sigma_w="sqrt(pi)/2").phase == "critical"
    assert mapped("erf(x)", sigma_w="0.886226925452759").phase != "critical"
    assert mapped("erf(x)", sigma_w="0.886226925452757").phase == "ordered"


@pytest.mark.parametrize(("name", "complete"), [("softsign", True), ("sin(x)", True), ("sin(x) + x**2/100", False),
                                                ("where(x < 5, tanh(x), 6*x/5)", False)])  # fmt: skip
def test_zero_is_the_only_fixed_point_just_where_that_is_proved(name: str, complete: bool) -> None:
    found = mapped(name, sigma_w="1")
    assert found.fixed_points[0].at.exact == "0"
    assert found.complete is complete


@pytest.mark.parametrize(
    ("name", "sigma_w", "sigma_b", "phase"),
    [("tanh", "1.5", "0.3", "chaotic"), ("tanh", "1", "0.3", "ordered"), ("sigmoid", "1", "1", "ordered"),
     ("gelu", "1", "0.5", "ordered")],
)  # fmt: skip
def test_fixed_points_against_iteration(name: str, sigma_w: str, sigma_b: str, phase: str) -> None:
    from .test_moments import KNOWN

    point = only(mapped(name, sigma_w=sigma_w, sigma_b=sigma_b))
    assert point.phase == phase
    with mpmath.workdps(20):
        f, w, b = KNOWN[name][0], mpmath.mpf(sigma_w) ** 2, mpmath.mpf(sigma_b) ** 2
        q = mpmath.mpf(point.at.lower)

        def mean(g: object) -> mpmath.mpf:
            return mpmath.quad(lambda z: g(mpmath.sqrt(q) * z) ** 2 * mpmath.npdf(z), list(range(-10, 11, 2)))  # type: ignore[operator]

        assert abs(w * mean(f) + b - q) < 1e-13
        chi = w * mean(lambda x: mpmath.diff(f, x))
    assert abs(chi - mpmath.mpf(point.chi.lower)) < 1e-8
    assert point.unique_in is not None
    assert Q(point.unique_in[0]) < Q(point.at.lower) <= Q(point.at.upper) < Q(point.unique_in[1])


def test_two_fixed_points_are_both_found_and_neither_called_the_only_one() -> None:
    """exp(x/4): q = e^(q/8) has two roots; the smaller one attracts."""
    found = mapped("exp(x/4)", sigma_w="1")
    low, high = found.fixed_points
    assert (low.attracting, high.attracting) == (True, False)
    with mpmath.workdps(25):
        roots = [-8 * mpmath.lambertw(mpmath.mpf(-1) / 8, k).real for k in (0, -1)]
    for point, root in zip((low, high), roots, strict=True):
        assert holds(point.at, mpmath.nstr(root, 15))
        assert point.unique_in is not None
    assert Q(low.unique_in[1] if low.unique_in else 0) < Q(high.at.lower)
    assert not found.complete
    assert found.phase == "ordered"


def test_without_a_fixed_point() -> None:
    found = ask("exp(x)", sigma_w="1", sigma_b="1")
    assert found.variance_map is not None
    assert found.variance_map.phase == "undecided"
    assert found.undecided


@pytest.mark.parametrize(
    ("name", "numbers", "words"),
    [
        ("tanhh", {}, "did you mean tanh"),
        ("x + y", {}, "without y"),
        ("tanh", {"variance": "0"}, "positive"),
        ("tanh", {"variance": "-1/3"}, "positive"),
        ("tanh", {"variance": "x"}, "is a number"),
        ("tanh", {"variance": "1/0"}, "no value"),
        ("tanh", {"sigma_w": "0"}, "positive"),
        ("tanh", {"sigma_b": "-1"}, "not negative"),
        ("tanh", {"variance": "sqrt(2)**2 - 2"}, "positive"),
        ("exp(x**2)", {}, "GC302"),
        ("exp(x**2/4)", {"variance": "1"}, "infinite"),
    ],
)
def test_requests_that_make_no_sense(name: str, numbers: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        ask(name, **numbers)


def test_what_is_not_integrated_is_an_open_question() -> None:
    found = ask("1/x")
    assert len(found.undecided) == 3
    assert found.second_moment is not None
    assert (found.second_moment.lower, found.second_moment.upper) == ("-oo", "oo")
    assert found.second_moment.exact is None
