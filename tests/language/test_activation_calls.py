"""Activations are functions of the language: each is its formula, with its parameters, in text, LaTeX and modules."""

from __future__ import annotations

import pytest

from gradcheck.activations.registry import ENTRIES, default_formula
from gradcheck.kernel.goal import Goal
from gradcheck.language.author import activation, real
from gradcheck.language.notation.reader import ReadError, read_typed, read_typed_term
from gradcheck.language.printing.text import render_text
from gradcheck.language.syntax.terms import Term
from tests.verdicts import verdict_on

WORDS = [name for name in ENTRIES if name.isidentifier() and name != "identity"]


def term_of(text: str) -> Term:
    left: Term = read_typed_term(text).claim.left  # type: ignore[attr-defined]
    return left


def test_all_activations_are_functions_in_all_three_notations() -> None:
    assert len(ENTRIES) == 43
    for name in WORDS:
        formula = default_formula(ENTRIES[name])
        assert term_of(f"{name}(x)") is formula, name
        assert term_of(rf"\operatorname{{{name}}}(x)".replace("_", r"\_")) is formula, name
        assert activation(name)(real("x")) is formula, name
        assert term_of(render_text(formula)) is formula, name
    assert term_of("linear(x)") is real("x")
    assert term_of("xtanh(x)") is term_of("x*tanh(x)")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ReLU(x)", "relu(x)"),
        ("GELU(x)", "gelu(x)"),
        ("LeakyReLU(x)", "leaky_relu(x)"),
        ("elu(x, 2)", "where(x > 0, x, 2*(exp(x) - 1))"),
        ("elu(x, alpha=2)", "where(x > 0, x, 2*(exp(x) - 1))"),
        ("leaky_relu(x - 1, a)", "where(x - 1 > 0, x - 1, a*(x - 1))"),
        ("softshrink(lambd, x)", "where(lambd > x, lambd - x, where(lambd < -x, lambd + x, 0))"),  # none is captured
        ("snake(a, x)", "a + sin(x*a)**2/x"),
        ("selu(x, scale=alpha, alpha=scale)", "where(x > 0, alpha*x, alpha*scale*(exp(x) - 1))"),
        (r"\mathrm{ReLU}(x)", "relu(x)"),
        ("hardswish'(x)", "d(x*min(max(0, x + 3), 6)/6, x)"),
    ],
)
def test_arguments_and_parameters(written: str, meant: str) -> None:
    assert term_of(written) is term_of(meant)


def test_a_declared_name_comes_first() -> None:
    assert render_text(read_typed("bump(2) = 4 where bump(x) = x^2").claim) == "2**2 = 4"
    assert render_text(read_typed("gauss(x) = 1 where gauss: R -> R").claim) == "gauss(x) = 1"
    typed = read_typed("threshold (x - 1) = threshold x - threshold where threshold in R")
    assert render_text(typed.claim) == "threshold*(x - 1) = threshold*x - threshold"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("celu(x, 0) > 0", "celu needs alpha > 0"),
        ("celu(x, 1, 2) > 0", "takes 1 to 2 arguments"),
        ("hardswish(x, 2) > 0", "takes 1 argument, not 2"),
        ("sin(x, 2) > 0", "takes 1 argument, not 2"),
        ("TANH(x) > 0", "there is no function TANH"),
        ("exp(x, y) > 0", "takes 1 argument, not 2"),
        ("elu(x, beta=2) > 0", "no such parameter"),
        ("selu(x, 1, alpha=2) > 0", "alpha is given twice"),
        ("hardtanh(v) > 0 where v in R^n", "is of a number"),
        ("hardtan(x) > 0", "there is no function hardtan"),
        ("hardswish'(2x) > 0", "at a variable"),
    ],
)
def test_refusals(text: str, said: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_typed(text)
    assert said in str(refused.value)


def test_the_preamble_says_the_formula() -> None:
    assert read_typed("elu(x, a) >= -a").remarks == (
        "elu(x, alpha) is its formula, where(x > 0, x, alpha*(exp(x) - 1))",
    )
    assert read_typed("celu(x, 3) >= -3").remarks[0].endswith("with alpha = 3")
    assert read_typed("ReLU(x) >= 0").remarks == ("ReLU is relu",)


def test_the_engines_see_through_them() -> None:
    def verdict(text: str) -> str:
        typed = read_typed(text)
        return verdict_on(Goal(typed.claim, typed.given))

    assert verdict("hardtanh(x) = min(max(-1, x), 1)") == "proved"
    assert verdict("prelu(x, a) = max(x, a x) given 0 < a < 1") == "proved"
    assert verdict("prelu(x, a) = max(x, a x) given 0 < a") == "refuted"
    assert verdict("squareplus(x) > relu(x)") == "proved"
    assert verdict("squareplus(x, b) > relu(x) given b >= 0") == "refuted"  # b = 0


def test_modules_are_told_what_there_is() -> None:
    for name, parameters in (("hardtan", {}), ("elu", {"beta": 1}), ("celu", {"alpha": 0})):
        with pytest.raises(ValueError, match=r"activation|needs"):
            activation(name, **parameters)(real("x"))
