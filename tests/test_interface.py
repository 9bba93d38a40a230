"""What a Python program asks: statements of SymPy, terms and text, with the verdicts of the command line."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
import sympy as sp

import gradcheck
from gradcheck import bound, gain, prove, prove_all, simplify
from gradcheck.derivation import by_sympy, derivation, step
from gradcheck.language import author
from gradcheck.language.printing.text import render_text

x, b = sp.symbols("x b")
p = sp.Symbol("p", positive=True)
t = sp.Symbol("t", integer=True, nonnegative=True)
v = sp.Function("v")

ASKED: list[tuple[Any, dict[str, Any], str]] = [
    (sp.Eq(sp.Derivative(sp.tanh(x), x), 1 - sp.tanh(x) ** 2), {}, "proved"),
    (sp.Eq(x**2, x), {}, "refuted"),
    (sp.log(p) <= p - 1, {}, "proved"),
    (sp.log(x) <= x - 1, {"given": [x > 0]}, "proved"),
    ("log(x) <= x - 1", {"given": ["x > 0"]}, "proved"),
    ("x + x = 3*x; x > 0", {}, "refuted"),
    (author.eq(author.real("x") ** 2, author.real("x")), {}, "refuted"),
    (sp.Eq(x, x), {}, "undecided"),
    (sp.Eq(v(t), 1 - b**t), {"define": [sp.Eq(v(0), 0), sp.Eq(v(t), b * v(t - 1) + 1 - b)]}, "proved"),
]


@pytest.mark.parametrize(("claim", "more", "verdict"), ASKED, ids=[str(claim) for claim, _, _ in ASKED])
def test_a_statement_gets_its_verdict(claim: Any, more: dict[str, Any], verdict: str) -> None:
    assert prove(claim, **more).verdict == verdict


def test_a_derivation_gets_a_verdict_a_step() -> None:
    work = derivation(step("one", x**2 >= 0 * x - 1), step("other", sp.Eq(x**2, x)))
    assert [(one.name, one.verdict) for one in prove_all(work)] == [("one", "proved"), ("other", "refuted")]


def test_a_term_gets_its_simplest_form() -> None:
    assert simplify(sp.sin(x) ** 2 + sp.cos(x) ** 2).to_sympy() == 1
    assert simplify("(x**2 - 1)/(x - 1)").term is simplify((x**2 - 1) / (x - 1)).term
    assert render_text(simplify(sp.factorial(t) * 2).term) == "2*factorial[t]"
    assert simplify(sp.sqrt(p**2 * x**2, evaluate=False)).term is author.real("p") * author.absolute(author.real("x"))


def test_an_activation_gets_its_bounds_and_its_gain() -> None:
    z = sp.Symbol("z")
    assert bound(1 / (1 + sp.exp(-z))).functions[0].supremum.exact == "1/4"
    assert bound("sigmoid", layers=2).functions[0].supremum.exact == "1/4"
    moments = [gain(asked).second_moment for asked in ("relu", sp.Max(z, 0))]
    assert [moment and moment.exact for moment in moments] == ["1/2", "1/2"]
    with pytest.raises(ValueError, match="one variable"):
        bound(x * z)


def test_what_was_asked_before_is_not_assumed_of_text() -> None:
    assert render_text(author.eq(p, 1)) == "p = 1"
    assert prove("abs(p) = p").verdict == "refuted"


def test_what_is_read_keeps_its_assumptions_until_it_is_asked() -> None:
    roots, above = by_sympy(sp.solve, p**2 - 1, p), step("above", p > -(x**2))
    assert prove(x**2 >= 0).verdict == "proved"
    assert prove(roots).verdict == "proved"
    assert [one.verdict for one in prove_all(derivation(above))] == ["proved"]


def test_an_assumption_on_the_variable_of_an_activation_is_not_lost() -> None:
    for ask in (bound, gain):
        with pytest.raises(TypeError, match="would be lost"):
            ask(sp.sqrt(p**2))


NONSENSE: dict[str, tuple[Callable[[], Any], type[Exception], str]] = {
    "no activation": (lambda: bound("nosuch"), ValueError, "no activation named 'nosuch'"),
    "a gain of none": (lambda: gain("nosuch"), ValueError, "no activation named 'nosuch'"),
    "a variance below 0": (lambda: gain("relu", variance=-1), ValueError, "must be positive"),
    "another variable": (lambda: bound("y**2"), ValueError, "in x alone"),
    "half a layer": (lambda: bound("tanh", layers=2.5), TypeError, "whole number"),  # type: ignore[arg-type]
    "half a digit": (lambda: bound("tanh", digits=2.5), TypeError, "whole number"),  # type: ignore[arg-type]
    "no statement": (lambda: prove(None), TypeError, "no proposition"),
    "no formula": (lambda: simplify(""), ValueError, "no formula"),
}


@pytest.mark.parametrize(("ask", "error", "words"), NONSENSE.values(), ids=NONSENSE.keys())
def test_nonsense_is_refused(ask: Callable[[], Any], error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        ask()


@pytest.mark.parametrize(
    "asked", ["simplify(sin(x)**2 + cos(x)**2).to_sympy()", "bound(sin(x)).functions[0].supremum.exact"]
)
def test_a_program_may_ask_for_anything_first(asked: str) -> None:
    code = f"from sympy import *; from gradcheck import bound, simplify; x = Symbol('x'); print({asked})"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "1"


def test_one_assumption_may_stand_alone() -> None:
    assert prove("log(x) <= x - 1", given="x > 0").verdict == "proved"


def test_asking_loads_nothing_before_it_is_asked() -> None:
    code = "import sys, gradcheck; print([m for m in ('sympy', 'flint', 'gradcheck.interface') if m in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[]"
    with pytest.raises(AttributeError, match="no attribute 'unknown'"):
        gradcheck.unknown  # noqa: B018


def test_outcomes_are_shown_as_on_the_terminal() -> None:
    outcome = prove("tanh(x) <= x", given="x >= 0")
    assert repr(outcome) == str(outcome)
    rows = repr(outcome).splitlines()
    assert rows[0].startswith("  ✓ proved  claim  (")
    assert rows[1:4] == ["    tanh(x) ≤ x", "    for x ∈ ℝ", "    assuming: x ≥ 0"]
    assert outcome._repr_latex_() == r"$\text{proved: } \tanh\left( x \right) \leq x$"
    refuted = prove(sp.Eq(x**2, x))
    assert "false at x = " in repr(refuted)
    assert "interface.py" not in repr(refuted)
    lengths = [repr(prove(f"‖v‖ >= 0 where v in R^{side}")) for side in "n2"]
    assert lengths[0] != lengths[1]  # the preamble tells them apart
    shown = prove("x < y and y < z => x < z")._repr_html_()
    assert shown is not None
    assert shown.startswith("<pre>")
    assert "&lt;" in shown
    assert "<" not in shown[5:-6]


def test_an_outcome_is_neither_true_nor_false() -> None:
    work = derivation(step("one", "x^2 >= 0"))
    with pytest.raises(TypeError, match=r"ask for outcome\.proved"):
        bool(prove("x = x"))
    with pytest.raises(TypeError, match="holds"):
        bool(prove(work))
    for answer in (gradcheck.check(work), bound("tanh"), gain("relu"), simplify("x + x")):
        with pytest.raises(TypeError, match="neither true nor false"):
            bool(answer)
    assert prove("x = x").proved
    assert not prove("x = x + 1").proved
    assert prove("x = x + 1").refuted


def test_everything_takes_text_latex_terms_and_sympy() -> None:
    latex, term = r"\sigma(-x) = 1 - \sigma(x)", author.real("x")
    assert prove(latex).proved
    assert prove(author.tanh(term) <= 1).proved
    assert repr(simplify(r"\sin^2 x + \cos^2 x")) == "1"
    assert repr(simplify("(x^2 - 1)/(x - 1)")) == "x + 1  if x - 1 != 0"
    assert bound(r"x \tanh(x)").functions[0].formula.text == bound("x*tanh(x)").functions[0].formula.text
    for what in (latex, sp.Eq(sp.sin(x), 0), author.eq(author.sin(term), 0)):
        assert gradcheck.show(what).latex
    assert gradcheck.show("x/(1 + x)").text == "x/(1 + x)"
    assert gradcheck.show(author.sin(term))._repr_latex_() == r"$\displaystyle \sin\left( x \right)$"
    assert repr(gradcheck.show("A v = 0 where A in R^(n x n), v in R^n")) == "Av = 0\nfor n ∈ ℕ₊;  A ∈ ℝⁿˣⁿ;  v ∈ ℝⁿ"


def test_check_takes_names_paths_and_derivations(tmp_path: Any) -> None:
    path = tmp_path / "small.py"
    path.write_text(
        '"""Small."""\nfrom gradcheck.derivation import derivation, step\n'
        'DERIVATION = derivation(step("one", "x^2 = x"))\n'
    )
    named = gradcheck.check("ema-bias")
    assert named.exit_code == 0
    assert named.derivations[0].name == "ema-bias"
    assert "ema-bias" in repr(named)
    false = gradcheck.check(path, derivation(step("one", "x^2 >= 0")))
    assert [one.holds for one in false.derivations] == [False, True]
    assert false.exit_code == 1
    assert gradcheck.check(tmp_path / "nowhere").exit_code == 2
    with pytest.raises(TypeError, match="say what to check"):
        gradcheck.check()


def test_terms_are_shown_as_one_would_type_them() -> None:
    y, n = author.real("y"), author.dimension("n")
    weights, w = author.matrix("W", n, 2), author.vector("w", 2)
    for term in (author.tanh(y) ** 2 + 1, weights @ w, -y / 2, author.array([[1, y], [0, 1]])):
        assert repr(term) == str(term) == render_text(term)
    assert repr([weights.T @ weights]) == "[W.T @ W]"
    assert repr(author.eq(y, 1)) == "y = 1"
    assert (y / 2)._repr_latex_() == r"$\displaystyle \frac{y}{2}$"  # type: ignore[attr-defined]
