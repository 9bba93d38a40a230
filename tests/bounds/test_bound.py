"""``bound``: what it says of the usual activations and their compositions."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest

from gradcheck.activations.analysis.pieces import X
from gradcheck.bounds import BoundRequest, bound_chain
from gradcheck.language.author import real, sin
from gradcheck.language.notation.reader import read_expression
from gradcheck.language.syntax.terms import Term
from gradcheck.outcome.bound import BoundOutcome, ChainBounds
from gradcheck.report.bound_text import bound_lines
from gradcheck.report.page import plain

Q = Fraction
ONE = Q(1)


def ask(*names: str | Term, layers: int | str | None = None, digits: int = 15, weight: Fraction = ONE) -> BoundOutcome:
    return bound_chain(BoundRequest(names, layers, digits, weight))


def chain(*names: str | Term, layers: int | None = None, digits: int = 15, weight: Fraction = ONE) -> ChainBounds:
    found = ask(*names, layers=layers, digits=digits, weight=weight).chain
    assert found is not None
    return found


def test_sigmoid_ten_layers() -> None:
    found = chain("sigmoid", layers=10)
    assert found.naive.exact == "1/1048576"
    assert found.naive.trust == "exact"
    assert found.tight is not None
    assert (found.tight.lower, found.tight.upper) == ("3.9012740134975e-7", "3.90127401349751e-7") or (
        found.tight.lower.startswith("3.9012740134975") and Q(found.tight.upper) - Q(found.tight.lower) <= Q(1, 10**21)
    )
    assert found.tight.attained
    assert found.ratio is not None
    assert found.ratio.lower.startswith("0.409078")
    assert found.rate is not None
    assert Q(found.rate.lower) <= Q("0.2247043481241465208") <= Q(found.rate.upper)
    assert found.fixed_point is not None
    assert Q(found.fixed_point.lower) <= Q("0.6590460684074066") + Q(1, 10**16)
    assert found.fixed_point.lower.startswith("0.65904606840740")
    assert found.behaviour == "vanishes"
    assert {item.format: item.layers for item in found.thresholds} == {
        "fp8_e4m3": 4, "fp8_e5m2": 8, "float16": 8, "bfloat16": 64, "float32": 64, "float64": 512,
    }  # fmt: skip


def test_two_sigmoids_against_mpmath() -> None:
    found = chain("sigmoid", "sigmoid", digits=30)
    again = chain("sigmoid", layers=2, digits=30)
    assert found.tight == again.tight
    mpmath.mp.dps = 50

    def slope(x: mpmath.mpf) -> mpmath.mpf:
        inner = 1 / (1 + mpmath.exp(-x))
        outer = 1 / (1 + mpmath.exp(-inner))
        return outer * (1 - outer) * inner * (1 - inner)

    place = mpmath.findroot(lambda x: mpmath.diff(slope, x), mpmath.mpf("-0.115"))
    best = Q(mpmath.nstr(slope(place), 28))
    assert found.tight is not None
    assert abs(Q(found.tight.lower) - best) < Q(1, 10**24)
    assert found.tight.lower.startswith("0.0589589806237420")


def test_symbolic_depth() -> None:
    found = ask("sigmoid", layers="n").symbolic
    assert found is not None
    assert found.bound.text == "(1/4)**n"
    assert found.sharp is False
    assert found.behaviour == "vanishes"
    assert "y[n]" in found.claim.text
    assert "y[n + 1]" in found.step.text
    level = ask("tanh", layers="L").symbolic
    assert level is not None
    assert level.sharp is True
    assert level.behaviour == "bounded"


@pytest.mark.parametrize(
    ("name", "exact", "attained", "behaviour"),
    [
        ("tanh", "1", True, "bounded"),
        ("relu", "1", True, "bounded"),
        ("leaky-relu", "1", True, "bounded"),
        ("elu", "1", True, "bounded"),
        ("softplus", "1", False, "bounded"),
        ("softsign", "1", True, "bounded"),
    ],
)
def test_layers_of_slope_one(name: str, exact: str, attained: bool, behaviour: str) -> None:
    found = chain(name, layers=10)
    assert found.tight is not None
    assert (found.tight.exact, found.tight.attained, found.behaviour) == (exact, attained, behaviour)
    assert found.rate is not None
    assert found.rate.lower == "1"


def test_selu_explodes_without_reaching_its_bound() -> None:
    found = chain("selu", layers=10)
    assert found.behaviour == "explodes"
    assert found.tight is not None
    assert found.tight.exact == found.naive.exact
    assert found.tight.attained is False
    assert found.tight.at == ("0-",)


def test_mixed_layers() -> None:
    sharp = chain("tanh", "tanh", "sigmoid")
    assert sharp.tight is not None
    assert (sharp.tight.exact, sharp.tight.attained, sharp.layers) == ("1/4", True, 3)
    other = chain("sigmoid", "tanh", "tanh")
    assert other.tight is not None
    assert Q(other.tight.upper) < Q(1, 4)
    assert chain("elu", "tanh", layers=6).layers == 6
    with pytest.raises(ValueError, match="in turn"):
        ask("elu", "tanh", layers=5)


def test_weights() -> None:
    four = chain("sigmoid", layers=10, weight=Q(4))
    assert four.naive.exact == "1"
    assert four.behaviour == "vanishes"
    assert four.tight is not None
    assert Q(four.tight.upper) < Q(1, 10**8)
    double = chain("tanh", layers=5, weight=Q(2))
    assert double.tight is not None
    assert (double.tight.exact, double.behaviour) == ("32", "explodes")


def test_negative_weights() -> None:
    tanh, elu = chain("tanh", layers=3, weight=Q(-3)), chain("elu", layers=3, weight=Q(-3))
    assert tanh.tight is not None
    assert elu.tight is not None
    assert tanh.tight.exact == elu.tight.exact == tanh.naive.exact == "27"
    relu, leaky = chain("relu", layers=2, weight=Q(-3)), chain("leaky_relu", layers=2, weight=Q(-3))
    assert relu.tight is not None  # what comes out of the first layer is >= 0, and -3 times that <= 0
    assert leaky.tight is not None
    assert (relu.tight.exact, leaky.tight.exact) == ("0", "9/100")
    sigmoid, other = (chain("sigmoid", layers=2, digits=7, weight=w).tight for w in (Q(-3), Q(3)))
    assert sigmoid is not None
    assert other is not None
    assert sigmoid.lower.startswith("0.393397")
    assert other.lower == sigmoid.lower  # sigmoid(-t) = 1 - sigmoid(t), so that two layers turn the sign twice


def test_silu_layers_have_a_tight_bound_below_the_naive_one() -> None:
    found = chain("silu", layers=3)
    assert found.tight is not None
    assert Q(1) < Q(found.tight.lower) <= Q(found.tight.upper) < Q(found.naive.lower)


def test_depth_does_not_underflow() -> None:
    found = chain("sigmoid", layers=120, digits=5)
    assert found.naive.exact == "(1/4)**120" or found.naive.exact == str(Q(1, 4**120))
    assert found.tight is not None
    assert 0 < Q(found.tight.lower) <= Q(found.tight.upper) < Q(found.naive.lower)


def test_formulas() -> None:
    square = ask(X**2)
    assert square.functions[0].supremum.upper == "oo"
    assert square.functions[0].infimum.lower == "-oo"
    by_name, by_formula = (
        ask("x*tanh(x)", digits=20).functions[0],
        ask(X * (X * 0 + 1) * (1 - 2 / (1 + _exp2()))).functions[0],
    )
    assert by_name.supremum.lower.startswith(by_formula.supremum.lower[:14])
    with pytest.raises(ValueError, match="x alone"):
        ask(real("w") * X)
    with pytest.raises(ValueError, match="no activation"):
        ask("no such thing")


def _exp2() -> Term:
    from gradcheck.language.author import exp

    return exp(2 * X)


def test_open_questions_are_said() -> None:
    found = ask(sin(X**2), layers=1)
    assert found.undecided
    assert found.chain is not None
    assert found.chain.tight is None or found.chain.naive.upper == "oo"


@pytest.mark.parametrize(
    "arguments",
    [
        {"names": ()}, {"names": ("tanh",), "layers": 0}, {"names": ("tanh",), "layers": 10**9},
        {"names": ("tanh",), "digits": 0}, {"names": ("tanh",), "weight": Q(0)}, {"names": ("tanh",), "layers": "x"},
        {"names": ("tanh",), "layers": "2n"},
    ],
)  # fmt: skip
def test_senseless_requests(arguments: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"."):
        BoundRequest(**arguments)  # type: ignore[arg-type]


def test_kinks_and_pieces_are_reported() -> None:
    relu = ask("relu").functions[0]
    assert relu.kinks == ("0",)
    assert relu.supremum.reason == "for every x > 0"
    assert relu.derivative.text == "where(x < 0, 0, 1)"
    assert ask("elu").functions[0].kinks == ()
    assert ask("sigmoid").functions[0].derivative.text == "sigmoid(x)*(1 - sigmoid(x))"


def test_numbers_too_small_to_write_out_are_refused() -> None:
    from gradcheck.language.author import exp

    found = ask(exp(-exp(exp(X**2 + 5))))
    assert found.undecided


def test_an_unbounded_slope_never_vanishes() -> None:
    found = chain(sin(X**2) / 10, layers=2)
    assert found.behaviour != "vanishes"


@pytest.mark.parametrize(
    "names",
    [
        ("relu", "selu"), ("leaky_relu", "selu"), ("selu", "leaky-relu"), ("gelu", "relu"), ("softsign", "softplus"),
        ("softsign", "silu"), ("elu", "logsigmoid"), ("silu", "gelu"), ("mish", "tanh"),
    ],
)  # fmt: skip
def test_pairs_dominate_samples(names: tuple[str, str]) -> None:
    from flint import arb

    from gradcheck.activations.analysis.pieces import activation
    from gradcheck.balls.jets import jet
    from gradcheck.balls.series import Undefined
    from gradcheck.language.syntax.substitution import replace_symbols

    found = chain(*names)
    assert found.tight is not None
    assert Q(found.tight.upper) <= Q(found.naive.upper) + Q(1, 10**12)
    nested = replace_symbols(activation(names[1]).formula, {X: activation(names[0]).formula})
    highest = 0.0
    for k in range(-100, 101):
        try:
            highest = max(highest, abs(float(jet(nested, X, arb(2 * k + 1) / 16, 1)[1].mid())))
        except Undefined:
            continue
    assert highest <= float(Q(found.tight.upper)) + 1e-12
    assert highest >= 0.85 * float(Q(found.tight.lower))


def test_compositions_that_are_constant_on_one_side() -> None:
    found = chain("relu", "selu")
    assert found.tight is not None
    assert found.tight.exact == "1.0507009873554804934193349852946"
    assert found.tight.attained


CONSISTENT = {  # the points without a derivative, those of which it is not known, and the smoothness
    "x*abs(x)*sin(1/(1 + x**2))": ((), (), "C^1"),
    "x*abs(x)": ((), (), "C^1"),
    "abs(x)**3": ((), (), "C^2"),
    "x*relu(x)": ((), (), "C^1"),
    "max(x, 0)*x": ((), (), "C^1"),
    "x**2*sign(x)": ((), (), "C^1"),
    "relu(x)*tanh(x)": ((), (), "C^1"),
    "where(x < 1, exp(x), exp(1)*x)": ((), (), "C^1"),
    "where(x < 0, sqrt(2)*tanh(x), sqrt(2)*x/(1 + x**2))": ((), (), "C^2"),
    "abs(x)*cos(x)*exp(-x**2)": (("0",), (), "C^0"),
    "relu(x) + x": (("0",), (), "C^0"),
    "x*sign(x)": (("0",), (), "C^0"),
    "abs(x)*(exp(x) - 2)*exp(-x**2)": (("0",), (), "C^0"),
    "where(x < 1, exp(x), exp(1)*x + 1)": (("1",), (), "discontinuous"),
    "where(x < 1, exp(x), 3*x)": (("1",), (), "discontinuous"),
    "sqrt(abs(x))*x": ((), ("0",), ""),
}


@pytest.mark.parametrize("formula", CONSISTENT)
def test_what_is_said_of_kinks_is_what_the_smoothness_says(formula: str) -> None:
    answer = ask(read_expression(formula))
    found = answer.functions[0]
    unknown = tuple(cut.at for cut in found.cuts if cut.kind == "unknown")
    assert (found.kinks, unknown, found.smoothness) == CONSISTENT[formula]
    shown = plain(bound_lines(answer))
    assert ("no derivative at" in shown) == bool(found.kinks)
    assert ("whether there is a derivative" in shown) == bool(unknown)
